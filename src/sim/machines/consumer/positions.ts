/** F2: finding the next offset to return. Models ConsumerCoordinator.refreshCommittedOffsetsIfNeeded and OffsetFetcher. */
import { partitionName } from '../../address.ts';
import { leaderOf, learnLeader } from '../../kafka/clientMetadata.ts';
import type { ConsumerContext, OwnedPartition } from '../../kafka/consumer/state.ts';
import { COORDINATOR_GONE } from '../../kafka/consumer/state.ts';
import type { MessageOf } from '../../messages.ts';
import { forgetCoordinator } from './loss.ts';
import { refreshMetadata } from './metadata.ts';
import { change, noted, type Turn } from './turn.ts';
import { answered, ask, tryLater } from './wire.ts';

const isNew = (owned: OwnedPartition): boolean => owned.position === null && owned.startFrom === 'committed';

/** Something was assigned and nobody knows yet where to go on reading. */
export function lacksPositions({ reading: { partitions } }: ConsumerContext): boolean {
  for (const name in partitions) if (isNew(partitions[name] as OwnedPartition)) return true;
  return false;
}

export function askCommitted(turn: Turn): void {
  const {
    member: { coordinator },
    self: { group },
    reading: { partitions },
  } = turn.context;
  if (coordinator === null) return;
  const wanted = Object.values(partitions)
    .filter(isNew)
    .map(({ topic, partition }) => ({ topic, partition }));
  const id = ask(turn, coordinator, 'coordinator', 'OffsetFetch', { group, partitions: wanted });
  change(turn, 'member', { awaited: { id } });
}

/** Where nothing is committed, `auto.offset.reset` says where to start, or that the application must be told. */
export function hearCommitted(turn: Turn, { correlationId, error, offsets }: MessageOf<'OffsetFetchResponse'>): void {
  if (answered(turn, correlationId, 'OffsetFetch') === undefined) return;
  if (error !== null) {
    if (COORDINATOR_GONE.has(error)) forgetCoordinator(turn);
    else tryLater(turn);
    return;
  }
  const {
    self: { config },
  } = turn.context;
  const partitions: Record<string, OwnedPartition> = { ...turn.context.reading.partitions };
  let failure = turn.context.loop.failure;
  for (const { topic, partition, offset } of offsets) {
    const name = partitionName(topic, partition);
    const owned = partitions[name];
    if (owned === undefined || !isNew(owned)) continue;
    if (offset !== null) {
      partitions[name] = { ...owned, position: offset };
      notePosition(turn, owned, offset, 'committed');
    } else if (config.offsetReset === 'none') failure = 'NoOffsetForPartitionException';
    else partitions[name] = { ...owned, startFrom: config.offsetReset };
  }
  change(turn, 'reading', { partitions });
  change(turn, 'loop', { failure });
  change(turn, 'member', { awaited: null, retries: 0 });
}

function notePosition(
  turn: Turn,
  { topic, partition }: OwnedPartition,
  offset: number,
  by: 'committed' | 'earliest' | 'latest' | 'seek',
): void {
  noted(turn, { kind: 'position.set', group: turn.context.self.group, member: turn.context.self.id, topic, partition, offset, by });
}

function lacksEnds({ reading: { partitions } }: ConsumerContext): boolean {
  for (const name in partitions) if (partitions[name]?.position === null) return true;
  return false;
}

/** Asks each leader once for the ends of its log that are needed. */
export function askOffsets(turn: Turn): void {
  if (!lacksEnds(turn.context)) return;
  const partitions: Record<string, OwnedPartition> = { ...turn.context.reading.partitions };
  const byLeader = new Map<number, MessageOf<'ListOffsets'>['partitions'][number][]>();
  for (const [name, owned] of Object.entries(partitions)) {
    const { topic, partition, position, startFrom, asked, misled } = owned;
    const leader =
      position === null && startFrom !== 'committed' && !asked && !misled ? leaderOf(turn.context.client.metadata, topic, partition) : null;
    if (leader === null || (turn.context.client.reconnects[leader]?.until ?? 0) > turn.at) continue;
    partitions[name] = { ...owned, asked: true };
    const question = { topic, partition, timestamp: startFrom === 'earliest' ? -2 : -1 };
    byLeader.set(leader, [...(byLeader.get(leader) ?? []), question]);
  }
  if (byLeader.size === 0) return;
  change(turn, 'reading', { partitions });
  for (const [leader, listed] of byLeader)
    ask(turn, leader, 'main', 'ListOffsets', { isolationLevel: 'read_uncommitted', partitions: listed }, { listed });
}

export function hearOffsets(turn: Turn, { correlationId, partitions: answers }: MessageOf<'ListOffsetsResponse'>): void {
  const entry = answered(turn, correlationId, 'ListOffsets');
  if (entry === undefined) return;
  const partitions: Record<string, OwnedPartition> = { ...turn.context.reading.partitions };
  let stale = false;
  for (const { topic, partition, error, offset } of answers) {
    const name = partitionName(topic, partition);
    const owned = partitions[name];
    const timestamp = entry.listed?.find((it) => it.partition === partition && it.topic === topic)?.timestamp;
    if (owned === undefined || !owned.asked || owned.position !== null || owned.startFrom !== (timestamp === -2 ? 'earliest' : 'latest'))
      continue;
    partitions[name] = error === null ? { ...owned, asked: false, position: offset } : { ...owned, asked: false, misled: true };
    if (error === null) notePosition(turn, owned, offset, owned.startFrom);
    else stale = true;
  }
  change(turn, 'reading', { partitions });
  if (stale) refreshMetadata(turn);
}

/** F3: the application goes elsewhere; what was fetched for the old position is of no use. */
export function seek(turn: Turn, { topic, partition, to }: MessageOf<'command.seek'>): void {
  const name = partitionName(topic, partition);
  const owned = turn.context.reading.partitions[name];
  if (owned === undefined) return;
  const sought: OwnedPartition =
    typeof to === 'number'
      ? { ...owned, position: to, asked: false }
      : { ...owned, position: null, asked: false, startFrom: to === 'beginning' ? 'earliest' : 'latest' };
  const held = turn.context.reading.held.filter((it) => it.partition !== partition || it.topic !== topic);
  change(turn, 'reading', { partitions: { ...turn.context.reading.partitions, [name]: sought }, held });
  if (typeof to === 'number') notePosition(turn, owned, to, 'seek');
}

/** F3: paused partitions keep their positions and what is held of them. */
export function setPaused(turn: Turn, which: MessageOf<'command.pausePartitions'>['partitions'], paused: boolean): void {
  const partitions: Record<string, OwnedPartition> = { ...turn.context.reading.partitions };
  for (const { topic, partition } of which) {
    const owned = partitions[partitionName(topic, partition)];
    if (owned !== undefined) partitions[partitionName(topic, partition)] = { ...owned, paused };
  }
  change(turn, 'reading', { partitions });
}

/** 3.7+: the answer of a broker that does not lead any more names the one that does. */
export function believeNewLeader(
  turn: Turn,
  topic: string,
  partition: number,
  leader: { readonly id: number; readonly epoch: number },
): boolean {
  const {
    client: { metadata },
  } = turn.context;
  const learned = learnLeader(metadata, topic, partition, leader);
  if (learned === metadata) return false;
  change(turn, 'client', { metadata: learned });
  return true;
}
