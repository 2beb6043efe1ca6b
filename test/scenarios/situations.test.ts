// Every situation of this folder: <name>.yaml is a scenario, <name>.expect.yaml what must follow from it by Kafka's rules, written by hand.
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { forbidden, misspelled, missing, play, readSituation, situationNames, unlike } from '../sim/support/situation.ts';

const spec = readFileSync(new URL('../../src/sim/SPEC.md', import.meta.url), 'utf8');
const isRule = (rule: string): boolean => new RegExp(`^- \\*\\*${rule}\\*\\* |^\\|[^|]*\\b${rule}\\b[^|]*\\|`, 'm').test(spec);

const situations = situationNames.map(readSituation);
const seen = new Map<string, Set<string>>();

afterAll(() => {
  expect(misspelled(situations, seen), 'fields that no fact of the kind has').toEqual([]);
});

test('there are at least forty situations, each with a claim of its own', () => {
  expect(situations.length).toBeGreaterThanOrEqual(40);
  expect(new Set(situations.map(({ title }) => title)).size).toBe(situations.length);
});

describe.each(situations)('$name: $title', (situation) => {
  test('it has a scenario, rules that exist, and five to ten facts', () => {
    expect(existsSync(new URL(`${situation.name}.yaml`, import.meta.url))).toBe(true);
    expect(situation.rules.length).toBeGreaterThan(0);
    expect(situation.rules.filter((rule) => !isRule(rule))).toEqual([]);
    expect(situation.facts.length).toBeGreaterThanOrEqual(5);
    expect(situation.facts.length).toBeLessThanOrEqual(10);
  });

  test('it goes as Kafka says, and no invariant breaks', () => {
    const { simulation, broken } = play(situation);
    const facts = simulation.facts(-Infinity, Infinity);
    for (const fact of facts) {
      const fields = seen.get(fact.kind) ?? new Set();
      seen.set(fact.kind, fields);
      for (const field of Object.keys(fact)) fields.add(field);
    }
    const wrong = [missing(situation, facts) ?? [], forbidden(situation, facts), unlike(situation, simulation), broken.slice(0, 3)].flat();
    expect(wrong.join('\n'), `npm run sim -- test/scenarios/${situation.name}.yaml --facts`).toBe('');
  });
});
