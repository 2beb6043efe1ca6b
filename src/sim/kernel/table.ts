/** A growing list that shares structure: changing one place copies one short row and the list of rows, never the whole. */

const ROW = 16;

export type Table<T> = readonly (readonly T[])[];

export const tableGet = <T>(table: Table<T>, place: number): T => {
  const row = table[place >> 4];
  if (row === undefined) throw new RangeError(`no place ${place} in the table`);
  return row[place & 15] as T;
};

/** Changes to a table within one turn: each row is copied once, whatever is set in it. The place just past the end makes it grow. */
export class TableDraft<T> {
  table: Table<T>;
  private rows: T[][] | null = null;
  private readonly own: number[] = [];

  constructor(table: Table<T>) {
    this.table = table;
  }

  set(place: number, value: T): void {
    if (this.rows === null) this.table = this.rows = this.table.slice() as T[][];
    const index = place >> 4;
    if (!this.own.includes(index)) {
      this.rows[index] = this.rows[index]?.slice() ?? [];
      this.own.push(index);
    }
    (this.rows[index] as T[])[place & (ROW - 1)] = value;
  }
}
