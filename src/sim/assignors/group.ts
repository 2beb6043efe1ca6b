import { javaStringOrder } from './javaHashMap.ts';
import { compareText, type Assignment, type AssignmentInput, type MemberSubscription, type TopicPartition } from './types.ts';

/**
 * The group as the leader sees it: the partitions there are to give, each as one object that stands for itself.
 * Models what Kafka's AbstractPartitionAssignor prepares for its subclasses.
 */
export interface GroupView {
  /** Members as Java walks the map of subscriptions. */
  readonly members: readonly MemberSubscription[];
  /** Subscribed topics that exist, as Java walks the map of partition counts. */
  readonly partitionsOf: ReadonlyMap<string, readonly TopicPartition[]>;
  /** The one object for a partition; undefined where the topic is missing, not subscribed or shorter. */
  partition(of: TopicPartition): TopicPartition | undefined;
}

/** Member id → partitions, under construction. */
export type PartitionLists = Map<string, TopicPartition[]>;

/** The group behind an assignor's input. */
export function viewGroup(input: AssignmentInput): GroupView {
  const byId = new Map(input.members.map((member) => [member.memberId, member]));
  const members = javaStringOrder(byId.keys()).flatMap((id) => byId.get(id) ?? []);
  // A topic may be called "constructor", so only an object's own names count.
  const countOf = (topic: string) => (Object.hasOwn(input.partitionsPerTopic, topic) ? (input.partitionsPerTopic[topic] ?? 0) : 0);
  // A subscription arrives with its topics sorted, because the client sorts them when it writes the request.
  const subscribed = javaStringOrder(members.flatMap((member) => [...member.topics].sort(compareText)));
  const existing = subscribed.filter((topic) => countOf(topic) > 0);
  const partitionsOf = new Map(javaStringOrder(existing).map((topic) => [topic, partitionsOfTopic(topic, countOf(topic))]));
  return { members, partitionsOf, partition: ({ topic, partition }) => partitionsOf.get(topic)?.[partition] };
}

/** Topics by name, then partitions by number. */
export function compareByTopic(a: TopicPartition, b: TopicPartition): number {
  return compareText(a.topic, b.topic) || a.partition - b.partition;
}

function partitionsOfTopic(topic: string, count: number): TopicPartition[] {
  return Array.from({ length: count }, (_, partition) => ({ topic, partition }));
}

/** All partitions there are to give, topics by name, partitions by number. */
export function partitionsByName(group: GroupView): TopicPartition[] {
  const topics = [...group.partitionsOf.keys()].sort(compareText);
  return topics.flatMap((topic) => group.partitionsOf.get(topic) ?? []);
}

/** A1, A2: static members first, by `group.instance.id`; then dynamic ones, by member id. */
export function compareMembers(a: MemberSubscription, b: MemberSubscription): number {
  if (a.groupInstanceId !== null && b.groupInstanceId !== null) return compareText(a.groupInstanceId, b.groupInstanceId);
  if (a.groupInstanceId !== null) return -1;
  if (b.groupInstanceId !== null) return 1;
  return compareText(a.memberId, b.memberId);
}

/** An empty list per member, to be filled. */
export function emptyAssignment(members: readonly MemberSubscription[]): PartitionLists {
  return new Map(members.map((member) => [member.memberId, []]));
}

/** The list of a key that is known to be there; a missing one is our bug, so it is said aloud. */
export function listOf<K, V>(lists: ReadonlyMap<K, V>, key: K): V {
  const list = lists.get(key);
  if (list === undefined) throw new Error(`unknown to this assignment: ${JSON.stringify(key)}`);
  return list;
}

export function asAssignment(lists: ReadonlyMap<string, readonly TopicPartition[]>): Assignment {
  return Object.fromEntries(lists);
}
