/**
 * The coordinator of one consumer group, on the broker that leads the group's partition of `__consumer_offsets` (O4).
 *
 * Models Kafka's ClassicGroup with GroupMetadataManager and OffsetMetadataManager: it admits members (G2, G3), lets them elect a protocol
 * (G5), has the leader's assignment stored and handed out (G4, G6), watches sessions (G7) and keeps offsets (O1, O3).
 * On every other broker the actor sits in `Unloaded`. Simplified: loading takes no time; nothing expires offsets, so no group is ever
 * Dead (O5); static membership is carried along and not judged (G10). The rules live in `kafka/group/`; a rule opens a rebalance by
 * leaving a reason (`due`), and the chart draws the consequence.
 */
import { setup } from 'xstate';
import { brokerActor, nameOf } from '../address.ts';
import { beginRebalance, endJoinPhase, joinPhaseIsOver, joinTimeout, nobodyJoined } from '../kafka/group/joinPhase.ts';
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
  MessageOf<'group.request' | 'group.elected' | 'group.resigned' | 'offsets.appended'> | GroupTimer | ControlMessage
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
  return { request, ticket, process: nameOf(clientActor), at, newMemberId: anonymous ? `${request.clientId}-${drawUuid(luck)}` : '' };
}

function freshGroup({ group, broker, settings }: GroupInput): GroupContext {
  return unloadedGroup(group, broker, {
    initialRebalanceDelayMs: Number(settings['group.initial.rebalance.delay.ms']),
    minSessionTimeoutMs: Number(settings['group.min.session.timeout.ms']),
    maxSessionTimeoutMs: Number(settings['group.max.session.timeout.ms']),
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
    'begin the next generation': by((group, { at }: GroupEvent, out) => endJoinPhase(group, at, out)),
    'load the group from the log': by((group, { message, at }: ElectedEvent, out) =>
      loadGroup(group, message.offsetsPartition, message.records, at, out),
    ),
    'give the group up': by((group, _event: GroupEvent, out) => resign(group, out)),
    'lose all memory': by((group) => unloadedGroup(group.group, group.broker, group.limits)),
  },
  guards: {
    'the log held members': ({ context }) => context.state === 'Stable',
    'a rebalance is due': ({ context }) => context.due !== null,
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
        'offsets.appended': {},
      },
    },
    Loading: {
      always: [{ guard: 'the log held members', target: 'Stable' }, { target: 'Empty' }],
    },
    Empty: {
      always: whenRebalanceIsDue,
    },
    PreparingRebalance: {
      always: [
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
