/** Rectangles and points of the stage, in its own pixels (1 = one CSS pixel at fit). */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const right = (box: Box): number => box.x + box.width;
export const bottom = (box: Box): number => box.y + box.height;
export const centre = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/** Do two boxes share more than `slack` pixels both ways? */
export function overlap(a: Box, b: Box, slack = 0): boolean {
  return Math.min(right(a), right(b)) - Math.max(a.x, b.x) > slack && Math.min(bottom(a), bottom(b)) - Math.max(a.y, b.y) > slack;
}

export const inside = (inner: Box, outer: Box, slack = 0): boolean =>
  inner.x >= outer.x - slack &&
  inner.y >= outer.y - slack &&
  right(inner) <= right(outer) + slack &&
  bottom(inner) <= bottom(outer) + slack;
