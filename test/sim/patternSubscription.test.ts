/** G11: a subscription by pattern, as whole groups live through it. */
import { describe, expect, it } from 'vitest';
import { parseScenarioValue } from '../../src/sim/index.ts';
import { groupOf, groupWorld, told, type GroupStory } from './support/groupWorld.ts';

const PATTERN = { pattern: 'orders-.*' };
const world = (config: Readonly<Record<string, unknown>>, more: Partial<GroupStory> = {}) =>
  groupWorld({
    everyMs: 0,
    members: [],
    more: {
      topics: { 'orders-kr': { partitions: 2 }, 'orders-us': { partitions: 2 }, bills: { partitions: 2 }, 'old-orders-1': {} },
      groups: {
        g: { topics: PATTERN, members: ['a', { id: 'b', config }], config: { 'session.timeout.ms': 6000, 'metadata.max.age.ms': 60_000 } },
      },
    },
    ...more,
  });
const topicsOf = (run: ReturnType<typeof groupWorld>) => [
  ...new Set(groupOf(run.read()).members.flatMap(({ assignment }) => Object.keys(assignment))),
];
const created = [{ at: 10_000, do: 'createTopic', topic: 'orders-jp', partitions: 2 }];

describe('topics that match a pattern (G11)', () => {
  it('G11: the whole name has to match, and Kafka’s own topics do not', () => {
    const run = world({});
    run.runUntil(8000);
    expect(topicsOf(run).toSorted()).toEqual(['orders-kr', 'orders-us']);
    const all = world({}, { more: { topics: { one: {}, two: {} }, groups: { g: { topics: { pattern: '.*' }, members: ['a'] } } } });
    all.runUntil(8000);
    expect(topicsOf(all).toSorted()).toEqual(['one', 'two']);
  });

  it('G11: any member notices a new topic at its metadata refresh, here the one that does not lead', () => {
    const follower = world({ 'metadata.max.age.ms': 3000 }, { script: created });
    follower.runUntil(20_000);
    expect(groupOf(follower.read()).leader).toBe('a');
    expect(told(follower, 'rebalance.started').at(-1)).toMatchObject({ reason: 'rejoin', member: 'b' });
    expect(topicsOf(follower)).toContain('orders-jp');
  });

  it('G11: who rejoins looks at the topics first, so that one new topic leads to one rebalance', () => {
    const run = world({ 'metadata.max.age.ms': 3000 }, { script: created });
    run.runUntil(120_000);
    expect(told(run, 'rebalance.started')).toHaveLength(2);
  });

  it('G11: by name only the leader notices', () => {
    const named = world(
      { 'metadata.max.age.ms': 3000 },
      {
        more: {
          topics: { 'orders-kr': { partitions: 2 } },
          groups: {
            g: {
              topics: ['orders-kr'],
              members: ['a', { id: 'b', config: { 'metadata.max.age.ms': 3000 } }],
              config: { 'metadata.max.age.ms': 60_000 },
            },
          },
        },
        script: [{ at: 10_000, do: 'addPartitions', topic: 'orders-kr', partitions: 4 }],
      },
    );
    named.runUntil(30_000);
    expect(groupOf(named.read()).leader).toBe('a');
    expect(told(named, 'rebalance.started')).toHaveLength(1);
    named.runUntil(70_000);
    expect(told(named, 'rebalance.started')).toHaveLength(2);
  });

  it('G11: subscribe may change names into a pattern', () => {
    const run = world({}, { script: [{ at: 10_000, do: 'subscribe', member: 'b', topics: { pattern: 'bil+s' } }] });
    run.runUntil(20_000);
    expect(Object.keys(groupOf(run.read()).members.find(({ id }) => id === 'b')?.assignment ?? {})).toEqual(['bills']);
  });

  it('G11: a pattern that cannot be read is a problem of the file', () => {
    const file = (topics: unknown) => ({ partita: 1, brokers: 1, topics: { t: {} }, groups: { g: { topics, members: ['a'] } } });
    expect(() => parseScenarioValue(file({ pattern: 'orders-(' }))).toThrow(/no regular expression/);
    expect(() => parseScenarioValue(file({ patern: 't' }))).toThrow(/pattern/);
  });
});
