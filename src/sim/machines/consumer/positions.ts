/** F2: finding the next offset to return. Models ConsumerCoordinator.refreshCommittedOffsetsIfNeeded and OffsetFetcher. */
import { partitionName } from '../../address.ts';
import { leaderOf, learnLeader } from '../../kafka/clientMetadata.ts';
import { owning } from '../../kafka/consumer/assigning.ts';
import type { FactOf } from '../../facts.ts';
import type { ConsumerSettings } from '../../kafka/consumer/settings.ts';
import type { ConsumerContext, OwnedPartition } from '../../kafka/consumer/state.ts';
import { COORDINATOR_GONE } from '../../kafka/consumer/state.ts';
import type { MessageOf } from '../../messages.ts';
import { forgetCoordinator } from './loss.ts';
import { refreshMetadata } from './metadata.ts';
import { change, later, noted, wake, type Turn } from './turn.ts';
import { answered, ask, tryLater } from './wire.ts';

const isNew = (owned: OwnedPartition): boolean => owned.position === null && owned.startFrom === 'committed';

/** Something was assigned and nobody knows yet where to go on reading. */
export function lacksPositions({ reading: { partitions } }: ConsumerContext): boolean {
  for (const name in partitions) if (isNew(partitions[name] as OwnedPartition)) return true;
  return false;
}

/** A group's member cannot do without its coordinator; who assigned its own partitions asks it for committed offsets only. */
export const needsCoordinator = (context: ConsumerContext): boolean => context.self.assigned === null || lacksPositions(context);

/** F3: assign(): the partitions are its own from the start, whoever else reads them. */
export function assignToItself(turn: Turn): void {
  const {
    self: { assigned, group, id: member, config },
  } = turn.context;
  if (assigned === null) return;
  change(turn, 'reading', { partitions: owning(assigned) });
  change(turn, 'loop', { autoCommitAt: later(turn, config.autoCommitIntervalMs) });
  noted(turn, { kind: 'partitions.chosen', group, member, partitions: assigned });
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
    else partitions[name] = { ...owned, startFrom: resetTo(config.offsetReset) };
  }
  change(turn, 'reading', { partitions });
  change(turn, 'loop', { failure });
  change(turn, 'member', { awaited: null, retries: 0 });
}

function notePosition(turn: Turn, { topic, partition }: OwnedPartition, offset: number, by: FactOf<'position.set'>['by']): void {
  noted(turn, { kind: 'position.set', group: turn.context.self.group, member: turn.context.self.id, topic, partition, offset, by });
}

function lacksEnds({ reading: { partitions } }: ConsumerContext): boolean {
  for (const name in partitions) if (partitions[name]?.position === null) return true;
  return false;
}

/** F2: where `auto.offset.reset` leads. */
export const resetTo = (reset: Exclude<ConsumerSettings['offsetReset'], 'none'>): OwnedPartition['startFrom'] =>
  typeof reset === 'number' ? 'duration' : reset;

/** As ListOffsets asks for it. */
function timestampOf(turn: Turn, startFrom: OwnedPartition['startFrom']): number {
  const { offsetReset } = turn.context.self.config;
  if (startFrom === 'duration') return typeof offsetReset === 'number' ? Math.max(0, turn.at - offsetReset) : -1;
  return typeof startFrom === 'number' ? startFrom : startFrom === 'earliest' ? -2 : -1;
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
    if (leader === null || (turn.context.client.reconnects[leader]?.until ?? 0) > turn.at || (owned.askAgainAt ?? 0) > turn.at) continue;
    partitions[name] = { ...owned, asked: true };
    const question = { topic, partition, timestamp: timestampOf(turn, startFrom) };
    byLeader.set(leader, [...(byLeader.get(leader) ?? []), question]);
  }
  if (byLeader.size === 0) return;
  change(turn, 'reading', { partitions });
  for (const [leader, listed] of byLeader)
    ask(turn, leader, 'main', 'ListOffsets', { isolationLevel: 'read_uncommitted', partitions: listed }, { listed });
}

/** Is this what was asked for, or was it sought elsewhere meanwhile? */
const isAnswer = (turn: Turn, startFrom: OwnedPartition['startFrom'], timestamp: number | undefined): boolean =>
  startFrom === 'duration' ? (timestamp ?? -1) >= 0 : timestampOf(turn, startFrom) === timestamp;

export function hearOffsets(turn: Turn, { correlationId, partitions: found }: MessageOf<'ListOffsetsResponse'>): void {
  const entry = answered(turn, correlationId, 'ListOffsets');
  if (entry === undefined) return;
  const partitions: Record<string, OwnedPartition> = { ...turn.context.reading.partitions };
  let stale = false;
  for (const { topic, partition, error, offset } of found) {
    const name = partitionName(topic, partition);
    const owned = partitions[name];
    const timestamp = entry.listed?.find((it) => it.partition === partition && it.topic === topic)?.timestamp;
    if (owned === undefined || !owned.asked || owned.position !== null || !isAnswer(turn, owned.startFrom, timestamp)) continue;
    if (error !== null) {
      partitions[name] = { ...owned, asked: false, misled: true };
      stale = true;
    } else if (offset < 0 && owned.startFrom === 'duration') {
      // No record is that young. Kafka's client makes nothing of such an answer and asks again when the request would have timed out.
      partitions[name] = { ...owned, asked: false, askAgainAt: entry.deadline };
      wake(turn, 'reset', entry.deadline - turn.at);
    } else if (offset < 0) {
      // offsetsForTimes found nothing: the application goes to the end.
      partitions[name] = { ...owned, asked: false, startFrom: 'latest' };
    } else {
      partitions[name] = { ...owned, asked: false, position: offset };
      notePosition(turn, owned, offset, typeof owned.startFrom === 'number' || owned.startFrom === 'duration' ? 'time' : owned.startFrom);
    }
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
      : {
          ...owned,
          position: null,
          asked: false,
          startFrom: typeof to === 'object' ? to.time : to === 'beginning' ? 'earliest' : 'latest',
        };
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
