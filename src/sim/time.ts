/**
 * Virtual time in ms has a grain of an eighth of a millisecond: a power of two, so that sums and differences of times are exact, and a
 * deadline computed in two ways is the same number.
 */

const GRAINS_PER_MS = 8;

export const roundMs = (ms: number): number => Math.round(ms * GRAINS_PER_MS) / GRAINS_PER_MS;

/** From `since` to `at`. */
export const elapsedMs = (since: number, at: number): number => roundMs(at - since);

export const isDue = (deadline: number, at: number): boolean => elapsedMs(at, deadline) <= 0;

/** When a timer rings that was set to ring after `delay`: never before its time, and never at once if it was to wait. */
export function ringsAt(now: number, delay: number): number {
  const due = Math.ceil((now + delay) * GRAINS_PER_MS) / GRAINS_PER_MS;
  return delay > 0 && due <= now ? now + 1 / GRAINS_PER_MS : due;
}
