import type { AssignmentInput, MemberSubscription, TopicPartition } from './types.ts';

/** Members' racks by member id; a member without `client.rack` is absent. */
export function memberRacks(members: readonly MemberSubscription[]): Map<string, string> {
  const racks = new Map<string, string>();
  for (const { memberId, rack } of members) if (rack) racks.set(memberId, rack);
  return racks;
}

/** The racks that hold a replica of a partition. */
export function replicaRacksOf(input: AssignmentInput, { topic, partition }: TopicPartition): Set<string> {
  const known = input.replicaRacks ?? {};
  const racks = Object.hasOwn(known, topic) ? (known[topic]?.[partition] ?? []) : [];
  return new Set(racks.filter((rack) => rack !== null));
}

/**
 * Whether looking at racks can help: some member sits in a rack that has replicas, and not every partition has
 * replicas in all racks anyway. Models AbstractPartitionAssignor.useRackAwareAssignment.
 */
export function racksMatter(racksOfMembers: Iterable<string>, racksOfPartitions: readonly ReadonlySet<string>[]): boolean {
  const replicaRacks = new Set(racksOfPartitions.flatMap((racks) => [...racks]));
  const someMemberIsNear = [...racksOfMembers].some((rack) => replicaRacks.has(rack));
  return someMemberIsNear && racksOfPartitions.some((racks) => racks.size < replicaRacks.size);
}
