/**
 * L4: compaction. Of every key the closed part of the log keeps at least the last record; a tombstone (a record without a value) is kept
 * for a while, so that readers hear of it. Models Kafka's LogCleaner, Cleaner and LogCleanerManager (delete horizons: KIP-534).
 */
import type { LogRecord } from '../../messages.ts';
import type { Log } from '../log.ts';
import { segmentOf } from './segment.ts';
import type { Segment } from './segment.ts';
import { recordsIn } from './sequence.ts';

export interface CleaningRules {
  readonly minDirtyRatio: number;
  readonly deleteRetentionMs: number;
  readonly segmentBytes: number;
}

/** Closed segments below the high watermark. The active one is never cleaned. */
function cleanable({ closed, active }: Log, highWatermark: number): readonly Segment[] {
  const end = closed.findIndex((_, i) => (closed[i + 1] ?? active).baseOffset > highWatermark);
  return end < 0 ? closed : closed.slice(0, end);
}

/** The share of what could be cleaned that was not yet. */
export function dirtyRatio(log: Log, highWatermark: number): number {
  let clean = 0;
  let dirty = 0;
  for (const { baseOffset, bytes } of cleanable(log, highWatermark)) {
    if (baseOffset < log.cleanedTo) clean += bytes;
    else dirty += bytes;
  }
  return clean + dirty === 0 ? 0 : dirty / (clean + dirty);
}

export const isFilthy = (log: Log, highWatermark: number, { minDirtyRatio }: CleaningRules): boolean =>
  dirtyRatio(log, highWatermark) > minDirtyRatio;

export interface Cleaned {
  readonly log: Log;
  /** Offsets of the records that are gone. */
  readonly removed: readonly number[];
}

/** The log after the cleaner went through it. */
export function clean(log: Log, highWatermark: number, rules: CleaningRules, at: number): Cleaned {
  const segments = cleanable(log, highWatermark);
  const rest = log.closed.slice(segments.length);
  const cleanedTo = (rest[0] ?? log.active).baseOffset;
  const newest = newestPerKey(segments);
  const removed: number[] = [];
  const closed = groupsOf(segments, rules.segmentBytes).flatMap((group) => {
    const kept: LogRecord[] = [];
    for (const record of group.flatMap(({ records }) => recordsIn(records))) {
      const after = newest.get(record.key) === record.offset ? retained(record, rules, at) : null;
      if (after === null) removed.push(record.offset);
      else kept.push(after);
    }
    return kept.length === 0 ? [] : [segmentOf((group[0] as Segment).baseOffset, kept)];
  });
  return { log: { ...log, closed: [...closed, ...rest], cleanedTo, sparse: log.sparse || removed.length > 0 }, removed };
}

/** Records without a key can replace nothing and nothing can replace them: they are not in it, and so they go. */
function newestPerKey(segments: readonly Segment[]): ReadonlyMap<string | null, number> {
  const newest = new Map<string | null, number>();
  for (const { records } of segments) for (const { key, offset } of recordsIn(records)) if (key !== null) newest.set(key, offset);
  return newest;
}

/** The first cleaning that meets a tombstone says how long it stays; a cleaning after that takes it. */
function retained(record: LogRecord, { deleteRetentionMs }: CleaningRules, at: number): LogRecord | null {
  if (record.value !== null) return record;
  if (record.deleteHorizon === undefined) return { ...record, deleteHorizon: at + deleteRetentionMs };
  return at < record.deleteHorizon ? record : null;
}

/** What has become small is joined, up to the size of a segment. */
function groupsOf(segments: readonly Segment[], segmentBytes: number): readonly (readonly Segment[])[] {
  const groups: Segment[][] = [];
  let room = 0;
  for (const segment of segments) {
    const last = groups.at(-1);
    if (last !== undefined && segment.bytes <= room) last.push(segment);
    else {
      groups.push([segment]);
      room = segmentBytes;
    }
    room -= segment.bytes;
  }
  return groups;
}
