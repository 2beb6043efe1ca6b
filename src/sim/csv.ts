/** Tables as text (RFC 4180): a cell with a comma, a quote or a line break stands in quotes, and a quote inside is doubled. */
export type Cell = string | number | boolean | null | undefined;

/** One line per row; nothing where a cell is null. `end`: what stands between lines; RFC 4180 wants CRLF, terminals LF. */
export const csvOf = (rows: readonly (readonly Cell[])[], end = '\r\n'): string => rows.map((row) => row.map(cell).join(',')).join(end);

function cell(value: Cell): string {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
