/**
 * L1: a partition's log, an append-only list of records at dense offsets. Models Kafka's UnifiedLog as far as offsets go; segments
 * and retention come later (L3), so a log starts at 0.
 *
 * Every version of a log is kept by the history, so versions share their structure: full chunks are never copied, an append copies
 * only the unfinished last chunk. Plain JSON data.
 */
import type { LogRecord } from '../messages.ts';

const CHUNK = 64;

export interface Log {
  readonly startOffset: number;
  /** LEO: the offset the next record will get. */
  readonly endOffset: number;
  /** Full chunks, the first beginning at `startOffset`. */
  readonly chunks: readonly (readonly LogRecord[])[];
  readonly tail: readonly LogRecord[];
}

/** Records and their size: what one read of a log returns. */
export interface Slice {
  readonly records: readonly LogRecord[];
  readonly bytes: number;
}

export const EMPTY_LOG: Log = { startOffset: 0, endOffset: 0, chunks: [], tail: [] };
const NOTHING: Slice = { records: [], bytes: 0 };

/** The log with `records` at its end; the first must continue the log. */
export function append(log: Log, records: readonly LogRecord[]): Log {
  const first = records[0];
  if (first === undefined) return log;
  if (first.offset !== log.endOffset) throw new RangeError(`offset ${first.offset} does not continue a log that ends at ${log.endOffset}`);
  let chunks = log.chunks;
  let tail = log.tail.concat(records);
  if (tail.length >= CHUNK) {
    const grown = chunks.slice();
    let from = 0;
    for (; tail.length - from >= CHUNK; from += CHUNK) grown.push(tail.slice(from, from + CHUNK));
    chunks = grown;
    tail = tail.slice(from);
  }
  return { startOffset: log.startOffset, endOffset: log.endOffset + records.length, chunks, tail };
}

/** The log without its records at or past `to` (R4). */
export function truncate(log: Log, to: number): Log {
  if (to >= log.endOffset) return log;
  const length = Math.max(0, to - log.startOffset);
  const full = Math.floor(length / CHUNK);
  const last = full < log.chunks.length ? log.chunks[full] : log.tail;
  return {
    startOffset: log.startOffset,
    endOffset: log.startOffset + length,
    chunks: log.chunks.slice(0, full),
    tail: last?.slice(0, length % CHUNK) ?? [],
  };
}

export function recordAt(log: Log, offset: number): LogRecord | undefined {
  const index = offset - log.startOffset;
  const chunk = Math.floor(index / CHUNK);
  return chunk < log.chunks.length ? log.chunks[chunk]?.[index % CHUNK] : log.tail[index - log.chunks.length * CHUNK];
}

/**
 * Records from `from` up to `end`, as many whole batches as fit in `maxBytes` and at least one, so that a big batch blocks nobody.
 * L5: reading removes nothing.
 */
export function slice(log: Log, from: number, maxBytes = Infinity, end = log.endOffset): Slice {
  if (from >= end || from < log.startOffset) return NOTHING;
  const records: LogRecord[] = [];
  let bytes = 0;
  // Where the batch that is being added begins: it stays out as a whole if its end does not fit.
  let batchAt = 0;
  let bytesBefore = 0;
  for (let offset = from; offset < Math.min(end, log.endOffset); offset++) {
    const record = recordAt(log, offset) as LogRecord;
    const opens = record.batch === undefined || record.batch !== records.at(-1)?.batch;
    if (opens) {
      batchAt = records.length;
      bytesBefore = bytes;
    }
    if (bytes + record.bytes > maxBytes && batchAt > 0) return { records: records.slice(0, batchAt), bytes: bytesBefore };
    records.push(record);
    bytes += record.bytes;
  }
  return { records, bytes };
}

const arrays = new WeakMap<Log, readonly LogRecord[]>();

/** All records in order; the same array for the same log. */
export function toArray(log: Log): readonly LogRecord[] {
  let all = arrays.get(log);
  if (all === undefined) {
    all = log.chunks.flat().concat(log.tail);
    arrays.set(log, all);
  }
  return all;
}
