/** R5: Produce requests. Models Kafka's KafkaApis.handleProduceRequest, ReplicaManager.appendRecords and DelayedProduce. */
import { brokerNode } from '../../address.ts';
import type { NodeId } from '../../address.ts';
import { runOf } from '../../kafka/batch.ts';
import type { ErrorCode, MessageOf, ProduceBatch } from '../../messages.ts';
import { isDue } from '../../time.ts';
import type { Delivered } from '../contract.ts';
import { note } from '../contract.ts';
import { close, hold, release, reply } from './channels.ts';
import { leaderHint, ledAt, nextTicket, say, slotOf } from './turn.ts';
import type { BrokerContext, ChannelId, PendingProduce, ProduceResult, Writer } from './context.ts';
import type { Turn } from './turn.ts';
import { followersSeen, heldBy, wakeFetches } from './fetching.ts';
import { watch } from './purgatory.ts';

export function takeProduce(turn: Turn, id: ChannelId, { batches, acks, timeoutMs, correlationId }: MessageOf<'Produce'>): void {
  write(turn, { kind: 'client', ...id, correlationId }, batches, acks, timeoutMs);
}

/** Hands every batch to its replica. All have appended by the end of the turn; with acks=all the answer waits for the HW. */
export function write(turn: Turn, writer: Writer, batches: readonly ProduceBatch[], acks: -1 | 0 | 1, timeoutMs: number): void {
  const { draft, at } = turn;
  const ticket = nextTicket(turn);
  let appending = 0;
  const results = batches.map((batch) => {
    const led = ledAt(draft, batch.topic, batch.partition);
    if (typeof led === 'string') return refused(turn, batch, led);
    appending += 1;
    const seen = led.metadata.replicas.length > 1 ? followersSeen(draft, slotOf(draft, batch.topic, batch.partition)) : {};
    say(turn, led.actor, { type: 'replica.append', ticket, acks, batch, seen });
    return null;
  });
  const produce: PendingProduce = { ticket, writer, acks, batches, results, appending, fresh: [], deadline: at + timeoutMs };
  if (appending === 0) {
    answer(turn, produce);
    return;
  }
  draft.produces = [...draft.produces, produce];
  if (writer.kind === 'client') hold(turn, writer);
}

/** Writes of coordinators are behind the scenes. */
function refused(turn: Turn, batch: ProduceBatch, error: ErrorCode, blame?: NodeId): ProduceResult {
  const fact = { kind: 'produce.refused', broker: turn.draft.id, error, ...runOf(batch) } as const;
  if (fact.producer !== '') turn.intents.push(blame === undefined ? note(fact) : note(fact, { blame }));
  return failed(turn.draft, batch, error);
}

const failed = (context: BrokerContext, { topic, partition }: ProduceBatch, error: ErrorCode): ProduceResult => ({
  topic,
  partition,
  error,
  baseOffset: -1,
  ...(error === 'NOT_LEADER_OR_FOLLOWER' ? leaderHint(context, topic, partition) : {}),
});

/** A replica's log or HW moved: what the broker knows of it, the writers it settles, and the fetches it wakes. */
export function hearAdvance(turn: Turn, { message }: Delivered<MessageOf<'replica.advanced'>>): void {
  const { draft } = turn;
  const { topic, partition, logEndOffset, highWatermark, appended, records } = message;
  const slot = slotOf(draft, topic, partition);
  const hosted = draft.hosted[slot];
  if (hosted === undefined) {
    // T3: its topic was deleted; who waited hears of it.
    for (const answer of message.answers) settle(turn, message, answer);
    return;
  }
  if (hosted.logEndOffset !== logEndOffset || hosted.highWatermark !== highWatermark)
    draft.hosted = draft.hosted.with(slot, { ...hosted, logEndOffset, highWatermark });
  const writing = appended === null ? undefined : draft.produces.find(({ ticket }) => ticket === appended);
  const fresh = writing === undefined ? [{ slot, records }] : [...writing.fresh, { slot, records }];
  const appending = writing === undefined ? 0 : writing.appending - 1;
  if (writing !== undefined) change(turn, { ...writing, appending, fresh });
  for (const answer of message.answers) settle(turn, message, answer);
  if (appending > 0) return;
  // Kafka, too, looks at parked requests only when every partition of a request has its records.
  wakeFetches(
    turn,
    fresh.map((it) => it.slot),
    fresh,
  );
  if (writing !== undefined) park(turn, writing.ticket);
}

const change = ({ draft }: Turn, produce: PendingProduce): void => {
  draft.produces = draft.produces.map((it) => (it.ticket === produce.ticket ? produce : it));
};

function settle(
  turn: Turn,
  { topic, partition }: MessageOf<'replica.advanced'>,
  { ticket, error, baseOffset }: MessageOf<'replica.advanced'>['answers'][number],
): void {
  const produce = turn.draft.produces.find((it) => it.ticket === ticket);
  const index = produce?.batches.findIndex((it) => it.partition === partition && it.topic === topic) ?? -1;
  const batch = produce?.batches[index];
  if (produce === undefined || batch === undefined) return;
  const result = error === null ? { topic, partition, error, baseOffset } : failed(turn.draft, batch, error);
  const settled = { ...produce, results: produce.results.with(index, result) };
  if (settled.appending === 0 && settled.results.every((it) => it !== null)) finish(turn, settled);
  else change(turn, settled);
}

/** All batches are in their logs: what is not settled waits for the HW, at most until the request's timeout. */
function park(turn: Turn, ticket: number): void {
  const produce = turn.draft.produces.find((it) => it.ticket === ticket);
  if (produce === undefined) return;
  if (produce.results.every((it) => it !== null)) finish(turn, produce);
  else {
    change(turn, { ...produce, fresh: [] });
    watch(turn, produce.deadline);
  }
}

function finish(turn: Turn, produce: PendingProduce): void {
  turn.draft.produces = turn.draft.produces.filter(({ ticket }) => ticket !== produce.ticket);
  answer(turn, produce);
}

/** R5: acks=0 gets no answer; if something failed, the closed connection has to tell. */
function answer(turn: Turn, { writer, acks, results }: PendingProduce): void {
  const settled = results.filter((it) => it !== null);
  if (writer.kind === 'coordinator') {
    const error = settled.find((it) => it.error !== null)?.error ?? null;
    say(turn, writer.actor, { type: 'offsets.appended', ticket: writer.ticket, error });
    return;
  }
  if (acks !== 0) {
    reply(turn, writer, { type: 'ProduceResponse', correlationId: writer.correlationId, results: settled });
    return;
  }
  if (settled.every(({ error }) => error === null)) release(turn, writer);
  else {
    say(turn, writer.from, { type: 'ConnectionClosed' }, writer.connection);
    close(turn, writer);
  }
}

/** R5: the HW did not reach them in time. The records stay in the log: a later HW may still pass them. */
export function expireProduces(turn: Turn): void {
  for (const produce of turn.draft.produces) {
    if (!isDue(produce.deadline, turn.at)) continue;
    const results = produce.results.map((it, i) => {
      const batch = produce.batches[i] as ProduceBatch;
      return it ?? refused(turn, batch, 'REQUEST_TIMED_OUT', laggard(turn.draft, batch));
    });
    finish(turn, { ...produce, results });
  }
}

/** The broker whose follower lacks records, a member of the ISR before others: its silence held the HW back. */
function laggard(context: BrokerContext, { topic, partition }: ProduceBatch): NodeId | undefined {
  const led = ledAt(context, topic, partition);
  if (typeof led === 'string') return undefined;
  const { isr, replicas } = led.metadata;
  const slot = slotOf(context, topic, partition);
  const late = [...isr, ...replicas].find((id) => id !== context.id && heldBy(context, slot, id) < led.logEndOffset);
  return late === undefined ? undefined : brokerNode(late);
}

/** KIP-360: an idempotent producer begins anew with an id of its own. Kafka's brokers get blocks of ids from the controller. */
export function giveProducerId(turn: Turn, id: ChannelId, { correlationId }: MessageOf<'InitProducerId'>): void {
  const { draft } = turn;
  const producerId = draft.id * 1000 + draft.producerIds;
  draft.producerIds += 1;
  reply(turn, id, { type: 'InitProducerIdResponse', correlationId, error: null, producerId, producerEpoch: 0 });
}
