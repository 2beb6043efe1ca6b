/** What a partitioner knows of a topic when it chooses. */
export interface TopicView {
  /** How many partitions the topic has. */
  readonly partitions: number;
  /** Those with a known leader, ascending. Records without a key avoid the others; records with a key do not. */
  readonly available: readonly number[];
}

/** Queues of batches per partition, as the sender finds them when it looks for work. */
export interface QueueLengths {
  /** Partition numbers to choose from: those with a leader. */
  readonly partitions: readonly number[];
  /** Batches waiting for each of `partitions`. */
  readonly lengths: readonly number[];
  /** Partitions that have had a batch, `partitions` and those left out; defaults to all of `partitions`. */
  readonly known?: number;
}

/** Weights as running sums: a draw below `cumulative[i]`, and not below the one before, means `partitions[i]`. */
export interface LoadStats {
  readonly partitions: readonly number[];
  readonly cumulative: readonly number[];
}

/** What a partitioner remembers about one topic. Plain data; each partitioner uses its part. */
export interface PartitionerState {
  /** The partition records without a key stay on for now. */
  readonly current: number | null;
  /** Bytes appended to `current` since it was chosen. */
  readonly producedBytes: number;
  /** The next number of a round-robin partitioner; null before its first. */
  readonly counter: number | null;
  /** Weights by queue length; null while all partitions are equally likely. */
  readonly load: LoadStats | null;
}

export const freshState: PartitionerState = { current: null, producedBytes: 0, counter: null, load: null };

/** A choice, the state after it, and whether it needed luck: `drew` tells that `draw` is used up. */
export interface Choice {
  readonly state: PartitionerState;
  readonly partition: number;
  readonly drew: boolean;
}

export interface Appended {
  /** The bytes the record took in its batch. */
  readonly bytes: number;
  /** `batch.size`, at least 1. */
  readonly batchSize: number;
  /** The youngest batch queued for the partition is full (or none is queued): moving on would leave no half-filled one behind. */
  readonly queueFull: boolean;
}

/** Those that decide by the key alone, in their own ways. */
export type CustomPartitioner = 'key-length' | 'first-partition' | 'hash-mod' | 'process-hash' | 'crc32';

/**
 * P2: who decides where a record goes that names no partition. Pure: state, view and luck in, state out.
 * `draw` is a uniform integer in [0, 2^31).
 *
 * The producer calls `choose` for a record (not when it is keyed and `hashesKeys`), then `onAppended` for what
 * `choose` answered. If the record would open a new batch and `asksAgainOnNewBatch`, it calls `onNewBatch` and then
 * `choose` again before it appends. The sender calls `onQueueLengths` when it looks which partitions are ready.
 */
export interface Partitioner {
  readonly name:
    'default' | 'sticky-per-batch' | 'round-robin-null-keys' | 'round-robin' | 'round-robin-skipping' | CustomPartitioner | 'random';
  readonly kafkaClass: string;
  /** How its choices are told. */
  readonly by: 'sticky' | 'roundRobin' | 'custom' | 'random';
  /** Records with a key go to {@link partitionForKey} (unless `partitioner.ignore.keys`). */
  readonly hashesKeys: boolean;
  /** Clients 2.4–3.9 take the choice back when it would open a new batch. */
  readonly asksAgainOnNewBatch: boolean;
  /** Whether it avoids partitions without a leader while there are others. */
  readonly heedsLeaders: boolean;
  /** `process`: what the process drew at its start. */
  choose(state: PartitionerState, topic: TopicView, draw: number, key?: string | null, process?: number): Choice;
  onNewBatch(state: PartitionerState, topic: TopicView, previous: number, draw: number): PartitionerState;
  onAppended(state: PartitionerState, appended: Appended, topic: TopicView, draw: number): { state: PartitionerState; drew: boolean };
  onQueueLengths(state: PartitionerState, queues: QueueLengths | null): PartitionerState;
}

/** A partitioner that takes no notice of batches, bytes and queues: what the simpler ones build on. */
export const takesNoNotice: Pick<Partitioner, 'heedsLeaders' | 'asksAgainOnNewBatch' | 'onNewBatch' | 'onAppended' | 'onQueueLengths'> = {
  heedsLeaders: true,
  asksAgainOnNewBatch: false,
  onNewBatch: (state) => state,
  onAppended: (state) => ({ state, drew: false }),
  onQueueLengths: (state) => state,
};

/** The n-th of the available partitions, counting round; of all partitions when none has a leader. */
export function pick(topic: TopicView, n: number): number {
  return topic.available[n % topic.available.length] ?? n % topic.partitions;
}
