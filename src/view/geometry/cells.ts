/** The records of a tape as cells. */
import type { Draft } from './draft.ts';
import { hueOf, keyLabel } from './keys.ts';
import { label, type Label } from './label.ts';
import type { RowInput } from './row.ts';
import type { Tape } from './tape.ts';
import { thingId, type Thing } from './thing.ts';

export interface Cell {
  readonly thing: Thing;
  readonly id: string;
  /** Which of the tape's marks draws it: a record that comes into view takes over the mark of one that left, wherever one jumps. */
  readonly slot: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly hue: number;
  /** Not yet replicated to the whole ISR: hatched. */
  readonly pending: boolean;
  /** In the application's hands now. */
  readonly inHand: boolean;
  readonly offset: Label;
  readonly key: Label | null;
  readonly name: string;
}

export function cellsOf(
  input: Pick<RowInput, 'topic' | 'partition' | 'owners'>,
  tape: Tape,
  tall: boolean,
  { scale, words, layers }: Draft,
): Cell[] {
  const { topic, partition } = input;
  const inHand = input.owners.map((owner) => owner.inHand);
  const keyed = layers.has('keys');
  return partition.records.slice(placeOf(partition.records, tape.from), placeOf(partition.records, tape.to)).map((record): Cell => {
    const x = tape.x + (record.offset - tape.from) * tape.cell;
    const middle = x + tape.cell / 2;
    const pending = layers.has('replicas') && record.offset >= partition.highWatermark;
    const both = tall && keyed;
    const offsetY = tape.y + (both ? tape.height / 2 - 2.5 : tape.height / 2 + scale.tiny * 0.36);
    const thing: Thing = { kind: 'record', topic, partition: partition.partition, offset: record.offset };
    return {
      thing,
      id: thingId(thing),
      slot: tape.windowed ? record.offset % (tape.to - tape.from) : record.offset,
      x: x + 1.5,
      y: tape.y,
      width: tape.cell - 3,
      height: tape.height,
      hue: keyed ? hueOf(record.key) : 0,
      pending,
      inHand: inHand.includes(record.offset),
      offset: label(middle, offsetY, String(record.offset), scale.tiny, { anchor: 'middle', mono: true, weight: 700 }),
      key: both ? label(middle, tape.y + tape.height / 2 + scale.tiny - 0.5, keyLabel(record.key), scale.tiny, { anchor: 'middle' }) : null,
      name: words.nameRecord(record, topic, partition.partition, pending),
    };
  });
}

/** Where the first record at or after an offset lies: compaction leaves holes, so that it can only be nearer to the beginning than the offset says. */
function placeOf(records: RowInput['partition']['records'], offset: number): number {
  let place = Math.min(Math.max(0, offset - (records[0]?.offset ?? 0)), records.length);
  while (place > 0 && (records[place - 1]?.offset ?? 0) >= offset) place--;
  return place;
}
