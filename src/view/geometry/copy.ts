/** One copy of a partition on one broker: the leader's tape thick, a follower's thin. */
import type { Box, Point } from './box.ts';
import type { Draft } from './draft.ts';
import { hueOf, keyLabel } from './keys.ts';
import { fitLabel, label, type Label, type Placing } from './label.ts';
import type { LostRecord } from './lost.ts';
import type { PartitionModel, ReplicaModel, TopicModel } from './model.ts';
import { cellWidth, gapOf, tapeOf, widest, type Tape } from './tape.ts';
import type { Thing } from './thing.ts';

export interface Slice {
  readonly key: number;
  readonly thing: Thing;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly hue: number;
  readonly pending: boolean;
  /** In no log that can lead any more: struck. */
  readonly lost: boolean;
  readonly text: Label | null;
  readonly keyText: Label | null;
  readonly name: string;
}

export interface Copy {
  readonly key: string;
  readonly thing: Thing;
  readonly topic: string;
  readonly partition: number;
  readonly broker: number;
  readonly leader: boolean;
  readonly inSync: boolean;
  readonly box: Box;
  readonly labels: readonly Label[];
  readonly slices: readonly Slice[];
  /** Where lost records lay that others have taken the place of. */
  readonly scars: string;
  readonly rail: { readonly x: number; readonly y: number; readonly width: number } | null;
  readonly mark: { readonly x: number; readonly y1: number; readonly y2: number; readonly name: string } | null;
  readonly entry: Point;
  readonly exit: Point;
  readonly name: string;
}

export interface Held {
  readonly topic: string;
  readonly partition: PartitionModel;
  readonly copy: ReplicaModel;
  readonly leader: boolean;
}

export function heldBy(broker: number, topics: readonly TopicModel[]): Held[] {
  return topics
    .flatMap((topic) =>
      topic.partitions.flatMap((partition): Held[] => {
        if (!partition.replicas.includes(broker)) return [];
        const copy = partition.copies.find((it) => it.broker === broker) ?? {
          broker,
          role: partition.leader === broker ? 'leader' : 'follower',
          inSync: partition.isr.includes(broker),
          logStartOffset: partition.logStartOffset,
          logEndOffset: partition.logEndOffset,
          highWatermark: partition.highWatermark,
        };
        return [{ topic: topic.name, partition, copy, leader: partition.leader === broker }];
      }),
    )
    .sort((a, b) => Number(b.leader) - Number(a.leader));
}

export function copyOf(held: Held, box: Box, labelWidth: number, badges: number, lost: readonly LostRecord[], draft: Draft): Copy {
  const { scale, measure, words, layers } = draft;
  const { topic, partition, copy, leader } = held;
  const tall = leader && box.height >= scale.tiny * 2 + 9;
  const height = tall ? scale.tiny * 2 + 4 : leader ? Math.min(scale.tiny + 7, box.height - 3) : 7;
  const y = Math.round(box.y + (box.height - height) / 2);
  const baseline = box.y + box.height / 2 + scale.tiny * 0.36;
  const thing: Thing = { kind: 'replica', topic, partition: partition.partition, broker: copy.broker };
  const tone = copy.inSync ? (leader ? 'ink' : 'muted') : 'alert';
  const labels = [
    fitLabel(
      label(box.x, baseline, `${topic} P${partition.partition}${leader ? ' ★' : ''}`, scale.tiny, {
        mono: true,
        weight: leader ? 700 : 400,
        tone,
      }),
      labelWidth - 6,
      measure,
    ),
  ];
  // All copies of a partition share one window, so that a follower's delay is seen as a shorter tape.
  const most = Math.max(partition.logEndOffset, ...partition.copies.map((it) => it.logEndOffset), (lost.at(-1)?.offset ?? -1) + 1);
  const owned = layers.has('ribbon') ? badges * 18 + 6 : 0;
  const end = box.x + box.width - owned;
  const cell = cellWidth(most, Math.max(22, scale.cell - (tall ? 5 : 9)), 4, scale.tiny, measure);
  const marker = Math.ceil(measure(words.before(widest(partition.logEndOffset)), { size: scale.tiny, weight: 400, mono: false })) + 8;
  const taped = layers.has('tape');
  // The numbers give way to the tape: what the cells show need not be said.
  const widthOf = (text: string, font: Placing) => Math.ceil(measure(text, label(0, 0, text, scale.tiny, font)));
  const summaries = [(leo: number, hw: number) => `LEO ${leo} · HW ${hw}`, (leo: number) => `LEO ${leo}`, () => ''].map((say) => {
    const width = widthOf(say(widest(most), widest(most)), { mono: true }) + 10;
    return { text: say(copy.logEndOffset, copy.highWatermark), width, free: box.width - labelWidth - owned - width };
  });
  const few = marker + Math.min(5, most - partition.logStartOffset) * cell;
  const chosen = summaries.find((it) => !taped || it.free >= few) ?? summaries.find((it) => it.free >= marker + cell);
  const shown = taped && chosen !== undefined;
  const { text: summary, width: summaryWidth, free } = chosen ?? { text: `LEO ${copy.logEndOffset}`, width: 0, free: 0 };
  if (summary !== '') labels.push(label(end, baseline, summary, scale.tiny, { mono: true, tone: 'muted', anchor: 'end' }));
  // How far it is behind, or what was lost here, stands beside.
  const behind = partition.logEndOffset - copy.logEndOffset;
  const note = leader ? (lost.length > 0 ? words.lost(lost.length) : '') : behind > 0 && layers.has('replicas') ? words.behind(behind) : '';
  const noteWidth = Math.max(
    lost.length > 0 ? widthOf(words.lost(99), { weight: 600 }) : 0,
    partition.copies.length > 1 ? widthOf(words.behind(99), { weight: 600 }) : 0,
  );
  const least = Math.max(marker + cell, scale.cell * (lost.length > 0 ? 3 : 8));
  const noted = free - noteWidth - 10 >= least ? noteWidth + 10 : 0;
  if (note !== '' && noted > 0) {
    const tone = leader || !copy.inSync ? 'alert' : 'muted';
    const placed = label(end - summaryWidth, baseline, note, scale.tiny, { tone, weight: 600, anchor: 'end' });
    labels.push(fitLabel(placed, noted - 4, measure));
  }
  const room = { x: box.x + labelWidth, width: free - noted };
  const onTape = (from: number | null) =>
    tapeOf(partition.logStartOffset, most, { x: room.x, y, width: room.width, cell, height, marker }, from);
  const newest = onTape(null);
  // Where another copy holds far more than the leader, as one that has yet to learn what was lost, the leader's end stays in view.
  const hidden = partition.logEndOffset <= newest.from && newest.to - newest.from > 4;
  const tape: Tape = hidden ? onTape(Math.max(partition.logStartOffset, partition.logEndOffset - 3)) : newest;
  const beside = (x: number, text: string, anchor: 'start' | 'end') =>
    labels.push(label(x, baseline, text, scale.tiny, { tone: 'muted', anchor }));
  if (shown && leader && tape.before > 0) beside(tape.x - 6, words.before(tape.before), 'end');
  const beyond = copy.logEndOffset - tape.to;
  if (shown && beyond > 0 && tape.end + 8 + widthOf(words.after(beyond), {}) <= room.x + room.width)
    beside(tape.end + 6, words.after(beyond), 'start');
  const byOffset = new Map(partition.records.map((it) => [it.offset, it]));
  const keyed = layers.has('keys');
  const slices: Slice[] = [];
  // On the leader's tape the places of lost records stay in sight beyond its end.
  const gone = new Map(lost.filter(({ offset }) => offset >= partition.logEndOffset).map((it) => [it.offset, it]));
  const to = Math.min(tape.to, leader ? most : copy.logEndOffset);
  for (let offset = Math.max(tape.from, copy.logStartOffset); shown && offset < to; offset++) {
    const record = byOffset.get(offset);
    const missed = gone.get(offset);
    // A hole that compaction left, or the end of this copy.
    if (record === undefined && missed === undefined && (leader || offset < partition.logEndOffset)) continue;
    const key = record?.key ?? missed?.key ?? null;
    const x = tape.x + (offset - tape.from) * cell;
    const pending = missed === undefined && offset >= copy.highWatermark;
    slices.push({
      key: offset,
      thing: { kind: 'record', topic, partition: partition.partition, offset },
      x: x + 1,
      y,
      width: cell - 2,
      height,
      hue: keyed ? hueOf(key) : 0,
      pending,
      lost: missed !== undefined,
      text: leader
        ? label(x + cell / 2, tall && keyed ? y + height / 2 - 2 : baseline, String(offset), scale.tiny, {
            anchor: 'middle',
            mono: true,
            weight: 700,
          })
        : null,
      keyText: tall && keyed ? label(x + cell / 2, y + height / 2 + scale.tiny - 1, keyLabel(key), scale.tiny, { anchor: 'middle' }) : null,
      name:
        record === undefined
          ? words.nameLost(`${topic}-${partition.partition}`, [offset])
          : words.nameRecord(record, topic, partition.partition, pending),
    });
  }
  const markX = gapOf(tape, copy.highWatermark);
  return {
    key: `${topic}-${partition.partition}@${copy.broker}`,
    thing,
    topic,
    partition: partition.partition,
    broker: copy.broker,
    leader,
    inSync: copy.inSync,
    box,
    labels,
    slices,
    scars: !leader || !shown ? '' : scarsOf(lost, tape, partition.logEndOffset, y),
    rail: shown ? { x: tape.x, y: box.y + box.height / 2, width: (tape.to - tape.from) * cell } : null,
    mark:
      shown && copy.logEndOffset > 0 && copy.highWatermark >= tape.from && copy.highWatermark <= tape.to
        ? { x: markX, y1: y - 3, y2: y + height + 3, name: words.highWatermark(copy.highWatermark) }
        : null,
    entry: { x: box.x - scale.pad, y: box.y + box.height / 2 },
    exit: { x: box.x + box.width + scale.pad, y: box.y + box.height / 2 },
    name: words.nameReplica(
      topic,
      partition.partition,
      copy.broker,
      leader ? words.leader : words.follower,
      copy.logEndOffset,
      copy.highWatermark,
      copy.inSync,
    ),
  };
}

const scarsOf = (lost: readonly LostRecord[], tape: Tape, end: number, y: number): string =>
  lost
    .filter(({ offset }) => offset >= tape.from && offset < end)
    .map(({ offset }) => `M${tape.x + (offset - tape.from) * tape.cell + 2},${y - 3}h${tape.cell - 4}`)
    .join('');
