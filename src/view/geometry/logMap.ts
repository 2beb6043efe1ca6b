/** The whole log as a thin bar under a tape that shows a part of it: segments, high watermark, commits, and the part in view. */
import type { Box } from './box.ts';
import type { Row, RowInput } from './row.ts';
import type { Words } from './words.ts';

export interface LogMap {
  readonly box: Box;
  /** One piece per segment; the first is what was deleted, if anything was. */
  readonly pieces: readonly { readonly x: number; readonly width: number; readonly deleted: boolean; readonly active: boolean }[];
  /** Not replicated to the whole ISR yet. */
  readonly pending: { readonly x: number; readonly width: number } | null;
  readonly commits: readonly { readonly key: string; readonly x: number; readonly group: string }[];
  /** Where offset 0 would be, and pixels per offset. */
  readonly zero: number;
  readonly perOffset: number;
  readonly view: { readonly x: number; readonly width: number };
  /** Offsets: the log's, and those in view. */
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly value: string;
}

/** Of what was deleted at most this share of the bar is shown: the log itself matters more. */
const deletedShare = 0.15;

export function logMapOf({ map, tape }: Row, { partition, topic, readers }: RowInput, words: Words): LogMap | null {
  if (map === null) return null;
  const { logStartOffset: start, logEndOffset: end, highWatermark } = partition;
  const gone = Math.min(start, Math.ceil(((end - start) * deletedShare) / (1 - deletedShare)));
  const perOffset = map.width / Math.max(1, end - start + gone);
  const zero = map.x + (gone - start) * perOffset;
  const xOf = (offset: number) => zero + Math.max(offset, start - gone) * perOffset;
  const piece = (from: number, to: number, deleted: boolean, active: boolean) => ({
    x: xOf(from),
    width: Math.max(1, xOf(to) - xOf(from) - 1.5),
    deleted,
    active,
  });
  const segments = (partition.segments ?? [{ baseOffset: start, endOffset: end }]).filter((it) => it.endOffset > start);
  return {
    box: map,
    pieces: [
      ...(gone > 0 ? [piece(start - gone, start, true, false)] : []),
      ...segments.map((it, index) => piece(Math.max(start, it.baseOffset), it.endOffset, false, index === segments.length - 1)),
    ],
    pending: highWatermark < end ? { x: xOf(highWatermark), width: xOf(end) - xOf(highWatermark) } : null,
    commits: readers.flatMap(({ group, committed }) => (committed === null ? [] : [{ key: group, x: xOf(committed), group }])),
    zero,
    perOffset,
    view: { x: xOf(tape.from), width: xOf(tape.to) - xOf(tape.from) },
    start,
    end,
    from: tape.from,
    to: tape.to,
    name: words.nameMap(topic, partition.partition),
    value: words.mapValue(tape.from, tape.to, start, end),
  };
}

/** The first offset in view so that the part in view is around an x on the bar. */
export const offsetAt = ({ zero, perOffset, from, to }: LogMap, x: number): number => Math.round((x - zero) / perOffset - (to - from) / 2);
