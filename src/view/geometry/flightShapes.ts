/** What travels, as shapes around (0, 0): the same for a painter of SVG and one of a canvas. Style sheets say how each class is painted. */
import type { Look } from './flight.ts';
import type { Measure } from './label.ts';

interface Painted {
  /** Its class in the style sheet. */
  readonly paint: string;
}
export interface RectShape extends Painted {
  readonly tag: 'rect';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rx: number;
}
export interface CircleShape extends Painted {
  readonly tag: 'circle';
  readonly r: number;
}
export interface PathShape extends Painted {
  readonly tag: 'path';
  readonly d: string;
}
/** `y` is the baseline. */
export interface TextShape extends Painted {
  readonly tag: 'text';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly weight: number;
  readonly anchor: 'start' | 'middle';
}
export type Shape = RectShape | CircleShape | PathShape | TextShape;

/** Shapes in a group of a class. */
export interface Part {
  readonly group: string;
  readonly shapes: readonly Shape[];
}

export interface Mark {
  readonly parts: readonly Part[];
  /** How far it reaches from its middle, with its outlines: to either side, and up or down. */
  readonly reach: { readonly x: number; readonly y: number };
}

/** What a finger or a pointer may miss it by, px. */
export const hitReach = 11;
const outline = 2;
const baseline = 0.36;

const circle = (paint: string, r: number): CircleShape => ({ tag: 'circle', paint, r });
const path = (paint: string, d: string): PathShape => ({ tag: 'path', paint, d });

/** A word on a ground of its own; `top` is where the ground begins. */
function plate(text: string, top: number, height: number, rx: number, margin: number, size: number, measure: Measure): Mark {
  const width = measure(text, { size, weight: 600, mono: false }) + margin * 2;
  const ground: RectShape = { tag: 'rect', paint: 'pill', x: -width / 2, y: top, width, height, rx };
  const word: TextShape = {
    tag: 'text',
    paint: 'ink',
    x: 0,
    y: top + height / 2 + size * baseline,
    text,
    size,
    weight: 600,
    anchor: 'middle',
  };
  return {
    parts: [{ group: '', shapes: [ground, word] }],
    reach: { x: width / 2 + outline, y: Math.max(Math.abs(top), top + height) + outline },
  };
}

/** Below a mark that may not move: what it is. */
export const captionOf = (text: string, size: number, measure: Measure): Mark => plate(text, 10, size + 7, 4, 6, size, measure);

/** One or two records are big enough for their keys; more become a small block. */
function recordsMark({ items, more }: Look, size: number, measure: Measure): Mark {
  const big = items.length <= 2;
  const side = big ? size + 5 : 9;
  const columns = big ? items.length : 2;
  const rows = Math.ceil(items.length / columns);
  const parts = items.map(({ hue, label }, index): Part => {
    const x = ((index % columns) - columns / 2) * (side + 1.5);
    const y = (Math.floor(index / columns) - rows / 2) * (side + 1.5);
    const cell: RectShape = { tag: 'rect', paint: '', x, y, width: side, height: side, rx: big ? 4 : 2 };
    const named = big && label.length <= 2;
    const at = { x: x + side / 2, y: y + side / 2 + size * baseline };
    const key: TextShape = { tag: 'text', paint: '', ...at, text: label, size, weight: 700, anchor: 'middle' };
    return { group: `cell key-${hue}`, shapes: named ? [cell, key] : [cell] };
  });
  let x = (columns / 2) * (side + 1.5);
  if (more > 0) {
    const text = `+${more}`;
    parts.push({
      group: '',
      shapes: [{ tag: 'text', paint: 'ink mono more', x: 13, y: size * baseline, text, size, weight: 700, anchor: 'start' }],
    });
    x = 13 + measure(text, { size, weight: 700, mono: true });
  }
  return { parts, reach: { x: x + outline, y: Math.max((rows / 2) * (side + 1.5), size) + outline } };
}

function markOf(look: Look, size: number, measure: Measure): Mark {
  const round = (r: number, ...shapes: Shape[]): Mark => ({ parts: [{ group: '', shapes }], reach: { x: r + outline, y: r + outline } });
  switch (look.kind) {
    case 'records':
      return recordsMark(look, size, measure);
    case 'pill':
      return plate(look.text, -size * 0.5 - 4, size + 8, size / 2 + 4, 7, size, measure);
    case 'ack':
      return round(8, circle('ack', 8), path('ack-tick', 'M-3.6,0.2l2.6,2.8l4.8,-5.6'));
    case 'error':
      return round(8, circle('nack', 8), path('nack-cross', 'M-3,-3l6,6m0,-6l-6,6'));
    case 'ask':
      return round(4, circle('ask', 4));
    case 'pulse':
      return round(9, path('pulse', 'M-8,0h3l2,-6l3,10l2,-4h4'));
    case 'speck':
      return round(2.5, circle('speck', 2.5));
  }
}

/** How many a mark stands for, above it. */
function counted({ parts, reach }: Mark, count: number, size: number, measure: Measure): Mark {
  if (count === 1) return { parts, reach };
  const text = `×${count}`;
  const font = { size: size - 1, weight: 700 };
  const y = -reach.y;
  const width = measure(text, { ...font, mono: true });
  return {
    parts: [...parts, { group: '', shapes: [{ tag: 'text', paint: 'ink mono more', x: 0, y, text, ...font, anchor: 'middle' }] }],
    reach: { x: Math.max(reach.x, width / 2 + outline), y: reach.y + size + outline },
  };
}

/** The marks of looks, each made once. */
export function createMarks(size: number, measure: Measure): (look: Look) => Mark {
  const made = new WeakMap<Look, Mark>();
  return (look) => {
    let mark = made.get(look);
    if (mark === undefined) made.set(look, (mark = counted(markOf(look, size, measure), look.count, size, measure)));
    return mark;
  };
}
