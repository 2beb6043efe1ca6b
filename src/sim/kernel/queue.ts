/**
 * The queue of what is due: an ordered tree that shares structure, so that every kept world holds its own queue for the price
 * of what changed. A treap: ordered by (at, seq) from left to right, heap-ordered by a hash of seq, hence balanced without luck.
 */
import { hash } from './luck.ts';

/** What a queue orders: by time, and at the same time by number. */
export interface Due {
  readonly at: number;
  readonly seq: number;
}

interface Node<T extends Due> {
  readonly entry: T;
  readonly rank: number;
  readonly left: Queue<T>;
  readonly right: Queue<T>;
}

export type Queue<T extends Due> = Node<T> | null;

const before = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.seq < b.seq);

export function insert<T extends Due>(queue: Queue<T>, entry: T): Queue<T> {
  return insertRanked(queue, entry, hash(entry.seq));
}

function insertRanked<T extends Due>(queue: Queue<T>, entry: T, rank: number): Node<T> {
  if (queue === null) return { entry, rank, left: null, right: null };
  if (rank > queue.rank) {
    const [left, right] = split(queue, entry);
    return { entry, rank, left, right };
  }
  return before(entry, queue.entry)
    ? { entry: queue.entry, rank: queue.rank, left: insertRanked(queue.left, entry, rank), right: queue.right }
    : { entry: queue.entry, rank: queue.rank, left: queue.left, right: insertRanked(queue.right, entry, rank) };
}

/** What comes before `pivot`, and the rest. */
function split<T extends Due>(queue: Queue<T>, pivot: Due): [Queue<T>, Queue<T>] {
  if (queue === null) return [null, null];
  if (before(queue.entry, pivot)) {
    const [left, right] = split(queue.right, pivot);
    return [{ entry: queue.entry, rank: queue.rank, left: queue.left, right: left }, right];
  }
  const [left, right] = split(queue.left, pivot);
  return [left, { entry: queue.entry, rank: queue.rank, left: right, right: queue.right }];
}

function merge<T extends Due>(left: Queue<T>, right: Queue<T>): Queue<T> {
  if (left === null) return right;
  if (right === null) return left;
  return left.rank > right.rank
    ? { entry: left.entry, rank: left.rank, left: left.left, right: merge(left.right, right) }
    : { entry: right.entry, rank: right.rank, left: merge(left, right.left), right: right.right };
}

/** Takes out the entry with this time and number; the same queue if there is none. */
export function remove<T extends Due>(queue: Queue<T>, due: Due): Queue<T> {
  if (queue === null) return null;
  if (queue.entry.seq === due.seq) return merge(queue.left, queue.right);
  return before(due, queue.entry)
    ? { entry: queue.entry, rank: queue.rank, left: remove(queue.left, due), right: queue.right }
    : { entry: queue.entry, rank: queue.rank, left: queue.left, right: remove(queue.right, due) };
}

/** The earliest entry. */
export function earliest<T extends Due>(queue: Queue<T>): T | null {
  if (queue === null) return null;
  let node = queue;
  while (node.left !== null) node = node.left;
  return node.entry;
}

/** Every entry, earliest first. */
export function entriesOf<T extends Due>(queue: Queue<T>, into: T[] = []): T[] {
  if (queue !== null) {
    entriesOf(queue.left, into);
    into.push(queue.entry);
    entriesOf(queue.right, into);
  }
  return into;
}
