/** Ticks of an axis of virtual time at any zoom, from fractions of a millisecond to hours. */
import { tickStep, ticks } from 'd3';

export interface TimeTick {
  readonly t: number;
  readonly text: string;
}

/** Ticks between two times, ms, with as many digits as their distance needs. `say` writes a number of seconds with so many digits. */
export function timeTicks(from: number, to: number, count: number, say: (seconds: number, digits: number) => string): TimeTick[] {
  const [a, b] = [from / 1000, to / 1000];
  const wanted = Math.max(1, count);
  const step = tickStep(a, b, wanted);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return ticks(a, b, wanted).map((seconds) => ({ t: seconds * 1000, text: `${say(seconds, digits)} s` }));
}
