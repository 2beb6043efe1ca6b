/**
 * The partitioners that are there. The one producers use by default today always is; `index.ts` brings the others, and whoever gives
 * commands or reads a scenario imports that: so a page that shows a plain scene need not carry them.
 */
import type { Partitioner } from './types.ts';
import { uniformSticky } from './uniformSticky.ts';

const present: Partitioner[] = [uniformSticky];

export function bring(...others: readonly Partitioner[]): readonly Partitioner[] {
  present.push(...others);
  return present;
}

export function partitionerNamed(name: string): Partitioner | undefined {
  return present.find((partitioner) => partitioner.name === name);
}

/** P2: what `partitioner.class` means to a client of this Kafka version, by default or set to RoundRobinPartitioner (2.3 has none). */
export function partitionerFor(setting: 'default' | 'round-robin', kafka: '2.3' | '2.8' | '3.9' | '4.3'): Partitioner | undefined {
  return partitionerNamed((setting === 'round-robin' ? roundRobins : defaults)[kafka]);
}

const defaults = { '2.3': 'round-robin-null-keys', '2.8': 'sticky-per-batch', '3.9': 'default', '4.3': 'default' };
const roundRobins = { '2.3': 'none', '2.8': 'round-robin-skipping', '3.9': 'round-robin-skipping', '4.3': 'round-robin' };
