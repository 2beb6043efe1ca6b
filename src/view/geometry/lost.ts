/** Records of ours that are in no log any more (the ledger's breaches), over the places where they were. */
import { label, labelBox, type Label } from './label.ts';
import type { Draft } from './draft.ts';
import type { ReadModel } from './model.ts';
import type { Row } from './row.ts';

export interface LostRecord {
  readonly offset: number;
  readonly key: string | null;
}

export interface LostMarks {
  readonly cells: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly text: Label;
  }[];
  /** Where rows are too low for cells of their own: a line over the places. */
  readonly bar: string | null;
  readonly label: Label | null;
  readonly name: string;
}

const nothing: readonly LostRecord[] = [];

/** By `topic-partition`, in the order of their offsets. */
export function lostRecords({ breaches }: ReadModel['ledger']): (tape: string) => readonly LostRecord[] {
  const found = new Map<string, LostRecord[]>();
  for (const { guarantee, topic, partition, offset, key } of breaches) {
    if (guarantee !== 'lost') continue;
    const list = found.get(`${topic}-${partition}`);
    if (list === undefined) found.set(`${topic}-${partition}`, [{ offset, key }]);
    else list.push({ offset, key });
  }
  for (const list of found.values()) list.sort((a, b) => a.offset - b.offset);
  return (tape) => found.get(tape) ?? nothing;
}

export function lostIn({ tape, ghosts, key, mark }: Row, lost: readonly LostRecord[], { scale, measure, words }: Draft): LostMarks | null {
  const first = lost[0];
  const last = lost.at(-1);
  if (first === undefined || last === undefined) return null;
  const name = words.nameLost(
    key,
    lost.map((it) => it.offset),
  );
  const xOf = (offset: number) => tape.x + (offset - tape.from) * tape.cell;
  const right = ghosts?.right ?? tape.end;
  const seen = lost.filter(({ offset }) => offset >= tape.from && xOf(offset + 1) <= right);
  if (ghosts === null) {
    const bar = seen.map(({ offset }) => `M${xOf(offset) + 2},${tape.y - 1}h${tape.cell - 4}`).join('');
    return bar === '' ? null : { cells: [], bar, label: null, name };
  }
  const { y, height } = ghosts;
  const baseline = y + height / 2 + scale.tiny * 0.36;
  const cells = seen.map(({ offset }) => ({
    x: xOf(offset) + 1.5,
    y,
    width: tape.cell - 3,
    height,
    text: label(xOf(offset) + tape.cell / 2, baseline, String(offset), scale.tiny, { anchor: 'middle', mono: true, tone: 'alert' }),
  }));
  const text = label(0, baseline, words.lost(lost.length), scale.tiny, { tone: 'alert', weight: 600 });
  const wide = labelBox(text, measure).width;
  const [from, to] = [cells[0]?.x ?? tape.x, (cells.at(-1)?.x ?? tape.x) + tape.cell];
  /** Off the high watermark, whose line comes up this far. */
  const clear = (x: number) => mark === null || mark.x < x - 2 || mark.x > x + wide + 2;
  const place = (): Label | null => {
    if (cells.length === 0) return { ...text, x: clear(tape.x) ? tape.x : (mark?.x ?? 0) + 6 };
    if (to + 6 + wide <= right && clear(to + 6)) return { ...text, x: to + 6 };
    const before = from - 6 - wide;
    return before >= tape.x - tape.cell && clear(before) ? { ...text, x: from - 6, anchor: 'end' } : null;
  };
  return { cells, bar: null, label: place(), name };
}
