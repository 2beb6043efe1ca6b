/** What is written while a consumer with `latest` has no place to begin at yet. */
import { expect, it } from 'vitest';
import { groupOf, groupWorld, told, type GroupStory } from './support/groupWorld.ts';

const world = (more: Partial<GroupStory> = {}) =>
  groupWorld({ config: { 'auto.offset.reset': 'latest' }, members: ['a'], everyMs: 100, partitions: 1, ...more });

/** Records acknowledged before the first position was known, and how many of those the group ever processed. */
function gapOf(run: ReturnType<typeof groupWorld>): readonly [written: number, processed: number, at: number] {
  const [first] = told(run, 'position.set');
  const before = first?.offset ?? 0;
  return [before, told(run, 'record.processed').filter(({ offset }) => offset < before).length, first?.at ?? Infinity];
}

it('F2, G2: subscribe() is not a position: with latest, what is written while the consumer finds its coordinator and joins is missed', () => {
  const run = world();
  const model = run.runUntil(10_000);
  const [written, processed] = gapOf(run);
  expect(written).toBeGreaterThan(3);
  expect(processed).toBe(0);
  expect(told(run, 'record.processed')[0]?.offset).toBe(written);
  expect(model.ledger.groups['g']).toMatchObject({ duplicates: 0 });
});

it('F2, O4: without a coordinator the gap is as long as its absence; with earliest nothing is missed', () => {
  const { coordinator } = groupOf(world().runUntil(1000));
  const story = (reset: string): GroupStory => ({
    config: { 'auto.offset.reset': reset },
    cluster: { 'offsets.topic.replication.factor': 1 },
    members: [{ id: 'a', joinAt: 3000 }],
    partitions: 1,
    everyMs: 100,
    script: [
      { at: 2000, do: 'crash', target: coordinator },
      { at: 25_000, do: 'restart', target: coordinator },
    ],
  });
  const late = groupWorld(story('latest'));
  expect(groupOf(late.runUntil(20_000)).members.map(({ state }) => state)).toEqual(['finding coordinator']);
  late.runUntil(40_000);
  const [written, processed, at] = gapOf(late);
  expect(at).toBeGreaterThan(25_000);
  expect(written).toBeGreaterThan(50);
  expect(processed).toBe(0);
  const all = groupWorld(story('earliest'));
  expect(all.runUntil(40_000).ledger.groups['g']?.skipped).toBe(0);
  expect(told(all, 'record.processed')[0]?.offset).toBe(0);
});
