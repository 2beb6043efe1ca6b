/** Everything on the stage that can be chosen, with its box: for the keyboard, the outline of what is selected, and menus. */
import type { Box } from './box.ts';
import { overlap } from './box.ts';
import type { Scene } from './scene.ts';
import { thingId, type Thing } from './thing.ts';

export interface Target {
  readonly id: string;
  readonly thing: Thing;
  readonly box: Box;
  readonly name: string;
}

export function targetsOf(scene: Scene): Target[] {
  const target = ({ thing, box, name }: { thing: Thing; box: Box; name: string }): Target => ({ id: thingId(thing), thing, box, name });
  const boxed = ({ thing, name, ...box }: { thing: Thing; name: string } & Box) => target({ thing, box, name });
  return [
    ...scene.producers.flatMap((it) => [target(it), ...it.buckets.map(target)]),
    ...scene.rows.flatMap((row) => [
      target({ ...row, box: { ...row.box, x: row.box.x - 4, width: Math.max(40, row.tape.x - row.box.x - 4) } }),
      ...row.cells.map(boxed),
    ]),
    ...scene.brokers.map((it) => target({ ...it, box: { ...it.box, height: 30 } })),
    ...scene.copies.flatMap((it) => [target({ ...it, box: { ...it.box, width: 64 } }), ...(it.leader ? it.slices.map(boxed) : [])]),
    ...scene.chips.map(target),
    ...scene.groups.map((it) => target({ ...it, box: { ...it.box, height: 48 } })),
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
    if (!inLane && along <= (level ? from.box.width : from.box.height) / 2) continue;
    const cost = along + (inLane ? across * 0.3 : 200 + across * 2);
    if (cost < least) {
      least = cost;
      best = target;
    }
  }
  return best;
}
