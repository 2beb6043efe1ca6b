/** O5, G1: offsets nobody uses, and the end of a group. */
import { describe, expect, it } from 'vitest';
import { groupOf, groupWorld, told, type GroupStory } from './support/groupWorld.ts';

const MINUTE = 60_000;
const CHECK = { 'offsets.retention.minutes': 1, 'offsets.retention.check.interval.ms': 5000 };
const world = (more: Partial<GroupStory> = {}) => groupWorld({ partitions: 2, members: ['a'], everyMs: 1000, cluster: CHECK, ...more });
const leaves = { at: 10_000, do: 'removeMember', member: 'a' };

describe('offsets that nobody uses (O5)', () => {
  it('G1, O5: offsets.retention.minutes after the group became Empty they go, at the next check, and the group is Dead', () => {
    const run = world({ script: [leaves] });
    const empty = told(run, 'group.changed');
    run.runUntil(12_000);
    const since = told(run, 'group.changed').at(-1)!;
    expect([since.to, empty.length]).toEqual(['Empty', 0]);
    expect(groupOf(run.runUntil(since.at + MINUTE - 1)).offsets.every(({ committed }) => committed !== null)).toBe(true);
    const model = run.runUntil(since.at + MINUTE + 5100);
    const [expired] = told(run, 'offsets.expired');
    expect(expired!.at - since.at).toBeGreaterThanOrEqual(MINUTE);
    expect(expired!.partitions).toHaveLength(2);
    expect(told(run, 'group.changed').at(-1)).toMatchObject({ from: 'Empty', to: 'Dead' });
    expect(groupOf(model)).toMatchObject({ state: 'Dead' });
    expect(groupOf(model).offsets.map(({ committed }) => committed)).toEqual([null, null]);
  });

  it('O5: a group with members keeps the offsets of what it reads, however old they are', () => {
    const run = world({ more: { producers: { web: { workload: { topic: 'orders', everyMs: 100, count: 10 } } } } });
    run.runUntil(3 * MINUTE);
    expect(told(run, 'offsets.expired')).toEqual([]);
  });

  it('O5: of a topic that no member subscribes to any more they go, counted from the last commit', () => {
    const run = world({
      more: { topics: { orders: { partitions: 2 }, bills: { partitions: 1 } } },
      script: [{ at: 10_000, do: 'subscribe', member: 'a', topics: ['bills'] }],
    });
    run.runUntil(2 * MINUTE);
    const [expired] = told(run, 'offsets.expired');
    const last = told(run, 'offsets.committed').filter(({ offsets }) => offsets.some(({ topic }) => topic === 'orders'));
    expect(expired?.partitions.map(({ topic }) => topic)).toEqual(['orders', 'orders']);
    expect(expired!.at - last.at(-1)!.at).toBeGreaterThanOrEqual(MINUTE - 200);
    expect(groupOf(run.read()).state).toBe('Stable');
  });

  it('O5, F2: whoever comes too late finds no offset: auto.offset.reset decides, and the generations begin anew', () => {
    const run = world({ script: [leaves, { at: 90_000, do: 'restart', target: 'a' }] });
    const model = run.runUntil(100_000);
    expect(
      told(run, 'position.set')
        .map(({ by, offset }) => [by, offset])
        .slice(-2),
    ).toEqual([
      ['earliest', 0],
      ['earliest', 0],
    ]);
    expect(groupOf(model)).toMatchObject({ state: 'Stable', generation: 1 });
    expect(model.ledger.groups['g']?.duplicates).toBeGreaterThan(0);
  });

  it('O4, O5: what expired stays gone when the coordinator moves', () => {
    const run = world({ script: [leaves] });
    const { coordinator } = groupOf(run.runUntil(80_000));
    run.dispatch({ do: 'crash', target: coordinator });
    run.runUntil(100_000);
    const loaded = told(run, 'coordinator.loaded').at(-1);
    expect(loaded).toMatchObject({ generation: 0, members: 0 });
    expect(groupOf(run.read()).offsets.map(({ committed }) => committed)).toEqual([null, null]);
  });
});
