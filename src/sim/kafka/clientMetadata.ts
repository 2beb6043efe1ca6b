/**
 * What a client knows of the cluster (C5): which brokers live and who leads which partition, as of its last Metadata answer. It may be
 * stale; a wrong leader answers NOT_LEADER_OR_FOLLOWER and the client refreshes. Models Kafka's clients.Metadata and MetadataCache.
 */
import type { Settings } from '../config/types.ts';
import type { ErrorCode, MessageOf, PartitionMetadata } from '../messages.ts';

export interface KnownTopic {
  readonly id?: number;
  /** By partition number. */
  readonly partitions: readonly PartitionMetadata[];
  /** Numbers of the partitions with a leader, ascending. */
  readonly available: readonly number[];
}

export interface ClientMetadata {
  /** `bootstrap.servers`: whom to ask while nothing is known. */
  readonly bootstrap: readonly number[];
  /** Live brokers by the last answer; empty before the first. */
  readonly brokers: readonly number[];
  /** A1: racks of brokers that have one; left out where none has. */
  readonly racks?: Readonly<Record<number, string>>;
  readonly topics: Readonly<Record<string, KnownTopic>>;
  /** Topics asked for that the cluster could not describe, with its reason. */
  readonly errors: Readonly<Record<string, ErrorCode>>;
  /** When the last answer came; null before the first. */
  readonly fetchedAt: number | null;
  /** Someone met a missing or wrong leader: refresh now instead of after `metadata.max.age.ms`. */
  readonly updateRequested: boolean;
}

/** C5: the brokers a client begins with: those of its `bootstrap.servers`, dead ones among them, or all the cluster began with. */
export const bootstrapOf = (settings: Settings, all: readonly number[]): readonly number[] => {
  const given = settings['bootstrap.servers'];
  return Array.isArray(given) ? given.map(Number) : all;
};

export const noMetadata = (bootstrap: readonly number[]): ClientMetadata => ({
  bootstrap,
  brokers: [],
  topics: {},
  errors: {},
  fetchedAt: null,
  updateRequested: true,
});

const known = (partitions: readonly PartitionMetadata[], id: number | undefined): KnownTopic => ({
  ...(id !== undefined && { id }),
  partitions,
  available: partitions.filter(({ leader }) => leader !== null).map(({ partition }) => partition),
});

/**
 * Takes an answer in. A broker may be behind another one that answered before, so partition for partition the higher leader epoch wins.
 * A topic the answer does not mention is kept, and so is one it could not describe, unless it is not there: it was deleted (T3). One of the
 * same name that came later is another (KIP-516), whatever its epochs.
 */
export function applyResponse(metadata: ClientMetadata, response: MessageOf<'MetadataResponse'>, now: number): ClientMetadata {
  const topics: Record<string, KnownTopic> = { ...metadata.topics };
  const errors: Record<string, ErrorCode> = { ...metadata.errors };
  for (const { name, id, error, partitions } of response.topics) {
    if (error !== null) {
      errors[name] = error;
      if (error === 'UNKNOWN_TOPIC_OR_PARTITION') delete topics[name];
      continue;
    }
    delete errors[name];
    const last = metadata.topics[name];
    const before = last?.id === id ? last?.partitions : undefined;
    const sorted = [...partitions].sort((a, b) => a.partition - b.partition);
    topics[name] = known(
      sorted.map((it) => {
        const old = before?.[it.partition];
        return old !== undefined && old.leaderEpoch > it.leaderEpoch ? old : it;
      }),
      id,
    );
  }
  const brokers = response.brokers.length > 0 ? response.brokers : metadata.brokers;
  const { racks = metadata.racks } = response;
  return { ...metadata, brokers, ...(racks && { racks }), topics, errors, fetchedAt: now, updateRequested: false };
}

/** KIP-951 (3.7+): an answer that refuses us names the new leader; believe it if it is newer, without asking for metadata. */
export function learnLeader(
  metadata: ClientMetadata,
  topic: string,
  partition: number,
  leader: { readonly id: number; readonly epoch: number },
): ClientMetadata {
  const partitions = metadata.topics[topic]?.partitions;
  const old = partitions?.[partition];
  if (partitions === undefined || old === undefined || old.leaderEpoch >= leader.epoch) return metadata;
  const updated = partitions.with(partition, { ...old, leader: leader.id, leaderEpoch: leader.epoch });
  return { ...metadata, topics: { ...metadata.topics, [topic]: known(updated, metadata.topics[topic]?.id) } };
}

export const requestUpdate = (metadata: ClientMetadata): ClientMetadata =>
  metadata.updateRequested ? metadata : { ...metadata, updateRequested: true };

export const topicOf = (metadata: ClientMetadata, topic: string): KnownTopic | undefined => metadata.topics[topic];
export const partitionOf = (metadata: ClientMetadata, topic: string, partition: number): PartitionMetadata | undefined =>
  metadata.topics[topic]?.partitions[partition];
export const leaderOf = (metadata: ClientMetadata, topic: string, partition: number): number | null =>
  partitionOf(metadata, topic, partition)?.leader ?? null;

/** When the next refresh is due: at once if requested, else when the last answer is `metadata.max.age.ms` old. */
export const refreshDueAt = (metadata: ClientMetadata, maxAgeMs: number): number =>
  metadata.updateRequested || metadata.fetchedAt === null ? 0 : metadata.fetchedAt + maxAgeMs;

export const needsRefresh = (metadata: ClientMetadata, now: number, maxAgeMs: number): boolean => refreshDueAt(metadata, maxAgeMs) <= now;

/** What to consider when picking a broker that any broker could serve. */
export interface BrokerChoice {
  /** False: in reconnect back-off or otherwise not to be asked now. */
  readonly usable?: (broker: number) => boolean;
  /** Requests in flight there; fewer is better. */
  readonly load?: (broker: number) => number;
  /** `metadata.recovery.strategy=rebootstrap` (4.x): when no known broker is usable, begin again with the bootstrap list. */
  readonly rebootstrap?: boolean;
}

/** The least loaded usable broker, ties by luck (a fraction in [0, 1)); null if there is none now. Models NetworkClient.leastLoadedNode. */
export function nextBroker(metadata: ClientMetadata, luck: number, choice: BrokerChoice = {}): number | null {
  const { usable = () => true, load = () => 0, rebootstrap = false } = choice;
  const pools =
    metadata.brokers.length === 0 ? [metadata.bootstrap] : rebootstrap ? [metadata.brokers, metadata.bootstrap] : [metadata.brokers];
  for (const pool of pools) {
    const candidates = pool.filter(usable);
    if (candidates.length === 0) continue;
    const least = Math.min(...candidates.map(load));
    const best = candidates.filter((broker) => load(broker) === least);
    return best[Math.floor(luck * best.length)] ?? null;
  }
  return null;
}
