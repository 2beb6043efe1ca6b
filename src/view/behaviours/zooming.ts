/** What zooming is about, without the library that does it (zoom.ts). */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

export const fitted: View = { x: 0, y: 0, k: 1 };

export interface Zooming {
  /** Larger or smaller, around a point of the picture or around what is in the middle. */
  by(factor: number, x?: number, y?: number): void;
  fit(): void;
  /** Moves the view so that a point of the picture is in the middle. */
  show(x: number, y: number): void;
  destroy(): void;
}

/** How much larger a picture is laid out at this zoom, so that what is folded finds room while text keeps its size. */
export const detailAt = (k: number): number => (k >= 2 ? 2 : k >= 1.5 ? 1.5 : 1);

/** Whether a point of the picture is out of view or near the edge of it. */
export function strays({ x, y, k }: View, px: number, py: number, width: number, height: number): boolean {
  const [sx, sy] = [px * k + x, py * k + y];
  return sx < width * 0.15 || sx > width * 0.85 || sy < height * 0.15 || sy > height * 0.85;
}
