/** The timeline: lanes of what happened over an axis of virtual time, with rebalances as spans, faults as diamonds, and commands and the pace on the axis. */
import type { Fact } from '../../sim/index.ts';
import type { Font, Measure } from './label.ts';
import { placeLabels, type LabelWish, type PlacedLabel } from './laneLabels.ts';
import { isFault, laneFinder, mends } from './lanes.ts';
import { rebalancesIn, type RebalanceSpan } from './spans.ts';
import { linear, ticksOf, type TimeScale } from './timeScale.ts';

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

export interface Span extends RebalanceSpan {
  readonly key: string;
  readonly x: number;
  readonly width: number;
  readonly y: number;
}

/** A command of the script or of a person, on the axis. */
export interface CommandMark {
  readonly key: string;
  readonly x: number;
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
  readonly commands: readonly CommandMark[];
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

const LANE = { least: 16, most: 44 };
const TOP = 4;
const PACE = 8;
const AXIS = 20;
const labelFont: Font = { size: 11, weight: 600, mono: false };

export function timelineOf(input: TimelineInput): Timeline {
  const { facts, from, to, width, gutter, groups, words, horizon } = input;
  const scale = linear(from, to, gutter, width - 12);
  // Groups first: what one comes here for is mostly a rebalance, and with many groups the lanes are scrolled.
  const keys = [...groups, 'brokers', 'producers'];
  const laneHeight = Math.max(LANE.least, Math.min(LANE.most, Math.floor((input.room - TOP - PACE - AXIS) / keys.length)));
  const yOf = new Map(keys.map((key, i) => [key, TOP + laneHeight * i + laneHeight / 2]));
  const axisY = TOP + laneHeight * keys.length + PACE;
  const dots = new Map(keys.map((key) => [key, { routine: new Set<number>(), notable: new Set<number>(), pivotal: new Set<number>() }]));
  const faults: FaultMark[] = [];
  const commands: CommandMark[] = [];
  const laneAt = laneFinder(input.groupOf);
  for (const fact of facts) {
    if (fact.at < from) continue;
    if (fact.at > to) break;
    if (fact.kind === 'command.issued') commands.push({ key: `command ${fact.id}`, x: scale(fact.at), fact });
    const lane = laneAt(fact);
    const y = lane === null ? undefined : yOf.get(lane);
    if (lane === null || y === undefined) continue;
    if (mends(fact) || isFault(fact)) faults.push({ key: `fault ${fact.id}`, x: scale(fact.at), y, fact, mends: mends(fact) });
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
    commands,
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

function spansOf(
  facts: readonly Fact[],
  horizon: number,
  scale: TimeScale,
  yOf: ReadonlyMap<string, number>,
  from: number,
  to: number,
): Span[] {
  return rebalancesIn(facts).flatMap((span): Span[] => {
    const y = yOf.get(span.group);
    const until = span.to ?? horizon;
    if (y === undefined || until < from || span.from > to) return [];
    const x = scale(Math.max(from, span.from));
    return [{ ...span, key: `span ${span.fact.id}`, x, width: Math.max(3, scale(Math.min(to, until)) - x), y }];
  });
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

/** The fact that a press at (x, y) means: the weightiest near it on that lane. `y` null: on any lane. */
export function factAt(input: TimelineInput, timeline: Timeline, x: number, y: number | null): Fact | null {
  const lane = y === null ? null : timeline.lanes.find((it) => Math.abs(it.y - y) <= timeline.laneHeight / 2);
  if (lane === undefined) return null;
  const reach = 5;
  const weight = { routine: 0, notable: 1, pivotal: 2 } as const;
  const laneAt = laneFinder(input.groupOf);
  const keys = new Set(timeline.lanes.map(({ key }) => key));
  let best: { fact: Fact; score: number } | null = null;
  for (const fact of input.facts) {
    const distance = Math.abs(timeline.x(fact.at) - x);
    if (distance > reach || fact.at > input.horizon) continue;
    const own = laneAt(fact);
    if (own === null || (lane === null ? !keys.has(own) : own !== lane.key)) continue;
    const score = weight[fact.weight] * reach - distance;
    if (best === null || score > best.score) best = { fact, score };
  }
  return best?.fact ?? null;
}
