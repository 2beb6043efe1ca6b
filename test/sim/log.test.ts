import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_LOG, append, recordAt, slice, toArray, truncate } from '../../src/sim/kafka/log.ts';
import { copy, emptyLog, roll } from '../../src/sim/kafka/log.ts';
import type { Log } from '../../src/sim/kafka/log.ts';
import { clean, dirtyRatio } from '../../src/sim/kafka/log/cleaning.ts';
import { bytesOf, deletable, nextRound, raiseStart, retentionDue, withoutFirst } from '../../src/sim/kafka/log/retention.ts';
import { truncateEpochsFromStart } from '../../src/sim/kafka/leaderEpochs.ts';
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

/** Small enough that a few batches fill a segment. */
const SMALL = { segmentBytes: 1000, segmentMs: 1e9 };

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
      log = append(log, records, SMALL);
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
    const log = filled(5000, 100);
    const { records } = log.active;
    const next = append(log, batchAt(5100, 1)).active.records;
    expect(next.blocks).toBe(records.blocks);
    expect(next.chunks).toBe(records.chunks);
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

describe('segments', () => {
  /** Batches of three records of 100 bytes, one a second: 361 bytes each. */
  const timed = (batches: number, rules: { segmentBytes: number; segmentMs: number }): Log =>
    range(0, batches).reduce(
      (log, second) =>
        append(
          log,
          batchAt(log.endOffset, 3, 100).map((record) => ({ ...record, timestamp: second * 1000 })),
          rules,
        ),
      EMPTY_LOG,
    );
  const bases = ({ closed, active }: Log) => [...closed, active].map(({ baseOffset }) => baseOffset);
  const bySize = { segmentBytes: 800, segmentMs: 1e9 };

  test('L3: a batch that would make the active segment too large opens the next one', () => {
    expect(bases(timed(5, bySize))).toEqual([0, 6, 12]);
    expect(bytesOf(timed(5, bySize))).toBe(5 * 361);
  });

  test('L3: so does one that comes segment.ms after the first record of the segment', () => {
    expect(bases(timed(6, { segmentBytes: 1e9, segmentMs: 2000 }))).toEqual([0, 9]);
  });

  test('L3: retention.bytes takes the oldest segments as long as that much is left', () => {
    const log = timed(7, bySize);
    const by = (retentionBytes: number) => deletable(log, 'size', { retentionMs: -1, retentionBytes }, log.endOffset, 0);
    expect([by(-1), by(7 * 361), by(5 * 361), by(5 * 361 - 1), by(361), by(0)]).toEqual([0, 0, 1, 1, 3, 4]);
  });

  test('L3: retention.ms judges the newest record of a segment, and stops at the first that is young enough', () => {
    const log = timed(7, bySize);
    const at = (now: number) => deletable(log, 'time', { retentionMs: 10_000, retentionBytes: -1 }, log.endOffset, now);
    expect([at(11_000), at(11_001), at(13_001), at(16_000), at(16_001)]).toEqual([0, 1, 2, 3, 4]);
  });

  test('L3: nothing at or past the high watermark goes', () => {
    const log = timed(7, bySize);
    const upTo = (highWatermark: number) => deletable(log, 'time', { retentionMs: 0, retentionBytes: -1 }, highWatermark, 1e6);
    expect([upTo(5), upTo(6), upTo(20), upTo(21)]).toEqual([0, 1, 3, 4]);
  });

  test('L3: what is left begins with a segment; without any the log is empty and goes on at its end', () => {
    const log = timed(7, bySize);
    const rest = withoutFirst(log, 2);
    expect([rest.startOffset, offsets(toArray(rest))]).toEqual([12, range(12, 21)]);
    expect([recordAt(rest, 11), slice(rest, 11).records, offsets(slice(rest, 13).records)]).toEqual([undefined, [], range(13, 21)]);
    const none = withoutFirst(log, 4);
    expect([none.startOffset, none.endOffset, toArray(none)]).toEqual([21, 21, []]);
    expect(offsets(toArray(append(none, batchAt(21, 2))))).toEqual([21, 22]);
  });

  test('L3: a follower begins where its leader does, also within a segment', () => {
    const log = raiseStart(timed(7, bySize), 8);
    expect([log.startOffset, bases(log), offsets(toArray(log))]).toEqual([8, [6, 12, 18], range(8, 21)]);
  });

  test('R4: cutting the end makes the segment that holds it the active one again', () => {
    const log = truncate(timed(7, bySize), 8);
    expect([bases(log), log.endOffset, bytesOf(log)]).toEqual([[0, 6], 8, 3 * 361 - 100]);
    expect(truncate(raiseStart(timed(7, bySize), 12), 4)).toEqual(emptyLog(4));
  });

  test('L3: a check is due when the oldest segment is too old, at once when there is too much, and never without limits', () => {
    const log = timed(7, bySize);
    expect(retentionDue(log, { retentionMs: 10_000, retentionBytes: -1 })).toBe(11_000);
    expect(retentionDue(log, { retentionMs: 10_000, retentionBytes: 361 })).toBe(0);
    expect(retentionDue(log, { retentionMs: -1, retentionBytes: -1 })).toBeNull();
    expect(retentionDue(EMPTY_LOG, { retentionMs: 10_000, retentionBytes: -1 })).toBeNull();
    expect([nextRound(30, 300, 0), nextRound(30, 300, 30), nextRound(30, 300, 329), nextRound(30, 300, 330)]).toEqual([30, 330, 330, 630]);
  });

  test('R4: leader epochs that ended before the log begins are forgotten, the one it begins in begins there', () => {
    const epochs = [
      { epoch: 0, startOffset: 0 },
      { epoch: 2, startOffset: 10 },
      { epoch: 3, startOffset: 20 },
    ];
    expect(truncateEpochsFromStart(epochs, 0)).toBe(epochs);
    expect(truncateEpochsFromStart(epochs, 12)).toEqual([
      { epoch: 2, startOffset: 12 },
      { epoch: 3, startOffset: 20 },
    ]);
    expect(truncateEpochsFromStart(epochs, 20)).toEqual([{ epoch: 3, startOffset: 20 }]);
  });
});

describe('cleaning', () => {
  const RULES = { minDirtyRatio: 0.5, deleteRetentionMs: 1000, segmentBytes: 1e6 };
  /** One record per batch; `null` deletes. A new segment at each `|`. */
  function keyed(...writes: readonly (readonly [key: string | null, value: string | null] | '|')[]): Log {
    return writes.reduce<Log>((log, write) => {
      if (write === '|') return roll(log);
      const [record] = batchAt(log.endOffset, 1);
      return append(log, [{ ...record!, key: write[0], value: write[1] }]);
    }, EMPTY_LOG);
  }
  const left = (log: Log) => toArray(log).map(({ offset, key, value }) => `${offset}:${key}=${value}`);
  const all = (log: Log, at = 0) => clean(log, log.endOffset, RULES, at);

  test('L4: of each key the closed part keeps the last record; the active segment is not touched', () => {
    const { log, removed } = all(keyed(['a', '1'], ['b', '1'], ['a', '2'], '|', ['a', '3'], ['b', '2']));
    expect(left(log)).toEqual(['1:b=1', '2:a=2', '3:a=3', '4:b=2']);
    expect(removed).toEqual([0]);
    expect([log.startOffset, log.endOffset, log.cleanedTo, log.sparse]).toEqual([0, 5, 3, true]);
  });

  test('L4: offsets keep their places, and reading goes on behind a hole', () => {
    const { log } = all(keyed(['a', '1'], ['b', '1'], ['b', '2'], ['a', '2'], '|', ['c', '1']));
    expect(left(log)).toEqual(['2:b=2', '3:a=2', '4:c=1']);
    expect(offsets(slice(log, 0).records)).toEqual([2, 3, 4]);
    expect(offsets(slice(log, 1, Infinity, 3).records)).toEqual([2]);
    expect([recordAt(log, 1), recordAt(log, 3)?.value, offsets(slice(log, 4).records)]).toEqual([undefined, '2', [4]]);
    expect(left(truncate(log, 3))).toEqual(['2:b=2']);
  });

  test('L4: a tombstone is kept for delete.retention.ms from the first cleaning on, then a cleaning takes it', () => {
    const log = keyed(['a', '1'], ['a', null], '|', ['b', '1']);
    const first = all(log, 5000).log;
    expect(left(first)).toEqual(['1:a=null', '2:b=1']);
    expect(left(all(first, 5999).log)).toEqual(['1:a=null', '2:b=1']);
    expect(left(all(first, 6000).log)).toEqual(['2:b=1']);
  });

  test('L4: a record without a key goes: nothing could ever replace it', () => {
    expect(left(all(keyed([null, 'x'], ['a', '1'], '|')).log)).toEqual(['1:a=1']);
  });

  test('L4: nothing past the high watermark is cleaned', () => {
    const log = keyed(['a', '1'], ['a', '2'], '|', ['a', '3'], '|', ['a', '4']);
    expect(left(clean(log, 2, RULES, 0).log)).toEqual(['1:a=2', '2:a=3', '3:a=4']);
    expect([dirtyRatio(log, 2), dirtyRatio(clean(log, 2, RULES, 0).log, 2), dirtyRatio(log, 1)]).toEqual([1, 0, 0]);
  });

  test('L4: dirty is what was written since the last cleaning, as a share of the closed part', () => {
    const cleaned = all(keyed(['a', '1'], ['b', '1'], ['c', '1'], '|')).log;
    const more = roll(append(cleaned, batchAt(3, 1)));
    expect(dirtyRatio(more, 4)).toBe(0.25);
  });

  test('L4: segments that have become small are joined', () => {
    const log = keyed(['a', '1'], '|', ['b', '1'], '|', ['c', '1'], '|', ['d', '1']);
    expect(all(log).log.closed).toHaveLength(1);
    expect(clean(log, log.endOffset, { ...RULES, segmentBytes: 150 }, 0).log.closed).toHaveLength(2);
  });

  test('L4: after any writes and cleanings every key still has its last value', () => {
    const writes = fc.array(fc.oneof(fc.constant('|' as const), fc.constant('clean' as const), fc.integer({ min: 0, max: 5 })), {
      maxLength: 120,
    });
    fc.assert(
      fc.property(writes, (all) => {
        let log = EMPTY_LOG;
        const latest = new Map<string, number>();
        for (const write of all) {
          if (write === '|') log = roll(log);
          else if (write === 'clean') log = clean(log, log.endOffset, RULES, 0).log;
          else {
            latest.set(`k${write}`, log.endOffset);
            log = append(log, [{ ...batchAt(log.endOffset, 1)[0]!, key: `k${write}`, value: 'v' }]);
          }
        }
        const last = new Map(toArray(log).map(({ key, offset }) => [key, offset]));
        expect(last).toEqual(latest);
        const rising = offsets(toArray(log));
        expect(rising).toEqual(rising.toSorted((a, b) => a - b));
        expect(toArray(copy(EMPTY_LOG, toArray(log)))).toEqual(toArray(log));
      }),
    );
  });
});
