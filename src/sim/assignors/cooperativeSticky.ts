import { asAssignment } from './group.ts';
import { planSticky } from './sticky.ts';
import type { Assignment, AssignmentInput, Assignor } from './types.ts';

/**
 * A4: the plan of Sticky, minus what is still in somebody else's hands. Those partitions go to nobody in this round;
 * their owners see that they are missing, revoke them and join again, and the next round hands them over.
 */
function assign(input: AssignmentInput): Assignment {
  const { lists, moving } = planSticky(input);
  const withheld = new Map(
    [...lists].map(([memberId, list]) => [memberId, list.filter((partition) => moving.get(partition) !== memberId)]),
  );
  return asAssignment(withheld);
}

/** A4. Models Kafka's CooperativeStickyAssignor. */
export const cooperativeSticky: Assignor = {
  name: 'cooperative-sticky',
  kafkaClass: 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
  protocol: 'cooperative',
  assign,
};
