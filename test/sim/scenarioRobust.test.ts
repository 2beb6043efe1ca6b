import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSimulation } from '../../src/sim/index.ts';
import { CommandError, parseScenarioValue, ScenarioError } from '../../src/sim/scenario/index.ts';
import { readYaml } from '../../src/sim/scenario/parseText.ts';
import { verbs } from '../../src/sim/scenario/verbs/index.ts';
import { ORDERS } from './support/orders.ts';

const raw = readYaml(ORDERS).value;
const RUNS = 400;

/** Every place of a value, as a path. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [path, ...inside.flatMap(([key, it]) => places(it, [...path, key]))];
}

/** A copy with something else at one place. */
function replaced(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, other);
  return copy;
}

test('whatever stands at a place of a scenario, it is read or refused with reasons', () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.constantFrom(...places(raw)), fc.jsonValue({ maxDepth: 2 }), (path, other) => {
      try {
        parseScenarioValue(replaced(raw, path, other));
      } catch (error) {
        refused++;
        expect(error).toBeInstanceOf(ScenarioError);
        expect((error as ScenarioError).problems.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: RUNS, seed: 7 },
  );
  expect(refused).toBeGreaterThan(RUNS / 2);
});

test('whatever is commanded, it is done or refused with a reason and changes nothing', () => {
  const simulation = createSimulation(parseScenarioValue(raw));
  simulation.runUntil(5000);
  const before = simulation.read();
  const known = fc.constantFrom<unknown>(1, '9', 'web-1', 'billing-1', 'billing', 'orders', 'controller-1', ['billing-1', 1]);
  const names = [...new Set(verbs.flatMap((verb) => verb.parameters.map((it) => it.name)))];
  const parameters = fc.dictionary(fc.constantFrom(...names), fc.oneof(known, fc.jsonValue({ maxDepth: 1 })), { maxKeys: 4 });
  fc.assert(
    fc.property(fc.constantFrom(...verbs.map((it) => it.name)), parameters, (verb, given) => {
      try {
        simulation.dispatch({ ...given, do: verb });
        simulation.undo();
      } catch (error) {
        expect(error).toBeInstanceOf(CommandError);
        expect(simulation.read()).toBe(before);
      }
      expect(simulation.read()).toEqual(before);
    }),
    { numRuns: RUNS, seed: 7 },
  );
});
