/**
 * L1: a partition's log, an append-only list of records in segments (L3). Models Kafka's UnifiedLog. Every version of a log is kept by the
 * history, so versions share their structure (log/sequence.ts). Plain JSON data.
 */
import type { LogRecord } from '../messages.ts';
import { ROLL_DEFAULTS, cutSegment, emptySegment, grow, newestOf, shouldRoll, sizeOf } from './log/segment.ts';
import type { RollRules, Segment } from './log/segment.ts';
import { indexAtOrAfter, recordAtIndex, recordsIn } from './log/sequence.ts';

export interface Log {
  /** The first offset that can be read. A segment may hold records below: they go with it. */
  readonly startOffset: number;
  /** LEO: the offset the next record will get. */
  readonly endOffset: number;
  readonly closed: readonly Segment[];
  readonly active: Segment;
  /** L4: the cleaner has been through everything below. */
  readonly cleanedTo: number;
  /** L4: records were removed between others, so that offsets may leave holes. */
  readonly sparse: boolean;
}

/** Records and their size: what one read of a log returns. */
export interface Slice {
  readonly records: readonly LogRecord[];
  readonly bytes: number;
}

/** A log that begins (again) at this offset. Models UnifiedLog.truncateFullyAndStartAt. */
export const emptyLog = (offset: number): Log => ({
  startOffset: offset,
  endOffset: offset,
  closed: [],
  active: emptySegment(offset),
  cleanedTo: offset,
  sparse: false,
});

export const EMPTY_LOG = emptyLog(0);
const NOTHING: Slice = { records: [], bytes: 0 };

/** The log with a leader's batch at its end; the first record must continue the log. */
export function append(log: Log, records: readonly LogRecord[], rules: RollRules = ROLL_DEFAULTS): Log {
  const first = records[0];
  if (first === undefined) return log;
  if (first.offset !== log.endOffset) throw new RangeError(`offset ${first.offset} does not continue a log that ends at ${log.endOffset}`);
  return add(log, records, rules);
}

/** L4: the log with what a follower fetched, where the leader's log may have holes. Each batch may begin a segment, as on the leader. */
export function copy(log: Log, records: readonly LogRecord[], rules: RollRules = ROLL_DEFAULTS): Log {
  const first = records[0];
  if (first === undefined) return log;
  if (first.offset < log.endOffset) throw new RangeError(`offset ${first.offset} lies in a log that ends at ${log.endOffset}`);
  if (!shouldRoll(log.active, sizeOf(records), newestOf(records), rules)) return add(log, records, rules);
  let after = log;
  for (let from = 0; from < records.length;) {
    const { batch } = records[from] as LogRecord;
    let to = from + 1;
    while (to < records.length && batch !== undefined && records[to]?.batch === batch) to++;
    after = add(after, records.slice(from, to), rules);
    from = to;
  }
  return after;
}

function add(log: Log, records: readonly LogRecord[], rules: RollRules): Log {
  const { startOffset, cleanedTo, sparse, endOffset } = log;
  const bytes = sizeOf(records);
  const newest = newestOf(records);
  const { closed, active } = shouldRoll(log.active, bytes, newest, rules) ? roll(log) : log;
  const end = (records.at(-1) as LogRecord).offset + 1;
  return {
    startOffset,
    endOffset: end,
    closed,
    active: grow(active, records, bytes, newest),
    cleanedTo,
    sparse: sparse || end - endOffset !== records.length,
  };
}

/** The active segment is closed and an empty one begun. */
export const roll = (log: Log): Log =>
  log.active.bytes === 0 ? log : { ...log, closed: [...log.closed, log.active], active: emptySegment(log.endOffset) };

/** The log without its records at or past `to` (R4). The segment that holds the new end is active again. */
export function truncate(log: Log, to: number): Log {
  if (to >= log.endOffset) return log;
  const place = segmentAt(log, to);
  const holder = segmentOfPlace(log, place) as Segment;
  if (to < holder.baseOffset) return emptyLog(to);
  return {
    startOffset: Math.min(log.startOffset, to),
    endOffset: to,
    closed: log.closed.slice(0, place),
    active: cutSegment(holder, to),
    cleanedTo: Math.min(log.cleanedTo, to),
    sparse: log.sparse,
  };
}

/** The place of the segment whose range holds this offset; the number of closed ones means the active one. */
function segmentAt({ closed, active }: Log, offset: number): number {
  if (offset >= active.baseOffset) return closed.length;
  let low = 0;
  let high = closed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((closed[middle] as Segment).baseOffset <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

const segmentOfPlace = ({ closed, active }: Log, place: number): Segment | undefined => (place === closed.length ? active : closed[place]);

export function recordAt(log: Log, offset: number): LogRecord | undefined {
  const { records } = segmentOfPlace(log, segmentAt(log, offset)) as Segment;
  const record = recordAtIndex(records, indexAtOrAfter(records, offset));
  return record?.offset === offset ? record : undefined;
}

/**
 * Records from `from` (or the next after a hole) up to `end`, as many whole batches as fit in `maxBytes` and at least one, so that a big
 * batch blocks nobody. L5: reading removes nothing.
 */
export function slice(log: Log, from: number, maxBytes = Infinity, end = log.endOffset): Slice {
  if (from >= end || from < log.startOffset) return NOTHING;
  const records: LogRecord[] = [];
  let bytes = 0;
  // Where the batch that is being added begins: it stays out as a whole if its end does not fit.
  let batchAt = 0;
  let bytesBefore = 0;
  for (let place = segmentAt(log, from); place <= log.closed.length; place++) {
    const { records: held } = segmentOfPlace(log, place) as Segment;
    for (let index = indexAtOrAfter(held, from); index < held.length; index++) {
      const record = recordAtIndex(held, index) as LogRecord;
      if (record.offset >= end) return { records, bytes };
      if (record.batch === undefined || record.batch !== records.at(-1)?.batch) {
        batchAt = records.length;
        bytesBefore = bytes;
      }
      if (bytes + record.bytes > maxBytes && batchAt > 0) return { records: records.slice(0, batchAt), bytes: bytesBefore };
      records.push(record);
      bytes += record.bytes;
    }
  }
  return { records, bytes };
}

/** All records that can be read, in order, in a new array. */
export function recordsOf(log: Log): readonly LogRecord[] {
  const { closed, active, startOffset } = log;
  const all = closed.length === 0 ? recordsIn(active.records) : [...closed, active].flatMap(({ records }) => recordsIn(records));
  return (all[0]?.offset ?? startOffset) < startOffset ? all.filter(({ offset }) => offset >= startOffset) : all;
}

const arrays = new WeakMap<Log, readonly LogRecord[]>();

/** All records that can be read; the same array for the same log. */
export function toArray(log: Log): readonly LogRecord[] {
  let all = arrays.get(log);
  if (all === undefined) arrays.set(log, (all = recordsOf(log)));
  return all;
}
