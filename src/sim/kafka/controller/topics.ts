/**
 * T1, T2: topics and partitions come to be. Models KRaft's ReplicationControlManager.createTopics and createPartitions. Everything is
 * judged by `topicRules` before; here a change is computed.
 */
import type { MessageOf, MetadataImage, PartitionMetadata, TopicMetadata } from '../../messages.ts';
import { placePartitions } from '../placement.ts';
import { placeLikeZooKeeper } from '../placementZooKeeper.ts';
import { OFFSETS_TOPIC } from '../topicConfig.ts';
import { liveIn, partitionOf } from './change.ts';
import type { MetadataChange, Told } from './change.ts';

/** A partition begins with its live replicas in sync and the first of them as leader. */
export function newPartition(image: MetadataImage, partition: number, replicas: readonly number[]): PartitionMetadata {
  const isr = replicas.filter(liveIn(image));
  return { partition, leader: isr[0] ?? null, leaderEpoch: 0, partitionEpoch: 0, replicas, isr };
}

export function placeNew(
  image: MetadataImage,
  from: number,
  to: number,
  replicationFactor: number,
  leaderOfFirst: number | null = null,
): PartitionMetadata[] {
  const brokers = Object.values(image.brokers);
  const placed =
    image.brokerController === undefined
      ? placePartitions(brokers, from, to, replicationFactor)
      : placeLikeZooKeeper(brokers, from, to, replicationFactor, leaderOfFirst);
  return placed.map((replicas, i) => newPartition(image, from + i, replicas));
}

export const withTopic = (image: MetadataImage, topic: TopicMetadata): MetadataImage => ({
  ...image,
  topics: { ...image.topics, [topic.name]: topic },
});

/** What a new partition's first leader is told as. */
export const tellFirstLeaders = (topic: string, partitions: readonly PartitionMetadata[]): Told[] =>
  partitions.map(({ partition, leader, leaderEpoch, isr }) => ({
    fact: { kind: 'leader.elected', topic, partition, leader, previousLeader: null, leaderEpoch, isr, unclean: false, reason: 'created' },
    weight: 'routine',
  }));

/** T1. */
export function createTopic(image: MetadataImage, request: MessageOf<'CreateTopic'>): MetadataChange {
  const partitions = request.replicas
    ? request.replicas.map((replicas, partition) => newPartition(image, partition, replicas))
    : placeNew(image, 0, request.partitions, request.replicationFactor);
  return {
    image: withTopic(image, { name: request.topic, id: image.version + 1, partitions, config: request.config }),
    told: [
      { fact: { kind: 'topic.created', topic: request.topic, replicas: partitions.map((it) => it.replicas) } },
      ...tellFirstLeaders(request.topic, partitions),
    ],
  };
}

/** T2: new partitions are placed where the old ones stopped; existing records stay where they are. */
export function createPartitions(image: MetadataImage, topic: TopicMetadata, total: number): MetadataChange {
  const from = topic.partitions.length;
  const added = placeNew(image, from, total, topic.partitions[0]?.replicas.length ?? 1, topic.partitions[0]?.replicas[0]);
  return {
    image: withTopic(image, { ...topic, partitions: [...topic.partitions, ...added] }),
    told: [{ fact: { kind: 'partitions.added', topic: topic.name, from, to: total } }, ...tellFirstLeaders(topic.name, added)],
  };
}

/**
 * O4: a partition of `__consumer_offsets` the first time a group needs it. Simplified: Kafka creates all
 * `offsets.topic.num.partitions` at once and insists on `offsets.topic.replication.factor`; here only used ones exist, on as many brokers as there are.
 */
export function ensureOffsetsPartition(image: MetadataImage, partition: number, replicationFactor: number): MetadataChange | null {
  const topic = image.topics[OFFSETS_TOPIC] ?? { name: OFFSETS_TOPIC, partitions: [], config: { 'cleanup.policy': 'compact' } };
  const brokers = Object.values(image.brokers);
  const live = brokers.filter(({ fenced }) => !fenced).length;
  if (partitionOf(topic, partition) || live === 0) return null;
  // ZooKeeper's controller knows only brokers with a session; KRaft's may give replicas to a fenced one.
  const there = image.brokerController === undefined ? brokers.length : live;
  const added = placeNew(image, partition, partition + 1, Math.min(replicationFactor, there));
  const partitions = [...topic.partitions, ...added].toSorted((a, b) => a.partition - b.partition);
  return { image: withTopic(image, { ...topic, partitions }), told: tellFirstLeaders(OFFSETS_TOPIC, added) };
}
