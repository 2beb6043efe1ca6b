/**
 * The worlds of one branch, kept by reference at the end of every k-th instant, k doubling beyond a budget of memory;
 * what lies between is replayed from the kept one before it, which gives the same worlds because worlds are functions of their past.
 */
import type { Fact } from '../facts.ts';
import type { LoggedCommand } from './advance.ts';
import { advance } from './advance.ts';
import { tableSize } from './table.ts';
import type { World } from './world.ts';

/** Which worlds a branch keeps. Whatever it is, going anywhere shows the same. */
export interface Keeping {
  /** Every how-manieth instant, to begin with. */
  readonly every: number;
  /** What the kept worlds may take before every second one is let go. Facts come on top. */
  readonly budgetMb: number;
}

/**
 * Most worlds nobody asks for again. Keeping each costs memory and a good part of the time a run takes; replaying sixteen instants costs some
 * milliseconds. Within 160 MB of worlds a hundred actors and 100,000 turns stay below 400 MB with everything else (`npm run bench`).
 */
export const USUAL_KEEPING: Keeping = { every: 16, budgetMb: 160 };

/** A kept world shares with the one before it all but the cells that had a turn since. One such cell, measured, with its part of the queue. */
const CELL_MB = 1500 / 2 ** 20;

interface Kept {
  /** Which instant of the branch this is. */
  readonly instant: number;
  readonly world: World;
}

/** Cells that `world` has for itself: a turn changes one. */
const ownCells = (world: World, before: World): number => Math.min(world.turn - before.turn, tableSize(world.cells));

export class History {
  /** Every instant's time, ascending. */
  private times: number[] = [];
  private kept: Kept[] = [];
  private stride: number;
  /** Cells that the kept worlds do not share. */
  private cells = 0;
  private readonly keeping: Keeping;
  private tipWorld: World;
  /** The stretch replayed last: stepping back through it replays once. */
  private replayed: Kept[] = [];
  readonly facts: Fact[];

  constructor(first: World, facts: Fact[], keeping: Keeping = USUAL_KEEPING) {
    this.keeping = keeping;
    this.stride = keeping.every;
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
      if (this.kept.at(-1)?.instant === this.times.length - 1) this.letGo((kept) => kept.instant < this.times.length - 1);
    } else this.times.push(world.at);
    const instant = this.times.length - 1;
    this.tipWorld = world;
    this.replayed = [];
    if (instant % this.stride !== 0) return;
    this.cells += ownCells(world, this.kept.at(-1)?.world ?? world);
    this.kept.push({ instant, world });
    while (this.cells * CELL_MB > this.keeping.budgetMb && this.kept.length > 1) {
      this.stride *= 2;
      this.letGo((kept) => kept.instant % this.stride === 0);
    }
  }

  /** Keeps only these of the kept worlds. */
  private letGo(keeps: (kept: Kept) => boolean): void {
    this.kept = this.kept.filter(keeps);
    this.cells = this.kept.reduce((sum, { world }, i) => sum + ownCells(world, this.kept[i - 1]?.world ?? world), 0);
  }

  /** The world after the last instant ≤ t. `log`: the branch's commands, for what has to be replayed. */
  at(t: number, log: readonly LoggedCommand[]): World {
    return this.ofInstant(this.instantAt(t), log);
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

  /** Which instant is the last one ≤ t, counted from 0. */
  instantAt(t: number): number {
    return Math.max(0, lastAtMost(this.times, t));
  }

  /** The last instant there is. */
  get lastInstant(): number {
    return this.times.length - 1;
  }

  /** The world of an instant, by its number. */
  ofInstant(instant: number, log: readonly LoggedCommand[]): World {
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
      world = advance(world, log, null);
      this.replayed.push({ instant: ++reached, world });
    }
    return world;
  }

  /** Forgets every instant after t (`inclusive`: and the one at t), with its facts. */
  truncate(t: number, log: readonly LoggedCommand[], inclusive = false): void {
    const at = lastAtMost(this.times, t);
    const last = Math.max(0, inclusive && this.times[at] === t ? at - 1 : at);
    const tip = this.ofInstant(last, log);
    this.times.length = last + 1;
    this.letGo((kept) => kept.instant <= last);
    this.replayed = [];
    this.tipWorld = tip;
    this.facts.length = tip.factCount;
  }

  /** A history of its own that shares every world up to t. */
  fork(t: number, log: readonly LoggedCommand[]): History {
    const copy = new History(this.kept[0]?.world as World, this.facts.slice(), this.keeping);
    copy.times = this.times.slice();
    copy.kept = this.kept.slice();
    copy.stride = this.stride;
    copy.tipWorld = this.tipWorld;
    copy.truncate(t, log);
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

/** Index of the first fact later than t. Facts are in order of time. */
export function firstAfter(facts: readonly Fact[], t: number): number {
  let low = 0;
  let high = facts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((facts[middle] as Fact).at <= t) low = middle + 1;
    else high = middle;
  }
  return low;
}
