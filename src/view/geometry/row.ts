/** A partition's row in the picture by topic: its name and replicas, the leader's tape, what stands on its gaps, who reads it. */
import type { Box, Point } from './box.ts';
import { cellsOf, type Cell } from './cells.ts';
import { chipsOf, type Chip } from './chips.ts';
import type { Draft } from './draft.ts';
import { flagsOf, placeFlags, type Flag, type Reader } from './flags.ts';
import { label, labelBox, type Label, type Measure } from './label.ts';
import type { PartitionModel } from './model.ts';
import type { Scale } from './scale.ts';
import { gapOf, tapeOf, widest, type Tape } from './tape.ts';
import type { Thing } from './thing.ts';

export type RowDensity = 'full' | 'medium' | 'compact' | 'line';

export interface OwnerBadge {
  readonly member: string;
  readonly group: string;
  readonly badge: string;
  readonly dash: string;
  readonly at: Point;
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
  readonly mark: { readonly x: number; readonly y1: number; readonly y2: number; readonly name: string } | null;
  readonly start: { readonly x: number; readonly y1: number; readonly y2: number; readonly name: string } | null;
  readonly flags: readonly Flag[];
  readonly owners: readonly OwnerBadge[];
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
}

const heights: Record<RowDensity, (scale: Scale) => { above: number; cell: number }> = {
  full: (scale) => ({ above: scale.tiny + 6, cell: scale.cellHeight }),
  medium: (scale) => ({ above: 2, cell: scale.tiny * 2 + 5 }),
  compact: (scale) => ({ above: 1, cell: scale.tiny + 5 }),
  line: (scale) => ({ above: 0, cell: scale.tiny + 5 }),
};

/** The least height of a row of this density. */
export function rowHeight(density: RowDensity, lanes: number, scale: Scale): number {
  const { above, cell } = heights[density](scale);
  const below = density === 'full' || density === 'medium' ? lanes * (scale.tiny + 4) + 4 : 2;
  return above + cell + below;
}

export const badgeRadius = 8;

/** The words over a tape: the high watermark and the records it does not cover yet, where there is room. */
function watermarkLabel(input: RowInput, tape: Tape, room: number, { scale, measure, words }: Draft): Label[] {
  const { partition } = input;
  const pending = partition.highWatermark < partition.logEndOffset;
  const x = gapOf(tape, partition.highWatermark);
  const text = pending
    ? `${words.highWatermark(partition.highWatermark)} · ${words.replicating}`
    : words.highWatermark(partition.highWatermark);
  const size = scale.tiny;
  const width = measure(text, { size, weight: 400, mono: false });
  if (input.density === 'full') {
    const atStart = x - 1 + width <= room;
    return [label(atStart ? x - 1 : x + 1, tape.y - 8, text, size, { tone: 'muted', anchor: atStart ? 'start' : 'end' })];
  }
  const after = tape.end + 8;
  const short = words.replicating;
  if (!pending || input.density === 'line' || after + measure(short, { size, weight: 400, mono: false }) > room) return [];
  return [label(after, tape.y + tape.height / 2 + size * 0.36, short, size, { tone: 'muted' })];
}

export function rowOf(input: RowInput, draft: Draft): Row {
  const { box, partition, topic, density, lanes } = input;
  const { scale, measure, words, layers } = draft;
  const { above, cell: height } = heights[density](scale);
  const tall = density === 'full' || density === 'medium';
  const used = rowHeight(density, lanes, scale);
  const y = Math.round(box.y + Math.max(0, (box.height - used) / 2) + above);
  const thing: Thing = { kind: 'partition', topic, partition: partition.partition };
  const labels: Label[] = [];
  const notes: Label[] = [];
  const nameSize = density === 'full' ? scale.title : scale.name;
  const name = `P${partition.partition}`;
  const nameY = tall ? y + (density === 'full' ? nameSize - 1 : nameSize - 2) : y + height / 2 + nameSize * 0.36;
  labels.push(label(box.x, nameY, name, nameSize, { mono: true, weight: 700 }));
  const chipsX = tall ? box.x : box.x + measure('P00', { size: nameSize, weight: 700, mono: true }) + 6;
  const chipsY = tall ? y + height - scale.tiny - 3 : y + (height - scale.tiny - 5) / 2;
  const prefixed = input.prefix && tall && layers.has('replicas');
  const prefix = prefixed ? Math.ceil(measure(words.brokerWord, { size: scale.tiny, weight: 400, mono: false })) + 5 : 0;
  if (prefixed) labels.push(label(box.x, chipsY + scale.tiny + 0.5, words.brokerWord, scale.tiny, { tone: 'muted' }));
  const shown = layers.has('replicas')
    ? chipsOf(partition, input.down, chipsX + prefix, chipsY, box.x + input.labelWidth - chipsX - prefix - 6, draft)
    : { chips: [], rest: null };
  if (shown.rest !== null) labels.push(shown.rest);

  const badges = input.owners.length === 0 ? 0 : input.owners.length * (badgeRadius * 2 + 2) + 6;
  const room = { x: box.x + input.labelWidth, right: box.x + box.width - 10 };
  const marker = Math.ceil(measure(words.before(widest(partition.logEndOffset)), { size: scale.tiny, weight: 400, mono: false })) + 8;
  const tape = tapeOf(partition.logStartOffset, partition.logEndOffset, {
    x: room.x,
    y,
    width: room.right - room.x - badges - 6,
    cell: scale.cell,
    height,
    marker,
  });
  const taped = layers.has('tape') && density !== 'line';
  if (!taped && layers.has('tape')) {
    const counted = `${words.offsets(partition.logStartOffset, partition.logEndOffset)} · ${words.highWatermark(partition.highWatermark)}`;
    notes.push(label(room.x, y + height / 2 + scale.tiny * 0.36, counted, scale.tiny, { tone: 'muted', mono: true }));
  }
  if (taped && tape.before > 0) {
    labels.push(
      label(tape.x - 6, y + height / 2 + scale.tiny * 0.36, words.before(tape.before), scale.tiny, { tone: 'muted', anchor: 'end' }),
    );
  }
  if (partition.leader === null) {
    const at = tall ? { x: box.x + measure(name, { size: nameSize, weight: 700, mono: true }) + 6, y: nameY } : null;
    if (at !== null) labels.push(label(at.x, at.y, words.leaderless, scale.tiny, { tone: 'alert', weight: 600 }));
  }
  const marked = taped && layers.has('replicas') && partition.logEndOffset > 0;
  const startAt = partition.logStartOffset > 0 && tape.before === 0;
  if (marked) notes.push(...watermarkLabel(input, tape, room.right - badges, draft));
  if (taped && startAt && density === 'full') {
    const text = label(tape.x - 1, tape.y - 8, words.logStart(partition.logStartOffset), scale.tiny, { tone: 'muted' });
    const free = notes.every(
      (it) => it.y !== text.y || labelBox(it, measure).x > labelBox(text, measure).x + labelBox(text, measure).width + 6,
    );
    if (free) notes.push(text);
  }
  const flags =
    taped && layers.has('flags')
      ? placeFlags(
          flagsOf(input.readers, (kind, offset, group) => {
            const whose = input.many ? group : null;
            const text = kind === 'commit' ? words.committed(offset, whose) : words.position(offset, whose);
            return { text, name: kind === 'commit' ? words.committed(offset, group) : words.position(offset, group) };
          }),
          { tape, left: room.x, right: box.x + box.width, lanes: tall ? lanes : 0, size: scale.tiny, measure },
        )
      : [];
  const middle = y + height / 2;
  const endX = taped ? tape.end : room.x + measure(words.offsets(0, 9999), { size: scale.tiny, weight: 400, mono: true }) + 80;
  const after =
    !tall || (density === 'medium' && marked && partition.highWatermark < partition.logEndOffset)
      ? afterLabels(notes, endX, middle, measure)
      : endX;
  const owners = layers.has('ribbon')
    ? input.owners.map((owner, index): OwnerBadge => ({
        member: owner.member,
        group: owner.group,
        dash: owner.dash,
        badge: owner.badge,
        faulty: owner.faulty,
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
    chips: shown.chips,
    cells: taped ? cellsOf(input, tape, tall, draft) : [],
    tape,
    mark: marked
      ? { x: gapOf(tape, partition.highWatermark), y1: y - 5, y2: y + height + 2, name: words.highWatermark(partition.highWatermark) }
      : null,
    start: taped && startAt ? { x: tape.x - 2, y1: y - 3, y2: y + height + 3, name: words.logStart(partition.logStartOffset) } : null,
    flags,
    owners,
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
