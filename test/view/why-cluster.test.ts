// Stories with a known cause: the answer must name it, and lead to the fact that was it. Partitions, brokers, producers.
import { describe, expect, test } from 'vitest';
import type { FactOf } from '../../src/sim/index.ts';
import type { Thing } from '../../src/view/geometry/thing.ts';
import { stageWords } from '../../src/view/marks/words.ts';
import { questionsOf } from '../../src/view/why/index.ts';
import { nowOf, scenario, start } from './support/asking.ts';
import { answer, at, leadsTo, partition, record, says } from './support/stories.ts';

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

describe('a lone broker that crashed', () => {
  const text = 'test/scenarios/hw-checkpoint.yaml';
  const offset = (t: number) => at(text, t).model.topics[0]?.partitions[0]?.highWatermark ?? -1;

  test.each([12_000, 19_500])('shows the high watermark it had written down, and says so, at %i ms', (t) => {
    const now = at(text, t);
    const before = offset(9849);
    expect(offset(t)).toBeLessThan(before);
    const clauses = answer(now, partition('orders', 0), 'ask_hw');
    expect(says(clauses, 'hw_restored').values).toEqual({ broker: { node: '1' }, hw: offset(t), before });
    says(clauses, 'hw_kept');
    leadsTo(now, clauses, 'node.crashed', { node: '1' });
    says(answer(now, record('orders', 0, before - 1), 'ask_invisible'), 'hw_restored');
  });

  test('has nothing to explain once it leads again', () => {
    expect(offset(26_000)).toBe(49);
    expect(questionsOf(partition('orders', 0), at(text, 26_000)).map(({ asks }) => asks)).not.toContain('ask_hw');
  });

  test('does not call records replicating that have no other replica to go to', () => {
    const { pending } = stageWords();
    expect(pending({ leader: 1, replicas: [1] })).toBe('아직 읽을 수 없음');
    expect(pending({ leader: null, replicas: [1, 2] })).toBe('아직 읽을 수 없음');
    expect(pending({ leader: 1, replicas: [1, 2] })).toBe('복제 중');
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
