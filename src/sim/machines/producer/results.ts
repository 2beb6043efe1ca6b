/** P6–P8: what becomes of a batch once it was sent: acknowledged, tried again, or given up. Models Sender.completeBatch, canRetry and failBatch. */
import { brokerNode } from '../../address.ts';
import { queueOf, reenqueue, release, runOf, withQueue, type Batch } from '../../kafka/accumulator.ts';
import { exponentialBackoff } from '../../kafka/backoff.ts';
import { partitionOf, requestUpdate } from '../../kafka/clientMetadata.ts';
import { skipsBackoffOnNewLeader } from '../../kafka/producer/config.ts';
import { connectionOf, flyingBatches, lost } from '../../kafka/producer/connections.ts';
import { isRetriable, isSequenceError, needsNewMetadata } from '../../kafka/producer/errors.ts';
import { abandonSequences, acknowledgeSequences, freshSequences, isBehindGap, type Sequences } from '../../kafka/producer/sequences.ts';
import type { ErrorCode } from '../../messages.ts';
import { note } from '../contract.ts';
import { wakeThreads } from './sending.ts';
import { count, type Turn } from './turn.ts';

const RESULTS_KEPT = 50;

/** P8: the futures of a batch complete with their offsets; -1 where acks=0 leaves them unknown. */
export function complete(turn: Turn, batch: Batch, baseOffset: number): void {
  const { draft, now, intents } = turn;
  const { acks } = draft.client.config;
  const { topic, partition, records, createdAt, producerEpoch, baseSequence } = batch;
  const run = runOf(batch, draft.client.id);
  const results = records.map((_, i) => `${topic}-${partition}@${baseOffset < 0 ? -1 : baseOffset + i}`);
  draft.tally = { ...draft.tally, results: [...draft.tally.results, ...results].slice(-RESULTS_KEPT) };
  if (acks !== 0) count(turn, 'acknowledged', records.length);
  draft.accumulator = release(draft.accumulator, batch);
  if (baseSequence >= 0) renumber(turn, batch, (it) => acknowledgeSequences(it, producerEpoch, baseSequence, records.length));
  raiseEpochIfBroken(turn, batch);
  intents.push(note({ kind: 'batch.acknowledged', baseOffset, acks, latencyMs: now - createdAt, ...run }));
  wakeThreads(turn, run.numbers);
}

/** An attempt failed: try again while there is time and a retry left, else give up (P6). `blame`: the broker whose silence it was. */
export function attemptFailed(turn: Turn, batch: Batch, error: ErrorCode, blame?: number): void {
  const { draft, now } = turn;
  const { config } = draft.client;
  if (needsNewMetadata(error)) draft.metadata = requestUpdate(draft.metadata);
  const worthIt = isRetriable(error) || (config.idempotent && isSequenceError(error));
  if (worthIt && batch.attempts < config.retries && now < batch.createdAt + config.deliveryTimeoutMs) retry(turn, batch, error, blame);
  else giveUp(turn, batch, error, blame);
}

function retry(turn: Turn, batch: Batch, error: ErrorCode, blame?: number): void {
  const { draft, now, intents } = turn;
  const { config } = draft.client;
  const leaderEpoch = partitionOf(draft.metadata, batch.topic, batch.partition)?.leaderEpoch ?? -1;
  const skips = skipsBackoffOnNewLeader(draft.client.profile) && leaderEpoch > batch.sentEpoch;
  const wait = exponentialBackoff(config.retryBackoffMs, config.retryBackoffMaxMs, batch.attempts, turn.chance());
  const backoffMs = skips ? 0 : wait;
  const again = resequenced(turn, { ...batch, attempts: batch.attempts + 1, retryAt: now + backoffMs }, error);
  count(turn, 'retries', 1);
  draft.accumulator = reenqueue(draft.accumulator, again, config.idempotent);
  raiseEpochIfBroken(turn, again);
  const fact = { kind: 'batch.retried', error, attempt: again.attempts, backoffMs, ...runOf(batch, draft.client.id) } as const;
  intents.push(note(fact, blame === undefined ? undefined : { blame: brokerNode(blame) }));
}

/** P7: a retry keeps its sequence number, unless its epoch is over, or the broker cannot place that number for good (KIP-360). */
function resequenced(turn: Turn, batch: Batch, error: ErrorCode): Batch {
  if (batch.baseSequence < 0) return batch;
  const { sequences } = queueOf(turn.draft.accumulator, batch.topic, batch.partition);
  if (batch.producerEpoch !== sequences.epoch) return { ...batch, baseSequence: -1 };
  const tooEarly = error === 'OUT_OF_ORDER_SEQUENCE_NUMBER' && !isBehindGap(sequences, batch.baseSequence);
  if (isSequenceError(error) && !tooEarly) renumber(turn, batch, (it) => ({ ...it, broken: true }));
  return batch;
}

/** Changes what is known of a partition's sequences. */
function renumber({ draft }: Turn, { topic, partition }: Batch, change: (sequences: Sequences) => Sequences): void {
  const queue = queueOf(draft.accumulator, topic, partition);
  const sequences = change(queue.sequences);
  if (sequences !== queue.sequences) draft.accumulator = withQueue(draft.accumulator, topic, partition, { ...queue, sequences });
}

/**
 * A partition whose count is broken begins anew under a higher epoch, as soon as nothing of it is in flight: what is might still be
 * written, and would be written again under new numbers.
 */
function raiseEpochIfBroken({ draft }: Turn, { topic, partition }: Batch): void {
  const queue = queueOf(draft.accumulator, topic, partition);
  if (!queue.sequences.broken || flyingBatches(draft.connections).some((it) => it.partition === partition && it.topic === topic)) return;
  draft.producerEpoch += 1;
  const batches = queue.batches.map((batch) => (batch.baseSequence < 0 ? batch : { ...batch, baseSequence: -1 }));
  const sequences = { ...freshSequences, epoch: draft.producerEpoch };
  draft.accumulator = withQueue(draft.accumulator, topic, partition, { ...queue, batches, sequences });
}

/** The futures of a batch complete with an exception. Its records may still be in the log: the client cannot know (P9). */
export function giveUp(turn: Turn, batch: Batch, error: string, blame?: number): void {
  const { draft, intents } = turn;
  const run = runOf(batch, draft.client.id);
  count(turn, 'failed', batch.records.length);
  draft.accumulator = release(draft.accumulator, batch);
  const { baseSequence, producerEpoch, records } = batch;
  if (baseSequence >= 0) renumber(turn, batch, (it) => abandonSequences(it, producerEpoch, baseSequence, records.length));
  raiseEpochIfBroken(turn, batch);
  intents.push(note({ kind: 'batch.failed', error, ...run }, blame === undefined ? undefined : { blame: brokerNode(blame) }));
  wakeThreads(turn, run.numbers);
}

/** A connection is gone: everything in flight on it failed, oldest first, and the broker is left alone for the reconnect back-off. */
export function loseConnection(turn: Turn, broker: number, error: ErrorCode): void {
  const { draft, now } = turn;
  const { reconnectBackoffMs, reconnectBackoffMaxMs } = draft.client.config;
  const connection = connectionOf(draft.connections, broker);
  const blockedUntil = now + exponentialBackoff(reconnectBackoffMs, reconnectBackoffMaxMs, connection.failures, turn.chance());
  draft.connections = { ...draft.connections, [broker]: lost(connection, blockedUntil) };
  draft.metadata = requestUpdate(draft.metadata);
  for (const { purpose, batches } of connection.inFlight) {
    if (purpose === 'metadata') draft.asking = { ...draft.asking, metadata: null };
    if (purpose === 'identity') draft.asking = { ...draft.asking, identity: null };
    for (const batch of batches) attemptFailed(turn, batch, error, broker);
  }
}
