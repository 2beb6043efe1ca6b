// L4: compacted topics in whole worlds.
import { describe, expect, test } from 'vitest';
import { offsetsOf, partition, told, watched } from './support/watched.ts';

/** Three keys in turn, ten records a second, each in a batch of its own; segments of about ten records; rounds every 2 s. */
const scene = (config = '', more = '', cluster = '') => `
brokers: 3
cluster: { config: { log.cleaner.backoff.ms: 2s, ${cluster} } }
topics: { state: { partitions: 1, replicationFactor: 3, config: { cleanup.policy: compact, segment.bytes: 1800, ${config} } } }
producers:
  web:
    config: { linger.ms: 0, batch.size: 100 }
    workload: { topic: state, everyMs: 100, count: 50, keys: [a, b, c] }
${more}`;

const keysOf = (run: ReturnType<typeof watched>) => partition(run, 'state').records.map(({ key }) => key);

describe('compaction', () => {
  test('L4: of each key the closed part keeps the last record; offsets stay, the ends of the log too', () => {
    const run = watched(scene());
    run.runUntil(20_000);
    const { records, logStartOffset, logEndOffset, copies } = partition(run, 'state');
    const [first] = told(run, 'log.cleaned');
    expect(first).toMatchObject({ broker: 1, from: 0 });
    expect([logStartOffset, logEndOffset]).toEqual([0, 50]);
    const active = told(run, 'log.rolled').findLast(({ broker }) => broker === 1)?.baseOffset ?? 0;
    const closed = records.filter(({ offset }) => offset < active);
    expect(closed.map(({ key }) => key).toSorted()).toEqual(['a', 'b', 'c']);
    expect(closed.map(({ offset }) => offset)).toEqual([active - 3, active - 2, active - 1]);
    expect(copies.map(({ logEndOffset: end }) => end)).toEqual([50, 50, 50]);
    // A key's last value is what it was.
    for (const [i, key] of ['a', 'b', 'c'].entries()) {
      const last = records.findLast((record) => record.key === key);
      expect(last?.offset).toBe([48, 49, 47][i]);
    }
  });

  test('L4: the cleaner waits until more than min.cleanable.dirty.ratio of the closed part is dirty', () => {
    const rounds = (ratio: number) => {
      const run = watched(scene(`min.cleanable.dirty.ratio: ${ratio}`));
      run.runUntil(20_000);
      return told(run, 'log.cleaned').filter(({ broker }) => broker === 1).length;
    };
    expect(rounds(0.01)).toBeGreaterThan(rounds(0.8));
    expect(rounds(1)).toBe(0);
  });

  test('L4: a tombstone removes its key once delete.retention.ms has passed and the cleaner comes again', () => {
    const later = `
script:
  - { at: 6s, do: send, producer: web, topic: state, key: a, value: null }
  - { at: 15s, do: addProducer, id: more, workload: { topic: state, everyMs: 100, count: 20, keys: [x] }, config: { linger.ms: 0, batch.size: 100 } }
  - { at: 30s, do: addProducer, id: again, workload: { topic: state, everyMs: 100, count: 50, keys: [x] }, config: { linger.ms: 0, batch.size: 100 } }`;
    const run = watched(scene('delete.retention.ms: 10s, min.cleanable.dirty.ratio: 0.01', later));
    run.runUntil(20_000);
    const tombstone = partition(run, 'state').records.filter(({ key }) => key === 'a');
    expect(tombstone).toMatchObject([{ offset: 50, value: null }]);
    run.runUntil(50_000);
    expect(keysOf(run)).not.toContain('a');
    expect(keysOf(run)).toContain('b');
  });

  test('L4: a workload of tombstones empties what is closed', () => {
    const run = watched(`
cluster: { config: { log.cleaner.backoff.ms: 1s } }
topics: { state: { partitions: 1, config: { cleanup.policy: compact, segment.bytes: 700, delete.retention.ms: 0, min.cleanable.dirty.ratio: 0 } } }
producers:
  web:
    config: { linger.ms: 0, batch.size: 100 }
    workload: { topic: state, everyMs: 100, count: 60, keys: [a, b], value: null }`);
    run.runUntil(20_000);
    expect(partition(run, 'state').records.every(({ value }) => value === null)).toBe(true);
    expect(partition(run, 'state').records.length).toBeLessThan(20);
  });

  test('L4: a group reads across the holes to the end, and skips nothing that was there', () => {
    const group = `
groups:
  late: { config: { auto.offset.reset: earliest }, topics: [state], members: [{ id: late-1, joinAt: 15s }], app: { perRecordMs: 0 } }`;
    const run = watched(scene('', group));
    run.runUntil(15_000);
    const there = offsetsOf(partition(run, 'state'));
    run.runUntil(40_000);
    expect(told(run, 'record.processed').map(({ offset }) => offset)).toEqual(there);
    expect(run.read().groups[0]?.offsets[0]).toMatchObject({ committed: 50, lag: 0 });
    expect(run.read().ledger.groups['late']).toMatchObject({ duplicates: 0, skipped: 0 });
  });

  test('L4: a follower that was away copies what is left, holes and all, and may lead with it', () => {
    const away = `
script:
  - { at: 500ms, do: crash, target: 3 }
  - { at: 20s, do: restart, target: 3 }
  - { at: 40s, do: crash, target: 1 }
  - { at: 41s, do: crash, target: 2 }`;
    const run = watched(scene('', away));
    run.runUntil(39_000);
    const before = partition(run, 'state');
    expect(before.isr).toContain(3);
    run.runUntil(60_000);
    expect(partition(run, 'state').leader).toBe(3);
    const last = (records: typeof before.records) => new Map(records.map(({ key, offset }) => [key, offset]));
    expect(last(partition(run, 'state').records)).toEqual(last(before.records));
  });

  test('L4: compact,delete does both', () => {
    const run = watched(
      scene(
        'retention.ms: 3s, min.cleanable.dirty.ratio: 0.01',
        '',
        'log.initial.task.delay.ms: 4s, log.retention.check.interval.ms: 4s',
      ).replace('cleanup.policy: compact', 'cleanup.policy: [compact, delete]'),
    );
    run.runUntil(4500);
    expect(told(run, 'log.cleaned').length).toBeGreaterThan(0);
    run.runUntil(20_000);
    expect(partition(run, 'state')).toMatchObject({ logStartOffset: 50, logEndOffset: 50, records: [] });
  });

  test('L4: a record without a key is refused: INVALID_RECORD', () => {
    const run = watched(scene('', 'script: [{ at: 6s, do: send, producer: web, topic: state, value: x }]'));
    run.runUntil(10_000);
    expect(told(run, 'produce.refused')).toMatchObject([{ error: 'INVALID_RECORD' }]);
    expect(partition(run, 'state').logEndOffset).toBe(50);
  });
});
