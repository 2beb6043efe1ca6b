// Any run → link → the same world at the same t, byte for byte.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Dice } from '../../../src/cli/fuzz/dice.ts';
import { sceneOf, sceneValue } from '../../../src/cli/fuzz/scene.ts';
import { trouble } from '../../../src/cli/fuzz/trouble.ts';
import { createSimulation, importRun, parseScenario, type Simulation } from '../../../src/sim/index.ts';
import { verbView } from '../../../src/sim/kernel/verbView.ts';
import { linkOf } from '../../../src/view/sharing/link.ts';
import { readLink } from '../../../src/view/sharing/readLink.ts';
import { readRun } from '../../../src/view/sharing/readRun.ts';

const payloadOf = (link: string) => link.replace(/^#\/run\//, '');

/** A run by seed: some trouble, steps back with other trouble (branches), things taken back, names, and a moment to look at. */
function runBy(seed: number): Simulation {
  const dice = new Dice(seed);
  const simulation = createSimulation(sceneOf(sceneValue(dice, seed)));
  for (let stretch = dice.between(1, 4); stretch > 0; stretch--) {
    simulation.checkout(dice.between(0, simulation.branches().length - 1));
    let t = dice.chance(0.6) ? dice.between(0, Math.max(1, Math.floor(simulation.end))) : simulation.now;
    for (let count = dice.between(1, 5); count > 0; count--) {
      // Between whole milliseconds, too: that is where a playing page stands.
      simulation.seek(t + dice.pick([0, 0, 0.25]));
      const command = trouble(dice, verbView(simulation.world()));
      if (command !== null && simulation.check(command).length === 0) simulation.dispatch(command);
      t = simulation.now + dice.between(0, 1500);
    }
    if (dice.chance(0.2) && simulation.canUndo) simulation.undo();
    if (dice.chance(0.3)) simulation.rename(simulation.branch, `갈래 ${stretch} "a/b"`);
  }
  simulation.checkout(dice.between(0, simulation.branches().length - 1));
  simulation.seek(dice.fraction() * (simulation.end + 2000));
  return simulation;
}

/** Everything that can be known of a run at t, and at the end of each of its branches. */
function all(simulation: Simulation): readonly string[] {
  const { branch, now } = simulation;
  const look = () => JSON.stringify([simulation.now, simulation.world(), simulation.read(), simulation.facts(-Infinity, Infinity)]);
  const here = look();
  const others = simulation.branches().map(({ id, end }) => {
    simulation.checkout(id);
    simulation.seek(end);
    return look();
  });
  simulation.checkout(branch);
  simulation.seek(now);
  return [here, JSON.stringify(simulation.branches()), ...others];
}

describe('a run in a link', () => {
  test('any run → link → the same world at the same t, byte for byte', { timeout: 240_000 }, () => {
    const branches: number[] = [];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7fffffff }), (seed) => {
        const before = runBy(seed);
        branches.push(before.branches().length);
        const saved = before.export();
        const { saved: again, problems } = readLink(payloadOf(linkOf(saved)));
        expect(problems, `seed ${seed}`).toEqual([]);
        if (again === null) throw new Error(`seed ${seed}: nothing was opened`);
        expect(again).toEqual(JSON.parse(JSON.stringify(saved)));
        expect(all(importRun(again)), `seed ${seed}`).toEqual(all(before));
      }),
      { numRuns: 40, endOnFailure: true },
    );
    expect(branches.filter((count) => count > 1).length, 'runs with several branches').toBeGreaterThan(10);
  });

  test('the same holds for a run saved as a file', () => {
    const before = runBy(7);
    const { saved, problems } = readRun(JSON.parse(JSON.stringify(before.export())));
    expect(problems).toEqual([]);
    expect(saved === null ? null : all(importRun(saved))).toEqual(all(before));
  });

  test('brings bookmarks and the arrangement along', () => {
    const run = runBy(3).export();
    const extras = { bookmarks: [{ branch: 0, at: 5, name: '여기' }], arrangement: 'broker' };
    expect(readLink(payloadOf(linkOf(run, extras))).extras).toEqual(extras);
  });

  test('is short: a lesson-sized run with twenty commands stays below 2,000 characters', () => {
    const simulation = createSimulation(
      parseScenario(`partita: 1
topics: { orders: { partitions: 6, replicationFactor: 3 } }
producers: { web-1: { workload: { topic: orders, everyMs: 100, keys: "user_{1..20}" } } }
groups: { billing: { topics: [orders], members: [billing-1, billing-2, billing-3] } }
`),
    );
    for (let i = 0; i < 20; i++) {
      simulation.seek(1000 * i + 137);
      simulation.dispatch({ do: i % 2 === 0 ? 'crash' : 'restart', target: 'billing-2' });
    }
    expect(linkOf(simulation.export()).length).toBeLessThan(2000);
  });

  test('is an address: nothing in it needs to be escaped', () => {
    expect(linkOf(runBy(11).export())).toMatch(/^#\/run\/1\.[\w-]+$/);
  });
});
