/**
 * A consumer process: the application's loop around poll(), and the classic KafkaConsumer under it (F1, F2, F4, O1–O3, G2, G5–G9, G11–G13).
 * The chart follows the application's thread. Finding the coordinator, joining, fetching: all of that happens only while the thread
 * is inside poll(). What Kafka's heartbeat thread and network do meanwhile is handled by `running`, whatever the thread does.
 *
 * Models KafkaConsumer (ClassicKafkaConsumer), ConsumerCoordinator, AbstractCoordinator and Fetcher. Simplified: the application passes
 * poll() a timeout of 1 s and simply polls again when it returned nothing; leader epochs of positions are not validated; close() and a
 * new subscription take effect at the next poll(), as after wakeup().
 */
import { setup } from 'xstate';
import type { ConsumerContext } from '../kafka/consumer/state.ts';
import type { Message } from '../messages.ts';
import { actions } from './consumer/actions.ts';
import { guards } from './consumer/guards.ts';
import { newborn } from './consumer/life.ts';
import type { TimerMessage } from './consumer/turn.ts';
import { effects, type ControlMessage, type EventOf } from './contract.ts';
import type { ConsumerInput } from './inputs.ts';

export type { ConsumerContext } from '../kafka/consumer/state.ts';

/** What still arrives where no process is left to hear it. */
const UNHEARD = {
  MetadataResponse: {},
  FindCoordinatorResponse: {},
  JoinGroupResponse: {},
  SyncGroupResponse: {},
  HeartbeatResponse: {},
  LeaveGroupResponse: {},
  OffsetCommitResponse: {},
  OffsetFetchResponse: {},
  ListOffsetsResponse: {},
  FetchResponse: {},
  disconnected: {},
  'command.seek': {},
  'command.commit': {},
  'command.pausePartitions': {},
  'command.resumePartitions': {},
  'command.close': {},
} as const;

/** poll() goes on fetching, and returns with the first records. */
const GOING_ON = {
  FetchResponse: [
    { guard: 'it brings records', target: '#consumer.running.processing', actions: 'keep the records and return from poll' },
    { actions: 'keep the records and fetch again' },
  ],
  MetadataResponse: { actions: ['learn the metadata', 'fetch'] },
  ListOffsetsResponse: { actions: ['hear the ends of the log', 'fetch'] },
  disconnected: { actions: ['lose the connection', 'fetch'] },
  'timer.requests': { actions: ['give up silent brokers', 'fetch'] },
  'timer.reconnect': { actions: 'fetch' },
  'timer.reset': { actions: 'fetch' },
  'command.seek': { actions: ['seek', 'fetch'] },
  'command.resumePartitions': { actions: ['resume partitions', 'fetch'] },
} as const;

/** A process that has ended can be started again, as a new one. */
const ENDED = {
  ...UNHEARD,
  restart: { target: 'running', actions: 'begin a new life' },
  'command.setConfig': { target: 'running', actions: ['take the new settings', 'begin a new life'] },
  'command.subscribe': { actions: 'subscribe later' },
} as const;

export const consumerMachine = setup({
  types: { context: {} as ConsumerContext, events: {} as EventOf<Message | ControlMessage | TimerMessage>, input: {} as ConsumerInput },
  actions: { ...effects, ...actions },
  guards,
}).createMachine({
  id: 'consumer',
  context: ({ input }) => newborn(input),
  initial: 'not started',
  on: { crash: { target: '.crashed', actions: 'forget everything' } },
  states: {
    'not started': {
      on: {
        ...UNHEARD,
        start: [{ guard: 'its time has come', target: 'running', actions: 'begin a new life' }, { actions: 'wait for its time' }],
        'timer.begin': { target: 'running', actions: 'begin a new life' },
        'command.close': { target: 'closed', actions: 'stop' },
        'command.setConfig': { actions: 'take the new settings for later' },
        'command.subscribe': { actions: 'subscribe later' },
      },
    },

    running: {
      initial: 'poll',
      on: {
        'timer.heartbeat': { actions: 'send a heartbeat' },
        HeartbeatResponse: { actions: 'hear the answer to a heartbeat' },
        'timer.session': { actions: 'check the session' },
        'timer.maxPoll': { actions: 'check the time since the last poll' },
        'timer.lookup': { actions: 'look for the coordinator' },
        FindCoordinatorResponse: { actions: 'hear who coordinates' },
        JoinGroupResponse: { actions: 'keep the place for the next poll' },
        SyncGroupResponse: [
          { guard: 'it is what poll waits for', actions: 'hear the assignment' },
          { actions: 'hear why there is no assignment' },
        ],
        OffsetFetchResponse: { actions: 'hear the committed offsets' },
        LeaveGroupResponse: { actions: 'hear that it may go' },
        OffsetCommitResponse: { actions: 'hear the answer to a commit' },
        'timer.commit': { actions: 'send the commit again' },
        FetchResponse: { actions: 'keep the records' },
        ListOffsetsResponse: { actions: 'hear the ends of the log' },
        MetadataResponse: { actions: 'learn the metadata' },
        'timer.metadata': { actions: 'refresh the metadata' },
        disconnected: { actions: 'lose the connection' },
        'timer.requests': { actions: 'give up silent brokers' },
        // Only a poll() that waits makes something of these.
        'timer.retry': { actions: 'stop waiting to ask' },
        'timer.reconnect': {},
        'timer.reset': {},
        'timer.autoCommit': {},
        'timer.pollTimeout': {},
        'command.subscribe': { actions: 'subscribe' },
        'command.seek': { actions: 'seek' },
        'command.pausePartitions': { actions: 'pause partitions' },
        'command.resumePartitions': { actions: 'resume partitions' },
        'command.commit': { actions: 'commit the positions' },
        'command.close': { actions: 'remember to close' },
        'command.setConfig': { actions: 'take the new settings' },
      },
      states: {
        poll: {
          initial: 'begin',
          on: {
            'timer.maxPoll': { actions: 'note that it is polling' },
            'command.close': { target: 'closing', actions: 'begin to close' },
            'command.setConfig': { target: 'closing', actions: ['take the new settings', 'begin to close'] },
          },
          states: {
            // The questions poll() asks itself, in this order, whenever it goes round.
            begin: {
              always: [
                { guard: 'poll throws', target: '#consumer.running.closing', actions: 'fail and close' },
                { guard: 'close was asked for', target: '#consumer.running.closing', actions: 'begin to close' },
                { guard: 'the coordinator is unknown', target: 'finding coordinator', actions: 'look for the coordinator' },
                { guard: 'a rebalance asks for it', target: 'rejoining' },
                { guard: 'positions are missing', target: 'positioning', actions: 'ask for the committed offsets' },
                { guard: 'records are there', target: '#consumer.running.processing', actions: 'return from poll' },
                { target: 'waiting', actions: 'fetch' },
              ],
            },
            'finding coordinator': {
              entry: 'wait as long as poll may',
              always: { guard: 'the coordinator is known', target: 'begin' },
              on: {
                // What was fetched before is still returned, one poll() after the other.
                'timer.pollTimeout': [
                  { guard: 'records are there', target: '#consumer.running.processing', actions: 'return from poll' },
                  { actions: ['fetch', 'wait as long as poll may'] },
                ],
              },
            },
            // … and these, where it has to join: first how far it has come while the application was busy, then the next step (G8).
            rejoining: {
              always: [
                { guard: 'its place was kept', target: 'syncing', actions: 'hear what was kept' },
                { guard: 'a refusal was kept', target: 'joining', actions: 'hear what was kept' },
                {
                  guard: 'it commits before the assignment takes something away',
                  target: 'revoking what moves',
                  actions: 'commit before revoking',
                },
                { guard: 'an assignment was kept', target: 'begin', actions: 'take the assignment' },
                { guard: 'it should look at the topics first', target: 'matching topics', actions: 'look at the topics' },
                { guard: 'its JoinGroup is on its way', target: 'joining' },
                { guard: 'its SyncGroup is on its way', target: 'syncing' },
                { guard: 'it has prepared', target: 'joining', actions: 'join' },
                { guard: 'it is preparing', target: 'preparing' },
                { guard: 'it reads on while it commits', target: 'preparing', actions: 'prepare to join' },
                { target: 'revoking', actions: 'prepare to join' },
              ],
            },
            /** Its subscription is a pattern, and topics may have come since it last asked. */
            'matching topics': {
              entry: 'fetch',
              always: [
                { guard: 'records are there', target: '#consumer.running.processing', actions: 'return from poll' },
                { guard: 'poll throws', target: 'begin' },
              ],
              on: { ...GOING_ON, MetadataResponse: { target: 'begin', actions: 'learn the metadata' } },
            },
            /** Eager, or old: nothing is returned any more while the last commit is on its way. */
            revoking: {
              always: { guard: 'the commit is settled', target: 'joining', actions: 'give up what it must and join' },
            },
            /** Cooperative: records are still returned, here and in the two states that follow. */
            preparing: {
              entry: 'fetch',
              always: [
                { guard: 'the commit is settled', target: 'joining', actions: 'give up what it must and join' },
                { guard: 'records are there', target: '#consumer.running.processing', actions: 'return from poll' },
                { guard: 'poll throws', target: 'begin' },
              ],
              on: GOING_ON,
            },
            joining: {
              entry: 'fetch',
              always: [
                { guard: 'nothing is awaited', target: 'begin' },
                { guard: 'records are there', target: '#consumer.running.processing', actions: 'return from poll' },
                { guard: 'poll throws', target: 'begin' },
              ],
              on: {
                ...GOING_ON,
                JoinGroupResponse: [
                  { guard: 'it is what poll waits for', target: 'syncing', actions: 'take its place in the generation' },
                  { actions: 'hear why it may not join' },
                ],
                'timer.retry': { actions: 'join' },
              },
            },
            syncing: {
              entry: 'fetch',
              always: [
                { guard: 'nothing is awaited', target: 'begin' },
                { guard: 'records are there', target: '#consumer.running.processing', actions: 'return from poll' },
                { guard: 'poll throws', target: 'begin' },
              ],
              on: GOING_ON,
            },
            /** Cooperative: the application's onPartitionsRevoked commits what it has done of the partitions that move. */
            'revoking what moves': {
              always: { guard: 'the commit is settled', target: 'begin', actions: 'take the assignment' },
            },
            positioning: {
              always: { guard: 'nothing is awaited', target: 'begin' },
              on: { 'timer.retry': { actions: 'ask for the committed offsets' } },
            },
            waiting: {
              always: { guard: 'poll has something else to do', target: 'begin' },
              on: {
                ...GOING_ON,
                'timer.autoCommit': { actions: 'commit automatically if due' },
                'command.seek': { target: 'begin', actions: 'seek' },
                'command.resumePartitions': { target: 'begin', actions: 'resume partitions' },
              },
            },
          },
        },

        processing: {
          always: { guard: 'it comes to a stop', target: 'deciding' },
          on: { 'timer.processed': { actions: 'finish the record' } },
        },
        deciding: {
          always: [
            { guard: 'the record kills it', target: '#consumer.crashed', actions: 'die' },
            { guard: 'the record makes it give up', target: 'closing', actions: 'fail and close' },
            { guard: 'a commit is due', target: 'committing', actions: 'commit as the policy says' },
            { guard: 'records are left', target: 'processing', actions: 'take up the next record' },
            { target: 'poll', actions: 'end the batch' },
          ],
        },
        committing: {
          always: { guard: 'the commit is settled', target: 'deciding' },
        },

        closing: {
          always: { guard: 'the commit is settled', target: 'leaving', actions: 'leave the group' },
          on: { 'timer.close': { target: 'leaving', actions: 'leave the group' } },
        },
        leaving: {
          always: { guard: 'nothing is awaited', target: 'ended' },
          on: { 'timer.close': 'ended' },
        },
        ended: {
          entry: 'stop',
          always: [
            { guard: 'it begins anew', target: 'poll', actions: 'begin a new life' },
            { guard: 'poll throws', target: '#consumer.failed' },
            { target: '#consumer.closed' },
          ],
        },
      },
    },

    closed: { on: ENDED },
    /** An exception ended the application; it closed its consumer. */
    failed: { on: ENDED },
    /** Dead without a goodbye. */
    crashed: { on: ENDED },
  },
});
