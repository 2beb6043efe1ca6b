/** P5: the sender thread. It looks which partitions are ready, drains their brokers, and keeps metadata and producer id up to date. Models Kafka's Sender and NetworkClient. */
import { brokerActor } from '../../address.ts';
import { queueOf, runOf, waitingBatches, withoutFirst, type Batch } from '../../kafka/accumulator.ts';
import { nextBroker, partitionOf, refreshDueAt, requestUpdate, topicOf } from '../../kafka/clientMetadata.ts';
import { skipsBackoffOnNewLeader } from '../../kafka/producer/config.ts';
import {
  canProduce,
  connectionName,
  connectionOf,
  flyingBatches,
  isUnproven,
  withRequest,
  type Connection,
  type InFlight,
} from '../../kafka/producer/connections.ts';
import { compressionMs, FIRST_ESTIMATE, learnRatio } from '../../kafka/producer/codecs.ts';
import { batchBytes } from '../../kafka/batch.ts';
import { BATCH_OVERHEAD } from '../../kafka/recordSize.ts';
import { measureRequest } from '../../kafka/producer/meters.ts';
import { partitionerOf, weighQueues } from '../../kafka/producer/partition.ts';
import { drain, look, type Drained, type SenderView } from '../../kafka/producer/ready.ts';
import { adoptEpoch, takeSequences } from '../../kafka/producer/sequences.ts';
import type { MessageOf } from '../../messages.ts';
import { note, send } from '../contract.ts';
import { identityOf } from './identity.ts';
import { complete } from './results.ts';
import { admitWaiting } from './sending.ts';
import type { Patience } from './context.ts';
import { count, limit, wake, type Turn } from './turn.ts';

/** The end of every turn: everything that can be done now is done, and the sender knows when to look again. */
export function settle(turn: Turn): void {
  const { draft } = turn;
  draft.wakeAt = null;
  do admitWaiting(turn);
  while (sendReady(turn));
  endFlush(turn);
  keepMetadata(turn);
  keepIdentity(turn);
}

function viewOf({ draft }: Turn): SenderView {
  const { accumulator, metadata, closing, flushUpTo, pending, connections } = draft;
  const { config, profile } = draft.client;
  const hurry = closing ? 'close' : flushUpTo !== null ? 'flush' : pending.some(({ waitsFor }) => waitsFor === 'memory') ? 'memory' : null;
  const muted =
    config.maxInFlight === 1 ? new Set(flyingBatches(connections).map(({ topic, partition }) => `${topic}-${partition}`)) : null;
  return { accumulator, metadata, config, hurry, muted, skipsBackoffOnNewLeader: skipsBackoffOnNewLeader(profile) };
}

/** One round: at most one request per broker. True if something was sent. */
function sendReady(turn: Turn): boolean {
  const { draft, now } = turn;
  if (draft.accumulator.incomplete === 0) return false;
  const { ready, nextAt, leaderless } = look(viewOf(turn), now);
  if (leaderless) draft.metadata = requestUpdate(draft.metadata);
  let sentSomething = false;
  const mayProduce = !draft.client.config.idempotent || draft.producerId !== null;
  if (mayProduce && ready.length > 0) weigh(turn);
  for (const broker of mayProduce ? ready : []) {
    const connection = connectionOf(draft.connections, broker);
    measurePatience(turn, connection);
    if (isUnproven(connection)) reconnect(turn, connection);
    else if (canProduce(connection, draft.client.config.maxInFlight)) {
      const drained = drain(viewOf(turn), broker, connection.turn, now);
      if (drained.length > 0) {
        requestProduce(turn, broker, drained);
        sentSomething = true;
      }
    }
  }
  if (!sentSomething) wake(turn, nextAt);
  return sentSomething;
}

/** The reconnect back-off, then a probe: batches wait in their queues until the broker answers, or their time is up. */
function reconnect(turn: Turn, { broker, blockedUntil, inFlight }: Connection): void {
  if (blockedUntil > turn.now) wake(turn, blockedUntil);
  else if (inFlight.length === 0) request(turn, broker, 'probe', [], { type: 'Metadata', topics: turn.draft.topics });
}

/** P2: since when a broker has taken nothing although something was ready for it. Models RecordAccumulator.updateNodeLatencyStats. */
function measurePatience({ draft, now }: Turn, connection: Connection): void {
  const { config } = draft.client;
  if (config.availabilityTimeoutMs === 0) return;
  const { broker } = connection;
  const drainedAt = canProduce(connection, config.maxInFlight) ? now : (draft.patience[broker]?.drainedAt ?? now);
  draft.patience = { ...draft.patience, [broker]: { readyAt: now, drainedAt } };
}

const waitedFor = (patience: Patience | undefined): number => (patience === undefined ? 0 : patience.readyAt - patience.drainedAt);

/** P2: tells the adaptive partitioner how long the queues are. */
function weigh({ draft }: Turn): void {
  const { config, profile } = draft.client;
  if (!config.adaptive || config.partitioner !== 'default') return;
  const patience = config.availabilityTimeoutMs;
  const isStuck = patience === 0 ? null : (leader: number | null) => leader !== null && waitedFor(draft.patience[leader]) > patience;
  for (const [name, state] of Object.entries(draft.partitioners)) {
    const topic = topicOf(draft.metadata, name);
    if (state.current === null || topic === undefined) continue;
    const weighed = weighQueues(partitionerOf(profile, config), state, name, topic, draft.accumulator, isStuck);
    if (weighed !== state) draft.partitioners = { ...draft.partitioners, [name]: weighed };
  }
}

/** Takes the batches out of their queues, numbers them (P7), and sends them as one request. */
function requestProduce(turn: Turn, broker: number, drained: readonly Drained[]): void {
  const { draft, now, intents } = turn;
  const { config, id } = draft.client;
  let workMs = 0;
  const batches = drained.map(({ batch, reason }) => {
    if (batch.attempts === 0) workMs += compressionMs(config.codec, batch.rawBytes);
    const taken = takeOut(turn, batch, broker);
    intents.push(note({ kind: 'batch.ready', reason, bytes: taken.bytes, waitedMs: now - batch.createdAt, ...runOf(batch, id) }));
    return taken;
  });
  const codec = config.codec === 'none' ? {} : { codec: config.codec };
  const body: RequestBody = {
    type: 'Produce',
    acks: config.acks,
    timeoutMs: config.requestTimeoutMs,
    batches: batches.map((batch) => {
      const { topic, partition, records, baseSequence } = batch;
      const { producerId, producerEpoch } = identityOf(draft, batch);
      return { topic, partition, records, producerId, producerEpoch, baseSequence, ...codec };
    }),
  };
  const correlationId = request(turn, broker, 'produce', config.acks === 0 ? [] : batches, body, workMs);
  count(turn, 'requests', 1);
  draft.meters = measureRequest(draft.meters, batches, now);
  const runs = batches.map((batch) => runOf(batch, id));
  intents.push(note({ kind: 'produce.requested', producer: id, broker, correlationId, acks: config.acks, batches: runs }));
  // P8: without acknowledgements the result is there as soon as the request has left, and knows no offset.
  if (config.acks === 0) for (const batch of batches) complete(turn, batch, -1);
}

/** The oldest batch of a partition leaves its queue; from now on it takes no more records. */
function takeOut(turn: Turn, batch: Batch, broker: number): Batch {
  const { draft } = turn;
  const { metadata, client } = draft;
  const { config } = client;
  const sentEpoch = partitionOf(metadata, batch.topic, batch.partition)?.leaderEpoch ?? -1;
  const taken = { ...batch, closed: true, sentTo: broker, sentEpoch, bytes: compress(turn, batch) };
  const { sequences } = queueOf(draft.accumulator, batch.topic, batch.partition);
  const isNew = config.idempotent && batch.baseSequence < 0;
  const adopted = isNew ? adoptEpoch(sequences, draft.producerEpoch) : sequences;
  draft.accumulator = withoutFirst(draft.accumulator, batch, isNew ? takeSequences(adopted, batch.records.length) : sequences);
  return isNew ? { ...taken, baseSequence: adopted.next, producerEpoch: adopted.epoch } : taken;
}

/** P10: now its size is certain, and the next batches of the topic will be judged by it. */
function compress({ draft }: Turn, batch: Batch): number {
  const { codec } = draft.client.config;
  if (codec === 'none' || batch.attempts > 0) return batch.bytes;
  const bytes = batchBytes({ records: batch.records, codec });
  const estimate = draft.ratios[batch.topic] ?? FIRST_ESTIMATE;
  draft.ratios = { ...draft.ratios, [batch.topic]: learnRatio(estimate, (bytes - BATCH_OVERHEAD) / batch.rawBytes) };
  return bytes;
}

type Request = MessageOf<'Produce' | 'Metadata' | 'InitProducerId'>;
type RequestBody = Request extends infer R ? (R extends Request ? Omit<R, 'correlationId'> : never) : never;

/** Sends a request on the current connection to a broker and remembers that an answer is due. */
function request(
  turn: Turn,
  broker: number,
  purpose: InFlight['purpose'],
  batches: readonly Batch[],
  body: RequestBody,
  workMs = 0,
): number {
  const { draft, now, intents } = turn;
  const correlationId = draft.nextCorrelationId++;
  const connection = connectionOf(draft.connections, broker);
  const message: Request = { ...body, correlationId };
  intents.push(send(brokerActor(broker), message, connectionName(connection), workMs));
  const expectsAnswer = purpose !== 'produce' || batches.length > 0;
  const turned = purpose === 'produce' ? { ...connection, turn: connection.turn + 1 } : connection;
  const after = expectsAnswer ? withRequest(turned, { correlationId, purpose, sentAt: now, batches }) : turned;
  draft.connections = { ...draft.connections, [broker]: after };
  if (expectsAnswer) limit(turn, now + draft.client.config.requestTimeoutMs);
  return correlationId;
}

/** flush() is over when every batch that was there at the call is completed (P9). */
function endFlush({ draft }: Turn): void {
  const { flushUpTo } = draft;
  if (flushUpTo === null) return;
  const left = [...waitingBatches(draft.accumulator), ...flyingBatches(draft.connections)];
  if (!left.some(({ ordinal }) => ordinal < flushUpTo)) draft.flushUpTo = null;
}

/** Any broker that can be asked now, the least busy first; where all are in reconnect back-off, the sender comes back when one is not. */
function anyBroker(turn: Turn): number | null {
  const { draft, now } = turn;
  const broker = nextBroker(draft.metadata, turn.chance(), {
    usable: (id) => connectionOf(draft.connections, id).blockedUntil <= now,
    load: (id) => connectionOf(draft.connections, id).inFlight.length,
    rebootstrap: draft.client.config.rebootstraps,
  });
  if (broker === null) for (const { blockedUntil } of Object.values(draft.connections)) if (blockedUntil > now) wake(turn, blockedUntil);
  return broker;
}

/** Not before the retry back-off since the last time of asking has passed. */
function mayAsk(turn: Turn, askedAt: number | null): boolean {
  const from = askedAt === null ? 0 : askedAt + turn.draft.client.config.retryBackoffMs;
  if (from > turn.now) wake(turn, from);
  return from <= turn.now;
}

/** C5: asks for metadata when somebody missed a leader, or when it is `metadata.max.age.ms` old. */
function keepMetadata(turn: Turn): void {
  const { draft, now } = turn;
  if (draft.asking.metadata !== null) return;
  const dueAt = refreshDueAt(draft.metadata, draft.client.config.metadataMaxAgeMs);
  if (dueAt > now) return limit(turn, dueAt);
  if (!mayAsk(turn, draft.asking.metadataAt)) return;
  const broker = anyBroker(turn);
  if (broker === null) return;
  const metadata = request(turn, broker, 'metadata', [], { type: 'Metadata', topics: draft.topics });
  draft.asking = { ...draft.asking, metadata, metadataAt: now };
}

/** P7: an idempotent producer has a broker number it before it sends its first batch. */
function keepIdentity(turn: Turn): void {
  const { draft, now } = turn;
  if (
    !draft.client.config.idempotent ||
    draft.producerId !== null ||
    draft.asking.identity !== null ||
    !mayAsk(turn, draft.asking.identityAt)
  )
    return;
  const broker = anyBroker(turn);
  if (broker === null) return;
  const identity = request(turn, broker, 'identity', [], { type: 'InitProducerId', producerId: null, producerEpoch: -1 });
  draft.asking = { ...draft.asking, identity, identityAt: now };
}
