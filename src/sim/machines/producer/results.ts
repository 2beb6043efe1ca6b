/** P6–P8: what becomes of a batch once it was sent: acknowledged, tried again, or given up. Models Sender.completeBatch, canRetry and failBatch. */
import { brokerNode } from '../../address.ts';
import { countPieces, reenqueue, release, runOf, waitingBatches, type Batch } from '../../kafka/accumulator.ts';
import { exponentialBackoff } from '../../kafka/backoff.ts';
import { partitionOf, requestUpdate } from '../../kafka/clientMetadata.ts';
import { FIRST_ESTIMATE } from '../../kafka/producer/codecs.ts';
import { skipsBackoffOnNewLeader } from '../../kafka/producer/config.ts';
import { connectionOf, flyingBatches, lost } from '../../kafka/producer/connections.ts';
import { measureRetry } from '../../kafka/producer/meters.ts';
import { isRetriable, needsNewMetadata } from '../../kafka/producer/errors.ts';
import { abandonSequences, acknowledgeSequences, shareSequences } from '../../kafka/producer/sequences.ts';
import { pieceBytes, split } from '../../kafka/producer/split.ts';
import type { ErrorCode } from '../../messages.ts';
import { note } from '../contract.ts';
import { beginAnewIfBroken, mayRetrySequence, renumber, resequenced } from './identity.ts';
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
  mendCount(turn, batch);
  intents.push(note({ kind: 'batch.acknowledged', baseOffset, acks, latencyMs: now - createdAt, ...run }));
  callBack(turn, batch, null);
  wakeThreads(turn, run.numbers);
}

/** An attempt failed: try again while there is time and a retry left, else give up (P6). `blame`: the broker whose silence it was. */
export function attemptFailed(turn: Turn, batch: Batch, error: ErrorCode, blame?: number): void {
  const { draft, now } = turn;
  const { config } = draft.client;
  if (error === 'MESSAGE_TOO_LARGE') {
    if (batch.records.length > 1) splitUp(turn, batch);
    else giveUp(turn, batch, 'RecordTooLargeException', blame);
    return;
  }
  if (needsNewMetadata(error)) draft.metadata = requestUpdate(draft.metadata);
  const worthIt = isRetriable(error) || mayRetrySequence(turn, batch, error);
  if (worthIt && batch.attempts < config.retries && now < batch.createdAt + config.deliveryTimeoutMs) retry(turn, batch, error, blame);
  else giveUp(turn, batch, error, blame);
}

/** P4: too large for the topic: its pieces go instead, at once and as if for the first time. */
function splitUp(turn: Turn, batch: Batch): void {
  const { draft, intents } = turn;
  const { config, profile, id } = draft.client;
  const pieces = split(batch, pieceBytes(batch, config.batchSize, profile), config.codec);
  const bases = pieces.map(({ baseSequence }) => baseSequence);
  if (batch.baseSequence >= 0) renumber(turn, batch, (it) => shareSequences(it, batch.producerEpoch, batch.baseSequence, bases));
  draft.accumulator = countPieces(release(draft.accumulator, batch), pieces.length);
  for (const piece of pieces.toReversed()) draft.accumulator = reenqueue(draft.accumulator, piece, config.idempotent);
  if (config.codec !== 'none') draft.ratios = { ...draft.ratios, [batch.topic]: FIRST_ESTIMATE };
  mendCount(turn, batch);
  count(turn, 'batches', pieces.length);
  intents.push(note({ kind: 'batch.split', into: pieces.length, bytes: batch.bytes, ...runOf(batch, id) }));
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
  draft.meters = measureRetry(draft.meters, batch.records.length);
  draft.accumulator = reenqueue(draft.accumulator, again, config.idempotent);
  mendCount(turn, again);
  const fact = { kind: 'batch.retried', error, attempt: again.attempts, backoffMs, ...runOf(batch, draft.client.id) } as const;
  intents.push(note(fact, blame === undefined ? undefined : { blame: brokerNode(blame) }));
}

/** P7: begins to count anew where the count is broken; what cannot be placed any more is lost (before 2.5). */
function mendCount(turn: Turn, batch: Batch): void {
  for (const lost of beginAnewIfBroken(turn, batch)) giveUp(turn, lost, 'OUT_OF_ORDER_SEQUENCE_NUMBER');
}

/** The futures of a batch complete with an exception. Its records may still be in the log: the client cannot know (P9). */
export function giveUp(turn: Turn, batch: Batch, error: string, blame?: number): void {
  const { draft, intents } = turn;
  const run = runOf(batch, draft.client.id);
  count(turn, 'failed', batch.records.length);
  draft.accumulator = release(draft.accumulator, batch);
  const { baseSequence, producerEpoch, records } = batch;
  if (baseSequence >= 0) renumber(turn, batch, (it) => abandonSequences(it, producerEpoch, baseSequence, records.length));
  mendCount(turn, batch);
  intents.push(note({ kind: 'batch.failed', error, ...run }, blame === undefined ? undefined : { blame: brokerNode(blame) }));
  callBack(turn, batch, error);
  wakeThreads(turn, run.numbers);
}

/** P9: close() has no more patience ("Producer is closed forcefully"). What is in flight may still get into the log. */
export function abortAll(turn: Turn): void {
  const { draft } = turn;
  const doomed = [...waitingBatches(draft.accumulator), ...flyingBatches(draft.connections)].sort((a, b) => a.ordinal - b.ordinal);
  draft.accumulator = { ...draft.accumulator, queues: {} };
  for (const connection of Object.values(draft.connections))
    draft.connections = { ...draft.connections, [connection.broker]: { ...connection, inFlight: [] } };
  for (const batch of doomed) giveUp(turn, { ...batch, baseSequence: -1 }, 'KafkaException');
}

/** P8: the sender's thread calls the callbacks of the records that came with one, in the order of the batch. */
function callBack(turn: Turn, batch: Batch, error: string | null): void {
  const { draft, intents } = turn;
  if (!draft.client.callsBack) return;
  const numbers = batch.records.flatMap(({ number, callback }) => (callback === true ? [number] : []));
  if (numbers.length === 0) return;
  count(turn, error === null ? 'callbacks' : 'errbacks', numbers.length);
  intents.push(note({ kind: 'callback.called', error, ...runOf(batch, draft.client.id), numbers }));
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
