/** Ways through a run in time, within a budget of real time: ahead without showing it, forward instant by instant, to what comes next. */
import type { Fact, Simulation } from '../sim/index.ts';

/** Real time, ms. */
export type Clock = () => number;

/** Simulates as far as `to` and stays where it was. Stops when the budget is spent. */
export function lookAhead(simulation: Simulation, to: number, budgetMs: number, clock: Clock): void {
  const { now } = simulation;
  const until = clock() + budgetMs;
  try {
    for (let ahead = simulation.end; ahead < to && clock() < until;) {
      ahead = Math.min(to, ahead + 10);
      simulation.seek(ahead);
    }
  } finally {
    simulation.seek(now);
  }
}

/** Forward to `target`, calling `shown` after every instant on the way, so that whoever listens misses none. */
export function walk(simulation: Simulation, target: number, budgetMs: number, clock: Clock, shown: () => void): void {
  const until = clock() + budgetMs;
  while (clock() < until) {
    const before = simulation.now;
    simulation.step();
    if (simulation.now > target || simulation.now === before) return simulation.seek(target);
    shown();
  }
}

/** The first fact after `from` that counts, simulating up to `limitMs` further to find it. */
export function findNext(
  simulation: Simulation,
  from: number,
  limitMs: number,
  clock: Clock,
  counts: (fact: Fact) => boolean,
): Fact | null {
  for (let at = from; at < from + limitMs; at += 500) {
    lookAhead(simulation, at + 500, Infinity, clock);
    const found = simulation.facts(at, at + 500).find(counts);
    if (found !== undefined) return found;
  }
  return null;
}
