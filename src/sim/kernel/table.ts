/** A growing list that shares structure: changing one place copies one short row and the list of rows, never the whole. */

const ROW = 16;

export type Table<T> = readonly (readonly T[])[];

export const tableGet = <T>(table: Table<T>, place: number): T => {
  const row = table[place >> 4];
  if (row === undefined) throw new RangeError(`no place ${place} in the table`);
  return row[place & 15] as T;
};

/** Sets one place; the place just past the end grows the table. */
export function tableSet<T>(table: Table<T>, place: number, value: T): Table<T> {
  const rows = table.slice();
  const row = rows[place >> 4]?.slice() ?? [];
  row[place & (ROW - 1)] = value;
  rows[place >> 4] = row;
  return rows;
}
