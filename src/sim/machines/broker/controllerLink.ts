/**
 * C2: the broker's line to the controller: register, then heartbeats; and proposals of ISRs (R3). Models Kafka's BrokerLifecycleManager
 * and AlterPartitionManager. Controllers are tried in turn until one says that it is the active one.
 */
import { controllerActor, nameOf } from '../../address.ts';
import type { ActorId, NodeId } from '../../address.ts';
import type { ErrorCode, Message, MessageOf } from '../../messages.ts';
import type { Delivered } from '../contract.ts';
import { exit, startTimer } from '../contract.ts';
import { indexOf } from './context.ts';
import { hostedAt, nextCorrelationId, say } from './turn.ts';
import type { Alteration, BrokerContext } from './context.ts';
import type { Turn } from './turn.ts';
import { learnPartition, waitsToBeUnfenced } from './metadata.ts';
import { proposesTo, relayVerdict, sendToController } from './zookeeper.ts';

/** Before the next controller is asked; Kafka backs off as long between retries. */
const RETRY_MS = 100;
/** A fenced broker that has caught up asks again this soon. */
const UNFENCE_RETRY_MS = 10;

/** Between the controller's promise to move the leaders and the first question whether it has (as in Kafka). */
const LEAVE_RETRY_MS = 50;
/** How long a broker waits to be let go before it goes all the same (as in Kafka). */
const LEAVE_TIMEOUT_MS = 300_000;

const tellController = (turn: Turn, message: Message): void =>
  say(turn, controllerActor(turn.draft.controllers[turn.draft.controller] ?? ''), message);

const beatAfter = ({ intents }: Turn, delayMs: number): void => {
  intents.push(startTimer('heartbeat', delayMs, { type: 'timer.heartbeat' }));
};

export const expectHeartbeat = (turn: Turn): void => beatAfter(turn, turn.draft.config.heartbeatMs);

/** As long Kafka waits for an answer: half of `broker.session.timeout.ms`. */
const isPatient = ({ draft, at }: Turn): boolean => draft.asked !== null && at - draft.askedAt < draft.config.sessionTimeoutMs / 2;

/**
 * Every `broker.heartbeat.interval.ms`: a sign of life, or the registration as long as there is none. One question at a time, however slow the
 * link; no answer at all: ask the next.
 */
export function beat(turn: Turn): void {
  const { draft } = turn;
  if (isPatient(turn)) return beatAfter(turn, RETRY_MS);
  if (draft.asked !== null) draft.controller = next(draft);
  const correlationId = nextCorrelationId(turn);
  draft.asked = correlationId;
  draft.askedAt = turn.at;
  const { id: broker, rack, brokerEpoch, image, cleanShutdownEpoch } = draft;
  if (brokerEpoch === null)
    tellController(turn, {
      type: 'BrokerRegistration',
      correlationId,
      broker,
      rack,
      ...(cleanShutdownEpoch !== null && { previousBrokerEpoch: cleanShutdownEpoch }),
    });
  else
    tellController(turn, {
      type: 'BrokerHeartbeat',
      correlationId,
      broker,
      brokerEpoch,
      metadataVersion: image.version,
      ...(draft.leaving !== 'no' && { wantShutDown: true }),
    });
  expectHeartbeat(turn);
}

const next = ({ controller, controllers }: BrokerContext): number => (controller + 1) % controllers.length;

/** It is not the active controller, or gone: the one it names, or else the next in turn, a little later. */
function askAnother(turn: Turn, hint: ActorId | null): void {
  const { draft } = turn;
  const hinted = indexOf(draft.controllers, hint);
  draft.controller = hinted ?? next(draft);
  draft.asked = null;
  beatAfter(turn, RETRY_MS);
}

export function takeRegistration(turn: Turn, { message }: Delivered<MessageOf<'BrokerRegistrationResponse'>>): void {
  const { draft } = turn;
  if (message.correlationId !== draft.asked) return;
  if (message.error === 'NOT_CONTROLLER') return askAnother(turn, message.controller);
  draft.asked = null;
  if (message.error !== null) return registerLater(turn);
  draft.refusals = 0;
  draft.brokerEpoch = message.brokerEpoch;
  beat(turn);
}

/** Its former process still has a session (DUPLICATE_BROKER_REGISTRATION): again after 100 ms, 200 ms, 400 ms, … */
function registerLater(turn: Turn): void {
  const { draft } = turn;
  beatAfter(turn, Math.min(RETRY_MS * 2 ** draft.refusals, draft.config.sessionTimeoutMs));
  draft.refusals += 1;
}

export function takeHeartbeatAnswer(turn: Turn, { message }: Delivered<MessageOf<'BrokerHeartbeatResponse'>>): void {
  const { draft } = turn;
  if (message.correlationId !== draft.asked) return;
  if (message.error === 'STALE_BROKER_EPOCH') draft.brokerEpoch = null;
  if (message.error !== null) return askAnother(turn, message.controller);
  draft.asked = null;
  if (message.shouldShutDown === true) return leave(turn);
  if (draft.leaving !== 'no') askAgainToLeave(turn);
  if (message.fenced && waitsToBeUnfenced(draft)) beatAfter(turn, UNFENCE_RETRY_MS);
  repeatAlterations(turn);
}

// ── N4: a controlled shutdown ────────────────────────────────────────────────────────────────────────────────────────────────

/** A broker nobody knows yet, or that has lost its registration, just ends; the others ask the controller to move their leaderships first. */
export function askToLeave(turn: Turn): void {
  const { draft } = turn;
  if (draft.brokerEpoch === null) return leave(turn);
  if (draft.leaving !== 'no') return;
  draft.leaving = 'asked';
  turn.intents.push(startTimer('leave', LEAVE_TIMEOUT_MS, { type: 'timer.leave' }));
  if (draft.asked === null) beat(turn);
}

/** The first time soon: what has to move has mostly moved by then. */
function askAgainToLeave(turn: Turn): void {
  beatAfter(turn, turn.draft.leaving === 'asked' ? LEAVE_RETRY_MS : turn.draft.config.heartbeatMs);
  turn.draft.leaving = 'told';
}

/** It may go, or has waited for too long. */
export const leave = ({ intents }: Turn): void => {
  intents.push(exit);
};

export function loseController(turn: Turn, node: NodeId): void {
  const { draft } = turn;
  if (draft.controllers[draft.controller] === node && draft.asked !== null) askAnother(turn, null);
}

// ── R3: proposals of ISRs ────────────────────────────────────────────────────────────────────────────────────────────────────

/** One proposal per partition is on its way; a new one takes the place of the old. */
export function proposeIsr(turn: Turn, { message }: Delivered<MessageOf<'replica.alterIsr'>>): void {
  const { draft } = turn;
  const { topic, partition, leaderEpoch, partitionEpoch, newIsr } = message;
  const request = { type: 'AlterPartition', broker: draft.id, topic, partition, leaderEpoch, partitionEpoch, newIsr } as const;
  draft.alterations = draft.alterations.filter(({ request: it }) => it.topic !== topic || it.partition !== partition);
  sendAlteration(turn, request);
}

function sendAlteration(turn: Turn, request: Alteration['request']): void {
  const { draft, at } = turn;
  const correlationId = nextCorrelationId(turn);
  draft.alterations = [...draft.alterations, { request, correlationId, sentAt: at }];
  const message = { ...request, brokerEpoch: draft.brokerEpoch ?? -1, correlationId };
  const controller = proposesTo(draft);
  if (controller === null) tellController(turn, message);
  else sendToController(turn, controller, message);
}

/** The active controller answers: proposals it did not hear are told again, those about a leadership that is over are dropped. */
function repeatAlterations(turn: Turn): void {
  const { draft, at } = turn;
  if (draft.alterations.length === 0) return;
  const leads = ({ request: { topic, partition, leaderEpoch } }: Alteration) => {
    const hosted = hostedAt(draft, topic, partition);
    return hosted?.role === 'leader' && hosted.metadata.leaderEpoch === leaderEpoch;
  };
  const stale = draft.alterations.filter(({ sentAt }) => at - sentAt >= draft.config.heartbeatMs);
  draft.alterations = draft.alterations.filter((it) => !stale.includes(it) && leads(it));
  for (const it of stale) if (leads(it)) sendAlteration(turn, it.request);
}

/** Errors a new controller may not make again. */
const isRetriable = (error: ErrorCode | null): boolean => error === 'NOT_CONTROLLER' || error === 'UNKNOWN_TOPIC_OR_PARTITION';

export function takeVerdict(turn: Turn, { message, from }: Delivered<MessageOf<'AlterPartitionResponse'>>): void {
  const { draft } = turn;
  const { topic, partition, error, metadata } = message;
  if (relayVerdict(turn, message)) return;
  const asked = draft.alterations.find(({ correlationId }) => correlationId === message.correlationId);
  if (asked === undefined) return;
  if (isRetriable(error)) {
    // Told again with the next heartbeat that is answered; if this one was no controller, that begins with finding the active one.
    draft.alterations = draft.alterations.map((it) => (it === asked ? { ...it, sentAt: 0 } : it));
    if (nameOf(from) === draft.controllers[draft.controller] && draft.asked === null && error === 'NOT_CONTROLLER') askAnother(turn, null);
    return;
  }
  draft.alterations = draft.alterations.filter((it) => it !== asked);
  const hosted = hostedAt(draft, topic, partition);
  if (hosted === undefined) return;
  if (metadata !== null) learnPartition(turn, topic, metadata);
  say(turn, hosted.actor, { type: 'replica.isrAltered', error, metadata });
}
