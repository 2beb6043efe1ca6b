import type { Point } from './box.ts';

/** One or more cubic Bézier pieces: a start, then two handles and an end each, as x, y. Marks travel along it by arithmetic. */
export type Curve = readonly number[];

/** From one side to the other: leaves and arrives level. `turn` says where between the two it bends, as x. */
export function across(a: Point, b: Point, turnA = (a.x + b.x) / 2, turnB = turnA): Curve {
  return [a.x, a.y, turnA, a.y, turnB, b.y, b.x, b.y];
}

/** Level up to `lead`, then over: what stands beside the level part is never crossed. */
export function levelAcross(a: Point, b: Point, lead: number): Curve {
  if (lead <= a.x + 1) return across(a, b);
  const third = (lead - a.x) / 3;
  const turn = (lead + b.x) / 2;
  return [a.x, a.y, a.x + third, a.y, lead - third, a.y, lead, a.y, turn, a.y, turn, b.y, b.x, b.y];
}

/** Out to one side and back: between two things in one column. */
export const around = (a: Point, b: Point, bulge: number): Curve => [a.x, a.y, a.x + bulge, a.y, b.x + bulge, b.y, b.x, b.y];

/** From above to below, for stacked columns. */
export const down = (a: Point, b: Point): Curve => [a.x, a.y, a.x, (a.y + b.y) / 2, b.x, (a.y + b.y) / 2, b.x, b.y];

export function reversed(c: Curve): Curve {
  const back: number[] = [];
  for (let i = c.length - 2; i >= 0; i -= 2) back.push(at(c, i), at(c, i + 1));
  return back;
}

const at = (c: ArrayLike<number>, index: number): number => c[index] ?? 0;

const piecesOf = (c: Curve): number => (c.length - 2) / 6;

/** The share of its way that a curve spends on its first piece: as much as that piece's chord has of both chords. */
function firstShare(c: Curve): number {
  if (piecesOf(c) < 2) return 1;
  const first = Math.hypot(at(c, 6) - at(c, 0), at(c, 7) - at(c, 1));
  const all = first + Math.hypot(at(c, 12) - at(c, 6), at(c, 13) - at(c, 7));
  return all === 0 ? 1 : first / all;
}

/** Numbers a way takes in a table of ways: its `firstShare`, and the points of at most two pieces. */
export const WAY_FIELDS = 15;

/** Writes a way into a table of ways. */
export function putWay(c: Curve, ways: Float64Array, start: number): void {
  ways[start] = firstShare(c);
  ways.set(c, start + 1);
}

/**
 * Puts the point at `u` in [0, 1] of the way that starts at `start` of the table into `xs` and `ys` at `index`. Thousands are asked for in
 * every frame: nothing is made here, and all that is read lies together.
 */
export function putPoint(ways: Float64Array, start: number, u: number, xs: Float64Array, ys: Float64Array, index: number): void {
  const share = at(ways, start);
  const second = u > share;
  const i = start + (second ? 7 : 1);
  const local = second ? (u - share) / (1 - share) : share === 0 ? 1 : u / share;
  const v = 1 - local;
  const p = v * v * v;
  const q = 3 * v * v * local;
  const r = 3 * v * local * local;
  const s = local * local * local;
  xs[index] = p * at(ways, i) + q * at(ways, i + 2) + r * at(ways, i + 4) + s * at(ways, i + 6);
  ys[index] = p * at(ways, i + 1) + q * at(ways, i + 3) + r * at(ways, i + 5) + s * at(ways, i + 7);
}

const one = { way: new Float64Array(WAY_FIELDS), xs: new Float64Array(1), ys: new Float64Array(1) };

/** The point at `u` in [0, 1]. */
export function pointOn(c: Curve, u: number): Point {
  putWay(c, one.way, 0);
  putPoint(one.way, 0, u, one.xs, one.ys, 0);
  return { x: one.xs[0] ?? 0, y: one.ys[0] ?? 0 };
}

export function pathOf(c: Curve): string {
  let path = `M${at(c, 0)},${at(c, 1)}`;
  for (let i = 2; i < c.length; i += 6) path += `C${c.slice(i, i + 6).join()}`;
  return path;
}

/** The point so far from `a` on the way to `b`. */
function towards(a: Point, b: Point, far: number): string {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const share = length === 0 ? 0 : Math.min(1, far / length);
  return `${a.x + (b.x - a.x) * share},${a.y + (b.y - a.y) * share}`;
}

/** A way of straight pieces with rounded corners. */
export function route(points: readonly Point[], radius = 8): string {
  return points
    .map((point, index) => {
      const [before, next] = [points[index - 1], points[index + 1]];
      if (before === undefined || next === undefined) return `${before === undefined ? 'M' : 'L'}${point.x},${point.y}`;
      return `L${towards(point, before, radius)}Q${point.x},${point.y},${towards(point, next, radius)}`;
    })
    .join('');
}
