/**
 * What lies in the logs of a partition, as far as facts tell (D3). A record is named by its offset and the epoch of the leader that wrote it
 * there; a copy is known by the epochs it holds from which offset on, as Kafka's own LeaderEpochFileCache knows it. Copies that were left
 * behind are remembered: an unclean election may bring them back.
 */
import type { RecordName } from './state.ts';
import type { Vector } from './vector.ts';
import { emptyVector, vectorGet, vectorSet } from './vector.ts';

/** Who lies at an offset in the log of this epoch; what an earlier leader wrote there hangs behind it. */
interface Entry extends RecordName {
  readonly epoch: number;
  readonly older: Entry | null;
}

interface Copy {
  /** From `start` on its records are of this epoch. In order. */
  readonly epochs: readonly { readonly epoch: number; readonly start: number }[];
  readonly end: number;
  /** The broker it copies from. */
  readonly follows: number | null;
}

export interface Lineage {
  readonly leaderEpoch: number;
  readonly leader: number | null;
  /** The fact with which its present leader began. */
  readonly ledBy: number | null;
  /** Null: removed by the cleaner (L4), and so neither to be lost nor to be skipped. */
  readonly entries: Vector<Entry | null>;
  /** By broker. */
  readonly copies: Readonly<Record<number, Copy>>;
}

const EMPTY: Copy = { epochs: [], end: 0, follows: null };
export const NO_LOG: Lineage = { leaderEpoch: -1, leader: null, ledBy: null, entries: emptyVector(), copies: {} };

const copyAt = ({ copies }: Lineage, broker: number | null): Copy => (broker === null ? EMPTY : (copies[broker] ?? EMPTY));
const withCopy = (lineage: Lineage, broker: number, copy: Copy): Lineage => ({ ...lineage, copies: { ...lineage.copies, [broker]: copy } });

/** Where the log that can lead ends. */
export const endOf = (lineage: Lineage): number => copyAt(lineage, lineage.leader).end;

const cut = (copy: Copy, to: number): Copy =>
  to >= copy.end ? copy : { ...copy, epochs: copy.epochs.filter(({ start }) => start < to), end: to };

const epochOf = ({ epochs }: Copy, offset: number): number => epochs.findLast(({ start }) => start <= offset)?.epoch ?? -1;

function nameIn(lineage: Lineage, copy: Copy, offset: number): RecordName | undefined {
  if (offset >= copy.end) return undefined;
  const epoch = epochOf(copy, offset);
  let entry: Entry | null = vectorGet(lineage.entries, offset) ?? null;
  while (entry !== null && entry.epoch !== epoch) entry = entry.older;
  return entry ?? undefined;
}

/** The record at an offset of the log that can lead. */
export const recordAt = (lineage: Lineage, offset: number): RecordName | undefined =>
  nameIn(lineage, copyAt(lineage, lineage.leader), offset);

/** A leader wrote. One of the past may still do so: its log can no longer lead, unless it is elected again. */
export function wrote(lineage: Lineage, broker: number, epoch: number, from: number, records: readonly RecordName[]): Lineage {
  const before = cut(copyAt(lineage, broker), from);
  const epochs = before.epochs.at(-1)?.epoch === epoch ? before.epochs : [...before.epochs, { epoch, start: from }];
  let { entries } = lineage;
  for (const [index, { producer, number }] of records.entries()) {
    const older = vectorGet(entries, from + index) ?? null;
    entries = vectorSet(entries, from + index, { producer, number, epoch, older });
  }
  const next = withCopy({ ...lineage, entries }, broker, { ...before, epochs, end: from + records.length });
  return epoch < lineage.leaderEpoch ? next : { ...next, leaderEpoch: epoch, leader: broker };
}

export const followed = (lineage: Lineage, broker: number, leader: number): Lineage =>
  withCopy(lineage, broker, { ...copyAt(lineage, broker), follows: leader });

/** L4: a newer record of the same key took its place. */
export function cleaned(lineage: Lineage, offsets: readonly number[]): Lineage {
  let { entries } = lineage;
  for (const offset of offsets) entries = vectorSet(entries, offset, null);
  return { ...lineage, entries };
}

export const truncated = (lineage: Lineage, broker: number, to: number): Lineage =>
  withCopy(lineage, broker, cut(copyAt(lineage, broker), to));

/** A follower copied from its leader; one that begins anew further on is taken to hold what its leader had before. */
export function copied(lineage: Lineage, broker: number, from: number, to: number): Lineage {
  const own = copyAt(lineage, broker);
  const source = cut(copyAt(lineage, own.follows ?? lineage.leader), to);
  return withCopy(lineage, broker, { ...(from > own.end ? source : joined(cut(own, from), source)), end: to, follows: own.follows });
}

/** A copy, continued with what another holds beyond its end. */
function joined(copy: Copy, more: Copy): Copy {
  const start = copy.end;
  const last = epochOf(copy, start - 1);
  const next = more.end > start ? epochOf(more, start) : last;
  const meets = next === last || start === 0 ? [] : [{ epoch: next, start }];
  const first = start === 0 ? more.epochs : [...meets, ...more.epochs.filter((it) => it.start > start)];
  return { ...copy, epochs: [...copy.epochs, ...first], end: Math.max(start, more.end) };
}

export interface Succession {
  readonly lineage: Lineage;
  /** Records that the log which can lead does not hold any more, and those that it holds again. */
  readonly gone: readonly RecordName[];
  readonly back: readonly (RecordName & { readonly offset: number })[];
}

/** A new leader's log is the one that counts. What its book does not show it got from its predecessor without a word. */
export function succeeded(lineage: Lineage, broker: number, leaderEpoch: number, end: number, ledBy: number): Succession {
  const before = copyAt(lineage, lineage.leader);
  const known = cut(copyAt(lineage, broker), end);
  const after = known.end < end ? { ...joined(known, cut(before, end)), end } : known;
  const gone: RecordName[] = [];
  const back: (RecordName & { offset: number })[] = [];
  for (let offset = partingOf(before, after); offset < Math.max(before.end, after.end); offset++) {
    const lost = nameIn(lineage, before, offset);
    const found = nameIn(lineage, after, offset);
    if (lost !== undefined) gone.push(lost);
    if (found !== undefined) back.push({ ...found, offset });
  }
  return { lineage: { ...withCopy(lineage, broker, after), leaderEpoch, leader: broker, ledBy }, gone, back };
}

/** The first offset at which two copies hold records of different epochs, or one of them ends. */
function partingOf(a: Copy, b: Copy): number {
  const end = Math.min(a.end, b.end);
  const turns = [...a.epochs, ...b.epochs].map(({ start }) => start).filter((start) => start < end);
  const differing = turns.filter((offset) => epochOf(a, offset) !== epochOf(b, offset));
  return Math.min(end, ...differing);
}
