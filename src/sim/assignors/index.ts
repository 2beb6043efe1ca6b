import { cooperativeSticky } from './cooperativeSticky.ts';
import { range } from './range.ts';
import { roundRobin } from './roundRobin.ts';
import { sticky } from './sticky.ts';
import type { Assignor } from './types.ts';

export type { Assignment, AssignmentInput, Assignor, MemberSubscription, TopicPartition } from './types.ts';

/** Every assignor a consumer can name in `partition.assignment.strategy`. A new one is a file and a line here. */
export const assignors: readonly Assignor[] = [range, roundRobin, sticky, cooperativeSticky];

/** By the name members vote with (`sticky`) or by Kafka's class name, in full or without its package; undefined if unknown. */
export function assignorNamed(name: string): Assignor | undefined {
  return assignors.find((assignor) => assignor.name === name || assignor.kafkaClass === name || assignor.kafkaClass.endsWith(`.${name}`));
}
