import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  explainKey,
  freshState,
  murmur2,
  partitionerFor,
  partitionerNamed,
  partitionForKey,
  partitioners,
  toPositive,
  utf8,
} from '../../src/sim/partitioners';
import type { Partitioner } from '../../src/sim/partitioners';

const topics = fc
  .integer({ min: 1, max: 8 })
  .chain((partitions) =>
    fc.record({ partitions: fc.constant(partitions), available: fc.subarray(Array.from({ length: partitions }, (_, n) => n)) }),
  );
const draws = fc.nat(0x7fffffff);

function named(name: Partitioner['name']): Partitioner {
  const found = partitionerNamed(name);
  if (!found) throw new Error(`no partitioner ${name}`);
  return found;
}

/** Sends `count` records of ten bytes without a key; every batch holds `perBatch` of them. Luck is 0, 1, 2, … */
function send(partitioner: Partitioner, available: readonly number[], count: number, perBatch: number): number[] {
  const topic = { partitions: 4, available };
  const batches = new Map<number, number>();
  const sent: number[] = [];
  let state = freshState;
  for (let n = 0; n < count; n++) {
    let choice = partitioner.choose(state, topic, n);
    state = choice.state;
    const opensBatch = (batches.get(choice.partition) ?? 0) % perBatch === 0;
    if (opensBatch && partitioner.asksAgainOnNewBatch && batches.size > 0) {
      choice = partitioner.choose(partitioner.onNewBatch(state, topic, choice.partition, n), topic, n);
      state = choice.state;
    }
    const records = (batches.get(choice.partition) ?? 0) + 1;
    batches.set(choice.partition, records);
    const appended = { bytes: 10, batchSize: 10 * perBatch, queueFull: records % perBatch === 0 };
    state = partitioner.onAppended(state, appended, topic, n).state;
    sent.push(choice.partition);
  }
  return sent;
}

describe.each(partitioners)('the partitioner $name', (partitioner) => {
  it('P2: chooses a partition there is, with a leader where it heeds leaders and any has one', () => {
    fc.assert(
      fc.property(topics, fc.array(draws, { minLength: 1, maxLength: 30 }), (topic, luck) => {
        let state = freshState;
        for (const draw of luck) {
          const choice = partitioner.choose(state, topic, draw);
          if (topic.available.length > 0 && partitioner.heedsLeaders) expect(topic.available).toContain(choice.partition);
          expect(choice.partition).toBeGreaterThanOrEqual(0);
          expect(choice.partition).toBeLessThan(topic.partitions);
          state = partitioner.onNewBatch(choice.state, topic, choice.partition, draw);
          state = partitioner.onAppended(state, { bytes: 7, batchSize: 10, queueFull: draw % 2 === 0 }, topic, draw).state;
        }
      }),
    );
  });

  it('P2, N1: keeps its state as plain data and changes none it was given', () => {
    fc.assert(
      fc.property(topics, draws, (topic, draw) => {
        const given = Object.freeze({ ...freshState });
        const { state } = partitioner.choose(given, topic, draw);
        expect(structuredClone(state)).toEqual(state);
        expect(partitioner.choose(given, topic, draw).state).toEqual(state);
      }),
    );
  });
});

describe('P2: a key decides its partition', () => {
  it('P2: explains the arithmetic from the hash to the partition', () => {
    const { hash, positive, partition } = explainKey('user_7', 6);
    expect(hash).toBe(murmur2(utf8('user_7')));
    expect(positive).toBe(toPositive(hash));
    expect(partition).toBe(positive % 6);
    expect(partition).toBe(partitionForKey(utf8('user_7'), 6));
  });

  it('P2: toPositive drops the sign bit and is not abs()', () => {
    expect(toPositive(-1)).toBe(2147483647);
    expect(toPositive(-2147483648)).toBe(0);
    expect(toPositive(5)).toBe(5);
  });

  it('P2: text becomes the bytes every other UTF-8 encoder gives', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8(text)).toEqual(new Uint8Array(Buffer.from(text, 'utf8')));
      }),
    );
    expect(utf8('\ud800')).toEqual(utf8('?'));
  });

  it('P2: RoundRobinPartitioner does not look at keys, and people write their own', () => {
    const names = (by: string) => partitioners.filter((it) => !it.hashesKeys && it.by === by).map(({ name }) => name);
    expect(names('roundRobin')).toEqual(['round-robin', 'round-robin-skipping']);
    expect(names('custom')).toEqual(['key-length', 'first-partition', 'hash-mod', 'process-hash', 'crc32']);
  });
});

describe('P2: records without a key', () => {
  it('P2: ≥ 3.3 stays until batch.size bytes were appended and its batch is full', () => {
    expect(send(named('default'), [0, 1, 2, 3], 8, 4)).toEqual([0, 0, 0, 0, 3, 3, 3, 3]);
  });

  it('P2: ≥ 3.3 leaves a half-filled batch behind only after twice batch.size', () => {
    const topic = { partitions: 4, available: [0, 1, 2, 3] };
    const partitioner = named('default');
    let { state } = partitioner.choose(freshState, topic, 0);
    const halfFilled = { bytes: 10, batchSize: 10, queueFull: false };
    ({ state } = partitioner.onAppended(state, halfFilled, topic, 1));
    expect(state.current).toBe(0);
    ({ state } = partitioner.onAppended(state, halfFilled, topic, 1));
    expect(state.current).toBe(1);
  });

  it('P2: ≥ 3.3 draws a partition with a short queue more often', () => {
    const topic = { partitions: 3, available: [0, 1, 2] };
    const partitioner = named('default');
    const state = partitioner.onQueueLengths(freshState, { partitions: [0, 1, 2], lengths: [0, 3, 1] });
    const chosen = Array.from({ length: 8 }, (_, draw) => partitioner.choose(state, topic, draw).partition);
    expect(chosen).toEqual([0, 0, 0, 0, 1, 2, 2, 2]);
    expect(partitioner.onQueueLengths(state, null).load).toBeNull();
  });

  it('P2: 2.4–3.2 moves to another partition whenever a batch opens', () => {
    const sent = send(named('sticky-per-batch'), [0, 1, 2, 3], 12, 3);
    expect(sent.slice(0, 3)).toEqual([0, 0, 0]);
    const moves = sent.filter((partition, n) => n > 0 && partition !== sent[n - 1]).length;
    expect(moves).toBe(3);
  });

  it('P2: 2.4–3.2 stays when there is nowhere else to go, and when a keyed record opened a batch elsewhere', () => {
    const partitioner = named('sticky-per-batch');
    const state = { ...freshState, current: 2 };
    expect(partitioner.onNewBatch(state, { partitions: 4, available: [2] }, 2, 9)).toEqual(state);
    expect(partitioner.onNewBatch(state, { partitions: 4, available: [0, 1, 2, 3] }, 0, 9)).toEqual(state);
  });

  it('P2: 2.3 deals them one by one, passing over partitions without a leader', () => {
    expect(send(named('round-robin-null-keys'), [0, 1, 3], 6, 4)).toEqual([0, 1, 3, 0, 1, 3]);
  });

  it('P2: RoundRobinPartitioner ≥ 4.0 uses every partition; in 2.4–3.9 each new batch skips one', () => {
    expect(send(named('round-robin'), [0, 1, 2, 3], 8, 1)).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    expect(new Set(send(named('round-robin-skipping'), [0, 1, 2, 3], 9, 1).slice(1))).toEqual(new Set([0, 2]));
  });

  it('P2, V: each Kafka version has its own default', () => {
    const versions = ['2.3', '2.8', '3.9', '4.3'] as const;
    expect(versions.map((kafka) => partitionerFor('default', kafka)?.name)).toEqual([
      'round-robin-null-keys',
      'sticky-per-batch',
      'default',
      'default',
    ]);
    expect(versions.map((kafka) => partitionerFor('round-robin', kafka)?.name)).toEqual([
      undefined,
      'round-robin-skipping',
      'round-robin-skipping',
      'round-robin',
    ]);
  });
});

describe('P2: partitioners people write themselves', () => {
  const topic = { partitions: 6, available: [0, 1, 2, 3, 4, 5] };
  const keys = Array.from({ length: 200 }, (_, n) => `user_${n}`);
  const of = (name: Partitioner['name'], key: string | null, process = 0) =>
    named(name).choose(freshState, topic, 0, key, process).partition;

  it('P2: key-length counts characters, first-partition counts nothing', () => {
    expect([of('key-length', 'a'), of('key-length', 'user_7'), of('key-length', null)]).toEqual([1, 0, 0]);
    expect(new Set(keys.map((key) => of('first-partition', key)))).toEqual(new Set([0]));
  });

  it('P2: hash-mod is Java’s hashCode, never negative', () => {
    expect(of('hash-mod', 'hello')).toBe(99162322 % 6);
    // "polygenelubricants".hashCode() is the smallest int there is: its abs() would be negative.
    expect(of('hash-mod', 'polygenelubricants')).toBe((((-(2 ** 31) % 6) + 6) % 6) + 0);
  });

  it('P2: crc32 is zlib’s, so that librdkafka and Java part over most keys', () => {
    expect(of('crc32', '123456789')).toBe(0xcbf43926 % 6);
    expect(of('crc32', null)).toBe(0);
    const apart = keys.filter((key) => of('crc32', key) !== partitionForKey(utf8(key), 6));
    expect(apart.length).toBeGreaterThan(100);
  });

  it('P2: process-hash is one function in one process and another in the next', () => {
    expect(keys.map((key) => of('process-hash', key, 1))).toEqual(keys.map((key) => of('process-hash', key, 1)));
    const moved = keys.filter((key) => of('process-hash', key, 1) !== of('process-hash', key, 2));
    expect(moved.length).toBeGreaterThan(100);
    for (const process of [1, 2]) expect(new Set(keys.map((key) => of('process-hash', key, process))).size).toBe(6);
  });

  it('P2: random sends each record without a key somewhere else, and keys where Java does', () => {
    expect(send(named('random'), [0, 1, 2, 3], 6, 4)).toEqual([0, 1, 2, 3, 0, 1]);
    expect(named('random').hashesKeys).toBe(true);
  });
});
