/** Paints what travels on a canvas over the picture, from the shapes that SVG would draw. */
import type { Flight, Look } from '../geometry/flight.ts';
import type { Mark, Shape, TextShape } from '../geometry/flightShapes.ts';
import type { Traffic } from '../geometry/traffic.ts';
import { Visible } from '../geometry/visible.ts';
import { createInks, type Ink } from './inks.ts';
import type { View } from './zooming.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What is to be painted. */
export interface FlightPicture {
  readonly traffic: Traffic;
  readonly markOf: (look: Look) => Mark;
  /** How large it is in pixels of its own, and of the page; and how it is zoomed. */
  readonly scene: Size;
  readonly size: Size;
  readonly view: View;
  /** Said of marks that stand still. */
  readonly captions: readonly { readonly mark: Mark; readonly x: number; readonly y: number }[];
  /** The message that stands out. */
  readonly selected: number | null;
}

/** One thing to do with the context: the outline of a shape is made once. */
interface Stroke {
  readonly shape: Shape;
  readonly ink: Ink;
  readonly outline: Path2D;
}

/** A browser refuses canvases beyond some size; a long picture on a phone is painted a little coarser instead. */
const MOST_PIXELS = 16_000_000;

function outlineOf(shape: Shape): Path2D {
  if (shape.tag === 'path') return new Path2D(shape.d);
  const outline = new Path2D();
  if (shape.tag === 'circle') outline.arc(0, 0, shape.r, 0, Math.PI * 2);
  else if (shape.tag === 'rect') outline.roundRect(shape.x, shape.y, shape.width, shape.height, shape.rx);
  return outline;
}

function write(context: CanvasRenderingContext2D, shape: TextShape, ink: Ink): void {
  context.font = `${shape.weight} ${shape.size}px ${ink.family}`;
  context.textAlign = shape.anchor === 'middle' ? 'center' : 'left';
  if (ink.stroke !== null) {
    context.strokeStyle = ink.stroke;
    context.lineWidth = ink.width;
    context.strokeText(shape.text, shape.x, shape.y);
  }
  context.fillStyle = ink.fill ?? 'transparent';
  context.fillText(shape.text, shape.x, shape.y);
}

export interface FlightCanvas {
  paint(picture: FlightPicture): void;
  /** Colours or fonts are others now. */
  forget(): void;
  clear(): void;
}

/** `probe`: see inks.ts. Null: this browser has no such canvas. */
export function createFlightCanvas(canvas: HTMLCanvasElement, probe: SVGGElement): FlightCanvas | null {
  const context = canvas.getContext('2d');
  if (context === null) return null;
  const { inkOf, forget } = createInks(probe);
  const visible = new Visible();
  let strokes = new WeakMap<Mark, readonly Stroke[]>();
  /** Of each flight, once it was painted. */
  let row: (readonly Stroke[] | undefined)[] = [];
  let painted: readonly unknown[] = [];

  function strokesOf(mark: Mark): readonly Stroke[] {
    let known = strokes.get(mark);
    if (known === undefined) {
      known = mark.parts.flatMap(({ group, shapes }) =>
        shapes.map((shape) => ({ shape, ink: inkOf(group, shape), outline: outlineOf(shape) })),
      );
      strokes.set(mark, known);
    }
    return known;
  }

  /** `plain`: without what is written on it. */
  function draw(on: CanvasRenderingContext2D, parts: readonly Stroke[], plain: boolean): void {
    for (const { shape, ink, outline } of parts) {
      if (shape.tag === 'text') {
        if (!plain) write(on, shape, ink);
        continue;
      }
      if (ink.fill !== null) {
        on.fillStyle = ink.fill;
        on.fill(outline);
      }
      if (ink.stroke !== null && !(plain && shape.tag === 'rect')) {
        on.strokeStyle = ink.stroke;
        on.lineWidth = ink.width;
        on.stroke(outline);
      }
    }
  }

  /** Sizes the canvas; the number of its pixels to one of CSS. */
  function fit(width: number, height: number): number {
    const ratio = Math.min(globalThis.devicePixelRatio, Math.sqrt(MOST_PIXELS / Math.max(1, width * height)));
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== w || canvas.height !== h) {
      [canvas.width, canvas.height] = [w, h];
      [canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`];
    }
    return ratio;
  }

  return {
    paint({ traffic, markOf, scene, size, view, captions, selected }) {
      const ratio = fit(size.width, size.height);
      const scale = ratio * view.k;
      const [left, top] = [view.x * ratio, view.y * ratio];
      context.resetTransform();
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.lineJoin = 'round';
      const { xs, ys, flights } = traffic;
      if (painted[0] !== flights || painted[1] !== markOf) row = new Array<undefined>(flights.length);
      painted = [flights, markOf];
      visible.look(traffic, scene.width, scene.height, view.k);
      for (let n = 0; n < visible.count; n++) {
        const i = visible.marks[n] ?? 0;
        context.setTransform(scale, 0, 0, scale, (xs[i] ?? 0) * scale + left, (ys[i] ?? 0) * scale + top);
        draw(context, (row[i] ??= strokesOf(markOf((flights[i] as Flight).look))), visible.roomy[i] === 0);
      }
      for (const { mark, x, y } of captions) {
        context.setTransform(scale, 0, 0, scale, x * scale + left, y * scale + top);
        draw(context, strokesOf(mark), false);
      }
      const chosen = selected === null ? -1 : flights.findIndex(({ message }) => message === selected);
      if (chosen < 0) return;
      const ring: Shape = { tag: 'circle', paint: 'chosen', r: 13 };
      context.setTransform(scale, 0, 0, scale, (xs[chosen] ?? 0) * scale + left, (ys[chosen] ?? 0) * scale + top);
      draw(context, [{ shape: ring, ink: inkOf('', ring), outline: outlineOf(ring) }], false);
    },
    forget() {
      forget();
      strokes = new WeakMap<Mark, readonly Stroke[]>();
      painted = [];
    },
    clear() {
      context.resetTransform();
      context.clearRect(0, 0, canvas.width, canvas.height);
    },
  };
}
