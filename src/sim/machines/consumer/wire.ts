/** Requests and their answers (Kafka's NetworkClient): who is asked on which connection, and which answer belongs to what. */
import { brokerActor } from '../../address.ts';
import { exponentialBackoff } from '../../kafka/backoff.ts';
import { nextBroker } from '../../kafka/clientMetadata.ts';
import type { ConnectionKind, ConsumerContext, InFlight, RequestType } from '../../kafka/consumer/state.ts';
import { draw } from '../../kernel/luck.ts';
import type { MessageOf } from '../../messages.ts';
import { send } from '../contract.ts';
import { change, later, wake, type Turn } from './turn.ts';

/** A JoinGroup may be parked for a whole rebalance; Kafka's client gives it 5 s more (JOIN_GROUP_TIMEOUT_LAPSE). */
const JOIN_LAPSE_MS = 5000;

/** `main`, or `main#2` after the first was given up: answers on the old one find nobody. */
export function connectionName({ client: { dropped } }: ConsumerContext, broker: number, kind: ConnectionKind): string {
  const times = dropped[`${broker}/${kind}`] ?? 0;
  return times === 0 ? kind : `${kind}#${times + 1}`;
}

type Body<T extends RequestType> = Omit<MessageOf<T>, 'type' | 'correlationId'>;

/** Sends a request and returns its correlation id. */
export function ask<T extends RequestType>(
  turn: Turn,
  broker: number,
  kind: ConnectionKind,
  type: T,
  body: Body<T>,
  more?: Partial<InFlight>,
): number {
  const { context } = turn;
  const {
    self: { config },
    client: { nextId: id },
    member: { generation },
  } = context;
  const timeout =
    type === 'JoinGroup' ? Math.max(config.requestTimeoutMs, config.maxPollIntervalMs + JOIN_LAPSE_MS) : config.requestTimeoutMs;
  const deadline = later(turn, timeout);
  const entry: InFlight = { id, type, broker, kind, deadline, generation, ...more };
  const watched = context.client.requestsDueAt !== null && context.client.requestsDueAt <= deadline;
  if (!watched) wake(turn, 'requests', timeout);
  turn.intents.push(send(brokerActor(broker), { type, ...body, correlationId: id }, connectionName(context, broker, kind)));
  change(turn, 'client', {
    nextId: id + 1,
    inFlight: [...context.client.inFlight, entry],
    requestsDueAt: watched ? context.client.requestsDueAt : deadline,
  });
  return id;
}

/** G10: a static member says its instance id with everything it asks of the coordinator. */
export const instanceOf = ({ context: { self } }: Turn): { readonly groupInstanceId?: string } =>
  self.config.instanceId === null ? NOBODY : { groupInstanceId: self.config.instanceId };
const NOBODY = {};

export const inFlightAs = ({ client: { inFlight } }: ConsumerContext, id: number, type: RequestType): InFlight | undefined =>
  inFlight.find((it) => it.id === id && it.type === type);

/** The request that an answer belongs to, which is no longer in flight; undefined if nobody waits for it any more. */
export function answered(turn: Turn, id: number, type: RequestType): InFlight | undefined {
  const {
    client: { inFlight, reconnects },
  } = turn.context;
  const entry = inFlightAs(turn.context, id, type);
  if (entry === undefined) return undefined;
  change(turn, 'client', { inFlight: inFlight.filter((it) => it !== entry) });
  if (reconnects[entry.broker] !== undefined) {
    const { [entry.broker]: _reached, ...others } = reconnects;
    change(turn, 'client', { reconnects: others });
  }
  return entry;
}

/** `retry.backoff.ms` after so many failures (P6's back-off holds for consumers too). */
export const retryBackoff = (
  {
    context: {
      self: { config },
    },
    luck,
  }: Turn,
  failures: number,
): number => exponentialBackoff(config.retryBackoffMs, config.retryBackoffMaxMs, failures, draw(luck, 1));

/** Waits `retry.backoff.ms` before it sends again what poll() is blocked on. */
export function tryLater(turn: Turn): void {
  wake(turn, 'retry', retryBackoff(turn, turn.context.member.retries));
  change(turn, 'member', { awaited: { id: null }, retries: turn.context.member.retries + 1 });
}

/** Whom to ask what any broker can answer: the least busy one that can be reached; if none can, the one whose back-off ends first. */
export function anyBroker({ context, at, luck }: Turn): number {
  const usable = (broker: number) => (context.client.reconnects[broker]?.until ?? 0) <= at;
  const load = (broker: number) => context.client.inFlight.filter((it) => it.broker === broker).length;
  const chosen = nextBroker(context.client.metadata, draw(luck, 2), { usable, load, rebootstrap: context.self.config.rebootstraps });
  if (chosen !== null) return chosen;
  const pool = context.client.metadata.brokers.length > 0 ? context.client.metadata.brokers : context.client.metadata.bootstrap;
  const until = (broker: number) => context.client.reconnects[broker]?.until ?? 0;
  return pool.reduce((first, broker) => (until(broker) < until(first) ? broker : first));
}
