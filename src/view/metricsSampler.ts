/** Values of lines at the points of a picture. What was told does not change any more, so each such point is worked out once. */
import { WINDOW_MS, type MetricLine } from './metricsCharts.ts';

export class Sampler {
  private readonly known = new Map<string, Map<number, number | null>>();
  private run = -1;

  /** Everything is forgotten when the metrics began anew. */
  begin(run: number): void {
    if (run !== this.run) this.known.clear();
    this.run = run;
  }

  /**
   * Values at i · step for i from `first` to `last`. `name` tells lines of different charts apart. Facts up to `told` (virtual ms) were
   * heard: what lies later may still change and is not remembered.
   */
  sample(name: string, { at, most }: MetricLine, step: number, first: number, last: number, told: number): (number | null)[] {
    const key = `${name} ${step}`;
    const points = this.known.get(key) ?? new Map<number, number | null>();
    this.known.set(key, points);
    const values: (number | null)[] = [];
    for (let i = first; i <= last; i++) {
      let value = points.get(i);
      if (value === undefined) {
        value = most === null ? at(i * step, windowFor(step)) : most((i - 1) * step, i * step);
        if (i * step < told) points.set(i, value);
      }
      values.push(value);
    }
    return values;
  }
}

/** How far back a point looks, ms: nothing that happened between two points is left out. */
export const windowFor = (step: number): number => Math.max(WINDOW_MS, step);

const NICE = [1, 2, 5];

/** Milliseconds between points, so that they are about so many pixels apart. */
export function stepFor(spanMs: number, width: number, apart = 3): number {
  const wanted = Math.max(1, (spanMs / Math.max(1, width)) * apart);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const nice = NICE.find((it) => it * power >= wanted) ?? 10;
  return nice * power;
}
