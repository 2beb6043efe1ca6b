/** A partition's row in the picture by topic: its name and replicas, the leader's tape, what stands on its gaps, who reads it. */
import type { Box, Point } from './box.ts';
import { cellsOf, type Cell } from './cells.ts';
import type { Chip } from './chips.ts';
import type { Draft } from './draft.ts';
import { faceOf } from './face.ts';
import { flagsOf, placeFlags, type Flag, type Reader } from './flags.ts';
import { label, labelBox, type Label, type Measure } from './label.ts';
import type { PartitionModel } from './model.ts';
import type { Scale } from './scale.ts';
import { cellWidth, gapOf, tapeOf, widest, type Tape } from './tape.ts';
import type { Thing } from './thing.ts';

export type RowDensity = 'full' | 'medium' | 'compact' | 'line';

export interface OwnerBadge {
  readonly member: string;
  readonly group: string;
  readonly badge: string;
  readonly dash: string;
  readonly at: Point;
  /** Of its letter, px. */
  readonly size: number;
  readonly faulty: boolean;
}

export interface Row {
  readonly key: string;
  readonly thing: Thing;
  readonly box: Box;
  readonly density: RowDensity;
  /** Name and replicas: what is clicked for the partition. */
  readonly face: Box;
  readonly labels: readonly Label[];
  /** What is said around the tape. */
  readonly notes: readonly Label[];
  readonly chips: readonly Chip[];
  readonly cells: readonly Cell[];
  readonly tape: Tape;
  /** Where the map of the whole log goes, where the tape is a window on it. */
  readonly map: Box | null;
  /** The lane over the tape for records that are in no log any more. */
  readonly ghosts: { readonly y: number; readonly height: number; readonly right: number } | null;
  readonly mark: { readonly x: number; readonly y1: number; readonly y2: number; readonly name: string } | null;
  readonly start: { readonly x: number; readonly y1: number; readonly y2: number; readonly name: string } | null;
  readonly flags: readonly Flag[];
  readonly owners: readonly OwnerBadge[];
  readonly aside: boolean;
  /** Where records arrive, and where readers take them. */
  readonly entry: Point;
  readonly exit: Point;
  readonly name: string;
}

export interface Owner {
  readonly member: string;
  readonly group: string;
  readonly badge: string;
  readonly dash: string;
  readonly faulty: boolean;
  readonly inHand: number | null;
}

export interface RowInput {
  readonly topic: string;
  readonly partition: PartitionModel;
  readonly box: Box;
  readonly density: RowDensity;
  readonly lanes: number;
  readonly labelWidth: number;
  /** Room for the word before the brokers' numbers. */
  readonly prefix: boolean;
  readonly readers: readonly Reader[];
  readonly owners: readonly Owner[];
  /** More than one group reads: flags say whose they are. */
  readonly many: boolean;
  /** Brokers that do not run. */
  readonly down: ReadonlySet<number>;
  /** What rows of this picture need besides. */
  readonly lanesFor: RowLanes;
  /** The first offset somebody wants to see, where the log does not fit; null: the newest records. */
  readonly from: number | null;
  /** Another row stands to its right: no ribbon can leave it. */
  readonly aside: boolean;
}

/** Lanes that rows have only where some log asks for them: a map under tapes that do not fit, and lost records over them. */
export interface RowLanes {
  readonly map: boolean;
  readonly lost: boolean;
}

/** Height of the map under a tape. */
export const mapHeight = 8;

const heights: Record<RowDensity, (scale: Scale) => { above: number; cell: number }> = {
  full: (scale) => ({ above: scale.tiny + 6, cell: scale.cellHeight }),
  medium: (scale) => ({ above: 2, cell: scale.tiny * 2 + 5 }),
  compact: (scale) => ({ above: 1, cell: scale.tiny + 5 }),
  line: (scale) => ({ above: 0, cell: scale.tiny + 5 }),
};

const isTall = (density: RowDensity) => density === 'full' || density === 'medium';
const ghostLane = (scale: Scale) => scale.tiny + 9;

/** The least height of a row of this density. */
export function rowHeight(density: RowDensity, lanes: number, scale: Scale, more: RowLanes = noLanes): number {
  const { above, cell } = heights[density](scale);
  if (!isTall(density)) return above + cell + (density === 'compact' ? 2 : 1);
  return above + (more.lost ? ghostLane(scale) : 0) + cell + lanes * (scale.tiny + 4) + 4 + (more.map ? mapHeight + 8 : 0);
}

export const noLanes: RowLanes = { map: false, lost: false };

export const badgeRadius = 8;
/** The largest letters of two digits that a badge holds. */
export const badgeSize = ({ tiny }: Scale): number => Math.min(12, tiny);

/** The words over a tape: the high watermark and the records it does not cover yet, where there is room. */
function watermarkLabel(input: RowInput, tape: Tape, y: number, room: number, { scale, measure, words }: Draft): Label[] {
  const { partition } = input;
  const pending = partition.highWatermark < partition.logEndOffset;
  const x = gapOf(tape, partition.highWatermark);
  const text = pending
    ? `${words.highWatermark(partition.highWatermark)} · ${words.pending(partition)}`
    : words.highWatermark(partition.highWatermark);
  const size = scale.tiny;
  const width = measure(text, { size, weight: 400, mono: false });
  if (input.density === 'full') {
    const atStart = x - 1 + width <= room;
    return [label(atStart ? x - 1 : x + 1, y, text, size, { tone: 'muted', anchor: atStart ? 'start' : 'end' })];
  }
  const after = tape.end + 8;
  const short = words.pending(partition);
  // What lies beyond the window is said there first.
  if (!pending || tape.after > 0 || input.density === 'line' || after + measure(short, { size, weight: 400, mono: false }) > room)
    return [];
  return [label(after, tape.y + tape.height / 2 + size * 0.36, short, size, { tone: 'muted' })];
}

export function rowOf(input: RowInput, draft: Draft): Row {
  const { box, partition, topic, density, lanes } = input;
  const { scale, measure, words, layers } = draft;
  const { above, cell: height } = heights[density](scale);
  const tall = isTall(density);
  const used = rowHeight(density, lanes, scale, input.lanesFor);
  const lost = tall && input.lanesFor.lost ? ghostLane(scale) : 0;
  const y = Math.round(box.y + Math.max(0, (box.height - used) / 2) + above + lost);
  const thing: Thing = { kind: 'partition', topic, partition: partition.partition };
  const face = faceOf(input, y, height, draft);
  const labels: Label[] = [...face.labels];
  const notes: Label[] = [];
  const badges = input.owners.length === 0 ? 0 : input.owners.length * (badgeRadius * 2 + 2) + 6;
  const room = { x: box.x + input.labelWidth, right: box.x + box.width - 10 };
  const most = widest(partition.logEndOffset);
  const outside = [words.before(most), words.after(most), ...(partition.logStartOffset > 0 ? [words.deleted(most)] : [])];
  const marker = Math.ceil(Math.max(...outside.map((it) => measure(it, { size: scale.tiny, weight: 400, mono: false })))) + 8;
  const width = room.right - room.x - badges - 6;
  const cell = cellWidth(partition.logEndOffset, scale.cell, 6, scale.tiny, measure);
  const tape = tapeOf(partition.logStartOffset, partition.logEndOffset, { x: room.x, y, width, cell, height, marker }, input.from);
  const taped = layers.has('tape') && density !== 'line';
  // A row too low for its tape says in words what it holds; badges stand in one line below each other.
  const column =
    room.x +
    Math.min(measure(words.offsets(0, 9999), { size: scale.tiny, weight: 400, mono: true }) + 80, room.right - room.x - badges - 8);
  if (!taped && layers.has('tape')) {
    const offsets = words.offsets(partition.logStartOffset, partition.logEndOffset);
    const wishes = [`${offsets} · ${words.highWatermark(partition.highWatermark)}`, offsets, `– ${partition.logEndOffset - 1}`].map(
      (text) => label(room.x, y + height / 2 + scale.tiny * 0.36, text, scale.tiny, { tone: 'muted', mono: true }),
    );
    const counted = wishes.find((it) => measure(it.text, it) <= column - room.x);
    if (counted !== undefined) notes.push(counted);
  }
  const beside = (x: number, text: string, anchor: 'start' | 'end') =>
    notes.push(label(x, y + height / 2 + scale.tiny * 0.36, text, scale.tiny, { tone: 'muted', anchor }));
  if (taped && tape.before > 0) beside(tape.x - 6, words.before(tape.before), 'end');
  else if (taped && partition.logStartOffset > 0) beside(tape.x - 8, words.deleted(partition.logStartOffset), 'end');
  if (taped && tape.after > 0) beside(tape.end + 6, words.after(tape.after), 'start');
  const inView = partition.highWatermark >= tape.from && partition.highWatermark <= tape.to;
  const marked = taped && layers.has('replicas') && partition.logEndOffset > 0 && (inView || tape.after === 0);
  const startAt = partition.logStartOffset > 0 && tape.before === 0;
  if (marked) notes.push(...watermarkLabel(input, tape, tape.y - 8 - lost, room.right - badges, draft));
  if (taped && startAt && density === 'full') {
    const text = label(tape.x - 1, tape.y - 8 - lost, words.logStart(partition.logStartOffset), scale.tiny, { tone: 'muted' });
    const free = notes.every(
      (it) => it.y !== text.y || labelBox(it, measure).x > labelBox(text, measure).x + labelBox(text, measure).width + 6,
    );
    if (free) notes.push(text);
  }
  const flags =
    taped && layers.has('flags')
      ? placeFlags(
          flagsOf(input.readers, (kind, offset, { group, lag }) => {
            const whose = input.many ? group : null;
            if (kind === 'position') return { texts: [words.position(offset, whose)], name: words.position(offset, group) };
            const text = words.committed(offset, whose);
            const late = lag !== null && lag > 0 ? ` · ${words.lag(lag)}` : '';
            return { texts: late === '' ? [text] : [text + late, text], name: words.committed(offset, group) + late };
          }),
          { tape, left: room.x, right: box.x + box.width, lanes: tall ? lanes : 0, size: scale.tiny, measure },
        )
      : [];
  const middle = y + height / 2;
  const endX = taped ? tape.end : layers.has('tape') ? column : room.x - 8;
  const after =
    !tall || tape.after > 0 || (density === 'medium' && marked && partition.highWatermark < partition.logEndOffset)
      ? afterLabels(notes, endX, middle, measure)
      : endX;
  const owners = layers.has('ribbon')
    ? input.owners.map((owner, index): OwnerBadge => ({
        member: owner.member,
        group: owner.group,
        dash: owner.dash,
        badge: owner.badge,
        faulty: owner.faulty,
        size: badgeSize(scale),
        at: { x: Math.min(after + 8 + badgeRadius + index * (badgeRadius * 2 + 2), box.x + box.width - badgeRadius), y: middle },
      }))
    : [];
  const edge = owners.at(-1);
  return {
    key: `${topic}-${partition.partition}`,
    thing,
    box,
    density,
    face: { x: box.x - 6, y: y - 5, width: input.labelWidth - 4, height: height + 10 },
    labels,
    notes,
    chips: face.chips,
    cells: taped ? cellsOf(input, tape, tall, draft) : [],
    tape,
    map:
      taped && tall && tape.windowed && input.lanesFor.map
        ? { x: room.x, y: y + height + lanes * (scale.tiny + 4) + 8, width, height: mapHeight }
        : null,
    ghosts: taped && lost > 0 ? { y: y - lost + 1, height: scale.tiny + 3, right: room.right } : null,
    mark: marked
      ? {
          x: gapOf(tape, partition.highWatermark),
          y1: y - 5 - lost,
          y2: y + height + 2,
          name: words.highWatermark(partition.highWatermark),
        }
      : null,
    start: taped && startAt ? { x: tape.x - 2, y1: y - 3, y2: y + height + 3, name: words.logStart(partition.logStartOffset) } : null,
    flags,
    owners,
    aside: input.aside,
    entry: { x: box.x - scale.pad, y: middle },
    exit: { x: edge === undefined ? after + 6 : edge.at.x + badgeRadius + 3, y: middle },
    name: words.namePartition(topic, partition),
  };
}

/** Where the texts at the height of the tape end. */
function afterLabels(labels: readonly Label[], end: number, y: number, measure: Measure): number {
  return labels.reduce((most, it) => {
    const box = labelBox(it, measure);
    return box.y < y && box.y + box.height > y ? Math.max(most, box.x + box.width) : most;
  }, end);
}
