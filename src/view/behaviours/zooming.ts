/** What zooming is about, without the library that does it (zoom.ts). */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

export const fitted: View = { x: 0, y: 0, k: 1 };

export interface Zooming {
  by(factor: number): void;
  fit(): void;
  /** Moves the view so that a point of the picture is in the middle. */
  show(x: number, y: number): void;
  destroy(): void;
}
