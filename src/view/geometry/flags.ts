/** Flags under a tape: commits and positions stand on the gap before the offset that is read next. */
import { label, type Label, type Measure } from './label.ts';
import { gapOf, type Tape } from './tape.ts';

export interface Reader {
  readonly group: string;
  /** Null while the group says nothing about this partition. */
  readonly committed: number | null;
  /** Records between the commit and the high watermark. */
  readonly lag: number | null;
  readonly position: number | null;
}

export interface Flag {
  readonly key: string;
  readonly kind: 'commit' | 'position';
  readonly x: number;
  readonly y: number;
  /** Drawn inside the tape, where rows stand close. */
  readonly inner: boolean;
  /** The offset lies left, or right, of what the tape shows. */
  readonly beyond: 'before' | 'after' | null;
  /** Null where there was no room: the name still tells. */
  readonly text: Label | null;
  readonly name: string;
}

interface FlagRoom {
  readonly tape: Tape;
  readonly left: number;
  readonly right: number;
  readonly lanes: number;
  readonly size: number;
  readonly measure: Measure;
}

export interface FlagText {
  /** From much to little: the first one that finds a place is shown. */
  readonly texts: readonly string[];
  readonly name: string;
}

/** Which flags there are, with their words. */
export function flagsOf(readers: readonly Reader[], say: (kind: Flag['kind'], offset: number, reader: Reader) => FlagText) {
  return readers.flatMap((reader) =>
    (['commit', 'position'] as const).flatMap((kind) => {
      const offset = kind === 'commit' ? reader.committed : reader.position;
      return offset === null ? [] : [{ key: `${kind}:${reader.group}`, kind, offset, ...say(kind, offset, reader) }];
    }),
  );
}

/**
 * Puts each text beside its mark: a commit's to the left, a position's to the right; where that is taken, the other side, then the
 * next lane. What finds no place keeps its mark and loses its text.
 */
export function placeFlags(flags: ReturnType<typeof flagsOf>, room: FlagRoom): Flag[] {
  const { tape, lanes, size, measure } = room;
  const marks = flags.map((flag) => gapOf(tape, flag.offset));
  const texts: { lane: number; from: number; to: number }[] = [];
  /** Free of other texts, and in the first lane of the marks of others. */
  const free = (lane: number, from: number, to: number, own: number) =>
    from >= room.left &&
    to <= room.right &&
    !texts.some((it) => it.lane === lane && from < it.to + 6 && to > it.from - 6) &&
    !(lane === 0 && marks.some((x, index) => index !== own && from < x + 6 && to > x - 6));
  return flags.map((flag, index) => {
    const x = gapOf(tape, flag.offset);
    const weight = flag.kind === 'commit' ? 600 : 400;
    const sides = flag.kind === 'commit' ? (['end', 'start'] as const) : (['start', 'end'] as const);
    let text: Label | null = null;
    for (let turn = 0; turn < lanes * flag.texts.length && text === null; turn++) {
      const lane = turn % lanes;
      const said = flag.texts[Math.floor(turn / lanes)] ?? '';
      const width = measure(said, { size, weight, mono: false });
      const side = sides.find((it) => (it === 'start' ? free(lane, x + 8, x + 8 + width, index) : free(lane, x - 8 - width, x - 8, index)));
      if (side === undefined) continue;
      const from = side === 'start' ? x + 8 : x - 8 - width;
      texts.push({ lane, from, to: from + width });
      const y = tape.y + tape.height + 3 + size + lane * (size + 4);
      text = label(side === 'start' ? x + 8 : x - 8, y, said, size, { anchor: side, tone: 'petrol', weight });
    }
    return {
      key: flag.key,
      kind: flag.kind,
      x,
      y: tape.y + tape.height + (lanes === 0 ? 0 : 3),
      inner: lanes === 0,
      beyond: flag.offset < tape.from ? 'before' : flag.offset > tape.to ? 'after' : null,
      text,
      name: flag.name,
    };
  });
}
