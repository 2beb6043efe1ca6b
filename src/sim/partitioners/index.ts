import { roundRobin, roundRobinNullKeys, roundRobinSkipping } from './roundRobin.ts';
import { stickyPerBatch } from './stickyPerBatch.ts';
import type { Partitioner } from './types.ts';
import { uniformSticky } from './uniformSticky.ts';

export { explainKey, murmur2, partitionForKey, toPositive, type KeyArithmetic } from './murmur2.ts';
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

/** Every partitioner there is. A new one is a file and a line here. */
export const partitioners: readonly Partitioner[] = [uniformSticky, stickyPerBatch, roundRobinNullKeys, roundRobin, roundRobinSkipping];

export function partitionerNamed(name: string): Partitioner | undefined {
  return partitioners.find((partitioner) => partitioner.name === name);
}

/** P2: what `partitioner.class` means to a client of this Kafka version, by default or set to RoundRobinPartitioner (2.3 has none). */
export function partitionerFor(setting: 'default' | 'round-robin', kafka: '2.3' | '2.8' | '3.9' | '4.3'): Partitioner | undefined {
  return (setting === 'round-robin' ? roundRobins : defaults)[kafka];
}

const defaults = { '2.3': roundRobinNullKeys, '2.8': stickyPerBatch, '3.9': uniformSticky, '4.3': uniformSticky };
const roundRobins = { '2.3': undefined, '2.8': roundRobinSkipping, '3.9': roundRobinSkipping, '4.3': roundRobin };
