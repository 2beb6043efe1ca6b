/**
 * What a decision of the controller amounts to: the next metadata and the facts to tell once it is committed. Models the records
 * a KRaft controller method returns (ControllerResult); the rules here only compute it, the machine commits it.
 */
import type { NodeId } from '../../address.ts';
import type { FactBody, FactOf, Weight } from '../../facts.ts';
import type { MetadataImage, PartitionMetadata, TopicMetadata } from '../../messages.ts';
import type { IsLive, Seat } from './election.ts';

export interface Told {
  readonly fact: FactBody;
  readonly weight?: Weight;
  /** The node whose silence led here. */
  readonly blame?: NodeId;
}

export interface MetadataChange {
  /** The version is raised once, when the change is written to the log. */
  readonly image: MetadataImage;
  readonly told: readonly Told[];
}

export type ElectionReason = FactOf<'leader.elected'>['reason'];

export interface Why {
  readonly reason: ElectionReason;
  readonly blame?: NodeId;
}

/** A broker that leads and may join an ISR: registered, unfenced, and not about to leave. */
export const liveIn =
  (image: MetadataImage): IsLive =>
  (id) => {
    const broker = image.brokers[id];
    return broker?.fenced === false && broker.inControlledShutdown !== true;
  };

/** Partitions of `__consumer_offsets` exist only where used, so a number is not always an index. */
export function partitionOf(topic: TopicMetadata | undefined, partition: number): PartitionMetadata | undefined {
  const guess = topic?.partitions[partition];
  return guess?.partition === partition ? guess : topic?.partitions.find((it) => it.partition === partition);
}

const NOBODY: readonly number[] = [];

/** A new leader (or none) is a new leader epoch; every change is a new partition epoch. */
function seated(partition: PartitionMetadata, seat: Seat): PartitionMetadata {
  const { elr: _elr, lastKnownElr: _lastKnown, ...rest } = partition;
  const { elr = NOBODY, lastKnownElr = NOBODY } = seat;
  return {
    ...rest,
    leader: seat.leader,
    leaderEpoch: seat.leader === partition.leader ? partition.leaderEpoch : partition.leaderEpoch + 1,
    partitionEpoch: partition.partitionEpoch + 1,
    isr: seat.isr,
    ...(elr.length > 0 && { elr }),
    ...(lastKnownElr.length > 0 && { lastKnownElr }),
  };
}

function tellSeat(topic: string, before: PartitionMetadata, after: PartitionMetadata, unclean: boolean, why: Why): Told[] {
  const told: Told[] = [];
  const blame = why.blame === undefined ? {} : { blame: why.blame };
  const where = { topic, partition: after.partition };
  const removed = before.isr.filter((it) => !after.isr.includes(it));
  const added = after.isr.filter((it) => !before.isr.includes(it));
  if (removed.length > 0 || added.length > 0)
    told.push({ fact: { kind: 'isr.changed', ...where, isr: after.isr, removed, added }, ...blame });
  if (after.leader !== before.leader) {
    const { leader, leaderEpoch, isr } = after;
    told.push({
      fact: { kind: 'leader.elected', ...where, leader, previousLeader: before.leader, leaderEpoch, isr, unclean, reason: why.reason },
      ...blame,
    });
  }
  return told;
}

const same = (a: readonly number[] = NOBODY, b: readonly number[] = NOBODY): boolean =>
  a === b || (a.length === b.length && a.every((it, i) => it === b[i]));

const sameSeat = (it: PartitionMetadata, seat: Seat): boolean =>
  seat.leader === it.leader && same(seat.isr, it.isr) && same(seat.elr, it.elr) && same(seat.lastKnownElr, it.lastKnownElr);

/** Decides anew about every partition for which `decide` has an opinion; what stays as it is keeps its identity. */
export function reseat(
  image: MetadataImage,
  why: (partition: PartitionMetadata) => Why,
  decide: (partition: PartitionMetadata, topic: TopicMetadata) => Seat | null,
): MetadataChange {
  const told: Told[] = [];
  let topics = image.topics;
  for (const topic of Object.values(image.topics)) {
    let changed = false;
    const partitions = topic.partitions.map((partition) => {
      const seat = decide(partition, topic);
      if (seat === null || sameSeat(partition, seat)) return partition;
      changed = true;
      const after = seated(partition, seat);
      told.push(...tellSeat(topic.name, partition, after, seat.unclean, why(partition)));
      return after;
    });
    if (changed) topics = { ...topics, [topic.name]: { ...topic, partitions } };
  }
  return { image: topics === image.topics ? image : { ...image, topics }, told };
}
