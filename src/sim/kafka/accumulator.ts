/**
 * The producer's buffer: per partition a queue of batches, of which only the youngest still takes records (P1, P3). Models Kafka's
 * RecordAccumulator, ProducerBatch and BufferPool. Memory is what the pool has handed out: `batch.size` per batch, however empty, until
 * the batch is completed; so a producer can run out of `buffer.memory` while its batches are nearly empty.
 */
import type { TopicPartition } from '../address.ts';
import type { RecordRun } from '../facts.ts';
import type { ProducerRecord } from '../messages.ts';
import { BATCH_OVERHEAD } from './recordSize.ts';
import { freshSequences, type Sequences } from './producer/sequences.ts';

export interface Batch extends TopicPartition {
  /** The how-manieth batch of this producer: retried batches of an idempotent producer return to their place by it. */
  readonly ordinal: number;
  /** How much of the order it takes up: pieces of a split batch share what that had. */
  readonly span: number;
  readonly isPiece: boolean;
  readonly records: readonly ProducerRecord[];
  /** What it is (P10: probably, until it is sent) on the wire; `rawBytes`: its records before compression. */
  readonly bytes: number;
  readonly rawBytes: number;
  /** P10: the share of their size to which its records will probably shrink. */
  readonly ratio: number;
  readonly memory: number;
  readonly createdAt: number;
  /** A record found no room, or the batch was sent: it takes no more. */
  readonly closed: boolean;
  /** Failed attempts so far. */
  readonly attempts: number;
  /** End of the retry back-off. */
  readonly retryAt: number;
  /** The broker and leader epoch it was last sent to. */
  readonly sentTo: number | null;
  readonly sentEpoch: number;
  /** P7: set when first sent, kept over retries, so that the broker can tell a duplicate. -1: none. */
  readonly baseSequence: number;
  readonly producerEpoch: number;
}

export interface PartitionQueue {
  readonly batches: readonly Batch[];
  readonly sequences: Sequences;
  /** Some batch was opened here: adaptive partitioning starts when this holds for all partitions (P2). */
  readonly used: boolean;
}

export interface Accumulator {
  /** By topic and partition number. */
  readonly queues: Readonly<Record<string, readonly PartitionQueue[]>>;
  readonly nextOrdinal: number;
  /** Memory handed out, for waiting batches and those in flight. */
  readonly memoryUsed: number;
  /** Batches not completed yet, waiting or in flight. */
  readonly incomplete: number;
}

const unusedQueue: PartitionQueue = { batches: [], sequences: freshSequences, used: false };
export const emptyAccumulator: Accumulator = { queues: {}, nextOrdinal: 0, memoryUsed: 0, incomplete: 0 };

export const queueOf = (accumulator: Accumulator, topic: string, partition: number): PartitionQueue =>
  accumulator.queues[topic]?.[partition] ?? unusedQueue;

/** Replaces one partition's queue. */
export function withQueue(accumulator: Accumulator, topic: string, partition: number, queue: PartitionQueue): Accumulator {
  const queues = accumulator.queues[topic]?.slice() ?? [];
  while (queues.length < partition) queues.push(unusedQueue);
  queues[partition] = queue;
  return { ...accumulator, queues: { ...accumulator.queues, [topic]: queues } };
}

/** P3: full, so that waiting for more is pointless. */
export const isFull = (batch: Batch, batchSize: number): boolean => batch.closed || batch.bytes >= batchSize;

/** The youngest batch, if it takes another `bytes`. */
function openBatch(queue: PartitionQueue, batchSize: number, bytes: number): Batch | undefined {
  const last = queue.batches.at(-1);
  return last !== undefined && !last.closed && last.bytes + bytes <= batchSize ? last : undefined;
}

export const opensBatch = (accumulator: Accumulator, at: TopicPartition, bytes: number, batchSize: number): boolean =>
  openBatch(queueOf(accumulator, at.topic, at.partition), batchSize, bytes) === undefined;

/** What a new batch for a record takes from the pool: a record bigger than batch.size gets a batch of its own size, and travels alone. */
export const memoryFor = (bytes: number, batchSize: number): number => Math.max(batchSize, BATCH_OVERHEAD + bytes);

export const hasMemory = (accumulator: Accumulator, bytes: number, batchSize: number, bufferMemory: number): boolean =>
  accumulator.memoryUsed + memoryFor(bytes, batchSize) <= bufferMemory;

/** P1: appends a record to the open batch of its partition, or opens one. `ratio`: see {@link Batch}. */
export function append(
  accumulator: Accumulator,
  at: TopicPartition,
  record: ProducerRecord,
  batchSize: number,
  now: number,
  ratio = 1,
): Accumulator {
  const { topic, partition } = at;
  const queue = queueOf(accumulator, topic, partition);
  const open = openBatch(queue, batchSize, record.bytes);
  if (open !== undefined) {
    const rawBytes = open.rawBytes + record.bytes;
    const bytes = BATCH_OVERHEAD + Math.floor(rawBytes * open.ratio);
    const grown = { ...open, records: [...open.records, record], bytes, rawBytes };
    return withQueue(accumulator, topic, partition, { ...queue, batches: queue.batches.with(-1, grown) });
  }
  const memory = memoryFor(record.bytes, batchSize);
  const opened: Batch = {
    topic,
    partition,
    ordinal: accumulator.nextOrdinal,
    span: 1,
    isPiece: false,
    records: [record],
    bytes: BATCH_OVERHEAD + Math.floor(record.bytes * ratio),
    rawBytes: record.bytes,
    ratio,
    memory,
    createdAt: now,
    closed: false,
    attempts: 0,
    retryAt: 0,
    sentTo: null,
    sentEpoch: -1,
    baseSequence: -1,
    producerEpoch: -1,
  };
  const last = queue.batches.at(-1);
  const waiting = last === undefined || last.closed ? queue.batches : queue.batches.with(-1, { ...last, closed: true });
  const { nextOrdinal, memoryUsed, incomplete } = accumulator;
  const larger = { ...accumulator, nextOrdinal: nextOrdinal + 1, memoryUsed: memoryUsed + memory, incomplete: incomplete + 1 };
  return withQueue(larger, topic, partition, { ...queue, batches: [...waiting, opened], used: true });
}

/** A batch is done, well or badly: its memory returns to the pool. */
export const release = (accumulator: Accumulator, batch: Batch): Accumulator => ({
  ...accumulator,
  memoryUsed: accumulator.memoryUsed - batch.memory,
  incomplete: accumulator.incomplete - 1,
});

/** A batch was cut into pieces: they are what has to be completed now. */
export const countPieces = (accumulator: Accumulator, pieces: number): Accumulator => ({
  ...accumulator,
  incomplete: accumulator.incomplete + pieces,
});

/** Takes the oldest batch of a partition out. */
export function withoutFirst(accumulator: Accumulator, { topic, partition }: TopicPartition, sequences: Sequences): Accumulator {
  const queue = queueOf(accumulator, topic, partition);
  return withQueue(accumulator, topic, partition, { ...queue, batches: queue.batches.slice(1), sequences });
}

/**
 * A failed batch waits again. P7: with idempotence at its place in the order of sequences; P6: without, simply in front, so that of several
 * batches in flight the one that failed last comes first, and what was sent after it may already be in the log.
 */
export function reenqueue(accumulator: Accumulator, batch: Batch, inOrder: boolean): Accumulator {
  const queue = queueOf(accumulator, batch.topic, batch.partition);
  const behind = inOrder ? queue.batches.findIndex((it) => it.ordinal > batch.ordinal) : 0;
  const batches = queue.batches.toSpliced(behind < 0 ? queue.batches.length : behind, 0, batch);
  return withQueue(accumulator, batch.topic, batch.partition, { ...queue, batches });
}

/** Every waiting batch, queue by queue. */
export const waitingBatches = (accumulator: Accumulator): Batch[] =>
  Object.values(accumulator.queues).flatMap((queues) => queues.flatMap(({ batches }) => batches));

/** The records of a batch as facts name them. */
export const runOf = (batch: Batch, producer: string): RecordRun => ({
  producer,
  topic: batch.topic,
  partition: batch.partition,
  numbers: batch.records.map(({ number }) => number),
});
