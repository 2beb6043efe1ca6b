import type { ProfileName } from '../config/types.ts';
import { consistent, firstPartition, hashMod, keyLength, processHash } from './byKey.ts';
import { random } from './random.ts';
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

/** Every partitioner there is. A new one is a file and a word here. */
export const partitioners: readonly Partitioner[] = [
  uniformSticky,
  stickyPerBatch,
  roundRobinNullKeys,
  roundRobin,
  roundRobinSkipping,
  keyLength,
  firstPartition,
  hashMod,
  processHash,
  consistent,
  random,
];

export function partitionerNamed(name: string): Partitioner | undefined {
  return partitioners.find((partitioner) => partitioner.name === name);
}

/** P2: what `partitioner.class` means to a client of this Kafka version: its default, RoundRobinPartitioner (2.3 has none), or one by its name. */
export function partitionerFor(setting: string, kafka: ProfileName): Partitioner | undefined {
  return partitionerNamed(setting === 'default' ? defaults[kafka] : setting === 'round-robin' ? roundRobins[kafka] : setting);
}

const defaults = { '2.3': 'round-robin-null-keys', '2.8': 'sticky-per-batch', '3.9': 'default', '4.3': 'default' };
const roundRobins = { '2.3': 'none', '2.8': 'round-robin-skipping', '3.9': 'round-robin-skipping', '4.3': 'round-robin' };
