/** The leader's part of a rebalance (G4, G11), and what each member tells it. Models ConsumerCoordinator.onLeaderElected. */
import type { TopicPartition } from '../../address.ts';
import { partitionName } from '../../address.ts';
import { assignorNamed } from '../../assignors/index.ts';
import { atLeast } from '../../config/profiles.ts';
import type { MemberProtocol, MessageOf } from '../../messages.ts';
import type { ClientMetadata } from '../clientMetadata.ts';
import type { ConsumerContext, OwnedPartition } from './state.ts';

type Members = MessageOf<'JoinGroupResponse'>['members'];

/**
 * One vote per assignor, the first preferred (G5). Sticky adds what it remembers (A3), although the eager protocol has revoked it;
 * cooperative-sticky what is still owned, which is nothing in a client that is eager for another assignor's sake.
 */
export function protocolsOf(context: ConsumerContext): readonly MemberProtocol[] {
  const {
    self: { topics },
    member: { remembered, generation },
  } = context;
  const owned = ownedPartitions(context);
  // KIP-881 (3.5): since then a subscription says where its member sits.
  const rack = atLeast(context.self.profile, '3.9') ? context.self.config.rack : null;
  return context.self.config.strategies.map((name) => ({
    name,
    subscription: {
      topics,
      owned: name === 'sticky' ? remembered.partitions : name === 'cooperative-sticky' ? owned : [],
      generation: name === 'sticky' ? remembered.generation : name === 'cooperative-sticky' ? generation : -1,
      rack,
    },
  }));
}

/** Every topic anybody in the group subscribes to. */
export const topicsOf = (members: Members): readonly string[] => [...new Set(members.flatMap(({ subscription }) => subscription.topics))];

/** Partition counts as this client knows them: another process may know newer ones. */
export function partitionCounts(metadata: ClientMetadata, topics: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const topic of topics) {
    const known = metadata.topics[topic];
    if (known !== undefined && metadata.errors[topic] === undefined) counts[topic] = known.partitions.length;
  }
  return counts;
}

/** Topics this client has never heard an answer about. */
export const unheardOf = (metadata: ClientMetadata, topics: readonly string[]): boolean =>
  topics.some((topic) => metadata.topics[topic] === undefined && metadata.errors[topic] === undefined);

export const sameCounts = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean => {
  const topics = Object.keys(a);
  return topics.length === Object.keys(b).length && topics.every((topic) => a[topic] === b[topic]);
};

export function computeAssignment(
  protocol: string,
  members: Members,
  counts: Readonly<Record<string, number>>,
  metadata: ClientMetadata,
): Readonly<Record<string, readonly TopicPartition[]>> {
  const assignor = assignorNamed(protocol);
  if (assignor === undefined) throw new Error(`the group chose an assignor that this member does not know: ${protocol}`);
  // Only range looks at racks here; the sticky assignors of Kafka do so too.
  const near = protocol === 'range' && metadata.racks !== undefined;
  return assignor.assign({
    partitionsPerTopic: counts,
    members: members.map(({ memberId, groupInstanceId, subscription }) => ({
      memberId,
      groupInstanceId,
      ...subscription,
      rack: near ? subscription.rack : null,
    })),
    ...(near && { replicaRacks: replicaRacks(metadata, Object.keys(counts)) }),
  });
}

/** A1: topic → partition → racks of its replicas. */
function replicaRacks({ topics, racks = {} }: ClientMetadata, names: readonly string[]): Readonly<Record<string, (string | null)[][]>> {
  const racksOf = (topic: string) => topics[topic]?.partitions.map(({ replicas }) => replicas.map((id) => racks[id] ?? null)) ?? [];
  return Object.fromEntries(names.map((topic) => [topic, racksOf(topic)]));
}

/** Newly owned partitions: their positions are to be found (F2). */
export function owning(assignment: readonly TopicPartition[]): Readonly<Record<string, OwnedPartition>> {
  return Object.fromEntries(
    assignment.map(({ topic, partition }) => [
      partitionName(topic, partition),
      { topic, partition, position: null, startFrom: 'committed', asked: false, paused: false, misled: false },
    ]),
  );
}

export const ownedPartitions = ({ reading: { partitions } }: ConsumerContext): readonly TopicPartition[] =>
  Object.values(partitions).map(({ topic, partition }) => ({ topic, partition }));
