import { asAssignment, compareByTopic, compareMembers, emptyAssignment, listOf, viewGroup } from './group.ts';
import { RangeTopic } from './rangeTopic.ts';
import type { Assignment, AssignmentInput, Assignor, TopicPartition } from './types.ts';

type Give = (topic: RangeTopic, memberId: string, partitions: readonly TopicPartition[]) => void;

/**
 * A1: each topic is cut into consecutive ranges, one per subscriber, and every topic starts again with the first
 * member. So equally long topics line up on the same members, and the first members collect every topic's remainder.
 */
function assign(input: AssignmentInput): Assignment {
  const group = viewGroup(input);
  const sorted = [...group.members].sort(compareMembers);
  const topics = [...group.partitionsOf].map(([topic, partitions]) => {
    const subscribers = sorted.filter((member) => member.topics.includes(topic));
    return new RangeTopic(input, partitions, subscribers);
  });
  const lists = emptyAssignment(group.members);
  const give: Give = (topic, memberId, partitions) => {
    listOf(lists, memberId).push(...partitions);
    topic.give(memberId, partitions);
  };

  const rackAware = topics.some((topic) => topic.racksMatter);
  if (rackAware) matchRacks(topics, give);
  for (const topic of topics) dealRanges(topic, () => true, give);
  if (rackAware) for (const list of lists.values()) list.sort(compareByTopic);
  return asAssignment(lists);
}

/** One pass over a topic's subscribers; each takes what fits, up to its share. */
function dealRanges(topic: RangeTopic, fits: (memberId: string, partition: TopicPartition) => boolean, give: Give): void {
  for (const { memberId } of topic.subscribers) {
    const partitions = topic.next(memberId, fits);
    if (partitions.length > 0) give(topic, memberId, partitions);
  }
}

/** A1 with racks: first give each member partitions that have a replica in its rack, without bending the shares. */
function matchRacks(topics: readonly RangeTopic[], give: Give): void {
  const alike = new Map<string, RangeTopic[]>();
  for (const topic of topics) alike.set(topic.audience, [...(alike.get(topic.audience) ?? []), topic]);
  for (const [first, ...others] of alike.values()) {
    if (!first) continue;
    if (others.length > 0) matchRacksTogether([first, ...others], give);
    else if (first.racksMatter) dealRanges(first, (memberId, partition) => first.isNear(memberId, partition), give);
  }
}

/** Co-partitioned topics stay lined up: number n of all of them goes to one member that is near every one of them. */
function matchRacksTogether(topics: readonly RangeTopic[], give: Give): void {
  const [model] = topics;
  if (!model) return;
  const open = new Set(model.subscribers.map((member) => member.memberId));
  for (let number = 0; number < model.partitions.length && open.size > 0; number++) {
    const fits = (id: string) => topics.every((topic) => topic.room(id) > 0 && isNearNumber(topic, id, number));
    const memberId = [...open].find(fits);
    if (memberId === undefined) continue;
    for (const topic of topics) give(topic, memberId, topic.partitions.slice(number, number + 1));
    if (topics.every((topic) => topic.room(memberId) === 0)) open.delete(memberId);
  }
}

function isNearNumber(topic: RangeTopic, memberId: string, number: number): boolean {
  const partition = topic.partitions[number];
  return partition !== undefined && topic.isNear(memberId, partition);
}

/** A1. Models Kafka's RangeAssignor. */
export const range: Assignor = {
  name: 'range',
  kafkaClass: 'org.apache.kafka.clients.consumer.RangeAssignor',
  protocol: 'eager',
  assign,
};
