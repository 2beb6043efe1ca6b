/** One chart of the metrics: lines over virtual time from an honest zero, and the names of its lines in a row above them. */
import { curveLinear, curveStepBefore, line, max, scaleLinear } from 'd3';
import type { Box } from './box.ts';
import type { Font, Measure } from './label.ts';

export interface PlotLine {
  readonly key: string;
  /** It stays until it changes, instead of being measured now and then. */
  readonly stays: boolean;
  /** At first · step and on; null: a gap. */
  readonly values: readonly (number | null)[];
  /** Where the run ends, between two points; left out: not known. */
  readonly end?: number | null;
  /** At the moment that is read, and how it is said. */
  readonly read: number | null;
  readonly text: string;
}

export interface PlotInput {
  readonly box: Box;
  /** The row for the names of lines; `y`: its base line. */
  readonly legend: { readonly x: number; readonly y: number; readonly width: number };
  /** How it is said that so many lines are not named. */
  readonly more: (count: number) => string;
  readonly measure: Measure;
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
  /** Lines whose name found no room, said behind the names; null: none. */
  readonly unnamed: { readonly x: number; readonly text: string } | null;
  readonly ticks: readonly { readonly y: number; readonly value: number }[];
  readonly bands: readonly { readonly x: number; readonly width: number }[];
  /** Height of a value. */
  readonly y: (value: number) => number;
}

export const legendFont: Font = { size: 11, weight: 500, mono: false };
/** The sample of a line before its name, and what is between two names, px. */
const SAMPLE = 18;
const APART = 10;

export function plotOf({ box, legend, more, measure, lines, first, step, from, to, bands, reveal, whole }: PlotInput): Plot {
  const most = max(lines, ({ values, read, end }) => max([...values, read, end], (value) => value ?? undefined)) ?? 0;
  const bottom = box.y + box.height;
  const y = scaleLinear([0, most > 0 ? most : 1], [bottom, box.y]).nice(3);
  const x = scaleLinear([from, to], [box.x, box.x + box.width]);
  const draw = line<number | null>()
    .defined((value) => value !== null)
    .x((_, i) => round(Math.max(box.x, x(Math.min((first + i) * step, reveal)))))
    .y((value) => round(y(value ?? 0)));
  const pathOf = ({ values, end, stays }: PlotLine) =>
    draw.curve(stays ? curveStepBefore : curveLinear)(end === undefined || reveal > to ? [...values] : [...values, end]) ?? '';
  return {
    paths: lines.map((it) => ({ key: it.key, d: pathOf(it) })),
    ...placeNames(lines, legend, more, measure),
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

/** Names side by side in the order of their lines; where not all have room, those of the greatest values, and how many there are besides. */
function placeNames(
  lines: readonly PlotLine[],
  { x, y, width }: PlotInput['legend'],
  more: PlotInput['more'],
  measure: Measure,
): Pick<Plot, 'names' | 'unnamed'> {
  const wishes = lines
    .map(({ key, text, read }, i) => ({ key, line: i, text, read: read ?? -1, width: SAMPLE + measure(text, legendFont) }))
    .filter(({ text }) => text !== '');
  const fitting = (all: readonly { readonly width: number }[], room: number): number => {
    let used = 0;
    const over = all.findIndex((it) => (used += it.width + APART) - APART > room);
    return over < 0 ? all.length : over;
  };
  const allFit = fitting(wishes, width) === wishes.length;
  const sorted = allFit ? wishes : wishes.toSorted((a, b) => b.read - a.read || (a.key < b.key ? -1 : 1));
  const rest = measure(more(wishes.length), legendFont) + APART;
  const named = allFit ? sorted : sorted.slice(0, fitting(sorted, width - rest));
  let at = x;
  const names = named.map(({ key, line: i, text, width: own }) => {
    const name = { key, line: i, x: Math.round(at), y, text };
    at += own + APART;
    return name;
  });
  const left = wishes.length - named.length;
  return { names, unnamed: left === 0 ? null : { x: Math.round(at), text: more(left) } };
}

export interface Cell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Where the lines are drawn. */
  readonly plot: Box;
  readonly legend: PlotInput['legend'];
  /** There is no room for Kafka's name above it. */
  readonly low: boolean;
}

/** Under this height of the whole picture each chart says less. */
const LOW = 260;
/** Between two charts side by side, and for the numbers at the left of each. */
const GAP = 24;
const AXIS = 34;
/** The least width of a chart. */
const LEAST = 276;

/** Cells of charts side by side, as many as have room, and below each other. */
export function cellsOf(count: number, width: number, room: number): { readonly cells: readonly Cell[]; readonly height: number } {
  const columns = Math.max(1, Math.min(count, Math.floor((width + GAP) / (LEAST + GAP))));
  const rows = Math.ceil(count / columns);
  const low = room < LOW;
  const [head, foot] = [low ? 36 : 52, 22];
  const height = Math.max(head + foot + 42, Math.min(240, Math.floor(room / Math.max(1, rows))));
  const wide = (width - GAP * (columns - 1)) / columns;
  const cells = Array.from({ length: count }, (_, i): Cell => {
    const [x, y] = [Math.round((i % columns) * (wide + GAP)), Math.floor(i / columns) * height];
    const plot = { x: x + AXIS, y: y + head, width: Math.max(40, wide - AXIS - 16), height: height - head - foot };
    return { x, y, width: wide, height, plot, low, legend: { x, y: y + head - 8, width: wide } };
  });
  return { cells, height: rows * height };
}
