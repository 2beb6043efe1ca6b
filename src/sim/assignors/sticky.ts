import { asAssignment, listOf, viewGroup, type GroupView, type PartitionLists } from './group.ts';
import { memberRacks, racksMatter, replicaRacksOf } from './racks.ts';
import { settleClaims } from './stickyClaims.ts';
import { assignEqualSubscriptions } from './stickyConstrained.ts';
import { assignUnequalSubscriptions } from './stickyGeneral.ts';
import type { AssignmentInput, Assignor, MemberSubscription, TopicPartition } from './types.ts';

/** Where each partition goes, and the new owners of partitions that their present owners must revoke first (A4). */
export interface StickyPlan {
  readonly group: GroupView;
  readonly lists: PartitionLists;
  readonly moving: ReadonlyMap<TopicPartition, string>;
}

/**
 * A3: balanced first, then as few moves as possible, judged by what members say they owned and in which generation.
 * Equal and unequal subscriptions take two algorithms with different tie rules, as in Kafka's AbstractStickyAssignor.
 */
export function planSticky(input: AssignmentInput): StickyPlan {
  const group = viewGroup(input);
  refuseRacks(input, group);
  const claims = settleClaims(group);
  if (subscriptionsAreEqual(group.members)) return { group, ...assignEqualSubscriptions(group, claims) };
  const lists = assignUnequalSubscriptions(group, claims);
  return { group, lists, moving: changesOfOwner(group.members, lists) };
}

function subscriptionsAreEqual(members: readonly MemberSubscription[]): boolean {
  const [first, ...others] = members.map((member) => new Set(member.topics));
  return first === undefined || others.every((topics) => topics.size === first.size && [...topics].every((topic) => first.has(topic)));
}

/** Partitions that one member has and another one gets. */
function changesOfOwner(members: readonly MemberSubscription[], lists: PartitionLists): Map<TopicPartition, string> {
  const added = new Map<TopicPartition, string>();
  const revoked = new Set<string>();
  for (const { memberId, owned } of members) {
    const list = listOf(lists, memberId);
    const before = new Set(owned.map(partitionKey));
    const after = new Set(list.map(partitionKey));
    for (const partition of list) if (!before.has(partitionKey(partition))) added.set(partition, memberId);
    for (const key of before) if (!after.has(key)) revoked.add(key);
  }
  return new Map([...added].filter(([partition]) => revoked.has(partitionKey(partition))));
}

function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

/** Kafka's sticky assignors also look at racks; ours do not yet, and say so rather than give another answer. */
function refuseRacks(input: AssignmentInput, group: GroupView): void {
  const racks = memberRacks(group.members);
  if (racks.size === 0) return;
  const replicaRacks = [...group.partitionsOf.values()].flat().map((partition) => replicaRacksOf(input, partition));
  if (racksMatter(racks.values(), replicaRacks)) throw new Error('the sticky assignors do not look at racks yet: leave client.rack unset');
}

/** A3. Models Kafka's StickyAssignor; static membership makes no difference to it. */
export const sticky: Assignor = {
  name: 'sticky',
  kafkaClass: 'org.apache.kafka.clients.consumer.StickyAssignor',
  protocol: 'eager',
  assign: (input) => asAssignment(planSticky(input).lists),
};
