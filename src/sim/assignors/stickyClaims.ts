import { listOf, type GroupView } from './group.ts';
import type { MemberSubscription, TopicPartition } from './types.ts';

/** The generation of a member that has never had an assignment. */
export const NO_GENERATION = -1;

/** What the members say they had (A3), after quarrels between them are settled. */
export interface Claims {
  /** Per member, in Java's order: partitions nobody with a better claim contests. Topics it no longer reads included. */
  readonly owned: ReadonlyMap<string, Set<TopicPartition>>;
  /** Claimed twice in the same generation: at least one claim is false, so neither counts. */
  readonly disputed: ReadonlySet<TopicPartition>;
  readonly newestGeneration: number;
}

/**
 * A3: the higher generation wins a partition, the same generation twice means that nobody keeps it.
 * A zombie that comes back with last year's memory therefore takes nothing from its successors.
 */
export function settleClaims(group: GroupView): Claims {
  const owned = new Map<string, Set<TopicPartition>>(group.members.map((member) => [member.memberId, new Set()]));
  const claimant = new Map<TopicPartition, MemberSubscription>();
  const disputed = new Set<TopicPartition>();
  for (const member of group.members) {
    for (const partition of knownPartitions(group, member)) {
      const rival = claimant.get(partition);
      const lead = rival ? generationOf(member) - fieldGenerationOf(rival) : 1;
      if (lead < 0) continue;
      if (rival) listOf(owned, rival.memberId).delete(partition);
      if (lead > 0) listOf(owned, member.memberId).add(partition);
      else disputed.add(partition);
      claimant.set(partition, member);
    }
  }
  return { owned, disputed, newestGeneration: Math.max(NO_GENERATION, ...group.members.map(generationOf)) };
}

/** Older claims on each partition, newest first come: where a partition came from before its present owner had it. */
export function olderOwners(group: GroupView, newestGeneration: number): Map<TopicPartition, string> {
  const best = new Map<TopicPartition, { memberId: string; generation: number }>();
  for (const member of group.members) {
    const generation = generationOf(member);
    if (generation >= newestGeneration) continue;
    for (const partition of knownPartitions(group, member)) {
      if (generation > (best.get(partition)?.generation ?? -Infinity)) best.set(partition, { memberId: member.memberId, generation });
    }
  }
  return new Map([...best].map(([partition, { memberId }]) => [partition, memberId]));
}

/** The claimed partitions that still exist. Their order shows in the order of the new lists and decides nothing. */
function knownPartitions(group: GroupView, member: MemberSubscription): TopicPartition[] {
  return member.owned.flatMap((claim) => group.partition(claim) ?? []);
}

function generationOf(member: MemberSubscription): number {
  return member.generation ?? NO_GENERATION;
}

/** Kafka reads the earlier claimant's generation from another field, which old subscription formats do not have. */
function fieldGenerationOf(member: MemberSubscription): number {
  return member.subscriptionGeneration === undefined ? generationOf(member) : (member.subscriptionGeneration ?? NO_GENERATION);
}
