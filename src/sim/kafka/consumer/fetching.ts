/** F1: which partitions to fetch from which broker, and what to keep of an answer. Models Kafka's AbstractFetch and FetchCollector. */
import type { TopicPartition } from '../../address.ts';
import { partitionName } from '../../address.ts';
import { atLeast } from '../../config/profiles.ts';
import type { FetchedPartition, FetchPartition, LogRecord } from '../../messages.ts';
import { partitionOf } from '../clientMetadata.ts';
import { isGarbled } from '../garbled.ts';
import type { ConsumerContext, HeldRecords, OwnedPartition, Reading, Slice } from './state.ts';

export interface FetchPlan {
  readonly broker: number;
  readonly partitions: readonly FetchPartition[];
}

/** Held records count only while the partition is still owned and nobody sought elsewhere. */
const stands = (context: ConsumerContext, held: HeldRecords): boolean => {
  const owned = context.reading.partitions[partitionName(held.topic, held.partition)];
  return owned !== undefined && owned.position === held.position;
};

/** poll() could return something at once. */
export const hasRecords = (context: ConsumerContext): boolean =>
  context.reading.held.some(
    (held) => context.reading.partitions[partitionName(held.topic, held.partition)]?.paused === false && stands(context, held),
  );

/** Owned, positioned, wanted, with a leader that answers. */
function leaderToAsk(context: ConsumerContext, owned: OwnedPartition, at: number): number | null {
  if (owned.position === null || owned.paused || owned.misled) return null;
  const leader = partitionOf(context.client.metadata, owned.topic, owned.partition)?.leader ?? null;
  if (leader === null) return null;
  const reconnect = context.client.reconnects[leader];
  return reconnect !== undefined && reconnect.until > at ? null : leader;
}

/**
 * One request per broker that has none outstanding. A partition with records held is left out; since 4.0 so is every other partition of
 * the same broker, until the held ones are used up.
 */
export function planFetches(context: ConsumerContext, at: number): readonly FetchPlan[] {
  const {
    reading: { held },
    self: { profile, config },
    client: { metadata },
  } = context;
  const busy = new Set<number>();
  for (const { type, broker } of context.client.inFlight) if (type === 'Fetch') busy.add(broker);
  if (atLeast(profile, '4.3')) {
    for (const { topic, partition, broker } of held)
      if (context.reading.partitions[partitionName(topic, partition)]?.paused === false) busy.add(broker);
  }
  const plans = new Map<number, FetchPartition[]>();
  for (const owned of Object.values(context.reading.partitions)) {
    const leader = leaderToAsk(context, owned, at);
    if (leader === null || busy.has(leader) || held.some((it) => it.partition === owned.partition && it.topic === owned.topic)) continue;
    const partition: FetchPartition = {
      topic: owned.topic,
      partition: owned.partition,
      fetchOffset: owned.position as number,
      currentLeaderEpoch: partitionOf(metadata, owned.topic, owned.partition)?.leaderEpoch ?? -1,
      lastFetchedEpoch: -1,
      maxBytes: config.maxPartitionFetchBytes,
    };
    const plan = plans.get(leader);
    if (plan === undefined) plans.set(leader, [partition]);
    else plan.push(partition);
  }
  return [...plans].map(([broker, partitions]) => ({ broker, partitions }));
}

/** An answer about a partition means something while it is owned at the position that was asked for. */
export function isCurrent(context: ConsumerContext, fetched: TopicPartition, asked: readonly FetchPartition[]): boolean {
  const owned = context.reading.partitions[partitionName(fetched.topic, fetched.partition)];
  if (owned === undefined || owned.position === null) return false;
  return asked.some((it) => it.partition === fetched.partition && it.topic === fetched.topic && it.fetchOffset === owned.position);
}

/** Would this answer let a waiting poll() return? */
export const bringsRecords = (context: ConsumerContext, asked: readonly FetchPartition[], answer: readonly FetchedPartition[]): boolean =>
  answer.some(
    (it) =>
      it.error === null &&
      it.records.length > 0 &&
      context.reading.partitions[partitionName(it.topic, it.partition)]?.paused === false &&
      isCurrent(context, it, asked),
  );

export interface Handover {
  readonly slices: readonly Slice[];
  readonly held: readonly HeldRecords[];
  readonly count: number;
  /** F4: a record that cannot be deserialized comes next: where nothing comes before it, poll() throws. */
  readonly garbled: (TopicPartition & { readonly offset: number }) | null;
}

/**
 * At most `max.poll.records`, partition by partition in the order their answers came. Paused partitions keep theirs; stale records go.
 * A record that cannot be deserialized ends the poll(): what came before it is returned, what comes after it waits, whatever partition it is of.
 */
export function handOver(context: ConsumerContext): Handover {
  const slices: Slice[] = [];
  const rest: HeldRecords[] = [];
  let room = context.self.config.maxPollRecords;
  let garbled: Handover['garbled'] = null;
  for (const held of context.reading.held) {
    if (!stands(context, held)) continue;
    const { topic, partition, records, next } = held;
    if (room === 0 || garbled !== null || context.reading.partitions[partitionName(topic, partition)]?.paused === true) {
      rest.push(held);
      continue;
    }
    let to = next;
    for (const most = Math.min(records.length, next + room); to < most && !isGarbled(records[to] as LogRecord);) to++;
    if (to < records.length && isGarbled(records[to] as LogRecord))
      garbled = { topic, partition, offset: (records[to] as LogRecord).offset };
    if (to > next) slices.push({ topic, partition, records, from: next, to });
    room -= to - next;
    if (to < records.length)
      rest.push(to === next ? held : { ...held, next: to, position: (records[to - 1]?.offset ?? held.position) + 1 });
  }
  return { slices, held: rest, count: context.self.config.maxPollRecords - room, garbled };
}

/** Positions after a poll() returned these slices (F2): the next offset to return. */
export function advance(partitions: Reading['partitions'], slices: readonly Slice[]): Reading['partitions'] {
  const moved: Record<string, OwnedPartition> = { ...partitions };
  for (const { topic, partition, records, to } of slices) {
    const name = partitionName(topic, partition);
    const owned = moved[name];
    const last = records[to - 1];
    if (owned !== undefined && last !== undefined) moved[name] = { ...owned, position: last.offset + 1 };
  }
  return moved;
}
