/** A growing list that shares structure: changing one place copies one short row and the list of rows, never the whole. */

const ROW = 16;

export type Table<T> = readonly (readonly T[])[];

export const tableGet = <T>(table: Table<T>, place: number): T => {
  const row = table[place >> 4];
  if (row === undefined) throw new RangeError(`no place ${place} in the table`);
  return row[place & 15] as T;
};

/** Places are taken one after the other, so that every row but the last is full. */
export const tableSize = (table: Table<unknown>): number => ROW * Math.max(0, table.length - 1) + (table.at(-1)?.length ?? 0);

/** Changes to a table within one turn: each row is copied once, whatever is set in it. The place just past the end makes it grow. */
export class TableDraft<T> {
  table: Table<T>;
  private readonly before: Table<T>;

  constructor(table: Table<T>) {
    this.table = table;
    this.before = table;
  }

  set(place: number, value: T): void {
    if (this.table === this.before) this.table = this.before.slice();
    const rows = this.table as T[][];
    const index = place >> 4;
    if (rows[index] === this.before[index]) rows[index] = this.before[index]?.slice() ?? [];
    (rows[index] as T[])[place & (ROW - 1)] = value;
  }

  /** Whether something else was set there since the turn began. */
  changed(place: number): boolean {
    const row = this.before[place >> 4];
    return row !== this.table[place >> 4] && row?.[place & (ROW - 1)] !== tableGet(this.table, place);
  }
}
