/** L3: a log is kept in segments: the last, active one is written to, the others are closed and go as a whole. Models Kafka's LogSegment. */
import type { LogRecord } from '../../messages.ts';
import { BATCH_OVERHEAD } from '../recordSize.ts';
import { EMPTY_SEQUENCE, extend, indexAtOrAfter, keepFirst, recordsIn } from './sequence.ts';
import type { Sequence } from './sequence.ts';

export interface Segment {
  /** Its name in Kafka: nothing in it lies below. */
  readonly baseOffset: number;
  readonly bytes: number;
  /** Of its first record, from which `segment.ms` counts; of its newest, which `retention.ms` judges. 0 while it is empty. */
  readonly firstTimestamp: number;
  readonly maxTimestamp: number;
  readonly records: Sequence;
}

/** When the active segment is closed and a new one begun. */
export interface RollRules {
  readonly segmentBytes: number;
  readonly segmentMs: number;
}

/** Kafka's defaults: 1 GiB, 7 days. */
export const ROLL_DEFAULTS: RollRules = { segmentBytes: 1_073_741_824, segmentMs: 604_800_000 };

export const emptySegment = (baseOffset: number): Segment => ({
  baseOffset,
  bytes: 0,
  firstTimestamp: 0,
  maxTimestamp: 0,
  records: EMPTY_SEQUENCE,
});

/** What records take in a log: their own bytes (packed, where a batch is compressed), and a header for each batch. */
export function sizeOf(records: readonly LogRecord[]): number {
  let bytes = 0;
  let batch: LogRecord['batch'] | null = null;
  for (const record of records) {
    bytes += record.packed ?? record.bytes;
    if (record.batch !== undefined && record.batch === batch) continue;
    bytes += BATCH_OVERHEAD;
    batch = record.batch;
  }
  return bytes;
}

export function newestOf(records: readonly LogRecord[]): number {
  let newest = 0;
  for (const { timestamp } of records) if (timestamp > newest) newest = timestamp;
  return newest;
}

/** Judged before each append: the segment would grow too large, or its first record is too old beside those that come. */
export const shouldRoll = ({ bytes, firstTimestamp }: Segment, more: number, newest: number, rules: RollRules): boolean =>
  bytes > 0 && (bytes + more > rules.segmentBytes || newest - firstTimestamp > rules.segmentMs);

export function grow(segment: Segment, records: readonly LogRecord[], more: number, newest: number): Segment {
  const { baseOffset, bytes, firstTimestamp, maxTimestamp } = segment;
  return {
    baseOffset,
    bytes: bytes + more,
    firstTimestamp: bytes === 0 ? (records[0]?.timestamp ?? 0) : firstTimestamp,
    maxTimestamp: newest > maxTimestamp ? newest : maxTimestamp,
    records: extend(segment.records, records),
  };
}

export const segmentOf = (baseOffset: number, records: readonly LogRecord[]): Segment =>
  records.length === 0 ? emptySegment(baseOffset) : grow(emptySegment(baseOffset), records, sizeOf(records), newestOf(records));

/** The segment without its records at or past `to`. */
export function cutSegment(segment: Segment, to: number): Segment {
  const kept = keepFirst(segment.records, indexAtOrAfter(segment.records, to));
  if (kept === segment.records) return segment;
  return { ...segmentOf(segment.baseOffset, recordsIn(kept)), records: kept };
}
