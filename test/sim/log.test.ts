import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_LOG, append, recordAt, slice, toArray, truncate } from '../../src/sim/kafka/log.ts';
import type { Log } from '../../src/sim/kafka/log.ts';
import type { BatchHeader, LogRecord } from '../../src/sim/messages.ts';

/** A batch that continues a log: `count` records of `bytes` each. */
function batchAt(baseOffset: number, count: number, bytes = 10): LogRecord[] {
  const batch: BatchHeader = { baseOffset, count, producerId: null, producerEpoch: -1, baseSequence: -1 };
  return Array.from({ length: count }, (_, i) => {
    const offset = baseOffset + i;
    return { producer: 'web', number: offset, key: null, value: null, bytes, timestamp: 0, offset, leaderEpoch: 0, batch };
  });
}

const filled = (...counts: number[]): Log => counts.reduce((log, count) => append(log, batchAt(log.endOffset, count)), EMPTY_LOG);
const offsets = (records: readonly LogRecord[]) => records.map(({ offset }) => offset);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

type Step = { readonly append: number } | { readonly truncate: number };
const steps = fc.array(
  fc.oneof(fc.record({ append: fc.integer({ min: 0, max: 200 }) }), fc.record({ truncate: fc.double({ min: 0, max: 1, noNaN: true }) })),
  { maxLength: 40 },
);

/** Does to a log and to a plain array what the steps say. */
function play(all: readonly Step[]): {
  log: Log;
  plain: readonly LogRecord[];
  versions: readonly (readonly [Log, readonly LogRecord[]])[];
} {
  let log = EMPTY_LOG;
  let plain: readonly LogRecord[] = [];
  const versions: (readonly [Log, readonly LogRecord[]])[] = [];
  for (const step of all) {
    if ('append' in step) {
      const records = batchAt(log.endOffset, step.append);
      log = append(log, records);
      plain = [...plain, ...records];
    } else {
      const to = Math.floor(step.truncate * (plain.length + 1));
      log = truncate(log, to);
      plain = plain.slice(0, to);
    }
    versions.push([log, plain]);
  }
  return { log, plain, versions };
}

describe('a log beside a plain array', () => {
  test('L1: after any appends and truncations it holds the same records at dense offsets', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { log, plain } = play(all);
        expect(toArray(log)).toEqual(plain);
        expect(log.endOffset).toBe(plain.length);
        expect(offsets(plain)).toEqual(range(0, plain.length));
        for (const offset of [0, 63, 64, plain.length - 1, plain.length]) expect(recordAt(log, offset)).toBe(plain[offset]);
      }),
    );
  });

  test('earlier versions stay as they were, whatever came later', () => {
    fc.assert(
      fc.property(steps, (all) => {
        for (const [log, plain] of play(all).versions) expect(toArray(log)).toEqual(plain);
      }),
    );
  });

  test('L5: any reading gives a run of records and leaves the log as it is', () => {
    fc.assert(
      fc.property(steps, fc.nat(300), fc.nat(300), fc.nat(2000), (all, from, length, maxBytes) => {
        const { log, plain } = play(all);
        const { records, bytes } = slice(log, from, maxBytes, Math.min(from + length, log.endOffset));
        expect(records).toEqual(plain.slice(from, from + records.length));
        expect(records.length).toBeLessThanOrEqual(length);
        expect(bytes).toBe(records.length * 10);
        expect(toArray(log)).toEqual(plain);
      }),
    );
  });
});

describe('sharing', () => {
  test('an append copies neither full chunks nor the list of them', () => {
    const log = filled(100, 100);
    const next = append(log, batchAt(200, 1));
    expect(next.chunks).toBe(log.chunks);
  });

  test('the array of a log is made once', () => {
    const log = filled(100);
    expect(toArray(log)).toBe(toArray(log));
  });
});

describe('reading by size', () => {
  test('whole batches as far as they fit', () => {
    expect(offsets(slice(filled(3, 3, 3), 0, 75).records)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('a first batch that is larger than the limit comes whole: it may not block the reader for ever', () => {
    expect(offsets(slice(filled(3, 3), 0, 5).records)).toEqual([0, 1, 2]);
  });

  test('a reader may begin in the middle of a batch', () => {
    expect(offsets(slice(filled(3, 3), 1, 20).records)).toEqual([1, 2]);
  });
});

test('a record that does not continue the log is a bug', () => {
  expect(() => append(filled(2), batchAt(3, 1))).toThrow(RangeError);
});
