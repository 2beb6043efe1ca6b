/** One chart of the metrics: lines over virtual time from an honest zero, and the names of its lines at the right. */
import { curveLinear, curveStepBefore, line, max, scaleLinear } from 'd3';
import type { Box } from './box.ts';

export interface PlotLine {
  readonly key: string;
  /** It stays until it changes, instead of being measured now and then. */
  readonly stays: boolean;
  /** At first · step and on; null: a gap. */
  readonly values: readonly (number | null)[];
  /** At the moment that is read, and how it is said. */
  readonly read: number | null;
  readonly text: string;
}

export interface PlotInput {
  readonly box: Box;
  readonly lines: readonly PlotLine[];
  readonly first: number;
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly bands: readonly { readonly from: number; readonly to: number | null }[];
  /** Nothing later is drawn. */
  readonly reveal: number;
  /** There are no halves of what is counted. */
  readonly whole: boolean;
}

export interface PlotName {
  readonly key: string;
  /** Which line it names. */
  readonly line: number;
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface Plot {
  /** By key, in the order of the lines. */
  readonly paths: readonly { readonly key: string; readonly d: string }[];
  readonly names: readonly PlotName[];
  /** Lines whose name found no room. */
  readonly unnamed: number;
  readonly ticks: readonly { readonly y: number; readonly value: number }[];
  readonly bands: readonly { readonly x: number; readonly width: number }[];
  /** Height of a value. */
  readonly y: (value: number) => number;
}

/** Lines of text are so far apart, px. */
const LEADING = 13;

export function plotOf({ box, lines, first, step, from, to, bands, reveal, whole }: PlotInput): Plot {
  const most = max(lines, ({ values, read }) => max([...values, read], (value) => value ?? undefined)) ?? 0;
  const bottom = box.y + box.height;
  const y = scaleLinear([0, most > 0 ? most : 1], [bottom, box.y]).nice(3);
  const x = scaleLinear([from, to], [box.x, box.x + box.width]);
  const draw = line<number | null>()
    .defined((value) => value !== null)
    .x((_, i) => round(Math.max(box.x, x((first + i) * step))))
    .y((value) => round(y(value ?? 0)));
  const pathOf = ({ values, stays }: PlotLine) => draw.curve(stays ? curveStepBefore : curveLinear)(values as (number | null)[]) ?? '';
  const named = placeNames(lines, y, box);
  return {
    paths: lines.map((it) => ({ key: it.key, d: pathOf(it) })),
    names: named,
    unnamed: lines.filter(({ text }) => text !== '').length - named.length,
    ticks: y
      .ticks(box.height > 70 ? 4 : 2)
      .filter((value) => !whole || Number.isInteger(value))
      .map((value) => ({ y: round(y(value)), value })),
    bands: bands.flatMap((band) => {
      const [start, end] = [Math.max(from, band.from), Math.min(to, reveal, band.to ?? reveal)];
      return end < from || start > Math.min(to, reveal) ? [] : [{ x: round(x(start)), width: round(Math.max(1.5, x(end) - x(start))) }];
    }),
    y: (value) => round(y(value)),
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Names stand at the height of their values, pushed apart where they would meet; the greatest values first. */
function placeNames(lines: readonly PlotLine[], y: (value: number) => number, box: Box): PlotName[] {
  const room = Math.max(1, Math.floor((box.height + 8) / LEADING));
  const wishes = lines
    .map(({ key, text, read }, i) => ({ key, line: i, text, read: read ?? -1, y: y(read ?? 0) + 4 }))
    .filter(({ text }) => text !== '')
    .sort((a, b) => b.read - a.read || (a.key < b.key ? -1 : 1))
    .slice(0, room);
  const lowest = box.y + box.height + 4;
  for (let i = 1; i < wishes.length; i++) {
    const [before, it] = [wishes[i - 1], wishes[i]] as const;
    if (before !== undefined && it !== undefined) it.y = Math.max(it.y, before.y + LEADING);
  }
  for (let i = wishes.length - 1; i >= 0; i--) {
    const it = wishes[i];
    const below = wishes[i + 1]?.y ?? lowest + LEADING;
    if (it !== undefined) it.y = Math.min(it.y, below - LEADING);
  }
  return wishes.map(({ key, line: i, text, y: at }) => ({ key, line: i, text, x: box.x + box.width + 6, y: Math.round(at) }));
}

export interface Cell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Where the lines are drawn. */
  readonly plot: Box;
  /** There is no room for a second line of words above it. */
  readonly low: boolean;
}

/** Under this height of the whole picture each chart says less. */
const LOW = 150;
/** Between two charts side by side, and for the numbers at the left of each. */
const GAP = 24;
const AXIS = 38;

/** Cells of charts side by side, as many as have room, and below each other. `names`: room for the names of lines. */
export function cellsOf(
  count: number,
  width: number,
  room: number,
  names: number,
): { readonly cells: readonly Cell[]; readonly height: number } {
  const columns = Math.max(1, Math.min(count, Math.floor((width + GAP) / 330)));
  const rows = Math.ceil(count / columns);
  const low = room < LOW;
  const [head, foot] = [low ? 22 : 40, 22];
  const height = Math.max(head + foot + 42, Math.min(210, Math.floor(room / Math.max(1, rows))));
  const wide = (width - GAP * (columns - 1)) / columns;
  const cells = Array.from({ length: count }, (_, i): Cell => {
    const [x, y] = [Math.round((i % columns) * (wide + GAP)), Math.floor(i / columns) * height];
    const plot = { x: x + AXIS, y: y + head, width: Math.max(40, wide - AXIS - names), height: height - head - foot };
    return { x, y, width: wide, height, plot, low };
  });
  return { cells, height: rows * height };
}
