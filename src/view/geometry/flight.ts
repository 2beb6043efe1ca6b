/**
 * Messages on their way: which way, as what, from when to when. Where one is at t is arithmetic, (t − sentAt) / (arrivesAt − sentAt) along
 * its curve (traffic.ts); what it looks like is a handful of shapes (flightShapes.ts). Both painters, of SVG and of a canvas, draw that.
 */
import type { Anchors } from './anchors.ts';
import { pathOf, type Curve } from './curve.ts';
import { hueOf, keyLabel } from './keys.ts';
import type { Layer } from './layer.ts';
import { legsOf, type FlightKind, type Leg } from './legs.ts';
import type { MessageModel } from './model.ts';
import { messageThing, type Thing } from './thing.ts';
import type { MessageWords } from './words.ts';

/** A way between two things. Flights on the same way share one. */
export interface Way {
  readonly path: string;
  readonly curve: Curve;
}

/** What a flight looks like. Flights that look the same share one. */
export interface Look {
  /** Looks of the same name are the same. */
  readonly id: string;
  readonly kind: FlightKind;
  readonly items: readonly { readonly hue: number; readonly label: string }[];
  /** Records beyond those in `items`. */
  readonly more: number;
  /** Only group talk says what it is. */
  readonly text: string;
  /** For how many messages it stands: alike, on the same way, at the same moment, so that only one could be seen. */
  readonly count: number;
}

export interface Flight {
  readonly key: string;
  /** The number of the message. */
  readonly message: number;
  readonly thing: Thing;
  readonly look: Look;
  readonly way: Way;
  readonly sentAt: number;
  readonly arrivesAt: number;
  /** What it is, in a word or two. */
  readonly text: string;
  readonly name: string;
}

/** Beyond this many, those that arrive last are drawn. */
export const mostFlights = 20_000;
const mostItems = 4;

function lookOf({ kind, records = [] }: Leg, keyed: boolean, words: string): Look {
  const text = kind === 'pill' ? words : '';
  const items = records.slice(0, mostItems).map(({ key }) => ({ hue: keyed ? hueOf(key) : 0, label: keyed ? keyLabel(key) : '' }));
  const more = Math.max(0, records.length - mostItems);
  const id = `${kind} ${items.map(({ hue, label }) => `${hue}${label}`).join()} ${more} ${text}`;
  return { id, kind, items, more, text, count: 1 };
}

const together = (a: Flight, b: Flight): boolean => a.sentAt === b.sentAt && a.arrivesAt === b.arrivesAt && a.look === b.look;

/** A drawer of flights that keeps the marks of a message as long as it, and everything it flies between, is the same. */
export function createFlights() {
  let drawn = new WeakMap<MessageModel, readonly Flight[]>();
  let ways = new Map<string, Way>();
  let looks = new Map<string, Look>();
  let before: readonly unknown[] = [];
  /** What stands for several, by the first of them. */
  const crowds = new WeakMap<Flight, Flight>();

  const wayOf = (curve: Curve): Way => {
    const path = pathOf(curve);
    let way = ways.get(path);
    if (way === undefined) ways.set(path, (way = { path, curve }));
    return way;
  };
  const shared = (look: Look): Look => {
    const known = looks.get(look.id);
    if (known === undefined) looks.set(look.id, look);
    return known ?? look;
  };

  /** One mark for those that nobody could tell apart. */
  const gathered = (flights: readonly Flight[]): Flight[] => {
    const marks: Flight[] = [];
    const counts: number[] = [];
    const last = new Map<Way, number>();
    for (const flight of flights) {
      const place = last.get(flight.way);
      if (place !== undefined && together(marks[place] as Flight, flight)) counts[place] = (counts[place] ?? 0) + 1;
      else {
        last.set(flight.way, marks.length);
        marks.push(flight);
        counts.push(1);
      }
    }
    for (const [i, count] of counts.entries()) {
      if (count === 1) continue;
      const flight = marks[i] as Flight;
      let several = crowds.get(flight);
      if (several?.look.count !== count) {
        several = { ...flight, look: shared({ ...flight.look, id: `${flight.look.id} ×${count}`, count }) };
        crowds.set(flight, several);
      }
      marks[i] = several;
    }
    return marks;
  };

  return (messages: readonly MessageModel[], anchors: Anchors, layers: ReadonlySet<Layer>, words: MessageWords): Flight[] => {
    const inputs = [anchors, layers, words];
    if (!inputs.every((it, i) => it === before[i])) {
      drawn = new WeakMap<MessageModel, readonly Flight[]>();
      ways = new Map<string, Way>();
      looks = new Map<string, Look>();
    }
    before = inputs;
    const keyed = layers.has('keys');
    const flights: Flight[] = [];
    for (let i = Math.max(0, messages.length - mostFlights); i < messages.length; i++) {
      const it = messages[i] as MessageModel;
      let own = drawn.get(it);
      if (own === undefined) {
        own = legsOf(it, anchors, layers).map((leg, index): Flight => {
          const text = words.messageKind(it.type);
          const look = shared(lookOf(leg, keyed, text));
          const { sentAt, arrivesAt } = it;
          const name = words.nameMessage(it);
          return {
            key: `${it.id}.${index}`,
            message: it.id,
            thing: messageThing(it),
            look,
            way: wayOf(leg.curve),
            sentAt,
            arrivesAt,
            text,
            name,
          };
        });
        drawn.set(it, own);
      }
      for (const flight of own) flights.push(flight);
    }
    return gathered(flights.length > mostFlights ? flights.slice(-mostFlights) : flights);
  };
}
