/** A producer's card: what it promises, its accumulator with a bucket per partition, its slots for unanswered requests. */
import type { Box, Point } from './box.ts';
import { fitLabel, fitNameLabel, label, type Label } from './label.ts';
import type { BatchModel, ProducerModel, TopicModel } from './model.ts';
import type { Draft } from './draft.ts';
import { signsAt, signsWidth, type Sign, type SignKind } from './signs.ts';
import type { Thing } from './thing.ts';
import { memoryShare, troubleOf, type Trouble } from './trouble.ts';

export type ProducerDensity = 'full' | 'medium' | 'compact';

export interface Bucket {
  /** Null for what stands for all further partitions. */
  readonly thing: Thing | null;
  readonly box: Box;
  /** How full its youngest batch is, and how many wait behind it. */
  readonly full: number;
  readonly queued: number;
  /** The wait for more records, drawn as the rim going round; null while nothing waits. */
  readonly linger: { readonly from: number; readonly until: number } | null;
  readonly label: Label | null;
  readonly name: string;
}

export interface ProducerCard {
  readonly key: string;
  readonly thing: Thing;
  readonly box: Box;
  readonly labels: readonly Label[];
  readonly buckets: readonly Bucket[];
  readonly slots: readonly { readonly x: number; readonly y: number; readonly used: boolean }[];
  /** What keeps it from its work, by shape. */
  readonly signs: readonly Sign[];
  /** How much of buffer.memory is handed out, where it is worth a look. */
  readonly memory: { readonly x: number; readonly y: number; readonly width: number; readonly share: number } | null;
  readonly down: boolean;
  readonly exit: Point;
  readonly name: string;
}

/** More buckets than this do not fit a card: the last one stands for all further partitions. */
const mostBuckets = 8;
const slotSize = 8;

export function producerHeight(density: ProducerDensity, { scale, layers }: Draft): number {
  const line = scale.tiny + 6;
  const head = scale.pad + scale.name + 2;
  if (density === 'compact') return head + line + scale.pad - 4;
  const buckets = layers.has('batches') ? bucketHeight(density) + scale.tiny + 14 : 0;
  const slots = density === 'full' && layers.has('batches') ? line + 2 : 0;
  return head + line * (density === 'full' ? 2 : 1) + buckets + slots + scale.pad - 4;
}

const bucketHeight = (density: ProducerDensity) => (density === 'full' ? 28 : 22);

interface Place {
  readonly topic: string;
  readonly partition: number;
}

/** Topics it writes to, as far as it shows; all where nothing does. */
function topicsOf(producer: ProducerModel, topics: readonly TopicModel[]): readonly TopicModel[] {
  const requested = producer.inFlight.flatMap(({ batches }) => batches);
  const named = new Set([
    ...[...producer.buffered, ...requested].map(({ topic }) => topic),
    ...producer.results.map((result) => result.slice(0, result.lastIndexOf('-'))),
  ]);
  const used = topics.filter(({ name }) => named.has(name));
  return used.length === 0 ? topics : used;
}

/** One place per bucket, which it keeps whatever is in it; the last may stand for many. */
function placesOf(producer: ProducerModel, topics: readonly TopicModel[]): readonly (readonly Place[])[] {
  const placed = (all: readonly TopicModel[]) =>
    all.flatMap((topic) => topic.partitions.map(({ partition }): Place => ({ topic: topic.name, partition })));
  const all = placed(topics);
  const wanted = all.length <= mostBuckets ? all : placed(topicsOf(producer, topics));
  const own = wanted.length <= mostBuckets ? wanted : wanted.slice(0, mostBuckets - 1);
  const rest = wanted.slice(own.length);
  return [...own.map((place) => [place]), ...(rest.length === 0 ? [] : [rest])];
}

function bucketsOf(
  producer: ProducerModel,
  topics: readonly TopicModel[],
  box: Box,
  y: number,
  density: ProducerDensity,
  draft: Draft,
): Bucket[] {
  const { scale, measure, words } = draft;
  const shown = placesOf(producer, topics);
  const inner = box.width - scale.pad * 2;
  const step = Math.min(24, Math.floor(inner / Math.max(1, shown.length)));
  const width = step - 4;
  const several = new Set(shown.flat().map((it) => it.topic)).size > 1;
  return shown.map((places, index): Bucket => {
    const [place] = places as readonly [Place];
    const holds = (it: BatchModel) => places.some(({ topic, partition }) => it.topic === topic && it.partition === partition);
    const batches = producer.buffered.filter(holds);
    const youngest = batches.at(-1);
    const open = places.filter((it) => batches.some(({ topic, partition }) => topic === it.topic && partition === it.partition));
    const x = box.x + scale.pad + index * step;
    const own = several ? `${place.topic.slice(0, 1)}${place.partition}` : `P${place.partition}`;
    const texts = places.length === 1 ? [own, String(place.partition)] : [`+${places.length}`];
    const fits = (text: string) => measure(text, { size: scale.tiny, weight: 400, mono: true }) <= step - 2;
    return {
      thing: places.length === 1 ? { kind: 'batch', producer: producer.id, ...place } : null,
      box: { x, y, width, height: bucketHeight(density) },
      full: youngest === undefined ? 0 : Math.max(0.12, Math.min(1, youngest.full)),
      queued: batches.length - open.length,
      linger: youngest === undefined || youngest.lingerUntil === null ? null : { from: youngest.createdAt, until: youngest.lingerUntil },
      label: label(x + width / 2, y + bucketHeight(density) + scale.tiny + 2, texts.find(fits) ?? texts.at(-1) ?? '', scale.tiny, {
        anchor: 'middle',
        tone: 'muted',
        mono: true,
      }),
      name: places.length === 1 ? words.nameBatch(producer.id, place, batches) : words.nameBatches(producer.id, places.length, batches),
    };
  });
}

/** Unanswered requests of the busiest connection: Kafka counts max.in.flight per broker. */
function inFlight(producer: ProducerModel): number {
  const perBroker = new Map<number, number>();
  for (const request of producer.inFlight) perBroker.set(request.broker, (perBroker.get(request.broker) ?? 0) + 1);
  return Math.max(0, ...perBroker.values());
}

export function producerOf(
  producer: ProducerModel,
  topics: readonly TopicModel[],
  box: Box,
  density: ProducerDensity,
  draft: Draft,
): ProducerCard {
  const { scale, measure, words, layers } = draft;
  const left = box.x + scale.pad;
  const inner = box.width - scale.pad * 2;
  const trouble = troubleOf(producer);
  const state =
    trouble === null
      ? words.producerState(producer.state)
      : { text: words.trouble(trouble), tone: trouble === 'metadata' ? ('muted' as const) : ('alert' as const) };
  const kinds = signsOf(producer, trouble);
  const signed = signsWidth(kinds.length);
  const labels: Label[] = [];
  let y = box.y + scale.pad + scale.name - 3;
  const acks = words.acks(producer.settings);
  const beside = density !== 'full';
  const acksLabel = label(beside ? left + inner : left, y, acks, scale.tiny, {
    mono: true,
    tone: 'muted',
    anchor: beside ? 'end' : 'start',
  });
  const acksWidth = beside ? measure(acks, acksLabel) + 6 : 0;
  labels.push(
    fitNameLabel(
      label(left, y, producer.id, scale.name, { weight: 700, tone: state?.tone === 'alert' ? 'alert' : 'ink' }),
      inner - acksWidth,
      measure,
    ),
  );
  if (!beside) y += scale.tiny + 7;
  labels.push(beside ? acksLabel : { ...acksLabel, y });
  y += scale.tiny + 6;
  const status = state ?? { text: words.batching(producer.settings), tone: 'muted' as const };
  labels.push(
    fitLabel(
      label(left + signed, y, status.text, scale.tiny, { tone: status.tone, weight: state === null ? 400 : 600 }),
      inner - signed,
      measure,
    ),
  );
  const signs = signsAt(kinds, left, y - scale.tiny * 0.36);
  y += 9;
  const share = memoryShare(producer);
  const withBuckets = layers.has('batches') && density !== 'compact';
  const buckets = withBuckets ? bucketsOf(producer, topics, box, y, density, draft) : [];
  const slots: { x: number; y: number; used: boolean }[] = [];
  if (withBuckets && density === 'full') {
    y += bucketHeight(density) + scale.tiny + 4 + scale.tiny + 9;
    const most = Number(producer.settings['max.in.flight.requests.per.connection'] ?? 5);
    const used = inFlight(producer);
    const shown = Math.min(5, Math.max(1, most));
    const text = label(left, y, words.awaiting(used, most), scale.tiny, { tone: 'muted' });
    labels.push(text);
    const width = shown * (slotSize + 3) - 3;
    if (measure(text.text, text) + width + 8 <= inner) {
      for (let i = 0; i < shown; i++) slots.push({ x: left + inner - width + i * (slotSize + 3), y: y - slotSize, used: i < used });
    }
  }
  return {
    key: producer.id,
    thing: { kind: 'producer', id: producer.id },
    box,
    labels,
    buckets,
    slots,
    signs,
    memory: withBuckets && share >= LEAST_SHARE ? { x: left, y: box.y + box.height - 6, width: inner, share } : null,
    down: state?.tone === 'alert',
    exit: { x: box.x + box.width, y: box.y + box.height / 2 },
    name: words.nameProducer(producer),
  };
}

/** The height so many producers would like to have. */
export const producersWish = (count: number, draft: Draft): number =>
  count * (producerHeight('full', draft) + draft.scale.gap) - draft.scale.gap;

/** Less of buffer.memory than this is nothing to look at. */
const LEAST_SHARE = 0.1;

function signsOf({ state }: ProducerModel, trouble: Trouble | null): SignKind[] {
  if (state === 'crashed' || state === 'paused') return [state];
  return trouble === null || trouble === 'metadata' ? [] : [trouble === 'memory' ? 'blocked' : trouble];
}

/** The cards one below the other, as full as they fit; null for producers beyond that. */
export function producersIn(
  column: Box,
  producers: readonly ProducerModel[],
  draft: Draft,
): { density: ProducerDensity; boxes: Box[]; hidden: number } {
  const { scale } = draft;
  const count = producers.length;
  // In a room as wide as several cards (a phone's) they stand side by side: what they feed comes into sight sooner.
  const most = Math.floor((column.width + scale.gap) / (scale.producers + scale.gap));
  const abreast = Math.max(1, Math.min(most, Math.max(2, count)));
  const lines = Math.ceil(count / abreast);
  const fits = (density: ProducerDensity) => lines * producerHeight(density, draft) + (lines - 1) * scale.gap <= column.height;
  const density = (['full', 'medium', 'compact'] as const).find(fits) ?? 'compact';
  const height = producerHeight(density, draft);
  const shown = Math.max(1, Math.min(lines, Math.floor((column.height + scale.gap) / (height + scale.gap))));
  const spare = column.height - shown * height;
  const gap = shown > 1 ? Math.min(scale.gap * 4, Math.floor(spare / (shown - 1))) : 0;
  const width = (column.width - (abreast - 1) * scale.gap) / abreast;
  const boxes = producers.slice(0, shown * abreast).map((_, index) => ({
    x: column.x + (index % abreast) * (width + scale.gap),
    y: column.y + Math.floor(index / abreast) * (height + gap),
    width,
    height,
  }));
  return { density, boxes, hidden: count - boxes.length };
}
