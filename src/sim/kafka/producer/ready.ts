/** P3 and P5: when a partition is ready to be sent, and what a request takes along. Models RecordAccumulator.ready() and drain(). */
import { isFull, type Accumulator, type Batch, type PartitionQueue } from '../accumulator.ts';
import { leaderOf, partitionOf, type ClientMetadata } from '../clientMetadata.ts';
import type { ProducerConfig } from './config.ts';
import { holdsBack, isFirstOutstanding } from './sequences.ts';

export type ReadyReason = 'full' | 'linger' | 'memory' | 'flush' | 'close' | 'piggyback' | 'retry';

/** What the sender knows when it looks for work. */
export interface SenderView {
  readonly accumulator: Accumulator;
  readonly metadata: ClientMetadata;
  readonly config: ProducerConfig;
  readonly skipsBackoffOnNewLeader: boolean;
  /** Everything must go: somebody waits for memory, in flush() or in close(). */
  readonly hurry: 'memory' | 'flush' | 'close' | null;
  /** Partitions with a batch in flight, while `max.in.flight` is 1: order is then kept even across a leader change. */
  readonly muted: ReadonlySet<string> | null;
}

const isMuted = (view: SenderView, batch: Batch): boolean => view.muted?.has(`${batch.topic}-${batch.partition}`) ?? false;

/** When the retry back-off of a batch ends; a leader elected since its last attempt is tried at once. */
function backoffEnd(view: SenderView, batch: Batch): number {
  if (batch.attempts === 0) return 0;
  const epoch = partitionOf(view.metadata, batch.topic, batch.partition)?.leaderEpoch ?? -1;
  return view.skipsBackoffOnNewLeader && epoch > batch.sentEpoch ? 0 : batch.retryAt;
}

/** Why the oldest batch of a partition may go now, or when it may at the latest. */
export function readiness(
  view: SenderView,
  queue: PartitionQueue,
  first: Batch,
  now: number,
): { readonly reason: ReadyReason } | { readonly at: number } {
  if (first.attempts > 0) {
    const at = backoffEnd(view, first);
    return at <= now ? { reason: 'retry' } : { at };
  }
  if (queue.batches.length > 1 || isFull(first, view.config.batchSize)) return { reason: 'full' };
  const lingerEnd = first.createdAt + view.config.lingerMs;
  if (lingerEnd <= now) return { reason: 'linger' };
  return view.hurry !== null ? { reason: view.hurry } : { at: lingerEnd };
}

export interface Look {
  /** Brokers that lead a ready partition, in order of discovery. */
  readonly ready: readonly number[];
  /** When the next partition becomes ready by time alone. */
  readonly nextAt: number;
  /** Something waits for a partition without a known leader. */
  readonly leaderless: boolean;
}

/** Goes through all partitions: who is ready, and when to look again. */
export function look(view: SenderView, now: number): Look {
  const ready: number[] = [];
  let nextAt = Infinity;
  let leaderless = false;
  for (const queues of Object.values(view.accumulator.queues))
    for (const queue of queues) {
      const first = queue.batches[0];
      if (first === undefined || isMuted(view, first)) continue;
      const leader = leaderOf(view.metadata, first.topic, first.partition);
      if (leader === null) {
        leaderless = true;
        continue;
      }
      const state = readiness(view, queue, first, now);
      if ('at' in state) nextAt = Math.min(nextAt, state.at);
      else if (!waitsForPredecessors(view, queue, first) && !ready.includes(leader)) ready.push(leader);
    }
  return { ready, nextAt, leaderless };
}

/** P7: a batch that has its sequence number goes again only when it is the first one outstanding; a new one only if the count is sound. */
function waitsForPredecessors(view: SenderView, { sequences }: PartitionQueue, { baseSequence }: Batch): boolean {
  if (!view.config.idempotent) return false;
  const isNew = baseSequence < 0;
  return holdsBack(sequences, isNew) || (!isNew && !isFirstOutstanding(sequences, baseSequence));
}

export interface Drained {
  readonly batch: Batch;
  readonly reason: ReadyReason;
}

/**
 * P5: the first batch of every partition that `broker` leads, ready or not (`piggyback`), as long as the request stays within
 * `max.request.size`. `turn` moves the place to begin at, so that no partition starves behind the others.
 */
export function drain(view: SenderView, broker: number, turn: number, now: number): readonly Drained[] {
  const firsts: Drained[] = [];
  for (const queues of Object.values(view.accumulator.queues))
    for (const queue of queues) {
      const batch = queue.batches[0];
      if (batch === undefined || leaderOf(view.metadata, batch.topic, batch.partition) !== broker) continue;
      if (isMuted(view, batch) || backoffEnd(view, batch) > now || waitsForPredecessors(view, queue, batch)) continue;
      const state = readiness(view, queue, batch, now);
      firsts.push({ batch, reason: 'reason' in state ? state.reason : 'piggyback' });
    }
  const taken: Drained[] = [];
  let size = 0;
  for (let i = 0; i < firsts.length; i++) {
    const next = firsts[(turn + i) % firsts.length];
    if (next === undefined || (taken.length > 0 && size + next.batch.bytes > view.config.maxRequestSize)) break;
    size += next.batch.bytes;
    taken.push(next);
  }
  return taken;
}
