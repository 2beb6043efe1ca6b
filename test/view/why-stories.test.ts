// Stories with a known cause: the answer must name it, and lead to the fact that was it. Members, groups, records.
import { describe, expect, test } from 'vitest';
import type { Thing } from '../../src/view/geometry/thing.ts';
import { answer, at, group, leadsTo, member, partition, record, says } from './support/stories.ts';

const cluster = (rest: string, brokers = 1): string => `
partita: 1
kafka: "4.3"
seed: 3
network: { latencyMs: 10 }
brokers: ${brokers}
cluster: { config: { group.initial.rebalance.delay.ms: 0, auto.create.topics.enable: false } }
${rest}`;

const readers = (members: string, strategy: string, partitions = 3): string =>
  cluster(`
topics: { orders: { partitions: ${partitions} } }
groups:
  billing:
    config: { auto.offset.reset: earliest, partition.assignment.strategy: [${strategy}] }
    topics: [orders]
    members: [${members}]`);

describe('members', () => {
  test('three members, two partitions: one stands by', () => {
    const now = at(readers('billing-1, billing-2, billing-3', 'range', 2), 9000);
    const clauses = answer(now, member('billing-3'), 'ask_idle');
    expect(says(clauses, 'idle_more_members').values).toMatchObject({
      partitions: { partitions: 2 },
      members: { members: 3 },
      idle: { members: 1 },
    });
    expect(says(clauses, 'idle_range_order').values).toMatchObject({ place: 3 });
    leadsTo(now, clauses, 'rebalance.completed', { group: 'billing' });
    expect(clauses.flatMap(({ rules }) => rules)).toContain('G9');
  });

  test('Range gives the remainder to the first', () => {
    const now = at(readers('billing-1, billing-2', 'range'), 9000);
    const clauses = answer(now, member('billing-1'), 'ask_owns');
    expect(says(clauses, 'owns_range').values).toMatchObject({ each: 1, rest: 1, place: 1, owned: ['orders-0', 'orders-1'] });
    leadsTo(now, clauses, 'assignment.computed', { assignor: 'range' });
  });

  test('RoundRobin deals in turn', () => {
    const now = at(readers('billing-1, billing-2', 'roundrobin'), 9000);
    expect(says(answer(now, partition('orders', 1), 'ask_owner'), 'owns_roundrobin').values).toMatchObject({
      place: 2,
      member: 'billing-2',
      owned: ['orders-1'],
    });
  });

  test('a topic that was deleted leaves its readers idle', () => {
    const deleting = `${readers('billing-1', 'range')}\nscript:\n  - { at: 5s, do: deleteTopic, topic: orders }\n`;
    const now = at(deleting, 20_000);
    const clauses = answer(now, member('billing-1'), 'ask_idle');
    expect(says(clauses, 'idle_topic_missing').values).toEqual({ topics: ['orders'] });
    leadsTo(now, clauses, 'topic.deleted', { topic: 'orders' });
  });

  test('held up, and counted until its session ends', () => {
    const now = at('scenes/07-zombie-commit.yaml', 10_000);
    const clauses = answer(now, member('billing-2'), 'ask_standing');
    leadsTo(now, clauses, 'node.paused', { node: 'billing-2' });
    expect(says(clauses, 'still_counted').values).toMatchObject({ until: { at: 12_280 }, timeout: { ms: 4000 } });
  });

  test('a zombie: expelled for its silence, and it does not know', () => {
    const now = at('scenes/07-zombie-commit.yaml', 17_100);
    const clauses = answer(now, member('billing-2'), 'ask_expelled');
    leadsTo(now, clauses, 'member.expired', { member: 'billing-2', reason: 'session' });
    leadsTo(now, clauses, 'node.paused', { node: 'billing-2' });
    expect(says(clauses, 'member_zombie').values).toMatchObject({ owned: ['orders-1'] });
  });

  test('an automatic commit trails the position', () => {
    const now = at('scenes/09-only-movers-stop.yaml', 8000);
    const clauses = answer(now, member('billing-1'), 'ask_commit');
    expect(says(clauses, 'commit_auto').values).toMatchObject({ interval: { ms: 5000 } });
    leadsTo(now, clauses, 'commit.sent', { member: 'billing-1', by: 'auto' });
  });
});

describe('groups', () => {
  test('waits for company at first', () => {
    const now = at('test/scenarios/more-members.yaml', 2000);
    expect(says(answer(now, group('billing'), 'ask_rebalancing'), 'wait_initial').values).toMatchObject({ delay: { ms: 3000 } });
  });

  test('the last rebalance: a session ended, because a process was held up', () => {
    const now = at('scenes/07-zombie-commit.yaml', 13_500);
    const clauses = answer(now, group('billing'), 'ask_last_rebalance');
    leadsTo(now, clauses, 'rebalance.started', { reason: 'expired', member: 'billing-2' });
    leadsTo(now, clauses, 'node.paused', { node: 'billing-2' });
    expect(says(clauses, 'cost_detection').values).toMatchObject({ silent: { ms: 3280 } });
  });

  test('cooperative: two rounds, and who gave up first', () => {
    const now = at('scenes/09-only-movers-stop.yaml', 12_000);
    const clauses = answer(now, group('billing'), 'ask_rounds');
    leadsTo(now, clauses, 'partitions.revoked', { member: 'billing-1' });
    expect(says(clauses, 'rounds_count').values).toEqual({ rounds: 2 });
    expect(says(answer(now, partition('orders', 2), 'ask_owner'), 'owns_taken').values).toMatchObject({ from: ['billing-1'] });
  });

  test('its coordinator follows from the hash of its name', () => {
    const now = at('scenes/07-zombie-commit.yaml', 10_000);
    expect(says(answer(now, group('billing'), 'ask_coordinator'), 'coordinator_hash').values).toMatchObject({
      hash: -109_829_509,
      partition: 9,
    });
  });

  test('no coordinator: the broker that led its partition died', () => {
    const now = at('scenes/08-coordinator-failover.yaml', 9000);
    leadsTo(now, answer(now, group('billing'), 'ask_uncoordinated'), 'node.crashed', { node: '1' });
  });

  test('processed twice by a zombie', () => {
    const now = at('scenes/07-zombie-commit.yaml', 20_000);
    const clauses = answer(now, group('billing'), 'ask_twice');
    leadsTo(now, clauses, 'record.processed', { member: 'billing-1' });
    leadsTo(now, clauses, 'record.processed', { member: 'billing-2' });
    says(clauses, 'twice_zombie');
  });

  test('skipped: committed automatically, though it could not be processed', () => {
    const now = at('test/scenarios/auto-commit-loses.yaml', 20_000);
    const clauses = answer(now, group('billing'), 'ask_skipped');
    leadsTo(now, clauses, 'processing.failed', { offset: 2 });
    says(clauses, 'skipped_auto');
  });

  test('out of order: the log has it so, after a retry', () => {
    const now = at('scenes/05-reordered-by-retry.yaml', 12_000);
    const clauses = answer(now, group('billing'), 'ask_disordered');
    expect(says(clauses, 'order_retry').rules).toContain('P6');
    leadsTo(now, clauses, 'batch.retried', { producer: 'web-1' });
  });
});

describe('records', () => {
  test('a key goes where murmur2 says', () => {
    const now = at('scenes/07-zombie-commit.yaml', 10_000);
    const sum = says(answer(now, record('orders', 0, 0), 'ask_here'), 'here_key');
    expect(sum.values).toEqual({ key: 'user_2', hash: 1_279_321_690, positive: 1_279_321_690, count: 2, partition: 0 });
    leadsTo(now, [sum], 'record.sent', { number: 1, by: 'key' });
  });

  test('without a key the partitioner stays until a batch is full', () => {
    const now = at('test/scenarios/null-keys-4-3.yaml', 20_000);
    const held = now.model.topics.flatMap(({ name, partitions }) =>
      partitions.flatMap((it) => it.records.slice(0, 1).map(({ offset }) => record(name, it.partition, offset))),
    );
    expect(answer(now, held[0] as Thing, 'ask_here').map((it) => it.says)).toEqual(['here_sticky']);
  });

  test('accepted and not visible: the ISR is below min.insync.replicas', () => {
    const now = at('scenes/03-refused-yet-stored.yaml', 12_000);
    const clauses = answer(now, record('payments', 0, 5), 'ask_invisible');
    expect(says(clauses, 'hw_min_isr').values).toEqual({ have: 1, min: 2 });
    leadsTo(now, clauses, 'isr.changed');
  });

  test('acknowledged by the leader alone, and lost with it', () => {
    const now = at('scenes/01-acknowledged-vanishes.yaml', 14_000);
    const clauses = answer(now, partition('orders', 0), 'ask_lost');
    says(clauses, 'lost_acks_one');
    leadsTo(now, clauses, 'node.crashed', { node: '1' });
    leadsTo(now, clauses, 'leader.elected', { leader: 2 });
  });

  test('acknowledged by the whole ISR, which was one, and lost in an unclean election', () => {
    const now = at('scenes/02-unclean-election.yaml', 20_000);
    const clauses = answer(now, partition('orders', 0), 'ask_lost');
    expect(says(clauses, 'lost_isr').values).toEqual({ isr: [1] });
    says(clauses, 'lost_unclean');
    leadsTo(now, clauses, 'leader.elected', { unclean: true, leader: 2 });
  });
});
