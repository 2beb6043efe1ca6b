// L3: logs get shorter from the front, in whole worlds.
import { describe, expect, test } from 'vitest';
import { offsetsOf, partition, told, watched } from './support/watched.ts';

/** Ten records of 200 bytes a second, in batches of their own, for ten seconds; segments of about ten. */
const scene = (config: string, more = '', rounds = 'log.initial.task.delay.ms: 5s, log.retention.check.interval.ms: 5s') => `
brokers: 3
cluster: { config: { ${rounds} } }
topics: { orders: { partitions: 1, replicationFactor: 3, config: { segment.bytes: 2800, ${config} } } }
producers:
  web: { config: { linger.ms: 0, batch.size: 300 }, workload: { topic: orders, everyMs: 100, count: 100, value: { bytes: 200 } } }
${more}`;

describe('deleting by segments', () => {
  test('L3: segments older than retention.ms go at the next check, whole ones only, in every copy', () => {
    const run = watched(scene('retention.ms: 4s'));
    run.runUntil(9900);
    const before = partition(run);
    // The check at 5 s meets records younger than 1 s … 5 s: nothing is older than 4 s but the first segment or none.
    const [first] = told(run, 'log.deleted');
    expect(first).toMatchObject({ by: 'time', from: 0, broker: 1 });
    run.runUntil(10_500);
    const after = partition(run);
    expect(after.logStartOffset).toBeGreaterThan(before.logStartOffset);
    const rolls = told(run, 'log.rolled').map(({ baseOffset }) => baseOffset);
    expect(rolls).toContain(after.logStartOffset);
    // Younger than 4 s at 10 s: sent after 6 s. The segment of that record is there from its beginning.
    expect(after.logStartOffset).toBeLessThanOrEqual(60);
    expect(after.logStartOffset).toBeGreaterThan(45);
    expect(offsetsOf(after)[0]).toBe(after.logStartOffset);
    expect(after.copies.map(({ logStartOffset }) => logStartOffset)).toEqual(Array(3).fill(after.logStartOffset));
  });

  test('L3: an active segment that is too old is rolled and deleted, too: the log ends empty where it went on', () => {
    const run = watched(scene('retention.ms: 4s'));
    run.runUntil(30_000);
    expect(partition(run)).toMatchObject({ logStartOffset: 100, highWatermark: 100, logEndOffset: 100, records: [] });
    expect(partition(run).copies.every(({ logStartOffset, logEndOffset }) => logStartOffset === 100 && logEndOffset === 100)).toBe(true);
  });

  test('L3: retention.bytes keeps at least that much', () => {
    const run = watched(scene('retention.bytes: 6000'));
    run.runUntil(30_000);
    const { records, logStartOffset } = partition(run);
    const bytes = records.length * 275;
    expect(told(run, 'log.deleted')[0]).toMatchObject({ by: 'size' });
    expect(logStartOffset).toBeGreaterThan(0);
    expect(bytes).toBeGreaterThanOrEqual(6000);
    expect(bytes).toBeLessThan(6000 + 2800 + 300);
  });

  test('L3: what is not replicated stays, however old it is', () => {
    const cut = 'script: [{ at: 1s, do: cut, between: [1, [2, 3]] }]';
    const run = watched(scene('retention.ms: 1s, min.insync.replicas: 3', cut));
    run.runUntil(8000);
    const { highWatermark, logStartOffset, logEndOffset } = partition(run);
    expect(logEndOffset).toBeGreaterThan(highWatermark);
    expect(logStartOffset).toBeLessThanOrEqual(highWatermark);
  });

  test('L3: a segment is closed when its first record is segment.ms old', () => {
    const run = watched(`
topics: { orders: { partitions: 1, config: { segment.ms: 1s } } }
producers: { web: { config: { linger.ms: 0 }, workload: { topic: orders, everyMs: 300, count: 10 } } }`);
    run.runUntil(5000);
    expect(told(run, 'log.rolled').map(({ baseOffset }) => baseOffset)).toEqual([4, 8]);
  });

  test('L3: with the defaults nothing is looked for: a week is longer than any scene', () => {
    const quiet = watched(scene('', '', ''));
    const never = watched(scene('retention.ms: -1', '', ''));
    quiet.runUntil(120_000);
    never.runUntil(120_000);
    expect(quiet.turns.all).toBe(never.turns.all);
    expect(told(quiet, 'log.deleted')).toEqual([]);
  });
});

describe('who stands below the beginning', () => {
  const group = (reset: string) => `
groups:
  late: { config: { auto.offset.reset: ${reset} }, topics: [orders], members: [late-1], app: { perRecordMs: 0 } }
script:
  - { at: 5s, do: pause, target: late-1 }
  - { at: 25s, do: resume, target: late-1 }
  - { at: 26s, do: send, producer: web, topic: orders, value: last }`;

  test('L3, F2: a consumer below the log start is out of range, and auto.offset.reset earliest takes it to the beginning', () => {
    const run = watched(scene('retention.ms: 3s', group('earliest')));
    run.runUntil(60_000);
    const resets = told(run, 'position.set').filter(({ at, member }) => at > 25_000 && member === 'late-1');
    expect(resets[0]).toMatchObject({ by: 'earliest', offset: 100 });
    expect(run.read().groups[0]?.members[0]?.position['orders']?.[0]).toBe(101);
  });

  test('L3, F2: auto.offset.reset none ends in OffsetOutOfRangeException', () => {
    const run = watched(
      scene(
        'retention.ms: 3s',
        `
groups:
  late: { config: { auto.offset.reset: earliest }, topics: [orders], members: [late-1] }
script:
  - { at: 6s, do: removeMember, member: late-1 }
  - { at: 25s, do: addMember, group: late, id: late-2, config: { auto.offset.reset: none } }`,
      ),
    );
    run.runUntil(40_000);
    expect(told(run, 'consumer.failed')).toMatchObject([{ member: 'late-2', error: 'OffsetOutOfRangeException' }]);
  });

  test('L3: a follower that was away begins where the leader begins', () => {
    const away =
      'script: [{ at: 1s, do: crash, target: 3 }, { at: 22s, do: restart, target: 3 }, { at: 40s, do: send, producer: web, topic: orders, value: last }]';
    const run = watched(scene('retention.ms: 3s', away));
    run.runUntil(60_000);
    const { copies, isr } = partition(run);
    expect(told(run, 'log.deleted').some(({ broker, by }) => broker === 3 && by === 'leader')).toBe(true);
    expect(isr).toContain(3);
    expect(new Set(copies.map(({ logEndOffset }) => logEndOffset))).toEqual(new Set([101]));
  });

  test('L3, R4: a new leader goes on from where its log begins, and the old one comes back without cutting anything', () => {
    const change = 'script: [{ at: 8s, do: crash, target: 1 }, { at: 25s, do: restart, target: 1 }]';
    const run = watched(scene('retention.ms: 3s', change));
    run.runUntil(60_000);
    const { leader, isr, copies, logStartOffset, logEndOffset } = partition(run);
    expect([leader, isr.toSorted()]).toEqual([2, [1, 2, 3]]);
    expect(told(run, 'replica.truncated')).toEqual([]);
    expect([logStartOffset, logEndOffset]).toEqual([100, 100]);
    expect(copies.map((copy) => [copy.logStartOffset, copy.logEndOffset])).toEqual(Array(3).fill([100, 100]));
  });
});
