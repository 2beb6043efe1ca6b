/** G10: members with a group.instance.id, as whole groups live through it. */
import { describe, expect, it } from 'vitest';
import { groupOf, groupWorld, owners, told, type GroupStory } from './support/groupWorld.ts';

const instance = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({
  id,
  config: { 'group.instance.id': `inst-${id}`, ...more },
});
const world = (more: Partial<GroupStory> = {}) => groupWorld({ members: ['a', 'b', 'c'].map((id) => instance(id)), everyMs: 200, ...more });

describe('a static member that comes back (G10)', () => {
  const restarted = (target: string, more: Partial<GroupStory> = {}) =>
    world({
      script: [
        { at: 10_000, do: 'crash', target },
        { at: 12_000, do: 'restart', target },
      ],
      ...more,
    });

  it.each(['a', 'b', 'c'])('G10: %s crashes and is back within its session: the same partitions, no rebalance, another member id', (id) => {
    const run = restarted(id);
    const before = run.runUntil(9_900);
    const after = run.runUntil(20_000);
    expect(owners(after)).toEqual(owners(before));
    expect(groupOf(after)).toMatchObject({ state: 'Stable', generation: 1 });
    expect(told(run, 'rebalance.started')).toHaveLength(1);
    const [replaced] = told(run, 'member.replaced');
    expect(replaced).toMatchObject({ member: id, instance: `inst-${id}` });
    const memberId = groupOf(after).members.find((it) => it.id === id)?.memberId;
    expect(memberId).toBe(replaced?.memberId);
    expect(memberId).toMatch(new RegExp(`^inst-${id}-`));
    expect(memberId).not.toBe(groupOf(before).members.find((it) => it.id === id)?.memberId);
  });

  it('G10: it needs no member id to come in: one JoinGroup is enough', () => {
    const run = world();
    run.runUntil(5000);
    expect(told(run, 'member.idGiven')).toEqual([]);
  });

  it('G10: a returning leader leads on and still notices added partitions (KIP-814); a client of 2.8 does not', () => {
    const grown = (kafka: string) => {
      const run = restarted('a', { kafka, config: { 'metadata.max.age.ms': 3000 } });
      const leader = groupOf(run.runUntil(9_900)).leader ?? '';
      const again = world({
        kafka,
        config: { 'metadata.max.age.ms': 3000 },
        script: [
          { at: 10_000, do: 'crash', target: leader },
          { at: 12_000, do: 'restart', target: leader },
          { at: 16_000, do: 'addPartitions', topic: 'orders', partitions: 8 },
        ],
      });
      return Object.values(owners(again.runUntil(26_000))).flat().length;
    };
    expect(grown('4.3')).toBe(8);
    expect(grown('2.8')).toBe(6);
  });

  it('G10: if it is gone longer than its session, the group rebalances without it', () => {
    const run = world({ script: [{ at: 10_000, do: 'crash', target: 'b' }] });
    const model = run.runUntil(20_000);
    expect(told(run, 'member.expired').map(({ member, reason }) => [member, reason])).toEqual([['b', 'session']]);
    expect(groupOf(model).members.map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it('G10: a change of the elected assignor makes the return a rebalance', () => {
    const run = groupWorld({
      members: [
        instance('a', { 'partition.assignment.strategy': ['sticky', 'range'] }),
        instance('b', { 'partition.assignment.strategy': ['sticky', 'range'] }),
      ],
      everyMs: 200,
      script: [{ at: 10_000, do: 'setConfig', target: 'a', config: { 'partition.assignment.strategy': ['range'] } }],
    });
    expect(groupOf(run.runUntil(9000)).protocol).toBe('sticky');
    expect(groupOf(run.runUntil(15_000))).toMatchObject({ protocol: 'range', generation: 2 });
  });
});

describe('what a static member does not do (G10)', () => {
  it('G10: close() does not leave: its partitions wait for its session to end', () => {
    const run = world({ script: [{ at: 10_000, do: 'removeMember', member: 'b' }] });
    const waiting = run.runUntil(14_000);
    expect(told(run, 'consumer.closed')).toHaveLength(1);
    expect(told(run, 'member.left')).toEqual([]);
    expect(groupOf(waiting)).toMatchObject({ state: 'Stable', generation: 1 });
    expect(groupOf(run.runUntil(20_000)).generation).toBe(2);
  });

  it('G7, G10: past max.poll.interval.ms it only stops heartbeating, and is missed when its session ends', () => {
    const run = world({
      members: [instance('a'), { ...instance('b', { 'max.poll.interval.ms': 8000 }), app: { perRecordMs: 15_000 } }],
      config: { 'max.poll.records': 1 },
    });
    run.runUntil(24_000);
    const [late] = told(run, 'poll.expired');
    const [expired] = told(run, 'member.expired');
    expect(late?.member).toBe('b');
    expect(told(run, 'member.left')).toEqual([]);
    expect(expired).toMatchObject({ member: 'b', reason: 'session' });
    expect(expired!.at).toBeGreaterThan(late!.at + 4000);
  });

  it('G3, G10: a static member that misses a join phase stays in the group until its session ends', () => {
    const slow = { 'session.timeout.ms': 30_000, 'max.poll.interval.ms': 9000 };
    const run = groupWorld({
      members: [instance('a', slow), instance('b', slow), { id: 'c', joinAt: 11_000, config: slow }],
      everyMs: 0,
      script: [{ at: 10_000, do: 'crash', target: 'b' }],
    });
    const gathered = run.runUntil(25_000);
    expect(told(run, 'member.expired')).toEqual([]);
    expect(groupOf(gathered)).toMatchObject({ state: 'Stable', generation: 2 });
    expect(told(run, 'rebalance.completed').at(-1)?.assignment['b']).toHaveLength(2);
  });
});

describe('two processes with one instance id (G10)', () => {
  it('G10: the older is fenced by its next heartbeat: FencedInstanceIdException, and the younger has its partitions', () => {
    const run = world({
      members: [instance('a'), instance('b'), { id: 'twin', joinAt: 10_000, config: { 'group.instance.id': 'inst-b' } }],
    });
    const before = owners(run.runUntil(9_900))['b'];
    const model = run.runUntil(15_000);
    expect(told(run, 'heartbeat.received').find(({ error }) => error !== null)).toMatchObject({ member: 'b', error: 'FENCED_INSTANCE_ID' });
    expect(told(run, 'consumer.failed').map(({ member, error }) => [member, error])).toEqual([['b', 'FencedInstanceIdException']]);
    expect(owners(model)['twin']).toEqual(before);
    expect(groupOf(model).generation).toBe(1);
  });

  it('O3, G10: a commit of the older is refused with FENCED_INSTANCE_ID before anything else is asked', () => {
    const run = world({
      members: [
        instance('a'),
        { ...instance('b'), app: { perRecordMs: 300, commit: 'syncPerRecord' } },
        { id: 'twin', joinAt: 10_000, config: { 'group.instance.id': 'inst-b' } },
      ],
    });
    run.runUntil(13_000);
    expect(told(run, 'commit.refused')[0]).toMatchObject({ member: 'b', error: 'FENCED_INSTANCE_ID' });
    expect(told(run, 'commit.failed')[0]).toMatchObject({ exception: 'FencedInstanceIdException' });
  });
});

describe('other limits', () => {
  it('G2: group.max.size: who comes when the group is full is refused', () => {
    const run = groupWorld({ members: ['a', 'b', { id: 'c', joinAt: 10_000 }], everyMs: 0, cluster: { 'group.max.size': 2 } });
    const model = run.runUntil(15_000);
    expect(told(run, 'consumer.failed')).toMatchObject([{ member: 'c', error: 'GroupMaxSizeReachedException' }]);
    expect(groupOf(model).members).toHaveLength(2);
  });

  it('A1: with client.rack, range gives a consumer the partitions that have a replica in its rack', () => {
    const model = groupWorld({
      members: [
        { id: 'a', config: { 'client.rack': 'east' } },
        { id: 'b', config: { 'client.rack': 'west' } },
      ],
      everyMs: 0,
      config: { 'partition.assignment.strategy': ['range'] },
      more: {
        brokers: [
          { id: 1, rack: 'east' },
          { id: 2, rack: 'west' },
        ],
        topics: { orders: { replicas: [[2], [1], [2], [1]] } },
      },
    }).runUntil(5000);
    expect(owners(model)).toEqual({ a: [1, 3], b: [0, 2] });
  });
});
