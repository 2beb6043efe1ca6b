/** A cut or slow way between two nodes: drawn as a line with gaps, and said. */
import type { Anchors } from './anchors.ts';
import type { Point } from './box.ts';
import { around, pathOf, route } from './curve.ts';
import { label, type Label, type Measure } from './label.ts';
import type { LinkModel } from './model.ts';
import type { Thing } from './thing.ts';
import type { Words } from './words.ts';

export interface Cut {
  readonly key: string;
  readonly thing: Thing;
  readonly path: string;
  /** It gets through, but late. */
  readonly slow: boolean;
  readonly at: Point;
  /** Half the width of the plate behind the words. */
  readonly half: number;
  readonly label: Label;
  readonly name: string;
}

interface Room {
  /** Middles of the gutters. */
  readonly left: number;
  readonly right: number;
  readonly size: number;
  readonly measure: Measure;
  readonly byBroker: boolean;
}

/** How high a plate is, half. */
const half = 9;

/** The nearest place along the way where a plate covers no other. */
function clear(at: Point, along: 'x' | 'y', wide: number, plates: readonly { readonly at: Point; readonly half: number }[]): Point {
  const free = (it: Point) =>
    plates.every((other) => Math.abs(other.at.x - it.x) >= other.half + wide + 2 || Math.abs(other.at.y - it.y) >= half * 2 + 2);
  for (let step = 0; step < 60; step++)
    for (const sign of step === 0 ? [1] : [1, -1]) {
      const moved = { ...at, [along]: at[along] + sign * step * 5 };
      if (free(moved)) return moved;
    }
  return at;
}

export function cutsOf(links: readonly LinkModel[], anchors: Anchors, room: Room, words: Words): Cut[] {
  const used = new Map<string, number>();
  const plates: { at: Point; half: number }[] = [];
  return links.flatMap((link): Cut[] => {
    if (!link.cut && link.slow === undefined) return [];
    const said = link.cut ? words.cutShort : words.slowLink;
    const [a, b] = link.between;
    const [one, two] = [anchors.brokers.get(a), anchors.brokers.get(b)];
    let path: string | null = null;
    let at: Point = { x: 0, y: 0 };
    let along: 'x' | 'y' = 'y';
    if (one !== undefined && two !== undefined) {
      if (room.byBroker) {
        // Beyond the badges of those who read there.
        path = pathOf(around(one.exit, two.exit, 50));
        at = { x: one.exit.x + 37.5, y: (one.exit.y + two.exit.y) / 2 };
      } else {
        path = pathOf([one.entry.x, one.entry.y, one.entry.x, one.entry.y - 17, two.entry.x, two.entry.y - 17, two.entry.x, two.entry.y]);
        at = { x: (one.entry.x + two.entry.x) / 2, y: one.entry.y - 13 };
        along = 'x';
      }
    } else {
      const broker = one ?? two;
      const client = one === undefined ? a : b;
      const producer = anchors.producers.get(client);
      const point = producer ?? anchors.members.get(client);
      if (broker === undefined || point === undefined) return [];
      const turn = producer === undefined ? room.right : room.left;
      const stop = room.byBroker && producer === undefined ? broker.exit : broker.entry;
      const index = used.get(client) ?? 0;
      used.set(client, index + 1);
      at = { x: turn, y: point.y + 24 + index * (room.size + 9) };
      const lane = stop.y - 7 - (index % 3) * 5;
      path = room.byBroker
        ? route([point, { x: turn, y: point.y }, { x: turn, y: stop.y }, stop])
        : route([point, { x: turn, y: point.y }, { x: turn, y: lane }, { x: stop.x, y: lane }, stop], 6);
      if (room.byBroker) at = { x: turn, y: (point.y + stop.y) / 2 + index * (room.size + 9) };
    }
    const wide = room.measure(said, { size: room.size, weight: 600, mono: false }) / 2 + 5;
    at = clear(at, along, wide, plates);
    plates.push({ at, half: wide });
    const text = label(at.x, at.y + room.size * 0.36, said, room.size, { anchor: 'middle', tone: link.cut ? 'alert' : 'ink', weight: 600 });
    return [
      {
        key: `${a}~${b}`,
        thing: { kind: 'link', between: link.between },
        path,
        at,
        half: wide,
        label: text,
        slow: !link.cut,
        name: link.cut ? words.cut(a, b) : words.nameSlowLink(a, b, link.slow?.latencyMs ?? 0),
      },
    ];
  });
}
