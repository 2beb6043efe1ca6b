/** P7: who the producer is to the brokers, and what becomes of numbers they cannot place. Models the idempotent part of Kafka's TransactionManager. */
import { atLeast } from '../../config/profiles.ts';
import { queueOf, withQueue, type Batch } from '../../kafka/accumulator.ts';
import { flyingBatches } from '../../kafka/producer/connections.ts';
import { isSequenceError } from '../../kafka/producer/errors.ts';
import { freshSequences, isBehindGap, type Sequences } from '../../kafka/producer/sequences.ts';
import type { ErrorCode, MessageOf, ProduceBatch } from '../../messages.ts';
import type { ProducerContext } from './context.ts';
import type { Turn } from './turn.ts';

/** KIP-360 (2.5): a client raises its epoch by itself. Before, it had to ask for another producer id. */
const raisesEpoch = ({ draft }: Turn): boolean => atLeast(draft.client.profile, '2.8');

/**
 * A broker has numbered the producer. Where epochs cannot be raised each id stands for one: batches keep the place of theirs in `formerIds`
 * as their epoch.
 */
export function takeId(turn: Turn, { producerId, producerEpoch }: MessageOf<'InitProducerIdResponse'>): void {
  const { draft } = turn;
  draft.producerId = producerId;
  if (raisesEpoch(turn)) draft.producerEpoch = producerEpoch;
  else {
    draft.formerIds = [...draft.formerIds, producerId];
    draft.producerEpoch = draft.formerIds.length - 1;
  }
}

/** How a batch names its producer in a request. */
export function identityOf(context: ProducerContext, batch: Batch): Pick<ProduceBatch, 'producerId' | 'producerEpoch'> {
  const { client, formerIds, producerId } = context;
  if (!client.config.idempotent) return { producerId: null, producerEpoch: batch.producerEpoch };
  const former = formerIds[batch.producerEpoch];
  return former === undefined ? { producerId, producerEpoch: batch.producerEpoch } : { producerId: former, producerEpoch: 0 };
}

/** Changes what is known of a partition's sequences. */
export function renumber({ draft }: Turn, { topic, partition }: Batch, change: (sequences: Sequences) => Sequences): void {
  const queue = queueOf(draft.accumulator, topic, partition);
  const sequences = change(queue.sequences);
  if (sequences !== queue.sequences) draft.accumulator = withQueue(draft.accumulator, topic, partition, { ...queue, sequences });
}

const breakCount = (turn: Turn, batch: Batch): void => renumber(turn, batch, (it) => ({ ...it, broken: true }));

/** A number the broker cannot place is worth another try: always under a new epoch, otherwise only if it came too early. */
export function mayRetrySequence(turn: Turn, batch: Batch, error: ErrorCode): boolean {
  if (!turn.draft.client.config.idempotent || !isSequenceError(error)) return false;
  if (raisesEpoch(turn)) return true;
  const { sequences } = queueOf(turn.draft.accumulator, batch.topic, batch.partition);
  const tooEarly = batch.producerEpoch === sequences.epoch && sequences.unresolved === null && !isBehindGap(sequences, batch.baseSequence);
  if (!tooEarly && batch.producerEpoch === sequences.epoch) breakCount(turn, batch);
  return tooEarly;
}

/** A retry keeps its sequence number, unless its epoch is over, or the broker cannot place that number for good (KIP-360). */
export function resequenced(turn: Turn, batch: Batch, error: ErrorCode): Batch {
  if (batch.baseSequence < 0) return batch;
  const { sequences } = queueOf(turn.draft.accumulator, batch.topic, batch.partition);
  if (batch.producerEpoch !== sequences.epoch) return { ...batch, baseSequence: -1 };
  const tooEarly = error === 'OUT_OF_ORDER_SEQUENCE_NUMBER' && !isBehindGap(sequences, batch.baseSequence);
  if (isSequenceError(error) && !tooEarly) breakCount(turn, batch);
  return batch;
}

/**
 * A partition whose count is broken begins anew under a higher epoch, as soon as nothing of it is in flight: what is might still be
 * written, and would be written again under new numbers. Before 2.5 it does under a new id, and what waits with its old numbers has to
 * be given up: those batches are returned.
 */
export function beginAnewIfBroken(turn: Turn, { topic, partition }: Batch): readonly Batch[] {
  const { draft } = turn;
  const queue = queueOf(draft.accumulator, topic, partition);
  const isFlying = () => flyingBatches(draft.connections).some((it) => it.partition === partition && it.topic === topic);
  if (!queue.sequences.broken || isFlying()) return [];
  if (raisesEpoch(turn)) {
    draft.producerEpoch += 1;
    const batches = queue.batches.map((batch) => (batch.baseSequence < 0 ? batch : { ...batch, baseSequence: -1 }));
    const sequences = { ...freshSequences, epoch: draft.producerEpoch };
    draft.accumulator = withQueue(draft.accumulator, topic, partition, { ...queue, batches, sequences });
    return [];
  }
  draft.producerId = null;
  const batches = queue.batches.filter(({ baseSequence }) => baseSequence < 0);
  draft.accumulator = withQueue(draft.accumulator, topic, partition, { ...queue, batches, sequences: freshSequences });
  return queue.batches.filter(({ baseSequence }) => baseSequence >= 0).map((batch) => ({ ...batch, baseSequence: -1 }));
}
