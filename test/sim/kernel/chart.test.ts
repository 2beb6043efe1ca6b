import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { expect, it, vi } from 'vitest';
import { runSeed } from '../../../src/cli/fuzz/run.ts';
import { reactAtLength } from '../../../src/sim/kernel/transition.ts';

const told = vi.hoisted(() => ({ events: 0, atLength: 0, differences: [] as string[], kinds: new Set<string>() }));

vi.mock('../../../src/sim/kernel/chart.ts', async (original) => {
  const real = await original<typeof import('../../../src/sim/kernel/chart.ts')>();
  return {
    ...real,
    follow: (machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: EventObject) => {
      const short = real.follow(machine, snapshot, event);
      const kind = `${machine.id} ${JSON.stringify(snapshot.value)} ${event.type}`;
      told.events++;
      if (short === null) told.atLength++;
      // Each kind of event at first, and every fiftieth of all.
      if (short === null || (told.kinds.has(kind) && told.events % 50 > 0)) return short;
      told.kinds.add(kind);
      const long = reactAtLength(machine, snapshot, event);
      const seen = (it: typeof long) => JSON.stringify([it.snapshot.value, it.snapshot.context, it.snapshot.status, it.intents]);
      if (seen(short) !== seen(long)) told.differences.push(`${machine.id} in ${JSON.stringify(snapshot.value)} on ${event.type}`);
      return short;
    },
  };
});

it('charts worked out beforehand say what XState says, whatever happens to a cluster', () => {
  for (const seed of [6]) expect(runSeed(seed).failures).toEqual([]);
  expect(told.differences).toEqual([]);
  expect(told.kinds.size).toBeGreaterThan(70);
  expect(told.atLength).toBeLessThan(told.events / 100);
}, 120_000);
