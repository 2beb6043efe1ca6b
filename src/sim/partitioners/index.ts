import { bring } from './registry.ts';
import { roundRobin, roundRobinNullKeys, roundRobinSkipping } from './roundRobin.ts';
import { stickyPerBatch } from './stickyPerBatch.ts';
import type { Partitioner } from './types.ts';

export { explainKey, murmur2, partitionForKey, toPositive, type KeyArithmetic } from './murmur2.ts';
export { partitionerFor, partitionerNamed } from './registry.ts';
export {
  freshState,
  type Appended,
  type Choice,
  type Partitioner,
  type PartitionerState,
  type QueueLengths,
  type TopicView,
} from './types.ts';
export { utf8 } from './utf8.ts';

/** Every partitioner there is. A new one is a file, a name in `registry.ts` and a word here. */
export const partitioners: readonly Partitioner[] = bring(stickyPerBatch, roundRobinNullKeys, roundRobin, roundRobinSkipping);
