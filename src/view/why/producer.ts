/** What one may ask of a producer and of its batches (P1–P9). */
import type { BatchModel, FactOf, ProducerContext, ProducerModel } from '../../sim/index.ts';
import { ask, say, type Clause, type Question } from './answer.ts';
import { batchWaits } from './batch.ts';
import { breachQuestions } from './group.ts';
import { because, faultOf, isAt, last, partitionAt, placeName, producerOf, told, toldWhy, type Now, type Place } from './now.ts';
import { cutBetween, trouble } from './trouble.ts';
import { leaderless } from './leadership.ts';

export const producerNamed = ({ model }: Now, id: string): ProducerModel | undefined =>
  model.producers.find((it) => it.id === id) ??
  model.groups.flatMap(({ members }) => members.flatMap(({ forwarding }) => forwarding ?? [])).find((it) => it.id === id);

const ENDED: ReadonlySet<string> = new Set(['crashed', 'paused', 'closed', 'closing', 'failed', 'stopped']);

export function producerQuestions(now: Now, id: string): readonly Question[] {
  const producer = producerNamed(now, id);
  const context = producerOf(now, id);
  if (producer === undefined || context === null) return [];
  const failed = last(now, ['batch.failed', 'record.rejected'], (fact) => fact.producer === id);
  const forgotten = last(now, 'batch.forgotten', (fact) => fact.producer === id);
  const tried = [...producer.buffered, ...producer.inFlight.flatMap(({ batches }) => batches)].find(({ attempts }) => attempts > 0);
  const oldest = producer.buffered.toSorted((a, b) => a.createdAt - b.createdAt)[0];
  const alive = !ENDED.has(producer.state);
  return [
    ...(ENDED.has(producer.state) ? [ask('ask_producer_ended', {}, () => ended(now, producer, context))] : []),
    ...(producer.state === 'starting'
      ? [ask('ask_producer_starting', {}, () => [say('producer_starting', {}, { rules: ['C5', 'P4'] })])]
      : []),
    ...(context.pending.length > 0 ? [ask('ask_blocked', {}, () => blocked(now, producer, context))] : []),
    ...(tried !== undefined ? [ask('ask_retries', {}, () => retries(now, id, tried))] : []),
    ...(alive && oldest !== undefined ? [ask('ask_collects', { partition: placeName(oldest) }, () => batchWaits(now, id, oldest))] : []),
    ...(failed !== undefined ? [ask('ask_failed', {}, () => failure(now, failed))] : []),
    ...(forgotten !== undefined
      ? [
          ask('ask_forgotten', {}, () => [
            ...toldWhy(now, forgotten, ['P9']),
            say('forgotten_maybe', {}, { fact: forgotten, rules: ['P9', 'D1'] }),
          ]),
        ]
      : []),
    ...(context.client.config.acks === 0 ? [ask('ask_no_answer', {}, () => [say('acks_zero', {}, { rules: ['R5', 'P8'] })])] : []),
    ...breachQuestions(now, (breach) => breach.producer === id),
  ];
}

export function batchQuestions(now: Now, id: string, place: Place): readonly Question[] {
  const producer = producerNamed(now, id);
  const waiting = producer?.buffered.filter((it) => isAt(it, place)) ?? [];
  const flying =
    producer?.inFlight.flatMap((request) => request.batches.filter((it) => isAt(it, place)).map((batch) => ({ request, batch }))) ?? [];
  const [first] = waiting;
  const tried = [...waiting, ...flying.map(({ batch }) => batch)].find(({ attempts }) => attempts > 0);
  return [
    ...(first !== undefined ? [ask('ask_batch_waits', {}, () => batchWaits(now, id, first))] : []),
    ...(flying.length > 0
      ? [
          ask('ask_in_flight', {}, () =>
            flying
              .slice(0, 2)
              .flatMap(({ request }) => [
                say('in_flight', { broker: { node: String(request.broker) }, since: { at: request.sentAt } }, { rules: ['P5', 'R5'] }),
                ...trouble(now, request.broker),
                ...told(cutBetween(now, id, String(request.broker)), ['N2']),
              ]),
          ),
        ]
      : []),
    ...(tried !== undefined ? [ask('ask_retries', {}, () => retries(now, id, tried))] : []),
  ];
}

function ended(now: Now, { id, state }: ProducerModel, { client }: ProducerContext): readonly Clause[] {
  const fault = faultOf(now, id);
  if (state === 'failed')
    return [
      say(
        'producer_conflict',
        { error: client.failure ?? '' },
        { fact: last(now, 'producer.failed', (it) => it.producer === id), rules: ['P7', 'V'] },
      ),
    ];
  if (state === 'crashed') return [say('producer_crashed', {}, { fact: fault, rules: ['P9'] }), ...because(now, fault)];
  if (state === 'paused') return [say('producer_paused', {}, { fact: fault, rules: ['N4'] }), ...because(now, fault)];
  if (state === 'closing') return [say('producer_closing', {}, { rules: ['P9'] })];
  const closed = last(now, 'producer.closed', (it) => it.producer === id);
  return [say('producer_closed', {}, { fact: closed, rules: ['P9'] }), ...because(now, closed)];
}

/** P4: send() waits. */
function blocked(now: Now, producer: ProducerModel, { pending, client, accumulator }: ProducerContext): readonly Clause[] {
  const [first] = pending;
  if (first === undefined) return [];
  const { bufferMemory, maxBlockMs } = client.config;
  const until = { at: first.since + maxBlockMs };
  const calls = say('blocked_until', { until, limit: { ms: maxBlockMs } }, { rules: ['P4'] });
  if (first.waitsFor === 'metadata') return [say('blocked_metadata', { topic: first.topic }, { rules: ['P4', 'C5'] }), calls];
  const oldest = producer.buffered.toSorted((a, b) => a.createdAt - b.createdAt)[0];
  return [
    say('blocked_memory', { used: accumulator.memoryUsed, total: bufferMemory }, { rules: ['P4'] }),
    calls,
    ...(oldest === undefined ? stuckRequests(now, producer) : batchWaits(now, producer.id, oldest)),
  ];
}

/** Requests that nobody answers. */
function stuckRequests(now: Now, { id, inFlight }: ProducerModel): readonly Clause[] {
  const [oldest] = inFlight;
  if (oldest === undefined) return [];
  const broker = String(oldest.broker);
  return [
    say('in_flight', { broker: { node: broker }, since: { at: oldest.sentAt } }, { rules: ['P5', 'P6'] }),
    ...trouble(now, oldest.broker),
    ...told(cutBetween(now, id, broker), ['N2']),
  ];
}

const ERRORS = {
  NOT_ENOUGH_REPLICAS: ['error_not_enough', 'R5'],
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: ['error_not_enough', 'R5'],
  NOT_LEADER_OR_FOLLOWER: ['error_not_leader', 'C5'],
  REQUEST_TIMED_OUT: ['error_timed_out', 'P6'],
  NETWORK_EXCEPTION: ['error_network', 'P6'],
  OUT_OF_ORDER_SEQUENCE_NUMBER: ['error_sequence', 'P7'],
  UNKNOWN_TOPIC_OR_PARTITION: ['error_unknown_topic', 'T3'],
  MESSAGE_TOO_LARGE: ['error_too_large', 'P4'],
  RecordTooLargeException: ['error_too_large', 'P4'],
  TimeoutException: ['error_deadline', 'P6'],
} as const;

/** What an error means. */
export function errorWords(error: string): readonly Clause[] {
  const known = Object.entries(ERRORS).find(([name]) => error.includes(name))?.[1];
  return known === undefined ? [] : [say(known[0], {}, { rules: [known[1]] })];
}

function retries(now: Now, id: string, batch: BatchModel): readonly Clause[] {
  const fact = last(now, 'batch.retried', (it) => it.producer === id && isAt(it, batch));
  const partition = partitionAt(now, batch);
  return [
    ...told(fact, ['P6']),
    ...(fact === undefined ? [say('retry_attempts', { attempts: batch.attempts }, { rules: ['P6'] })] : errorWords(fact.error)),
    ...because(now, fact),
    ...(partition !== undefined && partition.leader === null ? leaderless(now, batch, partition) : []),
    ...(fact !== undefined && fact.backoffMs > 0 ? [say('retry_backoff', { wait: { ms: fact.backoffMs } }, { fact, rules: ['P6'] })] : []),
  ];
}

function failure(now: Now, fact: FactOf<'batch.failed' | 'record.rejected'>): readonly Clause[] {
  const tried = last(
    now,
    'batch.retried',
    (it) => it.producer === fact.producer && it.id < fact.id && (fact.kind === 'record.rejected' || isAt(it, fact)),
  );
  return [...told(fact, ['P6']), ...errorWords(fact.error), ...told(tried, ['P6']), ...because(now, tried ?? fact)];
}
