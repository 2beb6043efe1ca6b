/** One turn of a producer: a working copy of its context, what it asks the kernel for, and its two timers. */
import { draw } from '../../kernel/luck.ts';
import { startTimer, stopTimer, type AnyMessage, type Delivered, type Intent, type Rule } from '../contract.ts';
import type { ProducerContext, Tally } from './context.ts';

/** Messages of the producer to itself. */
export type ProducerTimer =
  /** The sender looks for work: a linger, retry or reconnect time has run out. */
  | { readonly type: 'timer.sender' }
  /** A time limit may have run out: request.timeout, delivery.timeout, max.block, metadata.max.age. */
  | { readonly type: 'timer.deadline' }
  | { readonly type: 'timer.workload'; readonly thread: number };

type Draft = { -readonly [K in keyof ProducerContext]: ProducerContext[K] };

export interface Turn {
  /** A private copy: rules of this turn write its top level; what hangs below is replaced, never changed. */
  readonly draft: Draft;
  readonly now: number;
  readonly intents: Intent[];
  /** The next fraction in [0, 1) of this turn's luck. */
  readonly chance: () => number;
}

/** A rule written as steps on a draft. `rang`: the timer that brought it here. Returns the same context if the steps changed nothing. */
export function turnOf<M extends AnyMessage>(
  steps: (turn: Turn, message: M, event: Delivered<M>) => void,
  rang: 'timer.sender' | 'timer.deadline' | null = null,
): Rule<ProducerContext, Delivered<M>> {
  return (context, event) => {
    const wakeAt = rang === 'timer.sender' ? null : context.wakeAt;
    const deadlineAt = rang === 'timer.deadline' ? null : context.deadlineAt;
    const draft: Draft = { ...context, wakeAt, deadlineAt };
    const intents: Intent[] = [];
    let draws = 0;
    steps({ draft, now: event.at, intents, chance: () => draw(event.luck, draws++) }, event.message, event);
    setTimer(intents, 'timer.sender', wakeAt, draft.wakeAt, event.at);
    setTimer(intents, 'timer.deadline', deadlineAt, draft.deadlineAt, event.at);
    return { context: same(context, draft) ? context : draft, intents };
  };
}

function setTimer(
  intents: Intent[],
  type: 'timer.sender' | 'timer.deadline',
  armed: number | null,
  wanted: number | null,
  now: number,
): void {
  if (armed === wanted) return;
  intents.push(wanted === null ? stopTimer(type) : startTimer(type, Math.max(0, wanted - now), { type }));
}

function same(before: ProducerContext, after: ProducerContext): boolean {
  for (const name in after) if (before[name as keyof ProducerContext] !== after[name as keyof ProducerContext]) return false;
  return true;
}

/** Counts what a learner can count. */
export function count({ draft }: Turn, what: Exclude<keyof Tally, 'results'>, by: number): void {
  draft.tally = { ...draft.tally, [what]: draft.tally[what] + by };
}

/** The deadline timer is lazy: it only ever moves earlier, and when it rings it looks what is next. Most limits are never reached. */
export function limit({ draft }: Turn, at: number): void {
  if (draft.deadlineAt === null || at < draft.deadlineAt) draft.deadlineAt = at;
}

/** The sender's timer is exact: the earliest time of all it was asked for in this turn. */
export function wake({ draft, now }: Turn, at: number): void {
  if (at < Infinity && (draft.wakeAt === null || at < draft.wakeAt)) draft.wakeAt = Math.max(at, now);
}
