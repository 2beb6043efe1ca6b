// T3: topics end and change while clients use them, in whole worlds.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/sim/index.ts';
import { partition, told, watched } from './support/watched.ts';

/** Clients that go on asking for a deleted topic would create it again (T4). */
const cluster = (more = '') => `cluster: { config: { auto.create.topics.enable: false, ${more} } }
`;
const layout = `
brokers: 3
topics:
  orders: { partitions: 2, replicationFactor: 2 }
  audit: { partitions: 1, replicationFactor: 3 }
`;
const topics = layout + cluster();
const script = (...commands: readonly (Command & { readonly at: number })[]) => `script: ${JSON.stringify(commands)}\n`;
const producer = (more = '', config = '') => `
producers:
  web: { config: { linger.ms: 0, ${config} }, workload: { topic: orders, everyMs: 100, ${more} } }
`;
const names = (run: ReturnType<typeof watched>) => run.read().topics.map(({ name }) => name);

describe('deleting a topic', () => {
  test('T3: it is gone from the cluster, and others stay', () => {
    const run = watched(topics + script({ at: 1000, do: 'deleteTopic', topic: 'orders' }));
    run.runUntil(5000);
    expect(names(run)).toEqual(['audit']);
    expect(told(run, 'topic.deleted')).toMatchObject([{ topic: 'orders' }]);
  });

  test('T3: a producer hears UNKNOWN_TOPIC_OR_PARTITION, keeps trying, and gives up after delivery.timeout.ms; send() after max.block.ms', () => {
    const config = 'delivery.timeout.ms: 10s, request.timeout.ms: 5s, max.block.ms: 4s';
    const run = watched(topics + producer('stopAt: 6s', config) + script({ at: 3000, do: 'deleteTopic', topic: 'orders' }));
    run.runUntil(40_000);
    const { ledger, producers } = run.read();
    expect(told(run, 'batch.retried').some(({ error }) => error === 'UNKNOWN_TOPIC_OR_PARTITION')).toBe(true);
    expect(told(run, 'batch.failed').map(({ error }) => error)).toContain('TimeoutException');
    expect(told(run, 'record.rejected').map(({ error }) => error)).toContain('TimeoutException');
    expect(ledger.lost).toBe(0);
    expect(producers[0]?.buffered).toEqual([]);
  });

  test('T3: whoever waits for replicas of it is answered at once', () => {
    const slow = [
      { at: 1000, do: 'cut', between: [1, 2] },
      { at: 1500, do: 'send', producer: 'web', topic: 'orders', partition: 0, value: 'x' },
      { at: 2000, do: 'deleteTopic', topic: 'orders' },
    ];
    const run = watched(topics + 'producers: { web: { config: { linger.ms: 0 } } }\n' + script(...slow));
    run.runUntil(2500);
    expect(told(run, 'produce.refused')).toMatchObject([{ error: 'UNKNOWN_TOPIC_OR_PARTITION', broker: 1 }]);
  });

  test('T3, G11: a group notices, rebalances, and goes on with the topics that are left', () => {
    const group = `
groups: { billing: { topics: [orders, audit], config: { auto.offset.reset: earliest }, members: [m1, m2], app: { perRecordMs: 0 } } }
`;
    const run = watched(topics + group + script({ at: 8000, do: 'deleteTopic', topic: 'orders' }));
    run.runUntil(7000);
    const owned = () => run.read().groups[0]?.members.flatMap(({ assignment }) => Object.keys(assignment));
    expect(owned()).toContain('orders');
    run.runUntil(30_000);
    expect(owned()).toEqual(['audit']);
    expect(told(run, 'consumer.failed')).toEqual([]);
  });

  test('T3: a topic of the same name is another one: it begins at 0, and its producer and group begin with it', () => {
    const group = `
groups: { billing: { topics: [orders], config: { auto.offset.reset: earliest }, members: [m1], app: { perRecordMs: 0 } } }
`;
    const run = watched(
      topics +
        group +
        producer('stopAt: 60s', 'max.block.ms: 60s') +
        script(
          { at: 5000, do: 'deleteTopic', topic: 'orders' },
          { at: 8000, do: 'createTopic', topic: 'orders', partitions: 1, replicas: [[2, 3]] },
        ),
    );
    run.runUntil(5000);
    const before = partition(run).logEndOffset + partition(run, 'orders', 1).logEndOffset;
    expect(before).toBeGreaterThan(20);
    run.runUntil(60_000);
    const after = partition(run);
    expect(after).toMatchObject({ leader: 2, logStartOffset: 0 });
    expect(after.records[0]?.offset).toBe(0);
    expect(after.logEndOffset).toBeGreaterThan(20);
    const read = told(run, 'record.processed').filter(({ at }) => at > 8000);
    expect(read.map(({ offset }) => offset)).toEqual(after.records.map(({ offset }) => offset));
  });

  test('T3, O1: what was committed for it goes with it, also for the next coordinator', () => {
    const group = `
groups: { billing: { topics: [orders], config: { auto.offset.reset: earliest }, members: [m1], app: { perRecordMs: 0 } } }
`;
    const run = watched(
      topics +
        group +
        producer('stopAt: 5s, partition: 0') +
        script(
          { at: 9000, do: 'close', target: 'm1' },
          { at: 10_000, do: 'deleteTopic', topic: 'orders' },
          { at: 11_000, do: 'createTopic', topic: 'orders', partitions: 1, replicationFactor: 3 },
        ),
    );
    run.runUntil(9900);
    const { coordinator, offsets } = run.read().groups[0] ?? {};
    expect(offsets?.[0]).toMatchObject({ partition: 0, committed: 50 });
    run.runUntil(12_000);
    expect(run.read().groups[0]?.offsets).toMatchObject([{ partition: 0, committed: null }]);
    run.dispatch({ do: 'crash', target: coordinator });
    run.runUntil(40_000);
    expect(run.read().groups[0]?.coordinator).not.toBe(coordinator);
    expect(run.read().groups[0]?.offsets).toMatchObject([{ partition: 0, committed: null }]);
  });

  test('T3: a broker that was away when a topic was deleted forgets its log before it has to do with the next one', () => {
    const run = watched(
      topics +
        producer('stopAt: 3s') +
        script(
          { at: 3500, do: 'crash', target: 2 },
          { at: 14_000, do: 'deleteTopic', topic: 'orders' },
          {
            at: 15_000,
            do: 'createTopic',
            topic: 'orders',
            replicas: [
              [1, 2],
              [2, 1],
            ],
          },
          { at: 20_000, do: 'restart', target: 2 },
          { at: 40_000, do: 'send', producer: 'web', topic: 'orders', partition: 0, value: 'first' },
        ),
    );
    run.runUntil(60_000);
    expect(partition(run).copies).toMatchObject([
      { broker: 1, logEndOffset: 1 },
      { broker: 2, logEndOffset: 1, inSync: true },
    ]);
  });

  test('T3, T4: where topics come by themselves, a client that still asks for it brings it back, empty', () => {
    const by = 'cluster: { config: { num.partitions: 2 } }\n';
    const run = watched(layout + by + producer() + script({ at: 5000, do: 'deleteTopic', topic: 'orders' }));
    run.runUntil(10_000);
    const [again] = told(run, 'topic.created').filter(({ at }) => at > 5000);
    const written = told(run, 'batch.appended')
      .filter(({ at }) => at > (again?.at ?? Infinity))
      .reduce((sum, { numbers }) => sum + numbers.length, 0);
    expect(written).toBeGreaterThan(30);
    expect(partition(run).logEndOffset + partition(run, 'orders', 1).logEndOffset).toBe(written);
  });

  test('T3: with delete.topic.enable=false nothing is deleted', () => {
    const run = watched(layout + cluster('delete.topic.enable: false') + script({ at: 1000, do: 'deleteTopic', topic: 'orders' }));
    run.runUntil(2000);
    expect(names(run)).toEqual(['orders', 'audit']);
    expect(told(run, 'command.refused')).toMatchObject([{ error: 'TOPIC_DELETION_DISABLED' }]);
  });
});

describe('altering settings', () => {
  const alter = (at: number, config: Readonly<Record<string, unknown>>, topic = 'orders') => ({ at, do: 'alterConfig', topic, config });

  test('T3, R5: a lower min.insync.replicas lets writes in that were refused, a higher one keeps them out', () => {
    const strict = topics.replace('replicationFactor: 2 }', 'replicationFactor: 2, config: { min.insync.replicas: 2 } }');
    const run = watched(
      strict +
        producer('startAt: 12s, stopAt: 30s, partition: 0', 'delivery.timeout.ms: 35s') +
        script(
          { at: 1000, do: 'crash', target: 2 },
          alter(20_000, { 'min.insync.replicas': 1 }),
          alter(25_000, { 'min.insync.replicas': 2 }),
        ),
    );
    run.runUntil(28_000);
    const refused = told(run, 'produce.refused').filter(({ error }) => error === 'NOT_ENOUGH_REPLICAS');
    expect(refused.some(({ at }) => at < 20_000)).toBe(true);
    expect(refused.some(({ at }) => at > 20_500 && at < 25_000)).toBe(false);
    expect(refused.some(({ at }) => at > 25_500)).toBe(true);
    expect(told(run, 'batch.appended').some(({ at }) => at > 20_000 && at < 25_000)).toBe(true);
  });

  test('T3, D3: unclean.leader.election.enable turned on elects a leader at once where there is none', () => {
    const run = watched(
      topics +
        'producers: { web: { config: { acks: 1, linger.ms: 0 }, workload: { topic: orders, partition: 0, everyMs: 100, stopAt: 3s } } }\n' +
        script(
          { at: 1000, do: 'cut', between: [1, 2] },
          { at: 15_000, do: 'crash', target: 2 },
          { at: 27_000, do: 'crash', target: 1 },
          { at: 40_000, do: 'restart', target: 2 },
          alter(60_000, { 'unclean.leader.election.enable': true }),
        ),
      '3.9',
    );
    run.runUntil(59_000);
    const before = partition(run);
    run.runUntil(61_000);
    expect(before.leader).toBeNull();
    expect(partition(run)).toMatchObject({ leader: 2, isr: [2] });
    expect(told(run, 'leader.elected').at(-1)).toMatchObject({ unclean: true, leader: 2 });
  });

  test('T3, R2: the HW that stood still for min.insync.replicas moves when that is lowered, and its writers are answered', () => {
    const strict = topics.replace('replicationFactor: 2 }', 'replicationFactor: 2, config: { min.insync.replicas: 2 } }');
    const run = watched(
      strict +
        'producers: { web: { config: { linger.ms: 0 } } }\n' +
        script(
          { at: 1000, do: 'crash', target: 2 },
          { at: 1500, do: 'send', producer: 'web', topic: 'orders', partition: 0, value: 'x' },
          alter(15_000, { 'min.insync.replicas': 1 }),
        ),
    );
    run.runUntil(15_000);
    expect(partition(run)).toMatchObject({ isr: [1], highWatermark: 0, logEndOffset: 1 });
    run.runUntil(15_100);
    expect(partition(run).highWatermark).toBe(1);
    expect(run.read().ledger.acknowledged).toBe(1);
  });

  test('T3, L3: retention.ms set while it runs deletes at the next check', () => {
    const run = watched(
      layout +
        cluster('log.initial.task.delay.ms: 1s, log.retention.check.interval.ms: 1s') +
        producer('stopAt: 5s') +
        script(alter(10_000, { 'retention.ms': 1000 })),
    );
    run.runUntil(10_000);
    expect(told(run, 'log.deleted')).toEqual([]);
    run.runUntil(12_000);
    expect(partition(run).logStartOffset).toBe(partition(run).logEndOffset);
    expect(told(run, 'config.altered')).toMatchObject([{ topic: 'orders', config: { 'retention.ms': 1000 }, removed: [] }]);
  });

  test('T3: null gives a setting back to the broker', () => {
    const run = watched(
      topics +
        'producers: { web: { config: { linger.ms: 0, enable.idempotence: false, retries: 0 } } }\n' +
        script(
          alter(1000, { 'max.message.bytes': 100 }),
          { at: 2000, do: 'send', producer: 'web', topic: 'orders', value: 'x'.repeat(200) },
          alter(3000, { 'max.message.bytes': null }),
          { at: 4000, do: 'send', producer: 'web', topic: 'orders', value: 'x'.repeat(200) },
        ),
    );
    run.runUntil(6000);
    expect(told(run, 'produce.refused')).toMatchObject([{ error: 'MESSAGE_TOO_LARGE' }]);
    expect(run.read().ledger).toMatchObject({ produced: 2, acknowledged: 1, failed: 1 });
  });

  test('P4: a batch larger than a segment is refused: RECORD_LIST_TOO_LARGE', () => {
    const small = topics.replace('replicationFactor: 2 }', 'replicationFactor: 2, config: { segment.bytes: 100 } }');
    const run = watched(
      small + 'producers: { web: {} }\n' + script({ at: 1000, do: 'send', producer: 'web', topic: 'orders', value: 'x'.repeat(200) }),
    );
    run.runUntil(3000);
    expect(told(run, 'produce.refused')).toMatchObject([{ error: 'RECORD_LIST_TOO_LARGE' }]);
    expect(run.read().ledger).toMatchObject({ failed: 1 });
  });
});

describe('names of errors', () => {
  const known = new Set(
    (JSON.parse(readFileSync(new URL('../golden/vectors/config/errors.json', import.meta.url), 'utf8')) as { name: string }[]).map(
      ({ name }) => name,
    ),
  );

  test.each([
    [{ do: 'createTopic', topic: 'orders' }, 'TOPIC_ALREADY_EXISTS'],
    [{ do: 'createTopic', topic: '..' }, 'INVALID_TOPIC_EXCEPTION'],
    [{ do: 'createTopic', topic: 'new', partitions: 0 }, 'INVALID_PARTITIONS'],
    [{ do: 'createTopic', topic: 'new', replicationFactor: 4 }, 'INVALID_REPLICATION_FACTOR'],
    [{ do: 'createTopic', topic: 'new', replicas: [[1, 1]] }, 'INVALID_REPLICA_ASSIGNMENT'],
    [{ do: 'addPartitions', topic: 'orders', partitions: 1 }, 'INVALID_PARTITIONS'],
    [{ do: 'addPartitions', topic: 'none', partitions: 1 }, 'UNKNOWN_TOPIC_OR_PARTITION'],
    [{ do: 'deleteTopic', topic: 'none' }, 'UNKNOWN_TOPIC_OR_PARTITION'],
    [{ do: 'alterConfig', topic: 'none', config: {} }, 'UNKNOWN_TOPIC_OR_PARTITION'],
    [{ do: 'alterConfig', topic: 'orders', config: { 'retention.ms': -5 } }, 'INVALID_CONFIG'],
    [{ do: 'alterConfig', topic: 'orders', config: { 'retension.ms': 5 } }, 'INVALID_CONFIG'],
  ])("T1, T2, T3: %j is refused with Kafka's %s", (command, code) => {
    const run = watched(topics);
    run.runUntil(1000);
    expect(run.check(command)).toMatchObject([{ code }]);
    expect(known).toContain(code);
  });
});
