/** Ribbons lead from a tape to the consumer that reads it; where nobody owns a partition, its end is loose. */
import type { Anchors } from './anchors.ts';
import type { Point } from './box.ts';
import { levelAcross, pathOf, route, type Curve } from './curve.ts';
import type { GroupModel } from './model.ts';
import type { OwnerBadge } from './row.ts';
import type { Words } from './words.ts';

export interface Ribbon {
  readonly key: string;
  readonly tape: string;
  readonly member: string | null;
  readonly path: string;
  readonly owned: boolean;
  readonly faulty: boolean;
  /** Drawn lightly, where so many would hide each other: the badges at the tapes still tell. */
  readonly faint: boolean;
  /** stroke-dasharray: the consumer's pattern. */
  readonly dash: string;
  /** Where a consumer's badge would stand if the partition had one. */
  readonly nobody: Point | null;
  readonly name: string;
}

/** The way a fetch goes: level to the edge of the middle column, then over to the consumer. */
export const ribbonCurve = (from: Point, to: Point, edge: number): Curve => levelAcross(from, to, edge - 14);

/** Where the ends of a consumer's ribbons lie: a few pixels apart. */
export const spread = (at: Point, index: number, count: number): Point => ({
  x: at.x,
  y: at.y + (index - (count - 1) / 2) * Math.min(6, 20 / count),
});

interface Tail {
  readonly topic: string;
  readonly partition: number;
  readonly exit: Point;
  readonly owners: readonly OwnerBadge[];
  /** How far below its tape a loose end may hang. */
  readonly hang: number;
  /** Something stands in the way: the badges alone tell who reads. */
  readonly aside: boolean;
}

/** Where readers stand below the tapes: a lane each at the side of both, and where on its card each is reached. */
export interface Lanes {
  readonly x: number;
  readonly ends: ReadonlyMap<string, Point>;
}

/** With more readers than this the lanes could not be told apart: the badges alone tell who reads. */
const mostLanes = 6;
const laneGap = 5;

/** How many lanes a group's processes take; none where they would be too many. It does not change while processes come and go. */
function lanesFor(groups: readonly GroupModel[]): number {
  const readers = groups.reduce((sum, { members, absent }) => sum + members.length + absent.length, 0);
  return readers > mostLanes ? 0 : readers;
}

/** The room at the side that lanes take. */
export const lanesWidth = (groups: readonly GroupModel[]): number => (lanesFor(groups) === 0 ? 0 : 6 + lanesFor(groups) * laneGap);

/** Beyond this many ribbons they are drawn lightly. */
const crowd = 14;

const laneTo = (from: Point, to: Point, x: number): string => route([from, { x, y: from.y }, { x, y: to.y }, to]);

export function ribbonsOf(
  tails: readonly Tail[],
  groups: readonly GroupModel[],
  anchors: Anchors,
  words: Words,
  lanes: Lanes | null = null,
): Ribbon[] {
  const reading = groups.filter((group) => group.members.length > 0);
  const counts = new Map<string, number>();
  for (const tail of tails) for (const { member } of tail.owners) counts.set(member, (counts.get(member) ?? 0) + 1);
  const faint = [...counts.values()].reduce((sum, count) => sum + count, 0) > crowd;
  const used = new Map<string, number>();
  return tails.flatMap((tail): Ribbon[] => {
    const key = `${tail.topic}-${tail.partition}`;
    const left = reading.filter((group) => group.topics.includes(tail.topic) && !tail.owners.some((owner) => owner.group === group.id));
    const { x, y } = tail.exit;
    const loose = left.map((group, index): Ribbon => {
      const far = tail.owners.length === 0 ? Math.min(anchors.edge - 8, x + 72) : x + 30;
      const nobody = tail.owners.length === 0 && index === 0 ? { x: x + 10, y } : null;
      const from = tail.owners.length === 0 ? x + 22 : x + 2;
      const path = tail.aside ? '' : pathOf([from, y, from + (far - from) * 0.6, y, far, y, far, y + Math.min(14 + index * 6, tail.hang)]);
      const name = words.nameRibbon(tail.topic, tail.partition, null);
      return {
        key: `${key}/loose/${group.id}`,
        tape: key,
        member: null,
        path,
        owned: false,
        faulty: false,
        faint: false,
        dash: '2 5',
        nobody,
        name,
      };
    });
    const owned = tail.owners.flatMap(({ member, dash, faulty }): Ribbon[] => {
      const at = (anchors.stacked ? lanes?.ends : anchors.members)?.get(member);
      if (at === undefined || tail.aside) return [];
      const index = used.get(member) ?? 0;
      used.set(member, index + 1);
      const path =
        lanes === null || !anchors.stacked
          ? pathOf(ribbonCurve(tail.exit, spread(at, index, counts.get(member) ?? 1), anchors.edge))
          : laneTo(tail.exit, at, lanes.x + laneGap * [...lanes.ends.keys()].indexOf(member));
      const name = words.nameRibbon(tail.topic, tail.partition, member);
      return [{ key: `${key}/${member}`, tape: key, member, path, owned: true, faulty, faint, dash, nobody: null, name }];
    });
    return [...loose, ...owned];
  });
}
