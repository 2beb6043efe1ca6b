/**
 * Where everything that travels is, in tables of numbers: thousands of places a frame, and nothing made for them. One table serves both
 * painters and the pointer, so that what is drawn, where it is drawn and what a click there means are one thing.
 */
import { putPoint, putWay, WAY_FIELDS } from './curve.ts';
import type { Flight, Way } from './flight.ts';

const longer = (table: Float64Array<ArrayBuffer>, length: number) =>
  table.length >= length ? table : new Float64Array(Math.max(64, length * 2));

export class Traffic {
  flights: readonly Flight[] = [];
  xs = new Float64Array(0);
  ys = new Float64Array(0);
  /** 1: a mark that is painted whatever lies over it, and with what is written on it: what went wrong, and group talk. */
  urgent = new Uint8Array(0);
  /** Of each flight: when it begins, and its speed in ways a millisecond. */
  private from = new Float64Array(0);
  private speed = new Float64Array(0);
  /** Where its way starts in the table of ways. */
  private starts = new Int32Array(0);
  private ways = new Float64Array(0);

  /** Takes over what flies now. */
  take(flights: readonly Flight[]): void {
    this.flights = flights;
    for (const table of ['xs', 'ys', 'from', 'speed'] as const) this[table] = longer(this[table], flights.length);
    if (this.starts.length < flights.length) {
      this.starts = new Int32Array(this.xs.length);
      this.urgent = new Uint8Array(this.xs.length);
    }
    const ways = new Map<Way, number>();
    for (const [i, { way, look, sentAt, arrivesAt }] of flights.entries()) {
      let start = ways.get(way);
      if (start === undefined) ways.set(way, (start = ways.size * WAY_FIELDS));
      this.starts[i] = start;
      this.urgent[i] = look.kind === 'error' || look.kind === 'pill' ? 1 : 0;
      this.from[i] = sentAt;
      this.speed[i] = arrivesAt <= sentAt ? Infinity : 1 / (arrivesAt - sentAt);
    }
    this.ways = longer(this.ways, ways.size * WAY_FIELDS);
    for (const [{ curve }, start] of ways) putWay(curve, this.ways, start);
  }

  /** Puts everything where it is at t: one that has arrived is at the end of its way. */
  moveTo(t: number): void {
    const { flights, xs, ys, from, speed, starts, ways } = this;
    for (let i = 0; i < flights.length; i++) {
      const gone = t - (from[i] ?? 0);
      const u = gone <= 0 ? 0 : Math.min(1, gone * (speed[i] ?? 0));
      putPoint(ways, starts[i] ?? 0, u, xs, ys, i);
    }
  }

  /** Where nothing may move, marks stand on the middle of their way, spread out where several share it. */
  rest(): void {
    const { flights, xs, ys, starts, ways } = this;
    const all = new Map<Way, number>();
    for (const { way } of flights) all.set(way, (all.get(way) ?? 0) + 1);
    const placed = new Map<Way, number>();
    for (const [i, { way }] of flights.entries()) {
      const index = (placed.get(way) ?? 0) + 1;
      placed.set(way, index);
      putPoint(ways, starts[i] ?? 0, index / ((all.get(way) ?? 0) + 1), xs, ys, i);
    }
  }

  /** The flight whose mark is nearest to a point, within reach; of marks on the same spot the one painted last. */
  at(x: number, y: number, reach: number): Flight | null {
    let nearest = -1;
    let least = reach * reach;
    for (let i = 0; i < this.flights.length; i++) {
      const far = ((this.xs[i] ?? 0) - x) ** 2 + ((this.ys[i] ?? 0) - y) ** 2;
      if (far > least) continue;
      least = far;
      nearest = i;
    }
    return this.flights[nearest] ?? null;
  }
}
