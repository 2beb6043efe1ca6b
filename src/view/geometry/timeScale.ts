/** Virtual time on an axis: to pixels and back, its ends and its ticks. (d3-scale does the same, and brings colours and number formats along.) */
import { ticks } from 'd3';

export interface TimeScale {
  (t: number): number;
  readonly invert: (x: number) => number;
  readonly ticks: (count: number) => number[];
}

export function linear(from: number, to: number, left: number, right: number): TimeScale {
  const perMs = (right - left) / (to - from);
  return Object.assign((t: number) => left + (t - from) * perMs, {
    invert: (x: number) => from + (x - left) / perMs,
    ticks: (count: number) => ticks(from, to, count),
  });
}

/** Ends of the axis that read well, s. */
const ENDS = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1200, 1800, 2700, 3600];

/** The end of an axis that shows everything up to `horizon` and a little room. */
export function axisEnd(horizon: number): number {
  const wanted = Math.max(5, (horizon * 1.04) / 1000);
  return (ENDS.find((end) => end >= wanted) ?? Math.ceil(wanted / 600) * 600) * 1000;
}

/** Ticks with as many digits as it takes to tell them apart. */
export function ticksOf(scale: TimeScale, room: number, to: number): readonly { readonly x: number; readonly text: string }[] {
  const at = scale.ticks(Math.max(2, Math.floor(room / (to < 1_000_000 ? 64 : 92))));
  const step = at.length > 1 ? (at[1] as number) - (at[0] as number) : 1000;
  const digits = Math.max(0, Math.ceil(-Math.log10(step / 1000) - 1e-9));
  return at.map((t) => ({ x: scale(t), text: `${(t / 1000).toFixed(digits)} s` }));
}
