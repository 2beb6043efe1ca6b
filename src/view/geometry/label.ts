import type { Box } from './box.ts';

export interface Font {
  readonly size: number;
  readonly weight: number;
  readonly mono: boolean;
}

/** The width of a text in pixels. Geometry has no page: whoever has one passes this in. */
export type Measure = (text: string, font: Font) => number;

export type Tone = 'ink' | 'muted' | 'petrol' | 'alert' | 'amber' | 'ok';

/** A line of text in its place; `y` is the baseline. */
export interface Label extends Font {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly tone: Tone;
}

export type Placing = Partial<Pick<Label, 'anchor' | 'tone' | 'weight' | 'mono'>>;

export const label = (x: number, y: number, text: string, size: number, more: Placing = {}): Label => ({
  x,
  y,
  text,
  size,
  weight: more.weight ?? 400,
  mono: more.mono ?? false,
  anchor: more.anchor ?? 'start',
  tone: more.tone ?? 'ink',
});

/** The box a label covers: from the height of capitals and Hangul to the descenders. */
export function labelBox(it: Label, measure: Measure): Box {
  const width = measure(it.text, it);
  const x = it.anchor === 'start' ? it.x : it.anchor === 'end' ? it.x - width : it.x - width / 2;
  return { x, y: it.y - it.size * 0.82, width, height: it.size * 1.02 };
}

/** The text, or as much of it as fits with an ellipsis. */
export function fitText(text: string, width: number, font: Font, measure: Measure): string {
  if (measure(text, font) <= width) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(`${text.slice(0, middle)}…`, font) <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : `${text.slice(0, low).trimEnd()}…`;
}

/** The same for names, whose numbers come last: the middle goes, so that `billing-service-1` and `billing-service-2` stay apart. */
export function fitName(text: string, width: number, font: Font, measure: Measure): string {
  const tail = /[^a-z]?\d{1,3}$/i.exec(text)?.[0] ?? '';
  if (tail === '' || measure(text, font) <= width) return fitText(text, width, font, measure);
  const head = fitText(text.slice(0, -tail.length), width - measure(tail, font), font, measure);
  return head.length < 3 ? fitText(text, width, font, measure) : `${head}${tail}`;
}

/** A label cut to a width. */
export const fitLabel = (it: Label, width: number, measure: Measure): Label => {
  const text = fitText(it.text, width, it, measure);
  return text === it.text ? it : { ...it, text };
};

/** A name cut to a width. */
export const fitNameLabel = (it: Label, width: number, measure: Measure): Label => {
  const text = fitName(it.text, width, it, measure);
  return text === it.text ? it : { ...it, text };
};
