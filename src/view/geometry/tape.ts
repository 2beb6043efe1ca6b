/** A partition's log as a tape of cells: which offsets fit, and where the gap before an offset lies. */
import type { Measure } from './label.ts';

export interface Tape {
  readonly x: number;
  readonly y: number;
  readonly cell: number;
  readonly height: number;
  /** First offset shown and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Offsets of the log left of the first one shown, and right of the last one. */
  readonly before: number;
  readonly after: number;
  /** The log does not fit: this is a window on it. */
  readonly windowed: boolean;
  /** Right end of the last cell. */
  readonly end: number;
}

export interface TapeRoom {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly cell: number;
  readonly height: number;
  /** Width of the marker that says how many records lie outside the window, or were deleted before it. */
  readonly marker: number;
}

/**
 * The newest records that fit, or those from `wanted` on. Cells keep their width whatever the log does, so a tape never wobbles while it
 * grows. Room for what lies before is kept once something was deleted there, too.
 */
export function tapeOf(logStart: number, logEnd: number, room: TapeRoom, wanted: number | null = null): Tape {
  const count = Math.max(0, logEnd - logStart);
  const left = logStart > 0 ? room.marker : 0;
  const windowed = count > Math.max(1, Math.floor((room.width - left) / room.cell));
  const fits = (markers: number) => Math.max(1, Math.floor((room.width - room.marker * markers) / room.cell));
  const newest = logEnd - Math.min(count, windowed ? fits(1) : count);
  const pinned = windowed && wanted !== null && wanted < newest;
  const from = pinned ? Math.max(logStart, wanted) : newest;
  const to = pinned ? from + fits(2) : logEnd;
  const x = room.x + (windowed || logStart > 0 ? room.marker : 0);
  return {
    x,
    y: room.y,
    cell: room.cell,
    height: room.height,
    from,
    to,
    before: from - logStart,
    after: logEnd - to,
    windowed,
    end: x + (to - from) * room.cell,
  };
}

/** The x of the gap before an offset; offsets out of the window stick to its ends. */
export const gapOf = (tape: Tape, offset: number): number =>
  tape.x + (Math.min(Math.max(offset, tape.from), tape.to) - tape.from) * tape.cell;

/** The widest count of as many digits as this log has: room is kept for it, so that tapes shift once per power of ten at most. */
export const widest = (logEnd: number): number => 10 ** Math.max(2, String(logEnd).length) - 1;

/** The width of a cell that holds every offset of as many digits as this log has: `cell` where they are few. `rim`: what is not for the text. */
export const cellWidth = (logEnd: number, cell: number, rim: number, size: number, measure: Measure): number =>
  Math.max(cell, Math.ceil(measure(String(widest(logEnd)), { size, weight: 700, mono: true })) + rim);
