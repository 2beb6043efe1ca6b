/**
 * One copy of one partition on one broker (R1–R6). Models Kafka's Partition with its UnifiedLog, and that part of a ReplicaFetcherThread
 * that concerns one partition. It speaks to its broker alone, which brings it requests and carries its answers.
 *
 * Simplified: no transactions, so the last stable offset is the high watermark.
 */
import { setup } from 'xstate';
import type { ReplicaMessage } from '../messages.ts';
import { act, effects } from './contract.ts';
import type { ControlMessage, Delivered, EventOf } from './contract.ts';
import type { ReplicaInput } from './inputs.ts';
import { appendBatch, refuseAppend } from './replica/appending.ts';
import { afterCrash, newReplica, turnOf } from './replica/context.ts';
import type { ReplicaContext } from './replica/context.ts';
import { configure, forgetTopic, recognise } from './replica/topic.ts';
import { beginRounds, cleanLog, deleteOldSegments } from './replica/tidying.ts';
import { copyRecords, follow, startWhereLeaderDoes, stepDown, truncateToLeader } from './replica/following.ts';
import { hearVerdict, leadOn, shrinkIsrIfNeeded, takeTheLead } from './replica/leading.ts';
import { lookUp, refuseLookUp } from './replica/lookingUp.ts';
import { hearFetch, refuseRead, serveRead } from './replica/serving.ts';

export type { ReplicaContext, WaitingProduce } from './replica/context.ts';

type ReplicaEvent = EventOf<ReplicaMessage | ControlMessage | { readonly type: 'timer.retention' | 'timer.cleaner' }>;

export const replicaMachine = setup({
  types: { context: {} as ReplicaContext, events: {} as ReplicaEvent, input: {} as ReplicaInput },
  actions: {
    ...effects,
    'take the lead': act(turnOf(takeTheLead)),
    'note the ISR and who is alive': act(turnOf(leadOn)),
    'append the batch': act(turnOf(appendBatch)),
    'read for the fetcher': act(turnOf(serveRead)),
    'find the first record of a time': act(turnOf(lookUp)),
    'refuse to look': act(turnOf(refuseLookUp)),
    'hear where the follower stands': act(turnOf(hearFetch)),
    'propose to drop who lags': act(turnOf(shrinkIsrIfNeeded)),
    "hear the controller's verdict on the ISR": act(turnOf(hearVerdict)),
    'follow the leader': act(turnOf(follow)),
    'step down and follow': act(turnOf(stepDown)),
    'copy the records': act(turnOf(copyRecords)),
    'truncate to where the logs agree': act(turnOf(truncateToLeader)),
    'begin where the leader begins': act(turnOf(startWhereLeaderDoes)),
    'know its own log': act(turnOf(recognise)),
    'begin to look after the log': act(turnOf(beginRounds)),
    'delete old segments': act(turnOf(deleteOldSegments)),
    'clean the log': act(turnOf(cleanLog)),
    'take the new settings': act(turnOf(configure)),
    'delete the log': act(turnOf(forgetTopic)),
    'refuse to append': act(turnOf(refuseAppend)),
    'refuse to read': act(turnOf(refuseRead)),
    'keep only what is on disk': act((context: ReplicaContext, { at, message }: Delivered<Extract<ControlMessage, { type: 'crash' }>>) => ({
      context: afterCrash(context, at, message.clean === true),
    })),
  },
}).createMachine({
  id: 'replica',
  context: ({ input }) => newReplica(input),
  initial: 'offline',
  on: {
    crash: { target: '.offline', actions: 'keep only what is on disk' },
    'replica.delete': { target: '.offline', actions: 'delete the log' },
    'replica.configure': { actions: 'take the new settings' },
    'timer.retention': { actions: 'delete old segments' },
    'timer.cleaner': { actions: 'clean the log' },
    'replica.append': { actions: 'refuse to append' },
    'replica.read': { actions: 'refuse to read' },
    'replica.lookUp': { actions: 'refuse to look' },
  },
  states: {
    // Not told its role yet: at the beginning and after a crash.
    offline: {
      on: {
        'replica.lead': { target: 'leader', actions: ['know its own log', 'take the lead', 'begin to look after the log'] },
        'replica.follow': { target: 'follower', actions: ['know its own log', 'follow the leader', 'begin to look after the log'] },
      },
    },
    leader: {
      on: {
        'replica.append': { actions: 'append the batch' },
        'replica.read': { actions: 'read for the fetcher' },
        'replica.lookUp': { actions: 'find the first record of a time' },
        'replica.fetched': { actions: 'hear where the follower stands' },
        'replica.checkIsr': { actions: 'propose to drop who lags' },
        'replica.isrAltered': { actions: "hear the controller's verdict on the ISR" },
        'replica.lead': { actions: 'note the ISR and who is alive' },
        'replica.follow': { target: 'follower', actions: 'step down and follow' },
      },
    },
    follower: {
      on: {
        'replica.copy': { actions: 'copy the records' },
        'replica.truncate': { actions: 'truncate to where the logs agree' },
        'replica.startAt': { actions: 'begin where the leader begins' },
        'replica.lead': { target: 'leader', actions: 'take the lead' },
        'replica.follow': { actions: 'follow the leader' },
      },
    },
  },
});
