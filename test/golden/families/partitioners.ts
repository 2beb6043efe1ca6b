import { expect } from 'vitest';
import { freshState, partitionerNamed, type Partitioner } from '../../../src/sim/partitioners';
import { readVectors, type Family } from '../vectors';

interface StickyCase {
  readonly kind: 'sticky';
  readonly stickyBatchSize: number;
  readonly numPartitions: number;
  readonly availablePartitions: readonly number[];
  readonly randoms: readonly number[];
  readonly records: readonly { readonly appendedBytes: number; readonly enableSwitch: boolean; readonly partition: number }[];
}

interface AdaptiveCase {
  readonly kind: 'adaptive';
  readonly queueSizes: readonly number[];
  readonly partitionIds: readonly number[];
  readonly length: number;
  readonly numPartitions: number;
  readonly cumulativeFrequencyTable: readonly number[] | null;
  readonly randoms: readonly number[];
  readonly chosen: readonly number[];
}

interface RoundRobinCase {
  readonly kind: 'roundrobin';
  readonly numPartitions: number;
  readonly availablePartitions: readonly number[];
  readonly chosen: readonly number[];
}

type PartitionerCase = StickyCase | AdaptiveCase | RoundRobinCase;

/** P2: where records without a key go, given the draws in order. */
export const nullKeys: Family = () =>
  readVectors<PartitionerCase>('builtin-partitioner').map((vector, index) => ({
    name: `${index}: ${vector.kind}`,
    steps: vector.kind === 'sticky' ? vector.records.length : vector.chosen.length,
    check() {
      if (vector.kind === 'sticky') checkSticky(vector);
      else if (vector.kind === 'adaptive') checkAdaptive(vector);
      else checkRoundRobin(vector);
    },
  }));

function named(name: string): Partitioner {
  const partitioner = partitionerNamed(name);
  if (!partitioner) throw new Error(`no partitioner is called ${name}`);
  return partitioner;
}

/** Every draw is used exactly when Kafka used it: none left over, none missing. */
function checkSticky({ stickyBatchSize, numPartitions, availablePartitions, randoms, records }: StickyCase): void {
  const partitioner = named('default');
  const topic = { partitions: numPartitions, available: availablePartitions };
  let state = freshState;
  let draws = 0;
  for (const { appendedBytes, enableSwitch, partition } of records) {
    const choice = partitioner.choose(state, topic, randoms[draws] ?? 0);
    if (choice.drew) draws++;
    expect(choice.partition).toBe(partition);
    const appended = { bytes: appendedBytes, batchSize: stickyBatchSize, queueFull: enableSwitch };
    const after = partitioner.onAppended(choice.state, appended, topic, randoms[draws] ?? 0);
    if (after.drew) draws++;
    state = after.state;
  }
  expect(draws).toBe(randoms.length);
}

function checkAdaptive(vector: AdaptiveCase): void {
  const partitioner = named('default');
  const topic = { partitions: vector.numPartitions, available: vector.partitionIds.slice(0, vector.length) };
  const lengths = vector.queueSizes.slice(0, vector.length);
  const state = partitioner.onQueueLengths(freshState, { partitions: topic.available, lengths, known: vector.queueSizes.length });
  expect(state.load?.cumulative ?? null).toEqual(vector.cumulativeFrequencyTable);
  expect(vector.randoms.map((draw) => partitioner.choose(state, topic, draw).partition)).toEqual(vector.chosen);
}

function checkRoundRobin({ numPartitions, availablePartitions, chosen }: RoundRobinCase): void {
  const partitioner = named('round-robin');
  const topic = { partitions: numPartitions, available: availablePartitions };
  let state = freshState;
  for (const partition of chosen) {
    const choice = partitioner.choose(state, topic, 0);
    expect(choice.partition).toBe(partition);
    state = choice.state;
  }
}
