import { describe, expect, it } from 'vitest';
import type { Command, RebalanceReport } from '../../src/sim/index.ts';
import { createSimulation, parseScenarioValue } from '../../src/sim/index.ts';

interface Story {
  readonly assignor: string;
  readonly topics: Readonly<Record<string, number>>;
  readonly members: readonly string[];
  readonly script: readonly (Command & { readonly at: number })[];
}

/** The reports of a group that really lived through it. */
function reportsOf({ assignor, topics, members, script }: Story): readonly RebalanceReport[] {
  const scenario = parseScenarioValue({
    partita: 1,
    brokers: 3,
    topics: Object.fromEntries(Object.entries(topics).map(([name, partitions]) => [name, { partitions, replicationFactor: 2 }])),
    groups: {
      g: {
        topics: Object.keys(topics),
        members,
        config: { 'partition.assignment.strategy': [assignor], 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 2000 },
      },
    },
    script,
  });
  return createSimulation(scenario).runUntil(40_000).groups[0]?.rebalances ?? [];
}

const preset = { orders: 2, payments: 2, refunds: 2 };

describe('what a rebalance of a real group cost (A6)', () => {
  it.each([
    ['range', 3],
    ['roundrobin', 4],
    ['sticky', 2],
  ] as const)('A6: one topic of six, under %s the crash of the first of three moves %i', (assignor, moved) => {
    const script = [{ at: 12_000, do: 'crash', target: 'c1' }];
    const [first, second, ...more] = reportsOf({ assignor, topics: { orders: 6 }, members: ['c1', 'c2', 'c3'], script });
    expect(more).toEqual([]);
    expect(first).toMatchObject({ reason: 'join', moved: 0, stopped: 0 });
    expect(second).toMatchObject({ reason: 'expired', moved, stopped: 6, rounds: 1 });
  });

  it.each([
    ['range', 6, 3],
    ['roundrobin', 4, 2],
    ['sticky', 2, 0],
  ] as const)('A6: the preset under %s: the crash of 1 moves %i, %i of them from the living', (assignor, moved, movedFromLive) => {
    const report = reportsOf({
      assignor,
      topics: preset,
      members: ['m1', 'm2', 'm3'],
      script: [{ at: 12_000, do: 'crash', target: 'm1' }],
    })[1];
    expect(report).toMatchObject({ moved, movedFromLive, stopped: 6 });
  });

  it('A6: detection is what the session timeout leaves after the last heartbeat; the pause of the dead one’s partitions includes it', () => {
    const report = reportsOf({
      assignor: 'sticky',
      topics: { orders: 6 },
      members: ['c1', 'c2', 'c3'],
      script: [{ at: 12_000, do: 'crash', target: 'c1' }],
    })[1];
    expect(report?.detectionMs).toBeGreaterThan(4000);
    expect(report?.detectionMs).toBeLessThanOrEqual(6000);
    expect(report?.pausedMs).toBeGreaterThan(report?.detectionMs ?? 0);
    const survivors = report?.moves.filter(({ from, to }) => from === to).map(({ pausedMs }) => pausedMs) ?? [];
    expect(survivors).toHaveLength(4);
    for (const pausedMs of survivors) expect(pausedMs).toBeLessThan(3000);
  });

  it('A6: a member that leaves in order costs no detection', () => {
    const script = [{ at: 12_000, do: 'removeMember', member: 'c3' }];
    const report = reportsOf({ assignor: 'range', topics: { orders: 6 }, members: ['c1', 'c2', 'c3'], script })[1];
    expect(report).toMatchObject({ reason: 'leave', detectionMs: 0, stopped: 6 });
  });
});
