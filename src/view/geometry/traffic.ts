/**
 * Where everything that travels is, in tables of numbers: thousands of places a frame, and nothing made for them. One table serves both
 * painters and the pointer, so that what is drawn, where it is drawn and what a click there means are one thing.
 */
import { putPoint } from './curve.ts';
import type { Flight, Way } from './flight.ts';

const longer = (table: Float64Array<ArrayBuffer>, length: number) =>
  table.length >= length ? table : new Float64Array(Math.max(64, length * 2));

export class Traffic {
  flights: readonly Flight[] = [];
  xs = new Float64Array(0);
  ys = new Float64Array(0);

  /** Takes over what flies now. */
  take(flights: readonly Flight[]): void {
    this.flights = flights;
    this.xs = longer(this.xs, flights.length);
    this.ys = longer(this.ys, flights.length);
  }

  /** Puts everything where it is at t: one that has arrived is at the end of its way. */
  moveTo(t: number): void {
    const { flights, xs, ys } = this;
    for (let i = 0; i < flights.length; i++) {
      const { way, sentAt, arrivesAt } = flights[i] as Flight;
      const u = arrivesAt <= sentAt ? 1 : (t - sentAt) / (arrivesAt - sentAt);
      putPoint(way.curve, way.share, u < 0 ? 0 : u > 1 ? 1 : u, xs, ys, i);
    }
  }

  /** Where nothing may move, marks stand on the middle of their way, spread out where several share it. */
  rest(): void {
    const { flights, xs, ys } = this;
    const all = new Map<Way, number>();
    for (const { way } of flights) all.set(way, (all.get(way) ?? 0) + 1);
    const placed = new Map<Way, number>();
    for (const [i, { way }] of flights.entries()) {
      const index = (placed.get(way) ?? 0) + 1;
      placed.set(way, index);
      putPoint(way.curve, way.share, index / ((all.get(way) ?? 0) + 1), xs, ys, i);
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
