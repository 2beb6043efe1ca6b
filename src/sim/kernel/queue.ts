/**
 * The queue of what is due: short rows in order, so that every kept world holds its own queue for the price of what changed, a row and the
 * list of rows. Copying two short lists is quicker than copying a path through a tree of as many entries, and leaves less to collect.
 */

/** What a queue orders: by time, and at the same time by number. */
export interface Due {
  readonly at: number;
  readonly seq: number;
}

export type Row<T extends Due> = readonly [T, ...T[]];

/** Rows in order, none of them empty; null when nothing is due. */
export type Queue<T extends Due> = readonly Row<T>[] | null;

/** A row longer than this is cut in two; one and its neighbour shorter than a quarter of it are joined. */
const LONGEST = 16;

const before = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.seq < b.seq);

/** The last row that begins at or before `due`, or the first one. */
function rowFor<T extends Due>(rows: readonly Row<T>[], due: Due): number {
  let low = 1;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(due, (rows[middle] as Row<T>)[0])) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

export function insert<T extends Due>(queue: Queue<T>, entry: T): Queue<T> {
  if (queue === null) return [[entry]];
  const index = rowFor(queue, entry);
  const row = queue[index] as Row<T>;
  let place = row.length;
  while (place > 0 && before(entry, row[place - 1] as T)) place--;
  const longer = row.toSpliced(place, 0, entry) as unknown as Row<T>;
  if (longer.length <= LONGEST) return queue.with(index, longer);
  const half = longer.length >> 1;
  return queue.toSpliced(index, 1, longer.slice(0, half) as unknown as Row<T>, longer.slice(half) as unknown as Row<T>);
}

/** Takes out the entry with this time and number; the same queue if there is none. */
export function remove<T extends Due>(queue: Queue<T>, due: Due): Queue<T> {
  if (queue === null) return null;
  const index = rowFor(queue, due);
  const row = queue[index] as Row<T>;
  const place = row.findIndex(({ seq }) => seq === due.seq);
  if (place < 0) return queue;
  if (row.length === 1) return queue.length === 1 ? null : queue.toSpliced(index, 1);
  const shorter = row.toSpliced(place, 1) as unknown as Row<T>;
  const next = queue[index + 1];
  // The first row is used up from its front; joining it again and again would copy for nothing.
  if (index === 0 || next === undefined || shorter.length + next.length > LONGEST / 4) return queue.with(index, shorter);
  return queue.toSpliced(index, 2, [...shorter, ...next]);
}

/** The earliest entry. */
export const earliest = <T extends Due>(queue: Queue<T>): T | null => queue?.[0]?.[0] ?? null;

/** Every entry, earliest first. */
export const entriesOf = <T extends Due>(queue: Queue<T>): T[] => queue?.flat() ?? [];
