import { asAssignment, compareMembers, emptyAssignment, listOf, partitionsByName, viewGroup } from './group.ts';
import type { Assignment, AssignmentInput, Assignor } from './types.ts';

/**
 * A2: all partitions of all subscribed topics are dealt like cards. One pointer goes round the sorted members and is
 * never put back between topics; it passes over members that do not subscribe to the topic being dealt.
 */
function assign(input: AssignmentInput): Assignment {
  const group = viewGroup(input);
  const circle = [...group.members].sort(compareMembers);
  const topicsOf = new Map(circle.map((member) => [member.memberId, new Set(member.topics)]));
  const hands = emptyAssignment(group.members);
  let pointer = 0;
  for (const partition of partitionsByName(group)) {
    for (let dealt = false; !dealt; pointer++) {
      const member = circle[pointer % circle.length];
      if (!member) throw new Error('A2: a subscribed topic has a subscriber');
      if (!listOf(topicsOf, member.memberId).has(partition.topic)) continue;
      listOf(hands, member.memberId).push(partition);
      dealt = true;
    }
  }
  return asAssignment(hands);
}

/** A2. Models Kafka's RoundRobinAssignor. */
export const roundRobin: Assignor = {
  name: 'roundrobin',
  kafkaClass: 'org.apache.kafka.clients.consumer.RoundRobinAssignor',
  protocol: 'eager',
  assign,
};
