/** Everything on the stage that can be chosen, with its box: for the keyboard, the outline of what is selected, and menus. */
import type { Box } from './box.ts';
import { overlap } from './box.ts';
import type { Scene } from './scene.ts';
import { thingId, type Thing } from './thing.ts';

export interface Target {
  readonly id: string;
  readonly thing: Thing;
  readonly box: Box;
  /** What is outlined, where that is more than what the keyboard aims at. */
  readonly outline: Box;
  readonly name: string;
}

interface Mark {
  readonly thing: Thing;
  readonly box: Box;
  readonly name: string;
}

/** Aimed at and outlined as one, unless the mark is large and only its head is aimed at. */
const aimedAt = ({ thing, box, name }: Mark, aim: Box): Target => ({ id: thingId(thing), thing, box: aim, outline: box, name });
const target = (mark: Mark): Target => aimedAt(mark, mark.box);
const boxed = ({ thing, name, x, y, width, height }: Box & Omit<Mark, 'box'>): Target =>
  target({ thing, name, box: { x, y, width, height } });

export function targetsOf(scene: Scene): Target[] {
  return [
    ...scene.producers.flatMap((it) => [
      target(it),
      ...it.buckets.flatMap(({ thing, ...more }) => (thing === null ? [] : [target({ thing, ...more })])),
    ]),
    ...scene.rows.flatMap((row) => [target({ ...row, box: row.face }), ...row.cells.map(boxed)]),
    ...scene.brokers.map((it) => aimedAt(it, { ...it.box, height: 30 })),
    ...scene.copies.flatMap((it) => [aimedAt(it, { ...it.box, width: 64 }), ...(it.leader ? it.slices.map(boxed) : [])]),
    ...scene.chips.map(target),
    ...scene.groups.map((it) => aimedAt(it, { ...it.box, height: 48 })),
    ...scene.members.map(target),
    ...scene.absent.map(target),
    ...scene.cuts.map((it) => target({ ...it, box: { x: it.at.x - it.half, y: it.at.y - 9, width: it.half * 2, height: 18 } })),
  ];
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The nearest one in a direction: what lies in the same lane wins over what is merely close. */
export function neighbour(targets: readonly Target[], from: Target, direction: Direction): Target | null {
  const level = direction === 'left' || direction === 'right';
  const sign = direction === 'right' || direction === 'down' ? 1 : -1;
  const middle = (box: Box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  const a = middle(from.box);
  let best: Target | null = null;
  let least = Infinity;
  for (const target of targets) {
    if (target.id === from.id) continue;
    const b = middle(target.box);
    const along = (level ? b.x - a.x : b.y - a.y) * sign;
    if (along <= 2) continue;
    const lane: Box = level
      ? { ...target.box, x: from.box.x, width: from.box.width }
      : { ...target.box, y: from.box.y, height: from.box.height };
    const across = Math.abs(level ? b.y - a.y : b.x - a.x);
    const inLane = overlap(lane, from.box);
    // Beside it, only what lies wholly further on counts as being in that direction.
    if (!inLane && (along <= (level ? from.box.width : from.box.height) / 2 || across > along * 4)) continue;
    const cost = along + (inLane ? across * 0.3 : 200 + across * 2);
    if (cost < least) {
      least = cost;
      best = target;
    }
  }
  return best;
}
