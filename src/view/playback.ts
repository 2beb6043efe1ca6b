/**
 * Maps animation frames to virtual time. A frame moves `t` by the time that passed, times speed and pace, in steps small enough that no
 * slow stretch is jumped over. It never simulates for more than a slice per frame: if the simulator falls behind, time runs slower.
 */
import { REACH } from './pace.ts';

/** Of playback, by the real time. */
export const SPEEDS: readonly number[] = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16];

/** What playback steers; the session is one. */
export interface Playable {
  readonly t: number;
  readonly speed: number;
  /** Simulates on as far as `to` without showing it, stopping after `budgetMs` of real time. */
  lookAhead(to: number, budgetMs: number): void;
  /** The factor of the chosen speed at this moment; 1 where pace is off. */
  paceAt(t: number): number;
  /** Shows later moments up to `to`; how far it got within `budgetMs`. Null: playing ended (a goal was reached, or the run is over). */
  advance(to: number, budgetMs: number): number | null;
  ended(): void;
}

export interface FrameClock {
  now(): number;
  request(frame: (time: number) => void): number;
  cancel(id: number): void;
}

/** The slice of a frame that belongs to the simulator, ms. */
export const SLICE = 6;
/** Pace is looked at anew after so much virtual time, ms. */
const STRIDE = 10;
/** After a stall (another tab, a breakpoint) playback goes on from where it was instead of leaping. */
const LONGEST_FRAME = 100;

/** Where `t` comes to after `elapsed` ms of real time. */
export function goOn(t: number, elapsed: number, speed: number, paceAt: (t: number) => number): number {
  let left = elapsed;
  let now = t;
  while (left > 0) {
    const rate = speed * paceAt(now);
    const needed = STRIDE / rate;
    if (needed >= left) return now + left * rate;
    now += STRIDE;
    left -= needed;
  }
  return now;
}

export class Playback {
  private readonly player: Playable;
  private readonly clock: FrameClock;
  private frame: number | null = null;
  private last = 0;

  constructor(player: Playable, clock: FrameClock) {
    this.player = player;
    this.clock = clock;
  }

  get running(): boolean {
    return this.frame !== null;
  }

  start(): void {
    if (this.frame !== null) return;
    this.last = this.clock.now();
    this.frame = this.clock.request(this.onFrame);
  }

  stop(): void {
    if (this.frame !== null) this.clock.cancel(this.frame);
    this.frame = null;
  }

  private readonly onFrame = (time: number): void => {
    const elapsed = Math.min(Math.max(0, time - this.last), LONGEST_FRAME);
    this.last = time;
    this.frame = this.clock.request(this.onFrame);
    const { player } = this;
    player.lookAhead(player.t + REACH + STRIDE, SLICE / 2);
    const target = goOn(player.t, elapsed, player.speed, (t) => player.paceAt(t));
    if (player.advance(target, SLICE / 2) !== null) return;
    this.stop();
    player.ended();
  };
}

/** Frames of the page. */
export const pageClock = (): FrameClock => ({
  now: () => performance.now(),
  request: (frame) => requestAnimationFrame(frame),
  cancel: (id) => cancelAnimationFrame(id),
});
