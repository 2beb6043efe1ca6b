/** What broke a promise of delivery, and what had begun it. */
import type { Breach, Fact } from '../sim/index.ts';
import { causesOf } from './causes.ts';

export interface BreachCause {
  readonly fact: Fact;
  /** The nearest fault, command or turning point behind it; null: the fact is that itself, or nothing is known behind it. */
  readonly root: Fact | null;
  /** When the same record was processed before, if that is what is wrong with it. */
  readonly before: Fact | null;
}

const began = ({ kind, weight }: Fact): boolean => weight === 'pivotal' || kind === 'command.issued';

const processes = (fact: Fact, { group, producer, number }: Breach): boolean =>
  fact.kind === 'record.processed' && fact.group === group && fact.producer === producer && fact.number === number;

export function causeOfBreach(breach: Breach, known: readonly Fact[]): BreachCause | null {
  const id = breach.fact;
  const fact = known[id];
  if (fact === undefined) return null;
  const root = began(fact) ? undefined : causesOf(fact, known).slice(1).find(began);
  const before = breach.guarantee === 'duplicate' ? known.slice(0, id).findLast((it) => processes(it, breach)) : undefined;
  return { fact, root: root ?? null, before: before ?? null };
}
