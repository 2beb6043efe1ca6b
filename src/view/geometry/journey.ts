/** The way of one record over the picture: from its producer to its place in the log, the copies, and whoever has processed it. */
import type { Fact } from '../../sim/index.ts';
import { overlap, type Box, type Point } from './box.ts';
import { pathOf, type Curve } from './curve.ts';
import { label, type Label, type Measure } from './label.ts';
import type { Scene } from './scene.ts';
import type { Thing } from './thing.ts';

type RecordThing = Extract<Thing, { kind: 'record' }>;

/** What happened to the record, and where. */
export type JourneyStep =
  | { readonly what: 'sent' | 'acknowledged'; readonly at: number; readonly producer: string }
  | { readonly what: 'appended' | 'copied' | 'readable'; readonly at: number; readonly broker: number }
  | { readonly what: 'processed'; readonly at: number; readonly group: string; readonly member: string };

/** Steps in the order they happened, each place once; `producer` and `number` name the record among those sent. */
export function stepsOf(facts: readonly Fact[], thing: RecordThing, producer: string, number: number): JourneyStep[] {
  const steps = new Map<string, JourneyStep>();
  const add = (key: string, step: JourneyStep) => steps.has(key) || steps.set(key, step);
  const { offset } = thing;
  const here = (it: { readonly topic: string; readonly partition: number }) => it.topic === thing.topic && it.partition === thing.partition;
  for (const fact of facts) {
    const { at } = fact;
    switch (fact.kind) {
      case 'record.sent':
        if (fact.producer === producer && fact.number === number) add('sent', { what: 'sent', at, producer });
        break;
      case 'batch.appended':
        if (here(fact) && fact.producer === producer && fact.numbers.includes(number))
          add(`broker ${fact.broker}`, { what: 'appended', at, broker: fact.broker });
        break;
      case 'replica.copied':
        if (here(fact) && fact.from <= offset && offset < fact.to)
          add(`broker ${fact.broker}`, { what: 'copied', at, broker: fact.broker });
        break;
      case 'highWatermark.advanced':
        if (here(fact) && fact.from <= offset && offset < fact.to && steps.has('sent'))
          add('readable', { what: 'readable', at, broker: fact.broker });
        break;
      case 'batch.acknowledged':
        if (fact.producer === producer && fact.numbers.includes(number) && here(fact))
          add('acknowledged', { what: 'acknowledged', at, producer });
        break;
      case 'record.processed':
        if (here(fact) && fact.offset === offset)
          add(`${fact.group}/${fact.member}`, { what: 'processed', at, group: fact.group, member: fact.member });
        break;
      default:
    }
  }
  return [...steps.values()];
}

export interface JourneyStop {
  readonly number: number;
  readonly at: Point;
  readonly label: Label;
  /** The plate under the words. */
  readonly plate: Box;
}

export interface Journey {
  readonly stops: readonly JourneyStop[];
  readonly legs: readonly string[];
}

const dot = 9;

/** Where the steps are on a laid-out scene; steps whose place is not drawn are left out. `say` gives a step's words. */
export function journeyOn(
  scene: Scene,
  thing: RecordThing,
  steps: readonly JourneyStep[],
  say: (step: JourneyStep) => string,
  measure: Measure,
): Journey {
  const tape = `${thing.topic}-${thing.partition}`;
  const row = scene.rows.find(({ key }) => key === tape);
  const middle = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });
  const isIt = (it: { readonly thing: Thing }) => it.thing.kind === 'record' && it.thing.offset === thing.offset;
  const onCopy = (broker: number): Point | null => {
    const copy = scene.copies.find(({ key }) => key === `${tape}@${broker}`);
    const slice = copy?.slices.find(isIt);
    return slice !== undefined ? middle(slice) : copy === undefined ? null : { x: copy.box.x + copy.box.width * 0.4, y: copy.entry.y };
  };
  const cell = row?.cells.find(isIt);
  const place =
    cell === undefined ? (row === undefined ? null : { x: row.tape.x, y: row.entry.y }) : { x: cell.x + cell.width / 2, y: cell.y };
  const pointOf = (step: JourneyStep): Point | null => {
    switch (step.what) {
      case 'sent':
      case 'acknowledged':
        return scene.anchors.producers.get(step.producer) ?? null;
      case 'appended':
      case 'readable':
        return place ?? onCopy(step.broker);
      case 'copied': {
        const chip = row?.chips.find(({ broker }) => broker === step.broker);
        return chip === undefined ? onCopy(step.broker) : middle(chip.box);
      }
      case 'processed':
        return scene.anchors.members.get(step.member) ?? null;
    }
  };
  const taken: Box[] = [];
  const stops: JourneyStop[] = [];
  const legs: string[] = [];
  let origin: Point | null = null;
  let last: Point | null = null;
  for (const step of steps) {
    const at = pointOf(step);
    if (at === null) continue;
    const number = stops.length + 1;
    stops.push(stopAt(at, number, `${number} ${say(step)}`, taken, scene, measure));
    // Copies and readers take it from the log; that it may be read and the answer move nothing.
    const from: Point | null = step.what === 'appended' ? last : step.what === 'copied' || step.what === 'processed' ? origin : null;
    if (from !== null && (from.x !== at.x || from.y !== at.y)) legs.push(pathOf(legOf(from, at, step)));
    if (step.what === 'appended') origin = at;
    last = at;
  }
  return { stops, legs };
}

/** Onto the tape and off it from above, so that the records beside it stay readable. */
function legOf(from: Point, to: Point, { what }: JourneyStep): Curve {
  const rise = Math.min(70, 24 + Math.abs(from.x - to.x) / 8);
  if (what === 'processed') return [from.x, from.y, from.x, from.y - rise, to.x - 80, to.y, to.x, to.y];
  if (what === 'copied') return [from.x, from.y, from.x - 12, from.y + 50, to.x + 12, to.y + 50, to.x, to.y];
  return [from.x, from.y, from.x + 60, from.y, to.x, to.y - rise, to.x, to.y];
}

/** Its words beside it: where they cover no other stop's, and stay on the stage. */
function stopAt(at: Point, number: number, text: string, taken: Box[], { scale, width, height }: Scene, measure: Measure): JourneyStop {
  const size = scale.tiny;
  const font = { size, weight: 600, mono: false };
  const wide = measure(text, font) + 12;
  const tall = size + 8;
  const tries = [-1, 1, -2, 2, -3, 3, -4, 4].map((step) => ({
    x: Math.max(4, Math.min(width - wide - 4, at.x - wide / 2)),
    y: at.y + step * (tall + 2) - tall / 2 + (step < 0 ? -dot / 2 : dot / 2),
    width: wide,
    height: tall,
  }));
  const fits = (box: Box) => box.y >= 2 && box.y + box.height <= height - 2 && !taken.some((it) => overlap(it, box));
  const plate = tries.find(fits) ?? { x: 4, y: at.y, width: wide, height: tall };
  taken.push(plate, { x: at.x - dot, y: at.y - dot, width: dot * 2, height: dot * 2 });
  const words = label(plate.x + 6, plate.y + tall / 2 + size * 0.36, text, size, { weight: 600 });
  return { number, at, label: words, plate };
}
