/** The stretch of time that an axis shows when it does not show everything. All times are virtual ms; null stands for everything. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** Nothing shorter is of use: most messages take some ms. */
export const SHORTEST = 100;

const within = (from: number, length: number, whole: number): TimeWindow | null => {
  if (length >= whole) return null;
  const start = Math.min(Math.max(0, from), whole - length);
  return { from: start, to: start + length };
};

/** The stretch between two moments, in either order. */
export function stretchOf(a: number, b: number, whole: number): TimeWindow | null {
  const length = Math.max(SHORTEST, Math.abs(b - a));
  return within((a + b) / 2 - length / 2, length, whole);
}

/** `factor` times closer, the moment `around` staying where it is if it is in sight. */
export function zoomed(window: TimeWindow | null, factor: number, around: number, whole: number): TimeWindow | null {
  const { from, to } = window ?? { from: 0, to: whole };
  const fixed = Math.min(to, Math.max(from, around));
  const length = Math.max(SHORTEST, (to - from) / factor);
  return within(fixed - ((fixed - from) / (to - from)) * length, length, whole);
}

/** Moved along by `part` of its length. */
export const panned = (window: TimeWindow | null, part: number, whole: number): TimeWindow | null =>
  window === null ? null : within(window.from + part * (window.to - window.from), window.to - window.from, whole);

/** Turned like a page if `t` has left it. */
export function following(window: TimeWindow | null, t: number, whole: number): TimeWindow | null {
  if (window === null || (t >= window.from && t <= window.to)) return window;
  const length = window.to - window.from;
  return within(t - length * (t > window.to ? 0.05 : 0.95), length, Math.max(whole, t + length));
}
