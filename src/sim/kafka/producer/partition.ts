/** P2 from the producer's side: which partition a record goes to, and what the partitioner remembers of it. Models KafkaProducer.doSend and RecordAccumulator.append. */
import type { ProfileName } from '../../config/types.ts';
import { partitionForKey } from '../../partitioners/murmur2.ts';
import { partitionerFor } from '../../partitioners/index.ts';
import { freshState, type Partitioner, type PartitionerState, type TopicView } from '../../partitioners/types.ts';
import { utf8 } from '../../partitioners/utf8.ts';
import type { FactOf } from '../../facts.ts';
import { isFull, opensBatch, queueOf, type Accumulator } from '../accumulator.ts';
import type { KnownTopic } from '../clientMetadata.ts';
import type { ProducerConfig } from './config.ts';

export interface PartitionChoice {
  readonly partition: number;
  readonly by: FactOf<'record.sent'>['by'];
  readonly state: PartitionerState;
}

/** A record on its way through send(). `draw(n)` is the n-th uniform integer in [0, 2^31) of this record. */
export interface Unplaced {
  readonly topic: string;
  readonly key: string | null;
  readonly partition: number | null;
  readonly bytes: number;
  readonly draw: (n: number) => number;
  /** What the client process drew when it started. */
  readonly process: number;
}

/** Settings that ask for a partitioner the profile does not have are refused before. */
export function partitionerOf(profile: ProfileName, config: ProducerConfig): Partitioner {
  const partitioner = partitionerFor(config.partitioner, profile);
  if (partitioner === undefined) throw new Error(`Kafka ${profile} has no such partitioner`);
  return partitioner;
}

const viewOf = (topic: KnownTopic): TopicView => ({ partitions: topic.partitions.length, available: topic.available });

/** An explicit partition wins, then a key, then the partitioner; one that takes its choice back when it would open a batch is asked twice (2.4–3.9). */
export function choosePartition(
  partitioner: Partitioner,
  remembered: PartitionerState | undefined,
  record: Unplaced,
  topic: KnownTopic,
  accumulator: Accumulator,
  config: ProducerConfig,
): PartitionChoice {
  const view = viewOf(topic);
  const choose = (state: PartitionerState, n: number): PartitionChoice => {
    if (record.partition !== null) return { partition: record.partition, by: 'explicit', state };
    if (record.key !== null && partitioner.hashesKeys && !config.ignoreKeys)
      return { partition: partitionForKey(utf8(record.key), view.partitions), by: 'key', state };
    const choice = partitioner.choose(state, view, record.draw(n), record.key, record.process);
    return { partition: choice.partition, by: partitioner.by, state: choice.state };
  };
  const first = choose(remembered ?? freshState, 1);
  const at = { topic: record.topic, partition: first.partition };
  if (!partitioner.asksAgainOnNewBatch || !opensBatch(accumulator, at, record.bytes, config.batchSize)) return first;
  return choose(partitioner.onNewBatch(first.state, view, first.partition, record.draw(2)), 3);
}

/** After the append: the uniform sticky partitioner counts bytes and moves on after `batch.size` of them. */
export function afterAppend(
  partitioner: Partitioner,
  choice: PartitionChoice,
  record: Unplaced,
  topic: KnownTopic,
  accumulator: Accumulator,
  config: ProducerConfig,
): PartitionerState {
  if (choice.by !== 'sticky') return choice.state;
  const youngest = queueOf(accumulator, record.topic, choice.partition).batches.at(-1);
  const queueFull = youngest === undefined || isFull(youngest, config.batchSize);
  const appended = { bytes: record.bytes, batchSize: Math.max(1, config.batchSize), queueFull };
  return partitioner.onAppended(choice.state, appended, viewOf(topic), record.draw(4)).state;
}

/**
 * Adaptive partitioning: the sender tells the partitioner how long the queues are, once every partition has had a batch. Those whose broker
 * takes nothing any more (`isStuck`) are left out.
 */
export function weighQueues(
  partitioner: Partitioner,
  state: PartitionerState,
  name: string,
  topic: KnownTopic,
  accumulator: Accumulator,
  isStuck: ((leader: number | null) => boolean) | null,
): PartitionerState {
  const queues = topic.partitions.map(({ partition }) => queueOf(accumulator, name, partition));
  if (!queues.every(({ used }) => used)) return state.load === null ? state : partitioner.onQueueLengths(state, null);
  const { available } = topic;
  const partitions = isStuck === null ? available : available.filter((partition) => !isStuck(topic.partitions[partition]?.leader ?? null));
  const lengths = partitions.map((partition) => queues[partition]?.batches.length ?? 0);
  return partitioner.onQueueLengths(state, { partitions, lengths, known: queues.length });
}
