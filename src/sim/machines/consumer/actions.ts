/** What the consumer's chart can do: every rule of the process under the name the chart calls it by. */
import { positions } from '../../kafka/consumer/offsets.ts';
import type { Message, MessageOf } from '../../messages.ts';
import type { ControlMessage, Delivered } from '../contract.ts';
import { commitByPolicy, endBatch, finishAndGoOn, POLL_TIMEOUT_MS, returnRecords, takeUp } from './application.ts';
import { beginToClose, die, failAndClose, hearLeave, leaveGroup, stop } from './closing.ts';
import { autoCommitIfDue, commitAsync, hearCommit, sendWaitingCommit } from './commits.ts';
import { fetch, keep } from './fetcher.ts';
import { beat, checkPollInterval, checkSession, hearHeartbeat } from './heartbeat.ts';
import { giveUp, hearJoinRefusal, prepareToJoin, sendJoin, takePlace } from './joining.ts';
import { begin, forget, subscribe, takeSettings, waitForItsTime } from './life.ts';
import { hearOfCoordinator, lookUp } from './lookup.ts';
import { giveUpSilentBrokers, hearOfDisconnect } from './loss.ts';
import { learnMetadata, refreshNow } from './metadata.ts';
import { lookAtTopics, matchTopics } from './pattern.ts';
import { askCommitted, hearCommitted, hearOffsets, seek, setPaused } from './positions.ts';
import { commitBeforeRevoking, hearKeptPlace, keepPlace, stopWaitingToAsk } from './rejoining.ts';
import { assign, hearAssignment, hearSyncRefusal, takeAssignment } from './syncing.ts';
import { change, rule, wake } from './turn.ts';

type On<T extends Message['type']> = Delivered<MessageOf<T>>;

export const actions = {
  'wait for its time': rule(waitForItsTime),
  'begin a new life': rule(begin),
  'forget everything': rule(forget),
  'take the new settings': rule<On<'command.setConfig'>>((turn, { message }) => takeSettings(turn, message.config)),
  'take the new settings for later': rule<On<'command.setConfig'>>((turn, { message }) => {
    takeSettings(turn, message.config);
    change(turn, 'self', { settings: turn.context.loop.restartWith ?? turn.context.self.settings });
    change(turn, 'loop', { closeAsked: false });
  }),
  subscribe: rule<On<'command.subscribe'>>((turn, { message }) => subscribe(turn, message)),
  'subscribe later': rule<On<'command.subscribe'>>((turn, { message }) =>
    change(turn, 'self', { topics: message.topics, pattern: message.topicPattern ?? null }),
  ),
  'look at the topics': rule(lookAtTopics),

  'look for the coordinator': rule(lookUp),
  'hear who coordinates': rule<On<'FindCoordinatorResponse'>>((turn, { message }) => {
    if (hearOfCoordinator(turn, message)) sendWaitingCommit(turn);
  }),
  'prepare to join': rule(prepareToJoin),
  'give up what it must and join': rule((turn) => {
    giveUp(turn);
    sendJoin(turn);
  }),
  join: rule(sendJoin),
  'keep the place for the next poll': rule<On<'JoinGroupResponse'>>((turn, { message }) => keepPlace(turn, message)),
  'hear what was kept': rule(hearKeptPlace),
  'stop waiting to ask': rule(stopWaitingToAsk),
  'commit before revoking': rule(commitBeforeRevoking),
  'take its place in the generation': rule<On<'JoinGroupResponse'>>((turn, { message }) => takePlace(turn, message)),
  'hear why it may not join': rule<On<'JoinGroupResponse'>>((turn, { message }) => hearJoinRefusal(turn, message)),
  'hear the assignment': rule<On<'SyncGroupResponse'>>((turn, { message }) => hearAssignment(turn, message)),
  'take the assignment': rule(takeAssignment),
  'hear why there is no assignment': rule<On<'SyncGroupResponse'>>((turn, { message }) => hearSyncRefusal(turn, message)),
  'send a heartbeat': rule(beat),
  'hear the answer to a heartbeat': rule<On<'HeartbeatResponse'>>((turn, { message }) => hearHeartbeat(turn, message)),
  'check the session': rule(checkSession),
  'check the time since the last poll': rule(checkPollInterval),
  'note that it is polling': rule((turn) => {
    change(turn, 'loop', { polledAt: turn.at });
    wake(turn, 'maxPoll', turn.context.self.config.maxPollIntervalMs);
  }),

  'learn the metadata': rule<On<'MetadataResponse'>>((turn, { message }) => {
    if (!learnMetadata(turn, message)) return;
    matchTopics(turn, message);
    assign(turn);
  }),
  'refresh the metadata': rule(refreshNow),
  'lose the connection': rule<Delivered<Extract<ControlMessage, { type: 'disconnected' }>>>((turn, { message }) =>
    hearOfDisconnect(turn, message.node, message.connection),
  ),
  'give up silent brokers': rule(giveUpSilentBrokers),

  'ask for the committed offsets': rule(askCommitted),
  'hear the committed offsets': rule<On<'OffsetFetchResponse'>>((turn, { message }) => hearCommitted(turn, message)),
  'hear the ends of the log': rule<On<'ListOffsetsResponse'>>((turn, { message }) => hearOffsets(turn, message)),
  seek: rule<On<'command.seek'>>((turn, { message }) => seek(turn, message)),
  'pause partitions': rule<On<'command.pausePartitions'>>((turn, { message }) => setPaused(turn, message.partitions, true)),
  'resume partitions': rule<On<'command.resumePartitions'>>((turn, { message }) => setPaused(turn, message.partitions, false)),
  fetch: rule((turn) => {
    autoCommitIfDue(turn);
    fetch(turn);
  }),
  'keep the records': rule<On<'FetchResponse'>>((turn, { message }) => keep(turn, message)),
  'keep the records and fetch again': rule<On<'FetchResponse'>>((turn, { message }) => {
    keep(turn, message);
    autoCommitIfDue(turn);
    fetch(turn);
  }),
  'keep the records and return from poll': rule<On<'FetchResponse'>>((turn, { message }) => {
    keep(turn, message);
    returnRecords(turn);
  }),
  'return from poll': rule(returnRecords),
  'wait as long as poll may': rule((turn) => {
    if (Object.keys(turn.context.reading.partitions).length > 0) wake(turn, 'pollTimeout', POLL_TIMEOUT_MS);
  }),

  'finish the record': rule(finishAndGoOn),
  'take up the next record': rule(takeUp),
  'commit as the policy says': rule(commitByPolicy),
  'end the batch': rule(endBatch),
  'commit automatically if due': rule(autoCommitIfDue),
  'commit the positions': rule((turn) => commitAsync(turn, positions(turn.context), 'command')),
  'hear the answer to a commit': rule<On<'OffsetCommitResponse'>>((turn, { message }) => hearCommit(turn, message)),
  'send the commit again': rule(sendWaitingCommit),

  'remember to close': rule((turn) => change(turn, 'loop', { closeAsked: true })),
  'begin to close': rule(beginToClose),
  'fail and close': rule(failAndClose),
  'leave the group': rule(leaveGroup),
  'hear that it may go': rule<On<'LeaveGroupResponse'>>((turn, { message }) => hearLeave(turn, message)),
  stop: rule(stop),
  die: rule(die),
};
