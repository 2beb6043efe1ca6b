/** What comes back to a producer: answers, lost connections, and its own timers. */
import { nameOf } from '../../address.ts';
import { atLeast } from '../../config/profiles.ts';
import { withQueue, queueOf, type Batch } from '../../kafka/accumulator.ts';
import { applyResponse, learnLeader, requestUpdate } from '../../kafka/clientMetadata.ts';
import { answered, connectionName, connectionOf, type InFlight } from '../../kafka/producer/connections.ts';
import { measureAnswer } from '../../kafka/producer/meters.ts';
import type { MessageOf } from '../../messages.ts';
import type { ControlMessage } from '../contract.ts';
import { abortAll, attemptFailed, complete, giveUp, loseConnection } from './results.ts';
import { takeId } from './identity.ts';
import { settle } from './sender.ts';
import { rejectWaiting, tick as callSendOnce } from './sending.ts';
import { limit, turnOf, type ProducerTimer, type Turn } from './turn.ts';

/** Takes the request an answer belongs to off its connection; undefined if we gave up on it before. */
function settled(turn: Turn, from: string, correlationId: number): InFlight | undefined {
  const { draft, now } = turn;
  const broker = Number(nameOf(from));
  const connection = connectionOf(draft.connections, broker);
  const request = connection.inFlight.find((it) => it.correlationId === correlationId);
  if (request?.purpose === 'produce') draft.meters = measureAnswer(draft.meters, request.sentAt, now);
  if (request !== undefined) draft.connections = { ...draft.connections, [broker]: answered(connection, correlationId) };
  return request;
}

/** P6, P8: each batch of the request has its own fate. */
export const takeProduceResponse = turnOf<MessageOf<'ProduceResponse'>>((turn, { correlationId, results }, { from }) => {
  const { draft } = turn;
  const request = settled(turn, from, correlationId);
  if (request === undefined) return;
  for (const { topic, partition, error, baseOffset, leader } of results) {
    const batch = request.batches.find((it) => it.partition === partition && it.topic === topic);
    if (leader !== undefined) draft.metadata = learnLeader(draft.metadata, topic, partition, leader);
    if (batch === undefined) continue; // it expired while it was in flight
    if (error === null) complete(turn, batch, baseOffset);
    else attemptFailed(turn, batch, error);
  }
  settle(turn);
});

/** C5: from now on records go to the leaders this answer names. */
export const takeMetadata = turnOf<MessageOf<'MetadataResponse'>>((turn, message, { from }) => {
  const { draft, now } = turn;
  const request = settled(turn, from, message.correlationId);
  if (request === undefined) return;
  if (request.purpose === 'metadata') draft.asking = { ...draft.asking, metadata: null };
  draft.metadata = applyResponse(draft.metadata, message, now);
  // A topic that send() named after this request had left is not in the answer.
  if (!draft.topics.every((topic) => message.topics.some(({ name }) => name === topic))) draft.metadata = requestUpdate(draft.metadata);
  settle(turn);
});

export const takeIdentity = turnOf<MessageOf<'InitProducerIdResponse'>>((turn, message, { from }) => {
  const { draft } = turn;
  if (settled(turn, from, message.correlationId) === undefined) return;
  draft.asking = { ...draft.asking, identity: null };
  if (message.error === null) takeId(turn, message);
  settle(turn);
});

/** The other side closed the connection or refused it; word about an earlier one is old news. */
export const takeDisconnect = turnOf<Extract<ControlMessage, { type: 'disconnected' }>>((turn, { node, connection }) => {
  const broker = Number(node);
  if (connectionName(connectionOf(turn.draft.connections, broker)) !== connection) return;
  loseConnection(turn, broker, 'NETWORK_EXCEPTION');
  settle(turn);
});

/** R5: an acks=0 request failed; the broker has no other way to say so. What was in that request is lost without a word. */
export const takeClosedConnection = turnOf<MessageOf<'ConnectionClosed'>>((turn, _message, { from, connection }) => {
  const broker = Number(nameOf(from));
  if (connectionName(connectionOf(turn.draft.connections, broker)) !== connection) return;
  loseConnection(turn, broker, 'NETWORK_EXCEPTION');
  settle(turn);
});

/** A linger, a back-off has run out. */
export const lookAgain = turnOf<ProducerTimer>(settle, 'timer.sender');

/** A workload's thread calls send(). */
export const tick = turnOf<Extract<ProducerTimer, { type: 'timer.workload' }>>((turn, { thread }) => {
  callSendOnce(turn, thread);
  settle(turn);
});

/** A time limit may have run out. Whatever is overdue fails; the next limit becomes the next deadline. */
export const checkDeadlines = turnOf<ProducerTimer>((turn) => {
  expireBatches(turn);
  timeOutRequests(turn);
  const { draft, now } = turn;
  rejectWaiting(turn, 'TimeoutException', ({ since }) => since + draft.client.config.maxBlockMs <= now);
  for (const { since } of draft.pending) limit(turn, since + draft.client.config.maxBlockMs);
  if (draft.closeBy !== null && draft.closeBy <= now) abortAll(turn);
  else if (draft.closeBy !== null) limit(turn, draft.closeBy);
  settle(turn);
}, 'timer.deadline');

/** P6: `delivery.timeout.ms` ends a batch wherever it is, waiting or in flight. */
function expireBatches(turn: Turn): void {
  const { draft, now } = turn;
  const isDue = (batch: Batch) => {
    const at = batch.createdAt + draft.client.config.deliveryTimeoutMs;
    if (at > now) limit(turn, at);
    return at <= now;
  };
  const expired: Batch[] = [];
  for (const connection of Object.values(draft.connections)) {
    const due = connection.inFlight.flatMap(({ batches }) => batches.filter(isDue));
    if (due.length === 0) continue;
    const inFlight = connection.inFlight.map((it) => ({ ...it, batches: it.batches.filter((batch) => !due.includes(batch)) }));
    draft.connections = { ...draft.connections, [connection.broker]: { ...connection, inFlight } };
    expired.push(...due);
  }
  for (const queues of Object.values(draft.accumulator.queues))
    for (const { batches } of queues) {
      const due = batches.filter(isDue);
      const [first] = due;
      if (first === undefined) continue;
      const queue = queueOf(draft.accumulator, first.topic, first.partition);
      const left = queue.batches.filter((batch) => !due.includes(batch));
      draft.accumulator = withQueue(draft.accumulator, first.topic, first.partition, { ...queue, batches: left });
      expired.push(...due);
    }
  for (const batch of expired) giveUp(turn, batch, 'TimeoutException', batch.sentTo ?? undefined);
}

/** P6: one request without an answer for `request.timeout.ms` costs the connection and everything on it. Before 3.5 it was not told from a disconnect. */
function timeOutRequests(turn: Turn): void {
  const { draft, now } = turn;
  for (const { broker, inFlight } of Object.values(draft.connections)) {
    const oldest = inFlight[0];
    if (oldest === undefined) continue;
    const at = oldest.sentAt + draft.client.config.requestTimeoutMs;
    if (at > now) limit(turn, at);
    else loseConnection(turn, broker, atLeast(draft.client.profile, '3.9') ? 'REQUEST_TIMED_OUT' : 'NETWORK_EXCEPTION');
  }
}
