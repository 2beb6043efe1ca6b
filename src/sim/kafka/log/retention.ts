/**
 * L3: how the beginning of a log goes, segment by segment. Models UnifiedLog.deleteOldSegments with its breaches of size and time, and
 * maybeIncrementLogStartOffset.
 */
import { roll } from '../log.ts';
import type { Log } from '../log.ts';
import type { Segment } from './segment.ts';

/** Negative: no limit. */
export interface RetentionRules {
  readonly retentionMs: number;
  readonly retentionBytes: number;
}

export type Breach = 'size' | 'time';

/** How many segments go, from the oldest on; one more than are closed means that the active one goes too. */
export function deletable(log: Log, by: Breach, rules: RetentionRules, highWatermark: number, at: number): number {
  return by === 'size' ? overweight(log, rules, highWatermark) : expired(log, rules, highWatermark, at);
}

/** What is left is at least `retention.bytes`. */
function overweight(log: Log, { retentionBytes }: RetentionRules, highWatermark: number): number {
  if (retentionBytes < 0) return 0;
  let excess = bytesOf(log) - retentionBytes;
  return countFirst(log, highWatermark, ({ bytes }) => {
    excess -= bytes;
    return excess >= 0;
  });
}

/** A segment is as old as its newest record. */
const expired = (log: Log, { retentionMs }: RetentionRules, highWatermark: number, at: number): number =>
  retentionMs < 0 ? 0 : countFirst(log, highWatermark, ({ maxTimestamp }) => at - maxTimestamp > retentionMs);

/** Never at or past the high watermark: what is not replicated stays. An empty active segment stays, too. */
function countFirst({ closed, active, endOffset }: Log, highWatermark: number, goes: (segment: Segment) => boolean): number {
  let count = 0;
  for (const segment of closed) {
    const next = closed[count + 1] ?? active;
    if (next.baseOffset > highWatermark || !goes(segment)) return count;
    count++;
  }
  return active.bytes > 0 && endOffset <= highWatermark && goes(active) ? count + 1 : count;
}

export const bytesOf = ({ closed, active }: Log): number => closed.reduce((sum, { bytes }) => sum + bytes, active.bytes);

/** The log without its first `count` segments. If the active one goes, an empty one takes its place: a log always has one. */
export function withoutFirst(log: Log, count: number): Log {
  const rolled = count > log.closed.length ? roll(log) : log;
  const closed = rolled.closed.slice(count);
  const first = closed[0] ?? rolled.active;
  return startAt({ ...rolled, closed }, first.baseOffset);
}

/** The leader's log begins here: so does this one. Segments with nothing left to read go. */
export function raiseStart(log: Log, to: number): Log {
  const { closed, active } = log;
  let gone = 0;
  while (gone < closed.length && (closed[gone + 1] ?? active).baseOffset <= to) gone++;
  return startAt(gone === 0 ? log : { ...log, closed: closed.slice(gone) }, to);
}

const startAt = (log: Log, to: number): Log => ({
  ...log,
  startOffset: Math.max(log.startOffset, to),
  cleanedTo: Math.max(log.cleanedTo, to),
});

/** After which time a check would find something, as far as can be seen now; null: nothing here will ever go. */
export function retentionDue(log: Log, rules: RetentionRules): number | null {
  if (deletable(log, 'size', rules, Infinity, 0) > 0) return 0;
  const oldest = log.closed[0] ?? log.active;
  return rules.retentionMs < 0 || oldest.bytes === 0 ? null : oldest.maxTimestamp + rules.retentionMs;
}

/** The first of the times `first`, `first + interval`, … that lies after `after`. */
export function nextRound(first: number, interval: number, after: number): number {
  if (after < first) return first;
  const step = Math.max(1, interval);
  return first + (Math.floor((after - first) / step) + 1) * step;
}
