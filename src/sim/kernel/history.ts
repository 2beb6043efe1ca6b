/**
 * The worlds of one branch, kept by reference at the end of every k-th instant, k doubling beyond a budget;
 * what lies between is replayed from the kept one before it, which gives the same worlds because worlds are functions of their past.
 */
import type { Fact } from '../facts.ts';
import type { Orders } from './advance.ts';
import { advance } from './advance.ts';
import type { World } from './world.ts';

const BUDGET = 40_000;
/** Most worlds nobody asks for again. Keeping each costs memory, and a good part of the time a run takes. */
const EVERY = 8;

interface Kept {
  /** Which instant of the branch this is. */
  readonly instant: number;
  readonly world: World;
}

export class History {
  /** Every instant's time, ascending. */
  private times: number[] = [];
  private kept: Kept[] = [];
  private stride = EVERY;
  private tipWorld: World;
  /** The stretch replayed last: stepping back through it replays once. */
  private replayed: Kept[] = [];
  readonly facts: Fact[];

  constructor(first: World, facts: Fact[]) {
    this.tipWorld = first;
    this.facts = facts;
    this.keep(first);
  }

  get tip(): World {
    return this.tipWorld;
  }

  /** Adds the world of a new instant, or replaces the last one if it is of the same instant. */
  keep(world: World): void {
    if (this.times.at(-1) === world.at) {
      if (this.kept.at(-1)?.instant === this.times.length - 1) this.kept.pop();
    } else this.times.push(world.at);
    const instant = this.times.length - 1;
    this.tipWorld = world;
    this.replayed = [];
    if (instant % this.stride === 0) this.kept.push({ instant, world });
    if (this.kept.length > BUDGET) {
      this.stride *= 2;
      this.kept = this.kept.filter((kept) => kept.instant % this.stride === 0);
    }
  }

  /** The world after the last instant ≤ t. `orders` are the branch's, for what has to be replayed. */
  at(t: number, orders: Orders): World {
    return this.ofInstant(Math.max(0, lastAtMost(this.times, t)), orders);
  }

  /** Times of the instants before and after t, or null. */
  before(t: number): number | null {
    const index = lastAtMost(this.times, t);
    const own = this.times[index] === t ? index - 1 : index;
    return this.times[own] ?? null;
  }

  after(t: number): number | null {
    return this.times[lastAtMost(this.times, t) + 1] ?? null;
  }

  private ofInstant(instant: number, orders: Orders): World {
    if (instant >= this.times.length - 1) return this.tipWorld;
    const base = this.kept[Math.floor(instant / this.stride)] as Kept;
    if (base.instant === instant) return base.world;
    const known = this.replayed.find((kept) => kept.instant === instant);
    if (known !== undefined) return known.world;
    const last = this.replayed.at(-1);
    const goesOn = last !== undefined && last.instant > base.instant && last.instant < instant;
    if (!goesOn) this.replayed = [];
    let { instant: reached, world } = goesOn ? last : base;
    while (reached < instant) {
      world = advance(world, orders, null);
      this.replayed.push({ instant: ++reached, world });
    }
    return world;
  }

  /** Forgets every instant after t (`inclusive`: and the one at t), with its facts. */
  truncate(t: number, orders: Orders, inclusive = false): void {
    const at = lastAtMost(this.times, t);
    const last = Math.max(0, inclusive && this.times[at] === t ? at - 1 : at);
    const tip = this.ofInstant(last, orders);
    this.times.length = last + 1;
    this.kept = this.kept.filter((kept) => kept.instant <= last);
    this.replayed = [];
    this.tipWorld = tip;
    this.facts.length = tip.factCount;
  }

  /** A history of its own that shares every world up to t. */
  fork(t: number, orders: Orders): History {
    const copy = new History(this.kept[0]?.world as World, this.facts.slice());
    copy.times = this.times.slice();
    copy.kept = this.kept.slice();
    copy.stride = this.stride;
    copy.tipWorld = this.tipWorld;
    copy.truncate(t, orders);
    return copy;
  }
}

/** Index of the last time ≤ t, -1 if none. */
export function lastAtMost(times: readonly number[], t: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
