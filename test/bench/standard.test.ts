import { createActor } from 'xstate';
import { expect, it } from 'vitest';
import { createSimulation, parseScenario } from '../../src/sim/index.ts';
import { counterMachine } from './counter.ts';
import crowd from './crowd.yaml?raw';
import standard from './standard.yaml?raw';

it('the standard scene is three brokers, twelve partitions three times, three producers every 20 ms, two groups of four', () => {
  const scenario = parseScenario(standard);
  expect(scenario.brokers).toHaveLength(3);
  expect(scenario.topics).toMatchObject([{ partitions: 12, replicationFactor: 3 }]);
  expect(scenario.producers.map(({ workloads }) => workloads.map(({ everyMs }) => everyMs))).toEqual([[20], [20], [20]]);
  expect(scenario.groups.map(({ members }) => members.length)).toEqual([4, 4]);
});

it('everybody in it is at work: records are acknowledged and processed by both groups', () => {
  const { ledger } = createSimulation(parseScenario(standard)).runUntil(9000);
  expect(ledger.acknowledged).toBeGreaterThan(800);
  for (const group of ['billing', 'fraud']) expect(ledger.groups[group]?.processed).toBeGreaterThan(300);
});

it('the crowd of the long run is a hundred actors, all at work', () => {
  const run = createSimulation(parseScenario(crowd));
  const { ledger } = run.runUntil(9000);
  expect(run.actors().length).toBeGreaterThanOrEqual(100);
  for (const group of ['billing', 'fraud']) expect(ledger.groups[group]?.processed).toBeGreaterThan(300);
});

it('the yardstick has six states and passes through all of them', () => {
  expect(Object.keys(counterMachine.states)).toHaveLength(6);
  const actor = createActor(counterMachine).start();
  const seen = Array.from({ length: 12 }, () => {
    actor.send({ type: 'next' });
    return String(actor.getSnapshot().value);
  });
  expect(new Set(seen).size).toBe(6);
  expect(actor.getSnapshot().context.count).toBe(12);
});
