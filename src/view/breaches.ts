/** What broke a promise of delivery, and what had begun it. */
import type { Breach, Fact } from '../sim/index.ts';
import { causesOf } from './causes.ts';

export interface BreachCause {
  readonly fact: Fact;
  /** The nearest fault, command or turning point behind it; null: the fact is that itself, or nothing is known behind it. */
  readonly root: Fact | null;
}

const began = ({ kind, weight }: Fact): boolean => weight === 'pivotal' || kind === 'command.issued';

export function causeOfBreach({ fact: id }: Breach, known: readonly Fact[]): BreachCause | null {
  const fact = known[id];
  if (fact === undefined) return null;
  const root = began(fact) ? undefined : causesOf(fact, known).slice(1).find(began);
  return { fact, root: root ?? null };
}
