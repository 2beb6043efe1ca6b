import { describe, expect, test } from 'vitest';
import { evaluate, parsePredicate, PredicateError, type PredicateRun } from '../../src/lesson/predicate.ts';
import type { Fact, GroupModel, MemberModel, ReadModel } from '../../src/sim/index.ts';

const member = (id: string, assignment: MemberModel['assignment']): MemberModel => ({
  id,
  memberId: `${id}-uuid`,
  state: 'stable',
  assignment,
  position: {},
  processing: null,
  prefetched: 0,
  heartbeats: [],
  generation: 2,
  settings: { 'session.timeout.ms': 6000 },
});

const billing: GroupModel = {
  id: 'billing',
  state: 'Stable',
  generation: 2,
  protocol: 'sticky',
  leader: 'billing-1',
  coordinator: null,
  topics: ['orders'],
  settings: {},
  members: [member('billing-1', { orders: [0, 1] }), member('billing-2', { orders: [2] }), member('billing-3', {})],
  absent: [],
  processes: ['billing-1', 'billing-2', 'billing-3'],
  coordinated: true,
  sessions: {},
  offsets: [
    { topic: 'orders', partition: 0, committed: 5, logEndOffset: 7, lag: 2 },
    { topic: 'orders', partition: 1, committed: null, logEndOffset: 3, lag: null },
    { topic: 'orders', partition: 2, committed: 1, logEndOffset: 2, lag: 1 },
  ],
  rebalances: [
    {
      at: 0,
      endedAt: 10,
      reason: 'join',
      generation: 1,
      protocol: 'sticky',
      rounds: 1,
      moved: 0,
      movedFromLive: 0,
      stopped: 0,
      pausedMs: 0,
      detectionMs: 0,
      moves: [],
    },
    {
      at: 50,
      endedAt: 60,
      reason: 'expired',
      generation: 2,
      protocol: 'sticky',
      rounds: 1,
      moved: 2,
      movedFromLive: 0,
      stopped: 3,
      pausedMs: 7,
      detectionMs: 0,
      moves: [],
    },
  ],
};

const model = (now: number, group: Partial<GroupModel> = {}): ReadModel => ({
  now,
  brokers: [{ id: 1, rack: null, state: 'running', isController: false }],
  controller: { id: 'controller-1', epoch: 1 },
  topics: [],
  producers: [],
  groups: [{ ...billing, ...group }],
  ledger: {
    produced: 9,
    acknowledged: 8,
    failed: 0,
    lost: 0,
    groups: { billing: { processed: 5, duplicates: 2, skipped: 0, outOfOrder: 0 } },
    verdicts: { billing: 'atLeastOnce' },
    breaches: [],
  },
  messages: [],
  links: [],
});

const expired = (id: number, at: number, who: string): Fact => ({
  id,
  at,
  actor: 'group:billing@1',
  weight: 'pivotal',
  cause: null,
  kind: 'member.expired',
  group: 'billing',
  member: who,
  memberId: `${who}-uuid`,
  silentMs: 6000,
  reason: 'session',
});

function run(parts: Partial<PredicateRun> = {}): PredicateRun {
  const now = parts.model ?? model(100);
  return {
    model: now,
    facts: [expired(0, 40, 'billing-4'), expired(1, 90, 'billing-5')],
    stepStartedAt: 1,
    history: () => [now],
    branches: () => [],
    ...parts,
  };
}
const holds = (predicate: unknown, parts?: Partial<PredicateRun>) => evaluate(parsePredicate(predicate), run(parts));

describe('a path', () => {
  test.each([
    [{ path: 'groups.billing.generation', atLeast: 2 }, true],
    [{ path: 'groups.billing.generation', atLeast: 3 }, false],
    [{ path: 'groups.billing.generation', atLeast: 1, atMost: 1 }, false],
    [{ path: 'groups.billing.state', is: 'Stable' }, true],
    [{ path: 'groups.billing.state', not: 'Stable' }, false],
    [{ path: 'groups.billing.topics', includes: 'orders' }, true],
    [{ path: 'groups.billing.members.length', is: 3 }, true],
    [{ path: 'groups.billing.members.billing-1.assignment.orders', is: [0, 1] }, true],
    [{ path: 'groups.billing.members.billing-3.assignment.orders.length', is: 0 }, true],
    [{ path: 'groups.billing.members.billing-1.settings.session.timeout.ms', is: 6000 }, true],
    [{ path: 'groups.billing.members.*.assignment.orders.length', atMost: 2 }, true],
    [{ path: 'groups.billing.members.*.assignment.orders.length', atLeast: 1 }, false],
    [{ path: 'groups.billing.members.*.assignment.orders.length', includes: 1 }, true],
    [{ path: 'groups.billing.offsets.orders-0.lag', is: 2 }, true],
    [{ path: 'groups.billing.offsets.*.lag.sum', is: 3 }, true],
    [{ path: 'groups.billing.offsets.*.lag.max', is: 2 }, true],
    [{ path: 'groups.billing.rebalances.last.moved', is: 2 }, true],
    [{ path: 'groups.billing.rebalances.0.moved', is: 0 }, true],
    [{ path: 'groups.billing.coordinator', is: null }, true],
    [{ path: 'brokers.1.state', is: 'running' }, true],
    [{ path: 'ledger.groups.billing.duplicates', atLeast: 2 }, true],
  ])('%j: %s', (predicate, expected) => {
    expect(holds(predicate)).toBe(expected);
  });

  test('to a member that is not there now leads to nothing, which is no number', () => {
    expect(holds({ path: 'groups.billing.members.billing-9.generation', atLeast: 0 })).toBe(false);
    expect(holds({ path: 'groups.billing.members.billing-9.generation', is: null })).toBe(true);
  });

  test.each([
    ['groups.biling.generation', /groups has no "biling"\. Did you mean "billing"/],
    ['groups.billing.genertion', /groups\.billing has no "genertion"\. Did you mean "generation"/],
    ['group.billing', /the read model has no "group"\. Did you mean "groups"/],
    ['groups.billing.generation.x', /is 2: there is no "x" inside/],
    ['topics.orders.partitions', /topics has no "orders"/],
  ])('%s is a mistake that says what exists', (path, reason) => {
    expect(() => holds({ path, is: 1 })).toThrow(PredicateError);
    expect(() => holds({ path, is: 1 })).toThrow(reason);
  });

  test('to a group that is gone, or announced, is no mistake', () => {
    const gone = model(100, { id: 'other' });
    expect(holds({ path: 'groups.billing.generation', is: 2 }, { model: gone, history: () => [model(50), gone] })).toBe(false);
    expect(holds({ path: 'groups.late.generation', is: 2 }, { announced: new Set(['late']) })).toBe(false);
  });
});

describe('a fact', () => {
  test.each([
    [{ fact: 'member.expired' }, true],
    [{ fact: 'member.expired', count: 2 }, true],
    [{ fact: 'member.expired', count: 3 }, false],
    [{ fact: 'member.expired', count: { atMost: 1 } }, false],
    [{ fact: 'member.expired', where: { member: 'billing-4' } }, true],
    [{ fact: 'member.expired', where: { member: 'billing-4' }, since: 'step' }, false],
    [{ fact: 'member.expired', where: { member: 'billing-5', silentMs: { atLeast: 6000 } }, since: 'step' }, true],
    [{ fact: 'node.crashed' }, false],
  ])('%j: %s', (predicate, expected) => {
    expect(holds(predicate)).toBe(expected);
  });

  test('that does not exist, or a field it does not have, is a mistake', () => {
    expect(() => parsePredicate({ fact: 'member.expird' })).toThrow(/Did you mean "member\.expired"/);
    expect(() => holds({ fact: 'member.expired', where: { membr: 'x' } })).toThrow(/has no "membr"\. Did you mean "member"/);
  });
});

describe('combinations', () => {
  const stable = { path: 'groups.billing.state', is: 'Stable' };
  const empty = { path: 'groups.billing.state', is: 'Empty' };

  test('all, any and not', () => {
    expect(holds({ all: [stable, { not: empty }] })).toBe(true);
    expect(holds({ all: [stable, empty] })).toBe(false);
    expect(holds({ any: [empty, stable] })).toBe(true);
    expect(holds({ not: { any: [empty, stable] } })).toBe(false);
  });

  test('ever looks back over every instant, with the facts known by then', () => {
    const past = [model(10, { state: 'Empty' }), model(50), model(100)];
    expect(holds({ ever: empty }, { history: () => past })).toBe(true);
    expect(holds({ ever: { path: 'groups.billing.state', is: 'Dead' } }, { history: () => past })).toBe(false);
    const beforeAnyExpired = { all: [{ path: 'now', atMost: 10 }, { fact: 'member.expired' }] };
    expect(holds({ ever: beforeAnyExpired }, { history: () => past })).toBe(false);
    expect(
      holds({ ever: { all: [{ path: 'now', is: 50 }, { not: { fact: 'member.expired', count: 2 } }] } }, { history: () => past }),
    ).toBe(true);
  });

  test('branch wants a branch of its own for each predicate', () => {
    const one = run({ model: model(100) });
    const two = run({ model: model(100, { state: 'Empty' }) });
    expect(holds({ branch: [empty, stable] }, { branches: () => [one, two] })).toBe(true);
    expect(holds({ branch: [stable, stable] }, { branches: () => [one, two] })).toBe(false);
    expect(holds({ branch: [stable, { any: [empty, stable] }] }, { branches: () => [one, two] })).toBe(true);
  });
});

test.each([
  ['text', /a predicate is a mapping/],
  [{}, /exactly one of/],
  [{ evr: { path: 'now', is: 1 } }, /Did you mean "ever"/],
  [{ path: 'now' }, /say what the value must be/],
  [{ path: 'now', atleast: 1 }, /Did you mean "atLeast"/],
  [{ path: 'now', atLeast: '1' }, /takes a number/],
  [{ fact: 'node.crashed', count: 0 }, /write not/],
  [{ fact: 'node.crashed', sinse: 'step' }, /Did you mean "since"/],
  [{ all: [] }, /judges nothing/],
  [{ all: [{ path: 'now', is: 1 }, { any: [{ facts: 'x' }] }] }, /predicate\.all\.1\.any\.0: unknown key "facts"/],
])('%j is refused', (value, reason) => {
  expect(() => parsePredicate(value)).toThrow(reason);
});
