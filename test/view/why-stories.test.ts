// Stories with a known cause: the answer must name it, and lead to the fact that was it.
import { describe, expect, test } from 'vitest';
import type { Fact, FactKind, FactOf } from '../../src/sim/index.ts';
import { parseScenario } from '../../src/sim/index.ts';
import type { Thing } from '../../src/view/geometry/thing.ts';
import { questionsOf, type Clause, type Now } from '../../src/view/why/index.ts';
import type { ClauseKey, QuestionKey } from '../../src/view/why/words.ts';
import { nowOf, scenario, start } from './support/asking.ts';

const at = (given: string, t: number): Now => {
  const run = start(given.endsWith('.yaml') ? scenario(given) : parseScenario(given));
  run.seek(t);
  return nowOf(run);
};

function answer(now: Now, thing: Thing, asks: QuestionKey): readonly Clause[] {
  const questions = questionsOf(thing, now);
  const found = questions.find((it) => it.asks === asks);
  expect(
    questions.map((it) => it.asks),
    `what one may ask of ${JSON.stringify(thing)}`,
  ).toContain(asks);
  return found?.answer() ?? [];
}

const says = (clauses: readonly Clause[], key: ClauseKey): Clause => {
  expect(clauses.map((it) => it.says)).toContain(key);
  return clauses.find((it) => it.says === key) as Clause;
};

/** The facts an answer leads to. */
const facts = (now: Now, clauses: readonly Clause[]): readonly Fact[] =>
  clauses.flatMap(({ fact }) => (fact === null ? [] : [now.facts[fact] as Fact]));
function leadsTo<K extends FactKind>(now: Now, clauses: readonly Clause[], kind: K, wanted: Partial<FactOf<K>> = {}): void {
  const found = facts(now, clauses).filter((fact) => fact.kind === kind);
  expect(
    found as readonly unknown[],
    facts(now, clauses)
      .map((it) => it.kind)
      .join(', '),
  ).toContainEqual(expect.objectContaining(wanted as object));
}

const member = (id: string, group = id.replace(/-\d+$/, '')): Thing => ({ kind: 'member', group, id });
const group = (id: string): Thing => ({ kind: 'group', id });
const partition = (topic: string, number: number): Thing => ({ kind: 'partition', topic, partition: number });
const record = (topic: string, number: number, offset: number): Thing => ({ kind: 'record', topic, partition: number, offset });

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

describe('partitions and brokers', () => {
  test('the leader moved because the one before fell silent', () => {
    const now = at('scenes/01-acknowledged-vanishes.yaml', 9000);
    const clauses = answer(now, partition('orders', 0), 'ask_leader');
    says(clauses, 'led_fenced');
    leadsTo(now, clauses, 'node.crashed', { node: '1' });
  });

  test('a dead leader is believed until its session ends', () => {
    const now = at('scenes/02-unclean-election.yaml', 14_000);
    const clauses = answer(now, partition('orders', 0), 'ask_leader_silent');
    expect(says(clauses, 'silent_until').values).toMatchObject({ until: { at: 15_040 } });
  });

  test('out of the ISR with its broker, not for lagging', () => {
    const now = at('scenes/02-unclean-election.yaml', 14_000);
    const clauses = answer(now, partition('orders', 0), 'ask_isr');
    leadsTo(now, clauses, 'node.crashed', { node: '2' });
    expect(clauses.map((it) => it.says)).not.toContain('isr_lagged');
  });

  test('out of the ISR for lagging', () => {
    const now = at('test/scenarios/slow-follower.yaml', 60_000);
    const out = now.facts.filter((fact): fact is FactOf<'isr.changed'> => fact.kind === 'isr.changed' && fact.removed.length > 0);
    expect(out.length).toBeGreaterThan(0);
    const [first] = out;
    const run = start(scenario('test/scenarios/slow-follower.yaml'));
    run.seek(first?.at ?? 0);
    const then = nowOf(run);
    const clauses = answer(then, partition(first?.topic ?? '', first?.partition ?? 0), 'ask_isr');
    says(clauses, 'isr_lagged');
    leadsTo(then, clauses, 'isr.changed');
  });

  test('the log begins later because it grew too old or too large', () => {
    const now = at('scenes/11-retention-overtakes.yaml', 30_000);
    const place = now.model.topics.flatMap(({ name, partitions }) =>
      partitions.filter((it) => it.logStartOffset > 0).map((it) => partition(name, it.partition)),
    );
    leadsTo(now, answer(now, place[0] as Thing, 'ask_log_start'), 'log.deleted');
  });

  test('offsets are missing because the cleaner took them', () => {
    const now = at('scenes/12-compaction.yaml', 40_000);
    const place = now.model.topics.flatMap(({ name, partitions }) =>
      partitions.filter((it) => it.records.length > 1).map((it) => partition(name, it.partition)),
    );
    leadsTo(now, answer(now, place[0] as Thing, 'ask_holes'), 'log.cleaned');
  });
});

describe('producers', () => {
  const producer: Thing = { kind: 'producer', id: 'web-1' };

  test('a batch waits for company', () => {
    const now = at('test/scenarios/more-members.yaml', 6000);
    const clauses = answer(now, { kind: 'batch', producer: 'web-1', topic: 'orders', partition: 1 }, 'ask_batch_waits');
    expect(says(clauses, 'batch_linger').values).toEqual({ until: { at: 6005 }, linger: { ms: 5 } });
  });

  test('send() blocks: the buffer is full, because a link is cut', () => {
    const now = at('scenes/06-buffer-full.yaml', 6000);
    const clauses = answer(now, producer, 'ask_blocked');
    expect(says(clauses, 'blocked_memory').values).toEqual({ used: 4096, total: 4096 });
    leadsTo(now, clauses, 'link.cut');
  });

  test('sent again: refused for want of replicas', () => {
    const now = at('scenes/03-refused-yet-stored.yaml', 12_000);
    const clauses = answer(now, producer, 'ask_retries');
    says(clauses, 'error_not_enough');
    leadsTo(now, clauses, 'batch.retried', { error: 'NOT_ENOUGH_REPLICAS' });
  });

  test('failed, and the cut link behind it', () => {
    const now = at('scenes/06-buffer-full.yaml', 12_000);
    leadsTo(now, answer(now, producer, 'ask_failed'), 'link.cut');
  });
});
