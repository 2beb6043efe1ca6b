/**
 * What only some logs have, around the tape of their row: segments, what was deleted or compacted away, records that are in no log any
 * more, and a map of the whole where the tape is a window on it.
 */
import type { Box } from './box.ts';
import type { Draft } from './draft.ts';
import { label, labelBox, type Label } from './label.ts';
import { lostIn, type LostMarks, type LostRecord } from './lost.ts';
import { logMapOf, type LogMap } from './logMap.ts';
import type { Row, RowInput } from './row.ts';
import { gapOf } from './tape.ts';

/** Offsets between records at which nothing lies any more. */
export interface Hole {
  readonly key: number;
  readonly box: Box;
  readonly labels: readonly Label[];
  readonly name: string;
}

export interface SegmentMark {
  readonly key: number;
  readonly active: boolean;
  /** A line over the records it holds, and the step down where it begins in view. */
  readonly path: string;
  readonly label: Label | null;
  readonly name: string;
}

export interface LogMarks {
  readonly key: string;
  readonly segments: readonly SegmentMark[];
  readonly holes: readonly Hole[];
  /** The tape goes on out of view (or went on, where records were deleted) to the left and to the right. */
  readonly edges: readonly { readonly path: string; readonly deleted: boolean }[];
  readonly lost: LostMarks | null;
  readonly map: LogMap | null;
}

/** Null where there is nothing of all this. */
export function logMarksOf(row: Row, input: RowInput, lost: readonly LostRecord[], draft: Draft): LogMarks | null {
  if (row.density === 'line' || !draft.layers.has('tape')) return null;
  const marks: LogMarks = {
    key: row.key,
    segments: segmentsOf(row, input, draft),
    holes: holesOf(row, input, draft),
    edges: edgesOf(row, input),
    lost: lostIn(row, lost, draft),
    map: logMapOf(row, input, draft.words),
  };
  const { segments, holes, edges } = marks;
  return segments.length + holes.length + edges.length > 0 || marks.lost !== null || marks.map !== null ? marks : null;
}

function segmentsOf(
  { tape, density, notes, ghosts }: Row,
  { partition, topic }: RowInput,
  { scale, measure, words }: Draft,
): SegmentMark[] {
  const taken: Box[] = notes.map((it) => labelBox(it, measure));
  const y = tape.y - 3;
  const active = partition.segments?.at(-1);
  return (partition.segments ?? []).flatMap((segment): SegmentMark[] => {
    const from = Math.max(segment.baseOffset, partition.logStartOffset);
    if (segment.endOffset <= tape.from || from >= tape.to) return [];
    const isActive = segment === active;
    const x = gapOf(tape, from) + 1.5;
    const end = gapOf(tape, segment.endOffset) - 1.5;
    const begins = segment.baseOffset >= tape.from;
    const texts = density === 'full' ? [words.segment(segment.baseOffset, isActive), words.offsetsFrom(segment.baseOffset)] : [];
    return [
      {
        key: segment.baseOffset,
        active: isActive,
        path: `M${begins ? `${x},${tape.y - 0.5}V${y}` : `${x},${y}`}H${end}`,
        label: placed(texts, x, end, taken),
        name: words.nameSegment(topic, partition.partition, segment, isActive),
      },
    ];
  });

  /** Over its segment, beside what stands there already, as much as there is room for. */
  function placed(texts: readonly string[], from: number, end: number, others: Box[]): Label | null {
    for (const text of texts) {
      const it = label(from, ghosts === null ? tape.y - 8 : ghosts.y - 9, text, scale.tiny, { tone: 'muted' });
      const box = labelBox(it, measure);
      const rivals = others.filter((other) => other.y < box.y + box.height && other.y + other.height > box.y);
      const starts = [from, ...rivals.map((other) => other.x + other.width + 8)].filter((x) => x >= from && x + box.width <= end);
      const x = starts.find((start) => rivals.every((other) => start + box.width + 6 <= other.x || start >= other.x + other.width + 6));
      if (x === undefined) continue;
      others.push({ ...box, x });
      return { ...it, x };
    }
    return null;
  }
}

function holesOf({ cells, tape, density }: Row, { partition, topic }: RowInput, { scale, measure, words }: Draft): Hole[] {
  const holes: Hole[] = [];
  let next = tape.from;
  const hole = (from: number, to: number) => {
    const count = to - from;
    const box = { x: gapOf(tape, from) + 1.5, y: tape.y, width: count * tape.cell - 3, height: tape.height };
    const middle = box.x + box.width / 2;
    const at = (text: string, y: number) => label(middle, y, text, scale.tiny, { anchor: 'middle', tone: 'muted' });
    const centre = tape.y + tape.height / 2;
    const one = at(words.missing(count), centre + scale.tiny * 0.36);
    const fits = (it: Label) => measure(it.text, it) <= box.width - 4;
    const two = [at(String(count), centre - 2.5), at(words.missingShort, centre + scale.tiny - 0.5)];
    const labels = fits(one) ? [one] : density !== 'compact' && two.every(fits) ? two : [];
    holes.push({ key: from, box, labels, name: words.nameHole(topic, partition.partition, from, to) });
  };
  for (const { thing } of cells) {
    if (thing.kind !== 'record') continue;
    if (thing.offset > next) hole(next, thing.offset);
    next = thing.offset + 1;
  }
  if (next < tape.to) hole(next, tape.to);
  return holes;
}

/** The edges of the tape drawn on under the words beside it. */
function edgesOf({ tape, notes }: Row, { partition }: RowInput): { path: string; deleted: boolean }[] {
  const stub = (x: number, width: number) => `M${x},${tape.y + 0.5}h${width}M${x},${tape.y + tape.height - 0.5}h${width}`;
  const wide = (anchor: Label['anchor']) => (notes.some((it) => it.anchor === anchor && it.y > tape.y) ? 26 : 0);
  const edges: { path: string; deleted: boolean }[] = [];
  if (tape.before > 0 || partition.logStartOffset > 0) {
    const width = wide('end');
    if (width > 0) edges.push({ path: stub(tape.x - 3, -width), deleted: tape.before === 0 });
  }
  if (tape.after > 0) edges.push({ path: stub(tape.end + 3, 26), deleted: false });
  return edges;
}
