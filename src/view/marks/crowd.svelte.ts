/** What the stage and the painter of a crowd share: a canvas over the picture, how much it paints, and what of that is where. */
import type { Thing } from '../geometry/thing.ts';

export class Crowd {
  canvas = $state.raw<HTMLCanvasElement>();
  /** How many messages it paints; null while what travels are elements of the picture. */
  count = $state<number | null>(null);
  /** What it shows under the pointer. */
  find: (event: MouseEvent) => Thing | null = () => null;
  /** Of the picture and so of the canvas, CSS px. */
  readonly size: () => { readonly width: number; readonly height: number };

  constructor(size: Crowd['size']) {
    this.size = size;
  }
}
