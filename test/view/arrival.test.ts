import { describe, expect, test } from 'vitest';
import type { ActorView, Simulation } from '../../src/sim/index.ts';
import { ArrivalSearch, type Arrival } from '../../src/view/arrival.ts';
import { wayBetween } from '../../src/view/geometry/statechart.ts';
import { chartOf, stateId } from '../../src/view/machineGraph.ts';
import { Session } from '../../src/view/session.svelte.ts';
import { groupScene } from './support/scene.ts';

const stateOf = ({ value }: ActorView) => stateId(value);

/** Every instant walked from the start: the last change up to `t`. */
function walked(simulation: Simulation, actor: string, t: number): Arrival | null {
  simulation.seek(0);
  let found: Arrival | null = null;
  let state: string | null = null;
  for (;;) {
    simulation.step();
    if (simulation.now > t) break;
    const view = simulation.look(actor);
    const next = view === null ? null : stateOf(view);
    if (state !== null && next !== null && next !== state) found = { from: state, to: next, at: simulation.now };
    state = next;
  }
  simulation.seek(t);
  return found;
}

describe('how an actor came to its state', () => {
  test.each(['consumer:billing-1', 'group:billing', 'producer:web-1', 'broker:1'])('is found after a jump as by watching: %s', (name) => {
    const session = new Session(() => 0);
    session.load(groupScene());
    session.seek(3000);
    session.dispatch({ do: 'crash', target: 'billing-2' });
    session.seek(11_000);
    session.judge((simulation) => {
      const actor = simulation.actors().find((it) => it.startsWith(name)) ?? name;
      expect(simulation.look(actor), actor).not.toBeNull();
      for (const t of [400, 4321, 10_999]) {
        simulation.seek(t);
        const search = new ArrivalSearch(actor, stateOf, t);
        expect(search.go(simulation, () => false)).toBe(true);
        expect(simulation.now).toBe(t);
        expect(search.found).toEqual(walked(simulation, actor, t));
      }
    });
  });

  test('is found in slices as at once', () => {
    const session = new Session(() => 0);
    session.load(groupScene());
    session.seek(9000);
    session.judge((simulation) => {
      const search = new ArrivalSearch('broker:1', stateOf, 9000);
      let slices = 1;
      while (!search.go(simulation, () => true)) slices += 1;
      const whole = new ArrivalSearch('broker:1', stateOf, 9000);
      whole.go(simulation, () => false);
      expect(search.found).toEqual(whole.found);
      expect(slices).toBeGreaterThan(10);
    });
  });
});

test('the way between two states is direct, or through states that are left by themselves', () => {
  const chart = chartOf('consumer');
  expect(wayBetween(chart, 'running.processing', 'running.committing')).toEqual([
    'running.processing running.deciding',
    'running.deciding running.committing',
  ]);
  expect(wayBetween(chart, 'running.deciding', 'running.committing')).toEqual(['running.deciding running.committing']);
  expect(wayBetween(chart, 'running.committing', 'nowhere')).toEqual([]);
});
