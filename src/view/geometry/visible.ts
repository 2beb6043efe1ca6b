/**
 * Which marks of a crowd are painted. Of marks that lie on one another within a few pixels only the uppermost can be told, so it alone is
 * painted; its key is written on it only where no other mark stands near.
 */
import type { Traffic } from './traffic.ts';

/** Marks nearer to each other than this cannot be told apart, px. */
const apart = 6;
/** With this much room around it a mark shows what is written on it, px. */
const roomy = 14;

export class Visible {
  /** Indices of marks to paint, undermost first, and how many of them there are. */
  marks = new Int32Array(0);
  count = 0;
  /** By index of a mark: whether it has room. */
  roomy = new Uint8Array(0);
  private taken = new Uint8Array(0);
  private rooms = new Uint8Array(0);

  /** `k`: how far the picture is zoomed in; nearer, more can be told apart. */
  look({ flights, xs, ys, urgent }: Traffic, width: number, height: number, k: number): void {
    const fine = apart / k;
    const coarse = roomy / k;
    const [columns, rows] = [Math.ceil(width / fine) + 1, Math.ceil(height / fine) + 1];
    const [wide, high] = [Math.ceil(width / coarse) + 3, Math.ceil(height / coarse) + 3];
    if (this.taken.length < columns * rows) this.taken = new Uint8Array(columns * rows);
    else this.taken.fill(0);
    if (this.rooms.length < wide * high) this.rooms = new Uint8Array(wide * high);
    else this.rooms.fill(0);
    if (this.marks.length < flights.length) {
      this.marks = new Int32Array(flights.length * 2);
      this.roomy = new Uint8Array(flights.length * 2);
    }
    const { taken, rooms, marks, roomy: free } = this;
    let first = flights.length;
    for (let i = flights.length - 1; i >= 0; i--) {
      const x = xs[i] ?? 0;
      const y = ys[i] ?? 0;
      if (x < 0 || y < 0 || x > width || y > height) continue;
      const cell = Math.floor(x / fine) + Math.floor(y / fine) * columns;
      if (taken[cell] === 1 && urgent[i] === 0) continue;
      taken[cell] = 1;
      marks[--first] = i;
      const column = Math.floor(x / coarse);
      const row = Math.floor(y / coarse);
      let near = 0;
      for (let dy = 0; dy <= 2; dy++) for (let dx = 0; dx <= 2; dx++) near += rooms[column + dx + (row + dy) * wide] ?? 0;
      free[i] = near === 0 || urgent[i] === 1 ? 1 : 0;
      rooms[column + 1 + (row + 1) * wide] = 1;
    }
    this.count = flights.length - first;
    marks.copyWithin(0, first, flights.length);
  }
}
