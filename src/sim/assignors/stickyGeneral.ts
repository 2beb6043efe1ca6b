import { listOf, type GroupView, type PartitionLists } from './group.ts';
import { Loads } from './loads.ts';
import { PartitionMovements } from './partitionMovements.ts';
import { olderOwners, type Claims } from './stickyClaims.ts';
import { compareText, type TopicPartition } from './types.ts';

/**
 * A3 where subscriptions differ: nobody knows the right shares beforehand, so members keep what they own, the free
 * partitions go one by one to the least loaded subscriber, and then partitions move as long as that evens out loads.
 * Models AbstractStickyAssignor.GeneralAssignmentBuilder.
 */
export function assignUnequalSubscriptions(group: GroupView, claims: Claims): PartitionLists {
  const subscribers = subscribersByTopic(group);
  const { kept, somethingGivenUp } = keepOwned(group, claims);
  const loads = new Loads(group, kept);
  const hadNothing = loads.leastLoadedFirst.every((memberId) => loads.load(memberId) === 0);

  const all = scarceTopicsFirst(subscribers).flatMap((topic) => listOf(group.partitionsOf, topic));
  const free = all.filter((partition) => !loads.owner.has(partition));
  for (const partition of free) {
    const memberId = loads.leastLoadedSubscriber(partition.topic);
    if (memberId !== undefined) loads.give(partition, memberId);
  }

  // A topic with one reader has nowhere else to go.
  const canMove = (partition: TopicPartition) => listOf(subscribers, partition.topic).length > 1;
  const sharers = [...new Set([...subscribers.values()].filter((readers) => readers.length > 1).flat())];
  const before = loads.snapshot();
  const imbalanceBefore = loads.imbalance(sharers);
  const evenOut = evener(group, loads, subscribers, olderOwners(group, claims.newestGeneration));
  // Moving what nobody had yet costs nothing, so it is tried first.
  if (!somethingGivenUp) evenOut(free.filter(canMove));
  const moved = evenOut(all.filter(canMove));
  const wasInVain = moved && !hadNothing && loads.imbalance(sharers) >= imbalanceBefore;
  return wasInVain ? before : loads.snapshot();
}

/** Members by topic they can read. */
function subscribersByTopic(group: GroupView): Map<string, string[]> {
  const subscribers = new Map<string, string[]>([...group.partitionsOf.keys()].map((topic) => [topic, []]));
  for (const { memberId, topics } of group.members) for (const topic of new Set(topics)) subscribers.get(topic)?.push(memberId);
  return subscribers;
}

/** What members own of topics they still read. */
function keepOwned(group: GroupView, claims: Claims): { kept: PartitionLists; somethingGivenUp: boolean } {
  const kept: PartitionLists = new Map();
  let somethingGivenUp = false;
  for (const { memberId, topics } of group.members) {
    const owned = [...listOf(claims.owned, memberId)];
    const keeps = owned.filter((partition) => topics.includes(partition.topic));
    if (keeps.length < owned.length) somethingGivenUp = true;
    kept.set(memberId, keeps);
  }
  return { kept, somethingGivenUp };
}

/** Topics few members can read are dealt first, while those members still have room. */
function scarceTopicsFirst(subscribers: ReadonlyMap<string, readonly string[]>): string[] {
  return [...subscribers].sort(([a, as], [b, bs]) => as.length - bs.length || compareText(a, b)).map(([topic]) => topic);
}

/**
 * Returns a function that moves partitions of a list until no move helps and tells whether it moved any.
 * Whether the group is balanced is asked before every partition, so the answer is kept until something moves.
 */
function evener(
  group: GroupView,
  loads: Loads,
  subscribers: ReadonlyMap<string, readonly string[]>,
  formerOwner: ReadonlyMap<TopicPartition, string>,
): (candidates: readonly TopicPartition[]) => boolean {
  const movements = new PartitionMovements();
  let balanced: boolean | undefined;

  const move = (partition: TopicPartition, newOwner: string) => {
    const chosen = movements.cheapest(partition, listOf(loads.owner, partition), newOwner);
    const owner = listOf(loads.owner, chosen);
    movements.record(chosen, owner, newOwner);
    loads.move(chosen, owner, newOwner);
    balanced = undefined;
  };

  const betterOwner = (partition: TopicPartition): string | undefined => {
    const target = loads.load(listOf(loads.owner, partition)) - 1;
    const former = formerOwner.get(partition);
    // Kafka 4.3 also hands a partition back to a former owner that left the topic; no reader should be sent that.
    if (former !== undefined && loads.subscribes(former, partition.topic) && loads.load(former) < target) return former;
    const least = loads.leastLoadedSubscriber(partition.topic);
    return least !== undefined && loads.load(least) < target ? least : undefined;
  };

  const onePass = (candidates: readonly TopicPartition[]): boolean => {
    let moved = false;
    for (const partition of candidates) {
      balanced ??= isBalanced(group, loads, subscribers);
      if (balanced) break;
      const newOwner = betterOwner(partition);
      if (newOwner === undefined) continue;
      move(partition, newOwner);
      moved = true;
    }
    return moved;
  };

  return (candidates) => {
    let movedAny = false;
    while (onePass(candidates)) movedAny = true;
    return movedAny;
  };
}

/** No topic has a reader that is two or more partitions behind one of the topic's owners. */
function isBalanced(group: GroupView, loads: Loads, subscribers: ReadonlyMap<string, readonly string[]>): boolean {
  for (const [topic, partitions] of group.partitionsOf) {
    const readers = listOf(subscribers, topic);
    if (readers.length < 2) continue;
    const least = Math.min(...readers.map((memberId) => loads.load(memberId)));
    const most = Math.max(...partitions.map((partition) => loads.load(listOf(loads.owner, partition))));
    if (least + 1 < most) return false;
  }
  return true;
}
