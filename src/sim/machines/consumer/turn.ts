/**
 * A turn of the consumer in the making: rules add to it one after the other, then it is the outcome. Its context is replaced, never
 * mutated; the turn itself is thrown away, so that from outside a rule is a pure function.
 */
import type { FactBody } from '../../facts.ts';
import type { ConsumerContext } from '../../kafka/consumer/state.ts';
import { roundMs } from '../../time.ts';
import { act, note, startFreshTimer, startTimer, stopTimer, type AnyMessage, type Delivered, type Intent } from '../contract.ts';

export interface Turn {
  context: ConsumerContext;
  readonly intents: Intent[];
  readonly at: number;
  readonly luck: number;
}

/** Names a rule for the chart. */
export const rule = <E extends Delivered<AnyMessage>>(steps: (turn: Turn, event: E) => void) =>
  act<ConsumerContext, E>((context, event) => {
    const turn: Turn = { context, intents: [], at: event.at, luck: event.luck };
    steps(turn, event);
    return turn;
  });

/** Replaces some of one part of the context. */
export function change<P extends keyof ConsumerContext>(turn: Turn, part: P, values: Partial<ConsumerContext[P]>): void {
  turn.context = { ...turn.context, [part]: { ...turn.context[part], ...values } };
}

export function noted(turn: Turn, fact: FactBody, blame?: number): void {
  turn.intents.push(blame === undefined ? note(fact) : note(fact, { blame: String(blame) }));
}

/** So many ms from now, on the clock's grain: comparing it with a later `at` is exact. */
export const later = ({ at }: Turn, ms: number): number => roundMs(at + ms);

/** How long ago `since` was. */
export const elapsed = ({ at }: Turn, since: number): number => roundMs(at - since);

/** Every timer of the process; each comes back as a message of its own. */
export const TIMERS = [
  'begin', // joinAt
  'lookup', // retry.backoff.ms before asking for the coordinator again
  'retry', // … before sending again what poll() is blocked on
  'commit', // … before sending a synchronous commit again
  'metadata',
  'reconnect',
  'reset', // … before asking for a record by its age again
  'requests', // the oldest unanswered request is request.timeout.ms old
  'heartbeat',
  'session',
  'maxPoll',
  'autoCommit',
  'pollTimeout',
  'processed',
  'close',
] as const;
export type TimerName = (typeof TIMERS)[number];
export type TimerMessage = { readonly [T in TimerName]: { readonly type: `timer.${T}` } }[TimerName];

/** Routine that nothing but the clock leads to. */
const ROUTINE: ReadonlySet<TimerName> = new Set(['heartbeat', 'maxPoll', 'autoCommit', 'pollTimeout']);

export function wake(turn: Turn, timer: TimerName, delay: number): void {
  const start = ROUTINE.has(timer) ? startFreshTimer : startTimer;
  turn.intents.push(start(timer, delay, { type: `timer.${timer}` }));
}

export function unwake(turn: Turn, timer: TimerName): void {
  turn.intents.push(stopTimer(timer));
}
