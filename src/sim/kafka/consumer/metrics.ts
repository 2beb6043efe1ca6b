/**
 * F5: what a consumer measures of itself, as Kafka's SampledStat does: sums over two windows of 30 s (`metrics.num.samples`,
 * `metrics.sample.window.ms`). Counting costs one small object; averages and rates are made when somebody looks.
 */

export const WINDOW_MS = 30_000;

interface Window {
  readonly from: number;
  readonly sum: number;
  readonly count: number;
  readonly max: number;
}

export interface Samples extends Window {
  readonly before: Window | null;
}

export const NO_SAMPLES: Samples = { from: 0, sum: 0, count: 0, max: 0, before: null };

/** One more measurement, or `times` of the same. */
export function sampled(samples: Samples, value: number, at: number, times = 1): Samples {
  const { from, sum, count, max, before } = samples;
  if (count > 0 && at - from < WINDOW_MS)
    return { from, sum: sum + value * times, count: count + times, max: Math.max(max, value), before };
  return { from: at, sum: value * times, count: times, max: value, before: count === 0 ? null : { from, sum, count, max } };
}

/** Windows that began longer ago than both together last count no more. */
const alive = ({ before, ...now }: Samples, at: number): readonly Window[] =>
  [before, now].filter((it): it is Window => it !== null && it.count > 0 && at - it.from < 2 * WINDOW_MS);

export const maxOf = (samples: Samples, at: number): number | null => {
  const windows = alive(samples, at);
  return windows.length === 0 ? null : Math.max(...windows.map(({ max }) => max));
};

export function averageOf(samples: Samples, at: number): number | null {
  const windows = alive(samples, at);
  const count = windows.reduce((all, it) => all + it.count, 0);
  return count === 0 ? null : tenths(windows.reduce((all, it) => all + it.sum, 0) / count);
}

/** Per second. Kafka counts at least one full window as passed, so that the first records do not look like a flood (Rate.windowSize). */
export function rateOf(samples: Samples, at: number): number {
  const windows = alive(samples, at);
  if (windows.length === 0) return 0;
  const passed = at - Math.min(...windows.map(({ from }) => from));
  const sum = windows.reduce((all, it) => all + it.sum, 0);
  return tenths(sum / ((passed < WINDOW_MS ? passed + WINDOW_MS : passed) / 1000));
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
