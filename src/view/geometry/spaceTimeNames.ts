/** Names beside the lines of the space-time diagram where there is room: what went wrong first, then requests, the rarer the sooner. */
import type { Font, Measure } from './label.ts';
import type { WireLine, WireTone } from './spaceTime.ts';
import { errorOf, isReply, requestName } from './spaceTimeKinds.ts';

export interface WireName {
  readonly key: number;
  readonly x: number;
  /** The baseline. */
  readonly y: number;
  readonly text: string;
  readonly tone: WireTone;
}

const MOST = 160;
const GAP = 4;

interface Taken {
  readonly from: number;
  readonly to: number;
}

/** `right`: names end here. */
export function placeNames(lines: readonly WireLine[], right: number, measure: Measure, font: Font): WireName[] {
  const count = new Map<string, number>();
  for (const { message } of lines) count.set(message.type, (count.get(message.type) ?? 0) + 1);
  const rank = (line: WireLine) =>
    line.tone === 'alert' ? -1 : (count.get(line.message.type) ?? 0) + (isReply(line.message.type) ? 100_000 : 0);
  const wishes = lines
    .filter((line) => line.tone === 'alert' || !isReply(line.message.type))
    .map((line) => ({ line, rank: rank(line) }))
    .sort((a, b) => a.rank - b.rank || a.line.message.id - b.line.message.id);
  /** Boxes by rows of the height of a text. */
  const rows = new Map<number, Taken[]>();
  const names: WireName[] = [];
  for (const { line } of wishes) {
    if (names.length >= MOST) break;
    const text = (line.lost ? null : errorOf(line.message)) ?? requestName(line.message.type);
    const middle = (line.x1 + line.x2) / 2;
    const y = (line.y1 + line.y2) / 2 + font.size * 0.35;
    const width = measure(text, font);
    const nearby = [Math.floor((y - font.size) / font.size), Math.floor(y / font.size)];
    const taken = nearby.flatMap((row) => rows.get(row) ?? []);
    const free = (from: number) => from + width <= right && !taken.some((it) => it.from < from + width + GAP && it.to > from - GAP);
    const x = [middle + GAP, middle - GAP - width].find(free);
    if (x === undefined) continue;
    for (const row of new Set(nearby)) rows.set(row, [...(rows.get(row) ?? []), { from: x, to: x + width }]);
    names.push({ key: line.message.id, x: Math.round(x), y: Math.round(y), text, tone: line.tone });
  }
  return names;
}
