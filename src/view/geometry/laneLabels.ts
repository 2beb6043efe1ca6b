/** Labels beside marks on a line: to the right if there is room, else to the left where that is allowed, else none. Nothing overlaps. */
import type { Font, Measure } from './label.ts';

export interface LabelWish {
  readonly key: string;
  /** What the mark itself covers. */
  readonly mark: { readonly from: number; readonly to: number };
  /** The line's middle: labels of different lines never meet. */
  readonly y: number;
  /** Empty: the mark only takes up room. */
  readonly text: string;
  readonly tone: 'alert' | 'muted';
  /** May also stand to the left. */
  readonly both: boolean;
}

export interface PlacedLabel {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly tone: 'alert' | 'muted';
  readonly width: number;
}

const GAP = 4;

/** Wishes in order of importance. */
export function placeLabels(wishes: readonly LabelWish[], right: number, font: Font, measure: Measure): PlacedLabel[] {
  const taken = new Map<number, { from: number; to: number }[]>();
  const lineOf = (y: number) => {
    const line = taken.get(y) ?? [];
    taken.set(y, line);
    return line;
  };
  for (const { mark, y } of wishes) lineOf(y).push({ ...mark });
  const placed: PlacedLabel[] = [];
  for (const { key, mark, y, text, tone, both } of wishes) {
    if (text === '') continue;
    const width = measure(text, font);
    const line = lineOf(y);
    const free = (from: number) =>
      from + width <= right &&
      from >= 0 &&
      !line.some((it) => it !== mark && from < it.to + 1 && from + width > it.from - 1 && !(it.from === mark.from && it.to === mark.to));
    const spots = both ? [mark.to + GAP, mark.from - GAP - width] : [mark.to + GAP];
    const x = spots.find(free);
    if (x === undefined) continue;
    line.push({ from: x, to: x + width });
    placed.push({ key, x, y, text, tone, width });
  }
  return placed;
}
