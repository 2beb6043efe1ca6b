/**
 * A growing list for tens of thousands of entries that shares structure: changing one place copies a path of short rows, never the whole,
 * so that every version of it can be kept. Rows have 32 places; a row of rows holds 1024, and so on.
 */

const BITS = 5;
const ROW = 1 << BITS;
const MASK = ROW - 1;

type Row = readonly unknown[];

export interface Vector<T> {
  readonly height: number;
  readonly root: Row;
  /** Never set: lets the compiler tell what the list holds. */
  readonly holds?: T;
}

const EMPTY: Vector<never> = { height: 0, root: [] };

export const emptyVector = <T>(): Vector<T> => EMPTY;

/** What lies at a place, or undefined where nothing was ever set. */
export function vectorGet<T>({ height, root }: Vector<T>, place: number): T | undefined {
  if (place < 0 || (place >> BITS) >> (BITS * height) !== 0) return undefined;
  let row: Row | undefined = root;
  for (let level = height; level > 0 && row !== undefined; level--) row = row[(place >> (BITS * level)) & MASK] as Row | undefined;
  return row?.[place & MASK] as T | undefined;
}

/** The list with one place changed; it grows as far as needed. */
export function vectorSet<T>({ height, root }: Vector<T>, place: number, value: T): Vector<T> {
  let top = height;
  let grown = root;
  while ((place >> BITS) >> (BITS * top) !== 0) {
    grown = [grown];
    top++;
  }
  return { height: top, root: setIn(grown, top, place, value) };
}

function setIn(row: Row | undefined, level: number, place: number, value: unknown): Row {
  const index = (place >> (BITS * level)) & MASK;
  const copy = row === undefined ? [] : row.slice();
  // Places before a far one are filled, so that rows stay dense arrays.
  while (copy.length < index) copy.push(undefined);
  copy[index] = level === 0 ? value : setIn(copy[index] as Row | undefined, level - 1, place, value);
  return copy;
}

/** Everything that was set and is not null, in order of place. */
export function vectorValues<T>({ height, root }: Vector<T | null>): T[] {
  const values: T[] = [];
  collect(root, height, values);
  return values;
}

function collect<T>(row: Row, level: number, into: T[]): void {
  for (const entry of row) {
    if (entry === undefined || entry === null) continue;
    if (level === 0) into.push(entry as T);
    else collect(entry as Row, level - 1, into);
  }
}
