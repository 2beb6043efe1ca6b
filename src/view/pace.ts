/**
 * How fast playback should run at a moment, as a factor of the chosen speed. It runs quickly where nothing of note happens, at the chosen
 * speed near notable facts, and at a twentieth of it around pivotal ones, so that the messages of that moment can be watched.
 * A pure function of facts: the timeline draws the same numbers that playback follows.
 */
import type { Fact } from '../sim/index.ts';

export const QUIET = 4;
export const NOTABLE = 1;
export const PIVOTAL = 0.05;
/** How far around a pivotal fact playback is slowed, ms. */
export const REACH = 300;
/** After a pivotal fact its slowest pace is held this long: what it leads to is on the wire then. */
const HOLD = 80;
const NOTABLE_REACH = 120;

/** From `slow` at the fact to `QUIET` at `reach`, by equal ratios: no jolt, and little time spent far from the fact. */
const eased = (slow: number, distance: number, reach: number): number =>
  distance >= reach ? QUIET : slow * (QUIET / slow) ** (Math.max(0, distance) / reach);

function paceOf(fact: Pick<Fact, 'at' | 'weight'>, t: number): number {
  if (fact.weight === 'routine') return QUIET;
  const after = t - fact.at;
  if (fact.weight === 'notable') return eased(NOTABLE, Math.abs(after), NOTABLE_REACH);
  if (after < 0) return eased(PIVOTAL, -after, REACH);
  return eased(PIVOTAL, ((after - HOLD) * REACH) / (REACH - HOLD), REACH);
}

/** The pace at `t`; `facts` are in order of time and may hold more than the neighbourhood. */
export function paceAt(facts: readonly Pick<Fact, 'at' | 'weight'>[], t: number): number {
  let pace = QUIET;
  for (let i = firstAtOrAfter(facts, t - REACH); i < facts.length; i++) {
    const fact = facts[i] as Pick<Fact, 'at' | 'weight'>;
    if (fact.at > t + REACH) break;
    pace = Math.min(pace, paceOf(fact, t));
  }
  return pace;
}

function firstAtOrAfter(facts: readonly Pick<Fact, 'at'>[], t: number): number {
  let low = 0;
  let high = facts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((facts[middle] as Pick<Fact, 'at'>).at < t) low = middle + 1;
    else high = middle;
  }
  return low;
}
