/** Requests that wait in a broker do so in its purgatory. One timer watches the earliest deadline (Kafka: a timing wheel). */
import { startTimer } from '../contract.ts';
import type { Turn } from './turn.ts';

/** Looks again at `deadline` at the latest. The timer only ever moves earlier; when it rings too early it looks what is next. */
export function watch({ draft, intents, at }: Turn, deadline: number): void {
  if (draft.wakeAt !== null && draft.wakeAt <= deadline) return;
  draft.wakeAt = deadline;
  intents.push(startTimer('purgatory', Math.max(0, deadline - at), { type: 'timer.purgatory' }));
}

/** After the timer rang and what was due is gone. */
export function watchRest(turn: Turn): void {
  const { draft } = turn;
  let next = Infinity;
  for (const { deadline } of draft.fetches) next = Math.min(next, deadline);
  for (const { deadline } of draft.produces) next = Math.min(next, deadline);
  if (next < Infinity) watch(turn, next);
}
