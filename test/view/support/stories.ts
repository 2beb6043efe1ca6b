/** Asking a question in a story, and what its answer must name. */
import { expect } from 'vitest';
import type { Fact, FactKind, FactOf } from '../../../src/sim/index.ts';
import { parseScenario } from '../../../src/sim/index.ts';
import type { Thing } from '../../../src/view/geometry/thing.ts';
import { questionsOf, type Clause, type Now } from '../../../src/view/why/index.ts';
import type { ClauseKey, QuestionKey } from '../../../src/view/why/words.ts';
import { nowOf, scenario, start } from './asking.ts';

export const at = (given: string, t: number): Now => {
  const run = start(given.endsWith('.yaml') ? scenario(given) : parseScenario(given));
  run.seek(t);
  return nowOf(run);
};

export function answer(now: Now, thing: Thing, asks: QuestionKey): readonly Clause[] {
  const questions = questionsOf(thing, now);
  const found = questions.find((it) => it.asks === asks);
  expect(
    questions.map((it) => it.asks),
    `what one may ask of ${JSON.stringify(thing)}`,
  ).toContain(asks);
  return found?.answer() ?? [];
}

export const says = (clauses: readonly Clause[], key: ClauseKey): Clause => {
  expect(clauses.map((it) => it.says)).toContain(key);
  return clauses.find((it) => it.says === key) as Clause;
};

/** The facts an answer leads to. */
const facts = (now: Now, clauses: readonly Clause[]): readonly Fact[] =>
  clauses.flatMap(({ fact }) => (fact === null ? [] : [now.facts[fact] as Fact]));
export function leadsTo<K extends FactKind>(now: Now, clauses: readonly Clause[], kind: K, wanted: Partial<FactOf<K>> = {}): void {
  const found = facts(now, clauses).filter((fact) => fact.kind === kind);
  expect(
    found as readonly unknown[],
    facts(now, clauses)
      .map((it) => it.kind)
      .join(', '),
  ).toContainEqual(expect.objectContaining(wanted as object));
}

export const member = (id: string, group = id.replace(/-\d+$/, '')): Thing => ({ kind: 'member', group, id });
export const group = (id: string): Thing => ({ kind: 'group', id });
export const partition = (topic: string, number: number): Thing => ({ kind: 'partition', topic, partition: number });
export const record = (topic: string, number: number, offset: number): Thing => ({ kind: 'record', topic, partition: number, offset });
