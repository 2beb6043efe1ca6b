import { describe, expect, it } from 'vitest';
import { profiles, type ProfileName } from '../../src/sim/config/index.ts';
import { partitionForKey, utf8 } from '../../src/sim/partitioners/index.ts';
import { BATCH_OVERHEAD, recordBytes, utf8Length } from '../../src/sim/kafka/recordSize.ts';
import { carried, producerRig, workload } from './support/producerRig.ts';

describe('recordSize', () => {
  it('a record of 100 bytes with a key of 6 takes 116 bytes, and a batch header 61', () => {
    // length 2 + attributes 1 + deltas 3 + key length 1 + key 6 + value length 2 + value 100 + headers 1
    expect(recordBytes(6, 100)).toBe(116);
    expect(BATCH_OVERHEAD).toBe(61);
  });

  it('a null key costs its length byte alone', () => {
    expect(recordBytes(null, 10)).toBe(recordBytes(0, 10));
  });

  it('counts UTF-8 as the serializer writes it', () => {
    for (const text of ['', 'user_7', 'é', '주문', '🛒', '\ud83d', '\ud83dx', 'a🛒é'])
      expect(utf8Length(text), JSON.stringify(text)).toBe(utf8(text).length);
  });
});

describe('producer: batches', () => {
  it('P1, P2: a key decides the partition, and every record of the key goes there', () => {
    const rig = producerRig({
      config: { 'linger.ms': 0 },
      produce: 'auto',
      workloads: [workload({ everyMs: 10, count: 20, keys: ['a', 'b', 'c', 'd'] })],
    });
    rig.start();
    rig.run(1000);
    const sent = rig.facts('record.sent');
    expect(sent).toHaveLength(20);
    for (const { key, partition, by } of sent) {
      expect(by).toBe('key');
      expect(partition).toBe(partitionForKey(utf8(key ?? ''), 2));
    }
  });

  it('P2: an explicit partition wins over the key', () => {
    const rig = producerRig();
    rig.start();
    const other = 1 - partitionForKey(utf8('a'), 2);
    rig.send('a', other);
    expect(rig.facts('record.sent')[0]).toMatchObject({ partition: other, by: 'explicit' });
  });

  it('P2: RoundRobinPartitioner of 4.3 deals records one by one', () => {
    const config = { 'partitioner.class': 'org.apache.kafka.clients.producer.RoundRobinPartitioner' };
    const rig = producerRig({ config });
    rig.start();
    for (let i = 0; i < 4; i++) rig.send('same key');
    expect(rig.facts('record.sent').map(({ partition }) => partition)).toEqual([0, 1, 0, 1]);
    expect(rig.facts('record.sent')[0]?.by).toBe('roundRobin');
  });

  it('P2: 2.8 without keys stays on a partition until a new batch opens, then moves', () => {
    const rig = producerRig({ profile: '2.8', config: { 'linger.ms': 10, acks: '1' }, produce: 'auto' });
    rig.start();
    const at: number[] = [];
    for (let round = 1; round <= 4; round++) {
      for (let i = 0; i < 3; i++) rig.send(null);
      at.push(
        ...new Set(
          rig
            .facts('record.sent')
            .slice(-3)
            .map(({ partition }) => partition),
        ),
      );
      rig.run(round * 20);
    }
    expect(at).toHaveLength(4); // one partition per round
    expect(at[1]).toBe(1 - (at[0] ?? 0));
    expect(at[2]).toBe(at[0]);
  });

  it('P2: the same seed sends the same records, whatever the other settings say', () => {
    const keysOf = (config: Record<string, number>) => {
      const rig = producerRig({
        config,
        produce: 'auto',
        workloads: [workload({ everyMs: 5, count: 30, keys: ['a', 'b', 'c'], pick: 'random' })],
      });
      rig.start();
      rig.run(500);
      return rig.facts('record.sent').map(({ key }) => key);
    };
    expect(keysOf({ 'linger.ms': 0 })).toEqual(keysOf({ 'linger.ms': 50 }));
    expect(new Set(keysOf({})).size).toBe(3);
  });

  it('P3: linger.ms is an upper bound: the batch leaves when it ends, with what came meanwhile', () => {
    const rig = producerRig({ config: { 'linger.ms': 20 }, workloads: [workload({ atMs: [100, 110, 119, 121], partition: 0 })] });
    rig.start();
    rig.run(119);
    expect(rig.posted).toHaveLength(0);
    rig.run(120);
    expect(rig.posted.map(carried)).toEqual([{ 'test-0': [0, 1, 2] }]);
    expect(rig.facts('batch.ready')[0]).toMatchObject({ reason: 'linger', waitedMs: 20, numbers: [0, 1, 2] });
  });

  it('P3: a full batch does not wait for linger', () => {
    const rig = producerRig({
      config: { 'linger.ms': 1000, 'batch.size': 300 },
      workloads: [workload({ everyMs: 10, count: 3, partition: 0 })],
    });
    rig.start();
    rig.run(20);
    // 61 + 109 + 109 < 300: the third record finds no room and sends the first two off
    expect(rig.posted.map(carried)).toEqual([{ 'test-0': [0, 1] }]);
    expect(rig.facts('batch.ready')[0]).toMatchObject({ reason: 'full', at: 20 });
    expect(rig.model.buffered.map(({ records }) => records.map(({ number }) => number))).toEqual([[2]]);
  });

  it('P3: a record bigger than batch.size travels alone', () => {
    const rig = producerRig({ config: { 'linger.ms': 50, 'batch.size': 300 } });
    rig.start();
    rig.send('k', 0, 'small');
    rig.send('k', 0, 'x'.repeat(1000));
    rig.send('k', 0, 'small');
    rig.run(60);
    expect(rig.posted.map(carried)).toEqual([{ 'test-0': [0] }, { 'test-0': [1] }, { 'test-0': [2] }]);
  });

  it('P3: linger.ms of 4.3 is 5, before it was 0', () => {
    const firstAt = (profile: ProfileName) => {
      const rig = producerRig({ profile, workloads: [workload({ atMs: [100] })] });
      rig.start();
      rig.run(200);
      return rig.posted[0]?.at;
    };
    expect(profiles.map(firstAt)).toEqual([100, 100, 100, 105]);
  });

  it('P5: when one partition is ready, the request takes the first batch of every partition of that broker along', () => {
    const rig = producerRig({
      topics: { test: [1, 1, 2] },
      config: { 'linger.ms': 20 },
      workloads: [workload({ atMs: [0], partition: 0 }), workload({ atMs: [15], partition: 1 }), workload({ atMs: [15], partition: 2 })],
    });
    rig.start();
    rig.run(20);
    expect(rig.posted.map(carried)).toEqual([{ 'test-0': [0], 'test-1': [1] }]);
    expect(rig.facts('batch.ready').map(({ partition, reason }) => [partition, reason])).toEqual([
      [0, 'linger'],
      [1, 'piggyback'],
    ]);
    rig.run(35);
    expect(rig.posted[1]).toMatchObject({ broker: 2 });
  });

  it('P5: a request stays within max.request.size', () => {
    const rig = producerRig({
      topics: { test: [1, 1, 1] },
      config: { 'linger.ms': 0, 'max.request.size': 400, 'max.in.flight.requests.per.connection': 1 },
    });
    rig.start();
    rig.send('k', 0);
    for (const partition of [0, 1, 2]) rig.send('k', partition, 'x'.repeat(100));
    expect(rig.posted).toHaveLength(1);
    rig.accept(rig.posted[0]!);
    expect(rig.posted[1]?.message.batches).toHaveLength(2); // 2 × 174 ≤ 400 < 3 × 174
    rig.accept(rig.posted[1]!);
    const partitions = rig.posted.slice(1).flatMap(({ message }) => message.batches.map(({ partition }) => partition));
    expect(partitions.sort()).toEqual([0, 1, 2]);
  });

  it('P5: at most max.in.flight.requests.per.connection per broker', () => {
    const rig = producerRig({ config: { 'linger.ms': 0, 'max.in.flight.requests.per.connection': 2 } });
    rig.start();
    for (let i = 0; i < 5; i++) rig.send('k', 0);
    expect(rig.posted.map(carried)).toEqual([{ 'test-0': [0] }, { 'test-0': [1] }]);
    rig.send('k', 1); // another broker has its own limit
    expect(rig.posted).toHaveLength(3);
    rig.accept(rig.posted[0]!);
    expect(carried(rig.posted[3]!)).toEqual({ 'test-0': [2, 3, 4] }); // what waited was batched meanwhile
    expect(rig.model.inFlight).toHaveLength(3);
  });

  it('P1: send() and an answer are one turn each', () => {
    const rig = producerRig({ config: { 'linger.ms': 0 } });
    rig.start();
    const before = rig.turns;
    rig.send('k', 0);
    rig.accept(rig.posted[0]!);
    rig.run(100);
    expect(rig.turns - before).toBe(2);
  });
});
