/**
 * The coordinator of one consumer group, on the broker that leads the group's partition of `__consumer_offsets` (O4).
 *
 * Models Kafka's ClassicGroup with GroupMetadataManager and OffsetMetadataManager: it admits members (G2, G3), lets them elect a protocol
 * (G5), has the leader's assignment stored and handed out (G4, G6), watches sessions (G7) and keeps offsets (O1, O3).
 * (O5: and forgets those nobody uses), and knows static members again (G10). On every other broker the actor sits in `Unloaded`.
 * Simplified: loading takes no time. The rules live in `kafka/group/`; a rule opens a rebalance by
 * leaving a reason (`due`), and the chart draws the consequence.
 */
import { setup } from 'xstate';
import { brokerActor, nameOf } from '../address.ts';
import { atLeast } from '../config/profiles.ts';
import {
  beginRebalance,
  endJoinPhase,
  joinPhaseIsOver,
  joinTimeout,
  nobodyJoined,
  onlyAbsentStatics,
  waitOnceMore,
} from '../kafka/group/joinPhase.ts';
import { dropOffsets } from '../kafka/group/deletedTopics.ts';
import { die, expireOffsets, riseAgain, usesUp } from '../kafka/group/expiry.ts';
import { answerRequest, finishWrite } from '../kafka/group/requests.ts';
import { sessionTimeout } from '../kafka/group/session.ts';
import { unloadedGroup } from '../kafka/group/state.ts';
import type { Ask, Effect, Effects, GroupContext, GroupTimer } from '../kafka/group/state.ts';
import { bringsAssignment, syncTimeout } from '../kafka/group/sync.ts';
import { answerNotCoordinator, loadGroup, resign } from '../kafka/group/tenure.ts';
import { drawUuid } from '../kernel/luck.ts';
import type { MessageOf } from '../messages.ts';
import { act, effects, note, send, startTimer, stopTimer } from './contract.ts';
import type { ControlMessage, Delivered, EventOf, Intent } from './contract.ts';
import type { GroupInput } from './inputs.ts';

export type { GroupContext, GroupMember } from '../kafka/group/state.ts';

type RequestEvent = Delivered<MessageOf<'group.request'>>;
type AppendedEvent = Delivered<MessageOf<'offsets.appended'>>;
type ElectedEvent = Delivered<MessageOf<'group.elected'>>;
type SessionTimerEvent = Delivered<Extract<GroupTimer, { readonly type: 'timer.session' }>>;
type GroupEvent = EventOf<
  MessageOf<'group.request' | 'group.elected' | 'group.resigned' | 'group.topicDeleted' | 'offsets.appended'> | GroupTimer | ControlMessage
>;

function intentOf(group: GroupContext, effect: Effect): Intent {
  const broker = brokerActor(group.broker);
  switch (effect.kind) {
    case 'answer': {
      const message: MessageOf<'group.response'> = { type: 'group.response', ticket: effect.ticket, response: effect.response };
      return send(broker, message);
    }
    case 'append': {
      const { ticket, records } = effect;
      const message: MessageOf<'offsets.append'> = { type: 'offsets.append', offsetsPartition: group.offsetsPartition, ticket, records };
      return send(broker, message);
    }
    case 'note':
      return note(effect.fact, { ...(effect.blame && { blame: effect.blame }), ...(effect.weight && { weight: effect.weight }) });
    case 'schedule':
      return startTimer(effect.id, effect.delayMs, effect.timer);
    case 'cancel':
      return stopTimer(effect.id);
  }
}

/** Makes an action of the chart out of a rule: its wishes become the kernel's intents. */
const by = <E>(rule: (group: GroupContext, event: E, out: Effects) => GroupContext) =>
  act<GroupContext, E>((group, event) => {
    const out: Effects = [];
    const context = rule(group, event, out);
    return { context, intents: out.map((effect) => intentOf(context, effect)) };
  }) as () => void;

function askOf({ message: { request, ticket, clientActor }, at, luck }: RequestEvent): Ask {
  const anonymous = request.type === 'JoinGroup' && request.memberId === '';
  // G10: a static member's id begins with what it is known by.
  const newMemberId = anonymous ? `${request.groupInstanceId ?? request.clientId}-${drawUuid(luck)}` : '';
  return { request, ticket, process: nameOf(clientActor), at, newMemberId };
}

function freshGroup({ group, broker, profile, settings }: GroupInput): GroupContext {
  return unloadedGroup(group, broker, {
    initialRebalanceDelayMs: Number(settings['group.initial.rebalance.delay.ms']),
    minSessionTimeoutMs: Number(settings['group.min.session.timeout.ms']),
    maxSessionTimeoutMs: Number(settings['group.max.session.timeout.ms']),
    maxSize: Number(settings['group.max.size']),
    offsetsRetentionMs: Number(settings['offsets.retention.minutes']) * 60_000,
    retentionCheckMs: Number(settings['offsets.retention.check.interval.ms']),
    syncExpires: atLeast(profile, '2.8'),
    tellsReturningLeader: atLeast(profile, '3.9'),
  });
}

const whenRebalanceIsDue = { guard: 'a rebalance is due', target: 'PreparingRebalance', actions: 'begin the rebalance' } as const;

export const groupMachine = setup({
  types: { context: {} as GroupContext, events: {} as GroupEvent, input: {} as GroupInput },
  actions: {
    ...effects,
    'answer the request': by((group, event: RequestEvent, out) => answerRequest(group, askOf(event), out)),
    'answer NOT_COORDINATOR': by((group, event: RequestEvent, out) => answerNotCoordinator(group, askOf(event), out)),
    'finish the write': by((group, { message, at }: AppendedEvent, out) => finishWrite(group, message.ticket, message.error, at, out)),
    'remove the member if its session is over': by((group, { message, at }: SessionTimerEvent, out) =>
      sessionTimeout(group, message.memberId, at, out),
    ),
    'remove who did not sync': by((group, { at }: GroupEvent, out) => syncTimeout(group, at, out)),
    'wait for more members or close the join phase': by((group, _event: GroupEvent, out) => joinTimeout(group, out)),
    'begin the rebalance': by((group, { at }: GroupEvent, out) => beginRebalance(group, at, out)),
    'wait once more': by((group, { at }: GroupEvent, out) => waitOnceMore(group, at, out)),
    'begin the next generation': by((group, { at }: GroupEvent, out) => endJoinPhase(group, at, out)),
    'load the group from the log': by((group, { message, at }: ElectedEvent, out) =>
      loadGroup(group, message.offsetsPartition, message.records, at, out),
    ),
    'forget the offsets of the topic': by((group, { message, at }: Delivered<MessageOf<'group.topicDeleted'>>, out) =>
      dropOffsets(group, message.topic, at, out),
    ),
    'forget unused offsets': by((group, { at }: GroupEvent, out) => expireOffsets(group, at, out)),
    die: by((group, _event: GroupEvent, out) => die(group, out)),
    'rise again': by((group, _event: GroupEvent, out) => riseAgain(group, out)),
    'give the group up': by((group, _event: GroupEvent, out) => resign(group, out)),
    'lose all memory': by((group) => unloadedGroup(group.group, group.broker, group.limits)),
  },
  guards: {
    'the log held members': ({ context }) => context.state === 'Stable',
    'nothing is left of it': ({ context, event }) =>
      event.type === 'offsets.appended' && event.message.error === null && usesUp(context, context.writes[event.message.ticket]),
    'it makes a group': ({ event }) =>
      event.type === 'group.request' && (event.message.request.type === 'JoinGroup' || event.message.request.type === 'OffsetCommit'),
    'a rebalance is due': ({ context }) => context.due !== null,
    'only static members are left, and absent': ({ context }) => joinPhaseIsOver(context) && onlyAbsentStatics(context),
    'nobody joined': ({ context }) => joinPhaseIsOver(context) && nobodyJoined(context),
    'the join phase is over': ({ context }) => joinPhaseIsOver(context),
    'the assignment is stored': ({ context, event }) =>
      event.type === 'offsets.appended' && event.message.error === null && bringsAssignment(context, context.writes[event.message.ticket]),
  },
}).createMachine({
  id: 'group',
  initial: 'Unloaded',
  context: ({ input }) => freshGroup(input),
  on: {
    'group.request': { actions: 'answer the request' },
    'offsets.appended': { actions: 'finish the write' },
    'timer.session': { actions: 'remove the member if its session is over' },
    'timer.expiry': { actions: 'forget unused offsets' },
    'group.topicDeleted': { actions: 'forget the offsets of the topic' },
    'group.resigned': { target: '.Unloaded', actions: 'give the group up' },
    // The same broker leads on, in a new epoch: what it holds in memory is still the truth.
    'group.elected': {},
    crash: { target: '.Unloaded', actions: 'lose all memory' },
    start: {},
    restart: {},
  },
  states: {
    Unloaded: {
      on: {
        'group.elected': { target: 'Loading', actions: 'load the group from the log' },
        'group.request': { actions: 'answer NOT_COORDINATOR' },
        'group.resigned': {},
        'group.topicDeleted': {},
        'offsets.appended': {},
      },
    },
    Loading: {
      always: [{ guard: 'the log held members', target: 'Stable' }, { target: 'Empty' }],
    },
    Empty: {
      always: whenRebalanceIsDue,
      on: {
        'offsets.appended': [
          { guard: 'nothing is left of it', target: 'Dead', actions: ['finish the write', 'die'] },
          { actions: 'finish the write' },
        ],
      },
    },
    /** Nothing is kept of it: as if it had never been. */
    Dead: {
      on: {
        'group.request': [
          { guard: 'it makes a group', target: 'Empty', actions: ['rise again', 'answer the request'] },
          { actions: 'answer the request' },
        ],
      },
    },
    PreparingRebalance: {
      always: [
        { guard: 'only static members are left, and absent', actions: 'wait once more' },
        { guard: 'nobody joined', target: 'Empty', actions: 'begin the next generation' },
        { guard: 'the join phase is over', target: 'CompletingRebalance', actions: 'begin the next generation' },
      ],
      on: {
        'timer.join': { actions: 'wait for more members or close the join phase' },
      },
    },
    CompletingRebalance: {
      always: whenRebalanceIsDue,
      on: {
        'offsets.appended': [
          { guard: 'the assignment is stored', target: 'Stable', actions: 'finish the write' },
          { actions: 'finish the write' },
        ],
        'timer.sync': { actions: 'remove who did not sync' },
      },
    },
    Stable: {
      always: whenRebalanceIsDue,
      on: {
        'timer.sync': { actions: 'remove who did not sync' },
      },
    },
  },
});
