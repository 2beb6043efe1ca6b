/**
 * T1, T2: which topics and partitions may be created, with Kafka's names for what is wrong. Models what
 * org.apache.kafka.controller.ReplicationControlManager and Topic.validate refuse.
 */
import type { ErrorCode, MetadataImage } from '../messages.ts';

export const MAX_TOPIC_NAME_LENGTH = 249;

export interface NewTopic {
  readonly topic: string;
  /** -1: the broker's `num.partitions`; with explicit replicas it is not looked at. */
  readonly partitions: number;
  /** -1: the broker's `default.replication.factor`; with explicit replicas it is not looked at. */
  readonly replicationFactor: number;
  readonly replicas: readonly (readonly number[])[] | null;
}

/** Letters, digits, dot, underscore and dash; not `.` or `..`, which would be directories on a broker's disk. */
export const isTopicName = (name: string): boolean =>
  name !== '.' && name !== '..' && name.length <= MAX_TOPIC_NAME_LENGTH && /^[a-zA-Z0-9._-]+$/.test(name);

/** Metric names turn dots into underscores, so `a.b` and `a_b` would be one. */
const collides = (image: MetadataImage, name: string): boolean =>
  /[._]/.test(name) && Object.keys(image.topics).some((other) => other.replaceAll('.', '_') === name.replaceAll('.', '_'));

/** T1: more replicas than registered brokers cannot be placed (a fenced one counts), nor can any while every broker is fenced. */
function replicationProblem(image: MetadataImage, replicationFactor: number): ErrorCode | null {
  // A broker without a session is not in ZooKeeper at all.
  const brokers = Object.values(image.brokers).filter(({ fenced }) => image.brokerController === undefined || !fenced);
  if (replicationFactor < 1 || replicationFactor > brokers.length) return 'INVALID_REPLICATION_FACTOR';
  return brokers.some((broker) => !broker.fenced) ? null : 'INVALID_REPLICATION_FACTOR';
}

/** Explicit placement: as many distinct known brokers for every partition, at least one of them alive. */
function assignmentProblem(image: MetadataImage, replicas: readonly (readonly number[])[]): ErrorCode | null {
  const width = replicas[0]?.length ?? 0;
  const sound = replicas.every(
    (brokers) =>
      brokers.length === width &&
      new Set(brokers).size === width &&
      brokers.every((id) => image.brokers[id] !== undefined) &&
      brokers.some((id) => image.brokers[id]?.fenced === false),
  );
  return sound && width > 0 ? null : 'INVALID_REPLICA_ASSIGNMENT';
}

/** T1: why this topic cannot be created, or null if it can. Defaults (-1) are already filled in. */
export function whyNotCreate(image: MetadataImage, topic: NewTopic): ErrorCode | null {
  if (!isTopicName(topic.topic)) return 'INVALID_TOPIC_EXCEPTION';
  if (image.topics[topic.topic]) return 'TOPIC_ALREADY_EXISTS';
  if (collides(image, topic.topic)) return 'INVALID_TOPIC_EXCEPTION';
  if (topic.replicas) return assignmentProblem(image, topic.replicas);
  if (!(topic.partitions >= 1)) return 'INVALID_PARTITIONS';
  return replicationProblem(image, topic.replicationFactor);
}

/** T2: why this topic cannot grow to `partitions`, or null if it can. Partitions are added, never removed. */
export function whyNotGrow(image: MetadataImage, name: string, partitions: number): ErrorCode | null {
  const topic = image.topics[name];
  if (!topic) return 'UNKNOWN_TOPIC_OR_PARTITION';
  if (!(partitions > topic.partitions.length)) return 'INVALID_PARTITIONS';
  return replicationProblem(image, topic.partitions[0]?.replicas.length ?? 0);
}
