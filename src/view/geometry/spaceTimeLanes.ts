/** What lies on the lanes of the space-time diagram: facts as dots, and when a process was dead or stood still. */
import type { Fact } from '../../sim/index.ts';
import { nodeOf } from './anchors.ts';
import type { PlacedLane, WireLane } from './spaceTime.ts';

export interface WireDot {
  readonly fact: Fact;
  readonly x: number;
  readonly y: number;
}

/** A process that is dead, or stands still. */
export interface Down {
  readonly key: number;
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
  readonly dead: boolean;
}

/** Facts by which processes end and begin again: what `downsOf` asks for. */
export const isDownFact = ({ kind }: Fact): boolean => ENDS.has(kind) || MENDS.has(kind);

const ENDS: ReadonlySet<Fact['kind']> = new Set(['node.crashed', 'node.stopped', 'node.paused']);
const MENDS: ReadonlySet<Fact['kind']> = new Set(['node.restarted', 'node.resumed']);
const MOST_DOTS = 400;

/** Lanes one below the other, a little apart where a new section begins. */
export function placeLanes(lanes: readonly WireLane[], top: number, height: number, gap: number): PlacedLane[] {
  let y = top;
  return lanes.map((lane, i) => {
    if (i > 0 && lanes[i - 1]?.section !== lane.section) y += gap;
    y += height;
    return { ...lane, y: y - height / 2 };
  });
}

/** The height of all of them together. */
export const lanesHeight = (lanes: readonly WireLane[], height: number, gap: number): number =>
  lanes.length * height + lanes.filter(({ section }, i) => i > 0 && lanes[i - 1]?.section !== section).length * gap;

/** Facts that count, on the lane of whom they happened to. */
export function dotsOf(
  facts: readonly Fact[],
  yOf: ReadonlyMap<string, number>,
  from: number,
  to: number,
  x: (t: number) => number,
): WireDot[] {
  const dots: WireDot[] = [];
  for (let i = firstAt(facts, from); i < facts.length && dots.length < MOST_DOTS; i++) {
    const fact = facts[i] as Fact;
    if (fact.at > to) break;
    const y = fact.weight === 'routine' ? undefined : yOf.get(nodeOf(fact.actor));
    if (y !== undefined) dots.push({ fact, x: x(fact.at), y });
  }
  return dots;
}

/** From each end of a process to its new beginning, as far as that is known. `facts`: those of ends and beginnings. */
export function downsOf(
  facts: readonly Fact[],
  yOf: ReadonlyMap<string, number>,
  from: number,
  to: number,
  x: (t: number) => number,
): Down[] {
  const open = new Map<string, Fact>();
  const downs: Down[] = [];
  const close = (node: string, until: number) => {
    const fact = open.get(node);
    const y = yOf.get(node);
    if (fact === undefined) return;
    open.delete(node);
    if (y === undefined || until < from) return;
    downs.push({ key: fact.id, x1: x(Math.max(from, fact.at)), x2: x(until), y, dead: fact.kind !== 'node.paused' });
  };
  for (const fact of facts) {
    if (fact.at > to) break;
    if (!('node' in fact)) continue;
    if (ENDS.has(fact.kind)) {
      close(fact.node, fact.at);
      open.set(fact.node, fact);
    } else if (MENDS.has(fact.kind)) close(fact.node, fact.at);
  }
  for (const node of [...open.keys()]) close(node, to);
  return downs;
}

function firstAt(facts: readonly Fact[], t: number): number {
  let low = 0;
  let high = facts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((facts[middle] as Fact).at < t) low = middle + 1;
    else high = middle;
  }
  return low;
}
