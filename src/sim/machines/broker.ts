/**
 * A broker process: it takes requests, one per connection at a time, splits them to its replicas and group coordinators, and joins their
 * answers. Models Kafka's SocketServer, KafkaApis and ReplicaManager (the replicas are machines of their own), the fetcher threads of its
 * followers, and BrokerLifecycleManager, its line to the controller.
 *
 * Simplified: the cluster is up at t = 0; metadata travels as whole images; a request or response takes the broker no time, unless its
 * disk is slow (broker/disk.ts).
 */
import { setup } from 'xstate';
import type { MessageOf } from '../messages.ts';
import { act, effects, startTimer } from './contract.ts';
import type { AnyMessage, ControlMessage, Delivered, EventOf } from './contract.ts';
import type { BrokerInput } from './inputs.ts';
import { closeAllOf } from './broker/channels.ts';
import { afterCrash, newBroker } from './broker/context.ts';
import { turnOf } from './broker/turn.ts';
import type { BrokerContext, BrokerRequest, BrokerTimer } from './broker/context.ts';
import type { Got, Turn } from './broker/turn.ts';
import {
  askToLeave,
  beat,
  expectHeartbeat,
  leave,
  loseController,
  proposeIsr,
  takeHeartbeatAnswer,
  takeRegistration,
  takeVerdict,
} from './broker/controllerLink.ts';
import { hearLeading, takeGroupResponse } from './broker/coordinating.ts';
import { append, slowDown, write } from './broker/disk.ts';
import { expireFetches, takeRecords } from './broker/fetching.ts';
import { takeFound } from './broker/listing.ts';
import { isNews, isUnfenced, learnMetadata } from './broker/metadata.ts';
import { hearStart } from './broker/topics.ts';
import { expireProduces, hearAdvance } from './broker/producing.ts';
import { watchRest } from './broker/purgatory.ts';
import { checkFetch, fetchFrom, loseLeader, takePosition } from './broker/replicating.ts';
import { goOn, open, takeRequest } from './broker/requests.ts';
import { passOn, relayAlteration, runForController } from './broker/zookeeper.ts';

export type { BrokerContext, Channel, Fetcher, Hosted, PendingFetch, PendingProduce } from './broker/context.ts';

type BrokerEvent = EventOf<
  | BrokerRequest
  | BrokerTimer
  | ControlMessage
  | MessageOf<
      | 'FetchResponse'
      | 'AlterPartition'
      | 'ControllerNodeDeleted'
      | 'AdminResponse'
      | 'command.shutdown'
      | 'BrokerRegistrationResponse'
      | 'BrokerHeartbeatResponse'
      | 'AlterPartitionResponse'
      | 'MetadataUpdate'
      | 'group.response'
      | 'offsets.append'
      | 'disk.slowed'
      | 'replica.leading'
      | 'replica.positioned'
      | 'replica.advanced'
      | 'replica.startMoved'
      | 'replica.records'
      | 'replica.alterIsr'
    >
>;

/** Steps of a turn, and after them the requests that waited behind those it answered. */
const by = <M extends AnyMessage>(steps: (turn: Turn, event: Delivered<M>) => void) =>
  act(
    turnOf<M>((turn, event) => {
      steps(turn, event);
      if (turn.freed.length > 0) goOn(turn);
    }),
  ) as () => void;

/** R3: followers are checked twice per `replica.lag.time.max.ms`, so that a lagging one is found after at most one and a half of it. */
function checkIsrs({ draft, intents }: Turn): void {
  for (const { role, actor, metadata } of draft.hosted)
    if (role === 'leader' && metadata.replicas.length > 1) intents.push({ type: 'send', to: actor, message: { type: 'replica.checkIsr' } });
  expectIsrCheck({ draft, intents });
}

const expectIsrCheck = ({ draft, intents }: Pick<Turn, 'draft' | 'intents'>): void => {
  intents.push(startTimer('isr', draft.config.lagTimeMaxMs / 2, { type: 'timer.isr' }));
};

export const brokerMachine = setup({
  types: { context: {} as BrokerContext, events: {} as BrokerEvent, input: {} as BrokerInput },
  actions: {
    ...effects,
    'take part in the cluster as it stands': by<AnyMessage>((turn) => {
      turn.draft.brokerEpoch = 0;
      learnMetadata(turn, turn.draft.bootstrap);
      expectHeartbeat(turn);
      expectIsrCheck(turn);
    }),
    'register with the controller': by<AnyMessage>((turn) => {
      beat(turn);
      expectIsrCheck(turn);
    }),
    'take the registration': by(takeRegistration),
    'send a sign of life': by<AnyMessage>(beat),
    'note that the controller hears': by(takeHeartbeatAnswer),
    'tell the other brokers': by(passOn),
    'run for controller': by<AnyMessage>(runForController),
    'write the ISR for its leader': by(relayAlteration),
    'learn the metadata': by((turn: Turn, { message }: Got<'MetadataUpdate'>) => learnMetadata(turn, message.image)),
    'open for requests': by<AnyMessage>(open),
    'take the request': by<BrokerRequest>(takeRequest),
    'answer what is overdue': by<AnyMessage>((turn) => {
      turn.draft.wakeAt = null;
      expireFetches(turn);
      expireProduces(turn);
      watchRest(turn);
    }),
    'hear that the replica leads': by(hearLeading),
    'hear how far the replica is': by(hearAdvance),
    'hear where its log begins': by(hearStart),
    'take what the replica read': by(takeRecords),
    'take what the replica found': by(takeFound),
    'know where to fetch on': by(takePosition),
    'fetch from the leader': by((turn: Turn, { message }: Delivered<Extract<BrokerTimer, { type: 'timer.fetch' }>>) =>
      fetchFrom(turn, message.leader),
    ),
    'look after the fetch': by((turn: Turn, { message }: Delivered<Extract<BrokerTimer, { type: 'timer.fetchTimeout' }>>) =>
      checkFetch(turn, message.leader),
    ),
    'hand the records to the followers': by<MessageOf<'FetchResponse'>>(write),
    'check who lags': by<AnyMessage>(checkIsrs),
    'propose the ISR to the controller': by(proposeIsr),
    'pass the verdict on': by(takeVerdict),
    'answer the group member': by(takeGroupResponse),
    'write for the coordinator': by<MessageOf<'offsets.append'>>(write),
    'know how slow the disk is': by(slowDown),
    'append what was waiting for the disk': by((turn: Turn, { message }: Delivered<Extract<BrokerTimer, { type: 'timer.disk' }>>) =>
      append(turn, message.write),
    ),
    'give the connection up': by(
      (turn: Turn, { message: { node, connection } }: Delivered<Extract<ControlMessage, { type: 'disconnected' }>>) => {
        closeAllOf(turn, node, connection);
        loseLeader(turn, node, connection);
        loseController(turn, node);
      },
    ),
    'ask to be let go': by<AnyMessage>(askToLeave),
    'go all the same': by<AnyMessage>(leave),
    'lose all memory': act((context: BrokerContext, { message }: Delivered<Extract<ControlMessage, { type: 'crash' }>>) => ({
      context: afterCrash(context, message.clean === true),
    })),
  },
  guards: {
    'it ended in order': ({ event }) => event.type === 'crash' && event.message.clean === true,
    'the cluster stands': ({ context }) => context.bootstrap.version > 0,
    'it is registered': ({ context, event }) =>
      event.type === 'BrokerRegistrationResponse' && event.message.error === null && event.message.correlationId === context.asked,
    'it is old news': ({ context, event }) => event.type === 'MetadataUpdate' && !isNews(context, event.message.image),
    'it has me fenced': ({ context, event }) => event.type === 'MetadataUpdate' && !isUnfenced(event.message.image, context.id),
  },
}).createMachine({
  id: 'broker',
  context: ({ input }) => newBroker(input),
  initial: 'starting',
  on: {
    crash: [
      { guard: 'it ended in order', target: '.stopped', actions: 'lose all memory' },
      { target: '.crashed', actions: 'lose all memory' },
    ],
    'command.shutdown': { actions: 'ask to be let go' },
    'timer.leave': { actions: 'go all the same' },
    disconnected: { actions: 'give the connection up' },

    Produce: { actions: 'take the request' },
    Fetch: { actions: 'take the request' },
    ListOffsets: { actions: 'take the request' },
    Metadata: { actions: 'take the request' },
    InitProducerId: { actions: 'take the request' },
    FindCoordinator: { actions: 'take the request' },
    JoinGroup: { actions: 'take the request' },
    SyncGroup: { actions: 'take the request' },
    Heartbeat: { actions: 'take the request' },
    LeaveGroup: { actions: 'take the request' },
    OffsetCommit: { actions: 'take the request' },
    OffsetFetch: { actions: 'take the request' },
    'timer.open': { actions: 'open for requests' },
    'timer.purgatory': { actions: 'answer what is overdue' },

    'replica.leading': { actions: 'hear that the replica leads' },
    'replica.advanced': { actions: 'hear how far the replica is' },
    'replica.startMoved': { actions: 'hear where its log begins' },
    'replica.records': { actions: 'take what the replica read' },
    'replica.found': { actions: 'take what the replica found' },
    'replica.alterIsr': { actions: 'propose the ISR to the controller' },
    'timer.isr': { actions: 'check who lags' },
    AlterPartitionResponse: { actions: 'pass the verdict on' },

    'replica.positioned': { actions: 'know where to fetch on' },
    'timer.fetch': { actions: 'fetch from the leader' },
    FetchResponse: { actions: 'hand the records to the followers' },
    'timer.fetchTimeout': { actions: 'look after the fetch' },

    'group.response': { actions: 'answer the group member' },
    'offsets.append': { actions: 'write for the coordinator' },
    'disk.slowed': { actions: 'know how slow the disk is' },
    'timer.disk': { actions: 'append what was waiting for the disk' },

    'timer.heartbeat': { actions: 'send a sign of life' },
    BrokerHeartbeatResponse: { actions: 'note that the controller hears' },
    BrokerRegistrationResponse: { actions: 'take the registration' },
    // The topic it had created (T4) shows in the next metadata.
    AdminResponse: {},
    ControllerNodeDeleted: { actions: 'run for controller' },
    AlterPartition: { actions: 'write the ISR for its leader' },
    MetadataUpdate: [
      { guard: 'it is old news', actions: 'tell the other brokers' },
      { guard: 'it has me fenced', target: '.fenced', actions: ['tell the other brokers', 'learn the metadata'] },
      { target: '.running', actions: ['tell the other brokers', 'learn the metadata'] },
    ],
  },
  states: {
    starting: {
      on: {
        start: [
          { guard: 'the cluster stands', target: 'running', actions: 'take part in the cluster as it stands' },
          { target: 'registering', actions: 'register with the controller' },
        ],
      },
    },
    registering: {
      on: {
        BrokerRegistrationResponse: [
          { guard: 'it is registered', target: 'fenced', actions: 'take the registration' },
          { actions: 'take the registration' },
        ],
      },
    },
    // Known to the controller, which waits until this broker has caught up with the metadata, or has not heard it for too long (C2).
    fenced: {},
    running: {},
    stopped: {
      on: {
        restart: { target: 'registering', actions: 'register with the controller' },
      },
    },
    crashed: {
      on: {
        restart: { target: 'registering', actions: 'register with the controller' },
      },
    },
  },
});
