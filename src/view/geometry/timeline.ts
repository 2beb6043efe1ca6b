/** The timeline: lanes of what happened over an axis of virtual time, with rebalances as spans, faults as diamonds, and the pace below. */
import { ticks } from 'd3';
import type { ActorId, Fact } from '../../sim/index.ts';
import { nodeOf } from './anchors.ts';
import type { Font, Measure } from './label.ts';
import { placeLabels, type LabelWish, type PlacedLabel } from './laneLabels.ts';

export interface TimelineWords {
  readonly producers: string;
  readonly brokers: string;
  fault(fact: Fact): string;
  generation(generation: number): string;
}

export interface TimelineInput {
  /** What may be told, in order of time. */
  readonly facts: readonly Fact[];
  readonly from: number;
  readonly to: number;
  readonly width: number;
  /** Width of the column of lane names. */
  readonly gutter: number;
  /** What room there is for lanes and axis: lanes grow to fill it, within reason. */
  readonly room: number;
  readonly groups: readonly string[];
  /** The group of a member process. */
  readonly groupOf: ReadonlyMap<string, string>;
  /** What was shown ends here; nothing is drawn beyond. */
  readonly horizon: number;
  /** Null: pace is off. */
  readonly paceAt: ((t: number) => number) | null;
  readonly words: TimelineWords;
  readonly measure: Measure;
}

export interface Lane {
  readonly key: string;
  readonly label: string;
  /** Its middle. */
  readonly y: number;
  /** Paths of zero-length strokes: round caps make them dots. */
  readonly routine: string;
  readonly notable: string;
  readonly pivotal: string;
}

export interface Span {
  readonly key: string;
  readonly group: string;
  readonly from: number;
  /** Null: still going on. */
  readonly to: number | null;
  readonly x: number;
  readonly width: number;
  readonly y: number;
  /** The generation it ended in. */
  readonly generation: number | null;
  readonly fact: Fact;
}

export interface FaultMark {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly fact: Fact;
  /** What mends a fault is drawn hollow. */
  readonly mends: boolean;
}

export interface Timeline {
  readonly lanes: readonly Lane[];
  readonly spans: readonly Span[];
  readonly faults: readonly FaultMark[];
  readonly labels: readonly PlacedLabel[];
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
  /** The pace as hills: the higher, the slower. Empty: pace is off. */
  readonly pace: string;
  readonly laneHeight: number;
  readonly axisY: number;
  readonly height: number;
  readonly x: (t: number) => number;
  readonly t: (x: number) => number;
}

const LANE = { least: 20, most: 34 };
const TOP = 4;
const PACE = 8;
const AXIS = 20;
const labelFont: Font = { size: 11, weight: 600, mono: false };

const FAULTS: ReadonlySet<Fact['kind']> = new Set(['node.crashed', 'node.paused', 'link.cut', 'producer.failed', 'consumer.failed']);
const MENDS: ReadonlySet<Fact['kind']> = new Set(['node.restarted', 'node.resumed', 'link.healed']);

/** Ends of the axis that read well, s. */
const ENDS = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1200, 1800, 2700, 3600];

/** The end of an axis that shows everything up to `horizon` and a little room. */
export function axisEnd(horizon: number): number {
  const wanted = Math.max(5, (horizon * 1.04) / 1000);
  return (ENDS.find((end) => end >= wanted) ?? Math.ceil(wanted / 600) * 600) * 1000;
}

/** Which lane tells of a fact: `producers`, `brokers` or a group's. Null: none. */
export function laneOf(fact: Fact, groupOf: ReadonlyMap<string, string>): string | null {
  if ('group' in fact) return fact.group;
  const kind = fact.actor.slice(0, fact.actor.indexOf(':'));
  if (kind === 'producer') return 'producers';
  if (kind === 'consumer') return groupOf.get(nodeOf(fact.actor)) ?? null;
  if (kind === 'admin') return fact.kind === 'link.cut' || fact.kind === 'link.healed' ? laneOfLink(fact.between, groupOf) : null;
  return 'brokers';
}

function laneOfLink(between: readonly [string, string], groupOf: ReadonlyMap<string, string>): string {
  const client = between.find((node) => !/^\d+$/.test(node));
  return client === undefined ? 'brokers' : (groupOf.get(client) ?? 'producers');
}

/** `fact.actor` → its lane, for facts without a group: asked for thousands of facts, answered once. */
function laneFinder(groupOf: ReadonlyMap<string, string>) {
  const known = new Map<ActorId, string | null>();
  return (fact: Fact): string | null => {
    if ('group' in fact || fact.actor.startsWith('admin')) return laneOf(fact, groupOf);
    let lane = known.get(fact.actor);
    if (lane === undefined) known.set(fact.actor, (lane = laneOf(fact, groupOf)));
    return lane;
  };
}

export function timelineOf(input: TimelineInput): Timeline {
  const { facts, from, to, width, gutter, groups, words, horizon } = input;
  const scale = linear(from, to, gutter, width - 12);
  const keys = ['producers', 'brokers', ...groups];
  const laneHeight = Math.max(LANE.least, Math.min(LANE.most, Math.floor((input.room - TOP - PACE - AXIS) / keys.length)));
  const yOf = new Map(keys.map((key, i) => [key, TOP + laneHeight * i + laneHeight / 2]));
  const axisY = TOP + laneHeight * keys.length + PACE;
  const dots = new Map(keys.map((key) => [key, { routine: new Set<number>(), notable: new Set<number>(), pivotal: new Set<number>() }]));
  const faults: FaultMark[] = [];
  const laneAt = laneFinder(input.groupOf);
  for (const fact of facts) {
    if (fact.at < from) continue;
    if (fact.at > to) break;
    const lane = laneAt(fact);
    const y = lane === null ? undefined : yOf.get(lane);
    if (lane === null || y === undefined) continue;
    const mends = MENDS.has(fact.kind);
    if (mends || FAULTS.has(fact.kind)) faults.push({ key: `fault ${fact.id}`, x: scale(fact.at), y, fact, mends });
    else dots.get(lane)?.[fact.weight].add(Math.round(scale(fact.at)));
  }
  const spans = spansOf(facts, horizon, scale, yOf, from, to);
  const pathOf = (xs: ReadonlySet<number>, y: number) => [...xs].map((x) => `M${x},${y}h0`).join('');
  const lanes = keys.map((key): Lane => {
    const y = yOf.get(key) as number;
    const own = dots.get(key);
    const label = key === 'producers' ? words.producers : key === 'brokers' ? words.brokers : key;
    return {
      key,
      label,
      y,
      routine: pathOf(own?.routine ?? new Set(), y),
      notable: pathOf(own?.notable ?? new Set(), y),
      pivotal: pathOf(own?.pivotal ?? new Set(), y),
    };
  });
  return {
    lanes,
    spans,
    faults,
    labels: placeLabels(wishesOf(faults, spans, words), width - 4, labelFont, input.measure),
    ticks: ticksOf(scale, width - gutter, to),
    pace: paceOf(input, scale, axisY),
    laneHeight,
    axisY,
    height: axisY + AXIS,
    x: (t) => scale(t),
    t: (x) => Math.max(0, scale.invert(x)),
  };
}

/** Virtual time to pixels and back. (d3-scale does the same, and brings colours and number formats along.) */
interface TimeScale {
  (t: number): number;
  readonly invert: (x: number) => number;
  readonly ticks: (count: number) => number[];
}

function linear(from: number, to: number, left: number, right: number): TimeScale {
  const perMs = (right - left) / (to - from);
  return Object.assign((t: number) => left + (t - from) * perMs, {
    invert: (x: number) => from + (x - left) / perMs,
    ticks: (count: number) => ticks(from, to, count),
  });
}

/** From the first reason to rebalance until the group is settled again. */
function spansOf(
  facts: readonly Fact[],
  horizon: number,
  scale: TimeScale,
  yOf: ReadonlyMap<string, number>,
  from: number,
  to: number,
): Span[] {
  const open = new Map<string, Fact>();
  const spans: Span[] = [];
  const close = (start: Fact, group: string, end: number | null, generation: number | null) => {
    const until = end ?? horizon;
    if (until < from || start.at > to) return;
    const x = scale(Math.max(from, start.at));
    const width = Math.max(3, scale(Math.min(to, until)) - x);
    spans.push({ key: `span ${start.id}`, group, from: start.at, to: end, x, width, y: yOf.get(group) ?? 0, generation, fact: start });
  };
  for (const fact of facts) {
    if (fact.kind === 'rebalance.started') {
      if (!open.has(fact.group)) open.set(fact.group, fact);
    } else if (fact.kind === 'rebalance.completed' || (fact.kind === 'group.changed' && fact.to === 'Empty')) {
      const start = open.get(fact.group);
      if (start !== undefined) close(start, fact.group, fact.at, fact.generation);
      open.delete(fact.group);
    }
  }
  for (const [group, start] of open) close(start, group, null, null);
  return spans.filter(({ group }) => yOf.has(group));
}

/** Faults speak first; generations take what room is left. */
function wishesOf(faults: readonly FaultMark[], spans: readonly Span[], words: TimelineWords): LabelWish[] {
  const wishes: LabelWish[] = faults.map(({ key, x, y, fact, mends }) => ({
    key,
    mark: { from: x - 7, to: x + 7 },
    y,
    text: mends ? '' : words.fault(fact),
    tone: 'alert',
    both: true,
  }));
  for (const { key, x, width, y, generation } of spans) {
    const text = generation === null ? '' : words.generation(generation);
    wishes.push({ key, mark: { from: x, to: x + width }, y, text, tone: 'muted', both: false });
  }
  return wishes;
}

function ticksOf(scale: TimeScale, room: number, to: number) {
  const count = Math.max(2, Math.floor(room / (to < 1_000_000 ? 64 : 92)));
  const step = scale.ticks(count);
  const digits = step.length > 1 && (step[1] as number) - (step[0] as number) < 1000 ? 1 : 0;
  return step.map((t) => ({ x: scale(t), text: `${(t / 1000).toFixed(digits)} s` }));
}

const QUIETEST = 4;
const SLOWEST = 0.05;

function paceOf({ paceAt, from, to, horizon }: TimelineInput, scale: TimeScale, axisY: number): string {
  if (paceAt === null) return '';
  const end = Math.min(to, horizon);
  const step = Math.max(5, scale.invert(3) - scale.invert(0));
  const round = (value: number) => Math.round(value * 10) / 10;
  let hills = `M${round(scale(from))},${axisY}`;
  for (let t = from; t < end; t += step) {
    const slow = Math.log(QUIETEST / paceAt(t)) / Math.log(QUIETEST / SLOWEST);
    hills += `L${round(scale(t))},${round(axisY - Math.min(1, Math.max(0, slow)) * (PACE - 1))}`;
  }
  return `${hills}L${round(scale(end))},${axisY}Z`;
}

/** The fact that a press at (x, y) means: the weightiest near it on that lane. */
export function factAt(input: TimelineInput, timeline: Timeline, x: number, y: number): Fact | null {
  const lane = timeline.lanes.find((it) => Math.abs(it.y - y) <= timeline.laneHeight / 2);
  if (lane === undefined) return null;
  const reach = 5;
  const weight = { routine: 0, notable: 1, pivotal: 2 } as const;
  let best: { fact: Fact; score: number } | null = null;
  for (const fact of input.facts) {
    const distance = Math.abs(timeline.x(fact.at) - x);
    if (distance > reach || fact.at > input.horizon || laneOf(fact, input.groupOf) !== lane.key) continue;
    const score = weight[fact.weight] * reach - distance;
    if (best === null || score > best.score) best = { fact, score };
  }
  return best?.fact ?? null;
}
