/** Whether a run has reached what a step wants, seen what it points out, and which prediction it proves. */
import { looksBack } from './judge.ts';
import { stateText } from './now.ts';
import { evaluate, PredicateError, type Predicate, type PredicateRun } from './predicate.ts';
import type { Step } from './types.ts';

export { holds, runOf } from './judge.ts';

function test(predicate: Predicate, run: PredicateRun): boolean {
  try {
    return evaluate(predicate, run);
  } catch (error) {
    if (error instanceof PredicateError) return false; // the thing it asks for was taken away
    throw error;
  }
}

/** What is new beside what was seen (by index) and reached (by id) before. `lookBack`: also what means looking at every earlier moment. */
export function newIn(step: Step, seen: readonly number[], reached: readonly string[], run: PredicateRun, lookBack: boolean) {
  const now = (predicate: Predicate) => (lookBack || !looksBack(predicate)) && test(predicate, run);
  return {
    seen: step.watch.flatMap(({ holds }, index) => (!seen.includes(index) && now(holds) ? [index] : [])),
    reached: step.tasks.filter(({ id, goal }) => !reached.includes(id) && now(goal)).map(({ id }) => id),
  };
}

/** The option that a run proves right, if it is one. */
export function provenIn({ predict }: Step, run: PredicateRun): string | null {
  const right = predict?.options.filter((option) => test(option.holds, run)) ?? [];
  return right.length === 1 ? (right[0]?.id ?? null) : null;
}

/** A task's state in words; nothing where what it speaks of was taken away. */
export function stateIn(template: string, run: PredicateRun, words: (value: unknown, path: string) => string): string {
  try {
    return stateText(template, run, words);
  } catch (error) {
    if (error instanceof PredicateError) return '';
    throw error;
  }
}
