/** Scenes of test/scenarios, run to a time. */
import { readFileSync } from 'node:fs';
import type { Fact, FactKind, FactOf, Scenario, Simulation } from '../../../src/sim/index.ts';
import { createSimulation, parseScenarioValue, readYaml, setPath } from '../../../src/sim/index.ts';

/** A scene with some of its values replaced, by path. */
export function scene(name: string, changes: Readonly<Record<string, unknown>> = {}): Scenario {
  const text = readFileSync(new URL(`../../scenarios/${name}.yaml`, import.meta.url), 'utf8');
  let { value } = readYaml(text);
  for (const [path, to] of Object.entries(changes)) value = setPath(value, path, to);
  return parseScenarioValue(value);
}

/** A run of a scene up to `until` ms. */
export function play(name: string, until: number, changes: Readonly<Record<string, unknown>> = {}): Simulation {
  const simulation = createSimulation(scene(name, changes));
  simulation.runUntil(until);
  return simulation;
}

export const ofKind = <K extends FactKind>(facts: readonly Fact[], kind: K): readonly FactOf<K>[] =>
  facts.filter((fact): fact is FactOf<K> => fact.kind === kind);

/** The facts that led to one, nearest first. */
export function causesOf(facts: readonly Fact[], fact: Fact): readonly Fact[] {
  const chain: Fact[] = [];
  for (let id = fact.cause; id !== null; id = chain.at(-1)?.cause ?? null) chain.push(facts[id] as Fact);
  return chain;
}
