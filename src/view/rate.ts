/** How fast virtual time really runs: what pace makes of the chosen speed, and whether the page keeps up with it. */
import { NOTABLE, QUIET } from './pace.ts';
import { goOn } from './playback.ts';

/** Why time runs as it does: near something decisive, near something of note, over a quiet stretch, evenly, or slower than it should. */
export type RateReason = 'pivotal' | 'notable' | 'quiet' | 'even' | 'behind';

export interface Rate {
  /** Virtual ms per ms. */
  readonly value: number;
  readonly reason: RateReason;
}

/** Where virtual time was at a moment of real time, ms. */
export interface Tick {
  readonly t: number;
  readonly real: number;
}

export interface Pacing {
  readonly speed: number;
  readonly paced: boolean;
  paceAt(t: number): number;
}

/** Below this share of the way it should have come, the page does not keep up: frames are never as even as a plan. */
const KEEPS_UP = 0.6;

/** How time runs at `now`. `before`: an earlier look; null: there was none, and nothing is said of what the page achieves. */
export function rateOf({ speed, paced, paceAt }: Pacing, now: Tick, before: Tick | null): Rate {
  const elapsed = before === null ? 0 : now.real - before.real;
  if (before !== null && elapsed > 0) {
    const came = now.t - before.t;
    if (came < KEEPS_UP * (goOn(before.t, elapsed, speed, paceAt) - before.t)) return { value: came / elapsed, reason: 'behind' };
  }
  if (!paced) return { value: speed, reason: 'even' };
  const pace = paceAt(now.t);
  return { value: speed * pace, reason: pace < NOTABLE ? 'pivotal' : pace < QUIET ? 'notable' : 'quiet' };
}
