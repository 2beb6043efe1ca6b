/** A partition's log as a tape of cells: which offsets fit, and where the gap before an offset lies. */
export interface Tape {
  readonly x: number;
  readonly y: number;
  readonly cell: number;
  readonly height: number;
  /** First offset shown and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Records of the log left of the first one shown. */
  readonly before: number;
  /** Right end of the last cell. */
  readonly end: number;
}

export interface TapeRoom {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly cell: number;
  readonly height: number;
  /** Width of the marker that says how many records lie before the window. */
  readonly marker: number;
}

/** The newest records that fit. Cells keep their width whatever the log does, so a tape never wobbles while it grows. */
export function tapeOf(logStart: number, logEnd: number, room: TapeRoom): Tape {
  const count = Math.max(0, logEnd - logStart);
  const all = Math.max(1, Math.floor(room.width / room.cell));
  const windowed = count > all;
  const shown = windowed ? Math.max(1, Math.floor((room.width - room.marker) / room.cell)) : count;
  const from = logEnd - Math.min(count, shown);
  const x = windowed ? room.x + room.marker : room.x;
  return {
    x,
    y: room.y,
    cell: room.cell,
    height: room.height,
    from,
    to: logEnd,
    before: from - logStart,
    end: x + (logEnd - from) * room.cell,
  };
}

/** The x of the gap before an offset; offsets out of the window stick to its ends. */
export const gapOf = (tape: Tape, offset: number): number =>
  tape.x + (Math.min(Math.max(offset, tape.from), tape.to) - tape.from) * tape.cell;

/** The widest count of as many digits as this log has: room is kept for it, so that tapes shift once per power of ten at most. */
export const widest = (logEnd: number): number => 10 ** Math.max(2, String(logEnd).length) - 1;
