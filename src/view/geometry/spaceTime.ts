/**
 * The space-time diagram: a lane per process, time to the right, what travels as slanted lines from (lane, sent) to (lane, arrived). x counts
 * from `base`, so that the picture can be moved while time flows without being computed again.
 */
import type { Fact, SentMessage } from '../../sim/index.ts';
import { nodeOf } from './anchors.ts';
import type { Font, Measure } from './label.ts';
import { downsOf, dotsOf, type Down, type WireDot } from './spaceTimeLanes.ts';
import { placeNames, type WireName } from './spaceTimeNames.ts';
import { errorOf, isReply, kindOfMessage, partnersOf, requestName, type WireKind } from './spaceTimeKinds.ts';

export interface WireLane {
  readonly node: string;
  readonly label: string;
  /** Lanes of one section stand together. */
  readonly section: string;
}

export interface PlacedLane extends WireLane {
  readonly y: number;
}

/** alert: refused or lost · rebalance: group membership · commit · reply: an answer without an error */
export type WireTone = 'alert' | 'rebalance' | 'commit' | 'plain' | 'reply';

export interface WireLine {
  readonly message: SentMessage;
  readonly kind: WireKind;
  readonly tone: WireTone;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** It waits at a process that stands still until here. */
  readonly waits: number | null;
  readonly lost: boolean;
  readonly partner: SentMessage | null;
}

export interface SpaceTimeInput {
  /** In the order of sending. */
  readonly messages: readonly SentMessage[];
  /** In order of time. */
  readonly facts: readonly Fact[];
  /** Those of them by which processes end and begin again. */
  readonly faults: readonly Fact[];
  readonly lanes: readonly PlacedLane[];
  readonly kinds: ReadonlySet<WireKind>;
  /** The stretch of time that is drawn, ms; x = 0 is at `base`. */
  readonly from: number;
  readonly to: number;
  readonly base: number;
  readonly perMs: number;
  /** What ends later is drawn as still on its way: it has not been watched. */
  readonly reveal: number;
  /** Lines at most. */
  readonly most: number;
  readonly measure: Measure;
}

export interface SpaceTime {
  readonly lines: readonly WireLine[];
  /** Lines that there are; more than are drawn where there are too many. */
  readonly total: number;
  /** One path per tone, and the arrows at their ends. */
  readonly strokes: Readonly<Record<WireTone, string>>;
  readonly heads: Readonly<Record<WireTone, string>>;
  readonly crosses: string;
  /** From the arrival of a request until its answer leaves. */
  readonly work: string;
  readonly waits: string;
  readonly names: readonly WireName[];
  readonly dots: readonly WireDot[];
  readonly downs: readonly Down[];
}

export const wireFont: Font = { size: 11, weight: 500, mono: true };

/** How far the line of a message goes that a cut link swallows. */
const SWALLOWED = 0.62;

export function spaceTimeOf(input: SpaceTimeInput): SpaceTime {
  const yOf = new Map(input.lanes.map(({ node, y }) => [node, y]));
  const partners = partnersOf(input.messages, nodeOf);
  const x = (t: number) => round((t - input.base) * input.perMs);
  const all: WireLine[] = [];
  for (const message of input.messages) {
    const kind = kindOfMessage(message);
    const y1 = yOf.get(nodeOf(message.from));
    const y2 = yOf.get(nodeOf(message.to));
    if (!input.kinds.has(kind) || y1 === undefined || y2 === undefined || message.sentAt > input.to) continue;
    all.push(lineOf(message, kind, y1, y2, x, input.reveal, partners.get(message.id) ?? null));
  }
  const lines = all.length <= input.most ? all : thinned(all, input.most);
  return {
    lines,
    total: all.length,
    ...pathsOf(lines),
    work: workOf(lines, x, input.reveal),
    names: placeNames(lines, x(input.reveal), input.measure, wireFont),
    dots: dotsOf(input.facts, yOf, input.from, Math.min(input.to, input.reveal), x),
    downs: downsOf(input.faults, yOf, input.from, Math.min(input.to, input.reveal), x),
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;

function lineOf(
  message: SentMessage,
  kind: WireKind,
  y1: number,
  y2: number,
  x: (t: number) => number,
  reveal: number,
  partner: SentMessage | null,
): WireLine {
  const { sentAt, arrivesAt, endedAt, fate, lostTo } = message;
  const known = endedAt === null || endedAt <= reveal;
  const lost = fate === 'lost' && known;
  const share = lost && lostTo === 'cut' ? SWALLOWED : 1;
  const [x1, end] = [x(sentAt), x(arrivesAt)];
  const until = fate === 'held' ? reveal : endedAt !== null && endedAt > arrivesAt ? Math.min(endedAt, reveal) : null;
  return {
    message,
    kind,
    tone: lost || errorOf(message) !== null ? 'alert' : toneOf(kind, message.type),
    x1,
    y1,
    x2: round(x1 + (end - x1) * share),
    y2: round(y1 + (y2 - y1) * share),
    waits: until === null || until <= arrivesAt ? null : x(until),
    lost,
    partner,
  };
}

/** Looking for a coordinator has nothing to do with a rebalance. */
function toneOf(kind: WireKind, type: string): WireTone {
  if (kind === 'join' && !type.startsWith('FindCoordinator')) return 'rebalance';
  if (kind === 'commit') return 'commit';
  return isReply(type) ? 'reply' : 'plain';
}

/** What went wrong is always drawn; of the rest every so-manieth exchange, so that the pattern stays. */
function thinned(lines: readonly WireLine[], most: number): WireLine[] {
  const wrong = lines.filter(({ tone }) => tone === 'alert').slice(-most);
  const rest = lines.filter(({ tone }) => tone !== 'alert');
  const room = most - wrong.length;
  const share = room / rest.length;
  const kept = new Set<WireLine>(wrong);
  let turn = 0;
  for (const line of rest) {
    turn += share;
    if (turn < 1) continue;
    turn -= 1;
    kept.add(line);
  }
  return lines.filter((line) => kept.has(line));
}

const HEAD = 5;

function pathsOf(lines: readonly WireLine[]): Pick<SpaceTime, 'strokes' | 'heads' | 'crosses' | 'waits'> {
  const strokes: Record<WireTone, string> = { alert: '', rebalance: '', commit: '', plain: '', reply: '' };
  const heads = { ...strokes };
  let [crosses, waits] = ['', ''];
  for (const line of lines) {
    const { tone, x1, y1, x2, y2, lost } = line;
    strokes[tone] += `M${x1},${y1}L${x2},${y2}`;
    if (lost) crosses += crossAt(x2, y2);
    else heads[tone] += headOf(line);
    if (line.waits !== null) waits += `M${x2},${y2}H${line.waits}`;
  }
  return { strokes, heads, crosses, waits };
}

export const crossAt = (x: number, y: number): string => `M${x - 4},${y - 4}l8,8M${x + 4},${y - 4}l-8,8`;

/** A small arrow at the end of a line. */
export function headOf({ x1, y1, x2, y2 }: Pick<WireLine, 'x1' | 'y1' | 'x2' | 'y2'>): string {
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length === 0) return '';
  const [ux, uy] = [((x2 - x1) / length) * HEAD, ((y2 - y1) / length) * HEAD];
  return `M${x2},${y2}L${round(x2 - ux - uy * 0.45)},${round(y2 - uy + ux * 0.45)}L${round(x2 - ux + uy * 0.45)},${round(y2 - uy - ux * 0.45)}Z`;
}

/** A request that was taken is worked on until its answer leaves. */
function workOf(lines: readonly WireLine[], x: (t: number) => number, reveal: number): string {
  let path = '';
  for (const { message, partner, y2 } of lines) {
    if (partner === null || isReply(message.type) || message.endedAt === null || partner.sentAt > reveal) continue;
    const [from, to] = [x(message.endedAt), x(partner.sentAt)];
    if (to > from) path += `M${from},${y2}H${to}`;
  }
  return path;
}

/** The line nearest to a place, within so many pixels. */
export function lineAt(lines: readonly WireLine[], x: number, y: number, within: number): WireLine | null {
  let best: { readonly line: WireLine; readonly distance: number } | null = null;
  for (const line of lines) {
    const distance = distanceTo(line, x, y);
    if (distance <= within && (best === null || distance < best.distance)) best = { line, distance };
  }
  return best?.line ?? null;
}

function distanceTo({ x1, y1, x2, y2 }: WireLine, x: number, y: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}

/** What stands at a line. */
export const nameOfLine = ({ message }: WireLine): string => errorOf(message) ?? requestName(message.type);
