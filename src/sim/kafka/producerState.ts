/**
 * P7, broker side: what a log remembers of idempotent producers, so that a batch sent again is not appended again. Models Kafka's
 * ProducerStateManager and ProducerAppendInfo, without transactions.
 */
import type { BatchHeader, ErrorCode, LogRecord } from '../messages.ts';

/** As many as a producer may have in flight: each of them may be the one that is sent again. */
const REMEMBERED = 5;
const LAST_SEQUENCE = 0x7fffffff;

export interface ProducerEntry {
  readonly producerId: number;
  readonly epoch: number;
  /** Its last batches, newest last. */
  readonly batches: readonly BatchHeader[];
}
/** One entry per producer id, in the order they were first heard of. */
export type ProducerStates = readonly ProducerEntry[];

type Sequenced = Pick<BatchHeader, 'producerId' | 'producerEpoch' | 'baseSequence' | 'count'>;

export type Verdict =
  | { readonly kind: 'new' }
  | { readonly kind: 'duplicate'; readonly of: BatchHeader }
  | { readonly kind: 'refused'; readonly error: ErrorCode };

const NEW: Verdict = { kind: 'new' };

/** Sequence numbers are 31 bits wide and begin again at 0. */
function lastSequence({ baseSequence, count }: Sequenced): number {
  const last = baseSequence + count - 1;
  return last > LAST_SEQUENCE ? last - LAST_SEQUENCE - 1 : last;
}

/** Whether the leader may append this batch. A producer it has never heard of may begin anywhere (KIP-360). */
export function judge(states: ProducerStates, batch: Sequenced): Verdict {
  const entry = batch.producerId === null ? undefined : states.find(({ producerId }) => producerId === batch.producerId);
  if (entry === undefined) return NEW;
  if (batch.producerEpoch < entry.epoch) return { kind: 'refused', error: 'INVALID_PRODUCER_EPOCH' };
  if (batch.producerEpoch > entry.epoch) return batch.baseSequence === 0 ? NEW : { kind: 'refused', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' };
  const of = entry.batches.find((it) => it.baseSequence === batch.baseSequence && it.count === batch.count);
  if (of !== undefined) return { kind: 'duplicate', of };
  const newest = entry.batches.at(-1);
  if (newest === undefined) return NEW;
  const last = lastSequence(newest);
  const next = last === LAST_SEQUENCE ? 0 : last + 1;
  return batch.baseSequence === next ? NEW : { kind: 'refused', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' };
}

/** The states after a batch was appended, by the leader or by a follower's copy. */
export function remember(states: ProducerStates, batch: BatchHeader): ProducerStates {
  const { producerId, producerEpoch: epoch } = batch;
  if (producerId === null) return states;
  const index = states.findIndex((it) => it.producerId === producerId);
  const entry = states[index];
  const batches = entry?.epoch === epoch ? [...entry.batches.slice(1 - REMEMBERED), batch] : [batch];
  const next = { producerId, epoch, batches };
  return index < 0 ? [...states, next] : states.with(index, next);
}

/** The states after a follower copied these records: each batch is known by its first one, of those that are left (L4). */
export function rememberAll(states: ProducerStates, records: readonly LogRecord[]): ProducerStates {
  let after = states;
  let last: BatchHeader | undefined;
  for (const { batch } of records) {
    if (batch !== undefined && batch !== last) after = remember(after, batch);
    last = batch;
  }
  return after;
}
