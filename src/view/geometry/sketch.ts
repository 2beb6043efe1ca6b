/** A cluster in the size of a thumbnail: producers at the left, partitions as tapes, consumers at the right. Numbers in, marks out. */
export interface SketchShape {
  readonly brokers: number;
  readonly producers: number;
  readonly topics: readonly number[];
  readonly groups: readonly number[];
}

interface Tape {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Cells that are drawn full. */
  readonly full: number;
}

export interface Sketch {
  readonly producers: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];
  readonly tapes: readonly Tape[];
  readonly consumers: readonly { readonly x: number; readonly y: number; readonly r: number }[];
  /** The disks that all of it lies on. */
  readonly brokers: readonly { readonly x: number; readonly y: number; readonly width: number }[];
  /** Hairlines from producers to topics and from topics to consumers. */
  readonly ways: readonly string[];
}

/** More of them than this would be dust. */
const MOST_TAPES = 8;
const MOST_ENDS = 5;
export const CELLS = 6;

/** Evenly over `height`, in the middle of their shares. */
const spread = (count: number, height: number): readonly number[] => Array.from({ length: count }, (_, i) => ((i + 0.5) * height) / count);

export function sketchOf({ brokers, producers, topics, groups }: SketchShape, width: number, height: number): Sketch {
  const room = height - 12;
  const counts = topics.reduce((sum, it) => sum + it, 0);
  const tapes = Math.min(counts, MOST_TAPES);
  const gaps = topics.length > 1 && counts <= MOST_TAPES ? topics.length - 1 : 0;
  const pitch = Math.min(11, room / Math.max(1, tapes + gaps * 0.6));
  const used = pitch * (tapes + gaps * 0.6);
  const left = 30;
  const right = width - 26;
  let y = (room - used) / 2;
  const rows: Tape[] = [];
  topics.forEach((partitions, topic) => {
    for (let i = 0; i < partitions && rows.length < tapes; i++, y += pitch)
      rows.push({ x: left, y: y + 1, width: right - left, height: Math.max(3, pitch - 3), full: 2 + ((i * 2 + topic) % (CELLS - 2)) });
    y += pitch * 0.6;
  });
  const middle = room / 2;
  const senders = spread(Math.min(producers, MOST_ENDS), room).map((at) => ({ x: 4, y: at - 4, width: 12, height: 8 }));
  const members = groups.reduce((sum, it) => sum + it, 0);
  const readers = spread(Math.min(members, MOST_ENDS), room).map((at) => ({ x: width - 9, y: at, r: 4.5 }));
  const disks = Math.min(brokers, 9);
  const share = (right - left) / Math.max(1, disks);
  const toTape = (from: number, x1: number, x2: number, to: number) =>
    `M${x1},${from}C${(x1 + x2) / 2},${from} ${(x1 + x2) / 2},${to} ${x2},${to}`;
  const near = (at: number) => rows[Math.min(rows.length - 1, Math.floor((at / room) * rows.length))];
  const middleOf = (tape: Tape | undefined) => (tape === undefined ? middle : tape.y + tape.height / 2);
  const ways =
    rows.length === 0
      ? []
      : [
          ...senders.map((it) => toTape(it.y + 4, 16, left - 1, middleOf(near(it.y + 4)))),
          ...readers.map((it) => toTape(middleOf(near(it.y)), right + 1, width - 14, it.y)),
        ];
  return {
    producers: senders,
    tapes: rows,
    consumers: readers,
    brokers: Array.from({ length: disks }, (_, i) => ({ x: left + i * share + 1.5, y: height - 4, width: share - 3 })),
    ways,
  };
}
