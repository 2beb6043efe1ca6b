/** Measuring: how long something took, and how long most of several things took. */

/** Time on the clock, ms. */
export function timed(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

/** Time spent computing, garbage collection included, ms: what else the computer does meanwhile does not count. */
export function computed(work: () => void): number {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

/** The value below which this share of the sorted values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** What stands for several rounds of the same work: other work of the computer only makes them slower, so the better ones are nearest to the truth. */
export const best = (rounds: readonly number[]): number => quantile(rounds, 0.1);
