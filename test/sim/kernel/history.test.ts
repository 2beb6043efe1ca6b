import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSimulation } from '../../../src/sim/index.ts';
import type { Simulation } from '../../../src/sim/index.ts';
import { scene } from '../support/scenes.ts';

const END = 16_000;

/** A run with a crash in its past that was commanded late, so that it has two branches. */
function played(keeping?: { readonly every: number; readonly budgetMb: number }): Simulation {
  const run = createSimulation(scene('leave-crash'), keeping === undefined ? {} : { keeping });
  run.seek(END);
  run.seek(9000);
  run.dispatch({ do: 'crash', target: 'billing-1' });
  run.seek(END);
  return run;
}

test('N1: whatever is kept of the past, going anywhere in it shows the same', () => {
  const usual = played();
  const keeping = fc.record({ every: fc.integer({ min: 1, max: 40 }), budgetMb: fc.constantFrom(0, 0.05, 0.3, 1000) });
  const moments = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: END })), { minLength: 3, maxLength: 8 });
  fc.assert(
    fc.property(keeping, moments, (kept, places) => {
      const run = played(kept);
      expect(run.facts()).toEqual(usual.facts());
      for (const [branch, at] of places)
        for (const each of [run, usual]) {
          each.checkout(branch);
          each.seek(at);
        }
      expect(run.read()).toEqual(usual.read());
      expect(run.facts()).toEqual(usual.facts());
      for (const each of [run, usual]) {
        each.checkout(1);
        each.seek(END);
      }
    }),
    { numRuns: 12 },
  );
});

test('N1: a run that outgrows its budget lets worlds go, not what happened', () => {
  const run = createSimulation(scene('leave-crash'), { keeping: { every: 1, budgetMb: 0.2 } });
  const seen: unknown[] = [];
  for (let t = 0; t <= END; t += 1000) seen.push(JSON.stringify(run.runUntil(t)));
  for (const [i, model] of [...seen.entries()].reverse()) {
    run.seek(i * 1000);
    expect(JSON.stringify(run.read())).toBe(model);
  }
});
