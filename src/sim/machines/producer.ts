/**
 * A producer process: an application whose threads call send() on a schedule, and the client library below it, which collects records
 * in batches per partition, sends them to the leaders, and tries again what failed. Models Kafka's KafkaProducer with RecordAccumulator,
 * Sender, TransactionManager (idempotence only) and NetworkClient.
 * Simplified: first connections need no time to be set up; transactions come later.
 * The rules are in `kafka/` (accumulator, workload, producer/*) and, where they ask the kernel for something, in `producer/*` beside this file.
 */
import { setup } from 'xstate';
import type { MessageOf } from '../messages.ts';
import { act, effects, type ControlMessage, type EventOf } from './contract.ts';
import type { ProducerInput } from './inputs.ts';
import {
  checkDeadlines,
  lookAgain,
  takeClosedConnection,
  takeDisconnect,
  takeIdentity,
  takeMetadata,
  takeProduceResponse,
  tick,
} from './producer/answers.ts';
import { initialContext, type ProducerContext } from './producer/context.ts';
import * as life from './producer/life.ts';
import type { ProducerTimer } from './producer/turn.ts';

export type { ProducerContext } from './producer/context.ts';
export { readProducer } from './producer/read.ts';

type ProducerMessage =
  | ControlMessage
  | ProducerTimer
  | MessageOf<
      | 'MetadataResponse'
      | 'InitProducerIdResponse'
      | 'ProduceResponse'
      | 'ConnectionClosed'
      | 'command.send'
      | 'command.flush'
      | 'command.close'
      | 'command.setConfig'
    >;

const settled = ({ accumulator, pending }: ProducerContext): boolean => accumulator.incomplete === 0 && pending.length === 0;

/** What may still reach a process that does not run, and means nothing to it. */
const late = {
  start: {},
  disconnected: {},
  MetadataResponse: {},
  InitProducerIdResponse: {},
  ProduceResponse: {},
  ConnectionClosed: {},
  'timer.sender': {},
  'timer.deadline': {},
  'timer.workload': {},
  'command.flush': {},
  'command.close': {},
};

export const producerMachine = setup({
  types: {
    context: {} as ProducerContext,
    events: {} as EventOf<ProducerMessage>,
    input: {} as ProducerInput,
  },
  guards: {
    'its settings contradict each other': ({ context }) => context.client.failure !== null,
    'it knows the cluster': ({ context }) => context.metadata.fetchedAt !== null,
    'a send() waits': ({ context }) => context.pending.length > 0,
    'no send() waits': ({ context }) => context.pending.length === 0,
    'every batch is settled': ({ context }) => settled(context),
    'every batch is settled and it starts again': ({ context }) => context.client.restarting && settled(context),
  },
  actions: {
    ...effects,
    begin: act(life.begin),
    'call send() as scheduled': act(tick),
    'call send() once': act(life.sendOne),
    'refuse the record': act(life.refuseSend),
    'send what is ready': act(lookAgain),
    'fail what is overdue': act(checkDeadlines),
    'learn who leads': act(takeMetadata),
    'take the producer id': act(takeIdentity),
    'settle the batches': act(takeProduceResponse),
    'fail what was in flight there': act(takeDisconnect),
    'leave the broker alone for a while': act(takeClosedConnection),
    flush: act(life.flush),
    'flush and stop': act(life.close),
    'close for new settings': act(life.restartWith),
    'keep the settings for the next start': act(life.keepSettings),
    'say goodbye': act(life.sayGoodbye),
    'forget everything': act(life.forgetEverything),
  },
}).createMachine({
  id: 'producer',
  context: ({ input }) => initialContext(input),
  initial: 'starting',
  on: {
    start: { actions: 'begin' },
    restart: {},
    'timer.workload': { actions: 'call send() as scheduled' },
    'timer.sender': { actions: 'send what is ready' },
    'timer.deadline': { actions: 'fail what is overdue' },
    MetadataResponse: { actions: 'learn who leads' },
    InitProducerIdResponse: { actions: 'take the producer id' },
    ProduceResponse: { actions: 'settle the batches' },
    disconnected: { actions: 'fail what was in flight there' },
    ConnectionClosed: { actions: 'leave the broker alone for a while' },
    'command.send': { actions: 'call send() once' },
    'command.flush': { actions: 'flush' },
    'command.close': { target: '.closing', actions: 'flush and stop' },
    'command.setConfig': { target: '.closing', actions: 'close for new settings' },
    crash: { target: '.crashed', actions: 'forget everything' },
  },
  states: {
    starting: {
      always: [
        { guard: 'its settings contradict each other', target: 'failed' },
        { guard: 'it knows the cluster', target: 'running' },
      ],
    },
    running: {
      always: { guard: 'a send() waits', target: 'blocked' },
    },
    blocked: {
      always: { guard: 'no send() waits', target: 'running' },
    },
    closing: {
      on: {
        'command.send': { actions: 'refuse the record' },
        'command.flush': {},
      },
      always: [
        { guard: 'every batch is settled and it starts again', target: 'starting', actions: 'begin' },
        { guard: 'every batch is settled', target: 'closed', actions: 'say goodbye' },
      ],
    },
    closed: {
      on: {
        ...late,
        restart: { target: 'starting', actions: 'begin' },
        'command.send': { actions: 'refuse the record' },
        'command.setConfig': { actions: 'keep the settings for the next start' },
      },
    },
    failed: {
      on: {
        ...late,
        restart: { target: 'starting', actions: 'begin' },
        'command.send': { actions: 'refuse the record' },
        // The one way to repair it: a client with settings that fit together.
        'command.setConfig': { target: 'starting', actions: ['keep the settings for the next start', 'begin'] },
      },
    },
    crashed: {
      on: {
        ...late,
        crash: {},
        restart: { target: 'starting', actions: 'begin' },
        'command.send': {},
        'command.setConfig': { actions: 'keep the settings for the next start' },
      },
    },
  },
});
