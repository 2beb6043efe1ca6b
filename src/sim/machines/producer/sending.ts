/** P1: send(), as the application's threads call it: number the record, choose its partition, append it; or wait (P4). */
import { hash, hashText } from '../../kernel/luck.ts';
import { append, hasMemory, memoryFor, opensBatch } from '../../kafka/accumulator.ts';
import { requestUpdate, topicOf } from '../../kafka/clientMetadata.ts';
import { afterAppend, choosePartition, partitionerOf, type Unplaced } from '../../kafka/producer/partition.ts';
import { CAUTION, FIRST_ESTIMATE, packedBytes } from '../../kafka/producer/codecs.ts';
import { BATCH_OVERHEAD } from '../../kafka/recordSize.ts';
import { composeRecord, nextSendAt } from '../../kafka/workload.ts';
import type { ProducerRecord } from '../../messages.ts';
import { note, startFreshTimer } from '../contract.ts';
import type { PendingSend } from './context.ts';
import { count, limit, type ProducerTimer, type Turn } from './turn.ts';

/** N1: the luck of a record depends on its producer and number alone, so that other settings send the same records. */
const luckOf = ({ draft }: Turn, number: number): number => hash(draft.client.seed, hashText(draft.client.id), number);

/** A workload's thread is due: it calls send() once. */
export function tick(turn: Turn, index: number): void {
  const { draft } = turn;
  const spec = draft.client.workloads[index];
  const thread = draft.threads[index];
  if (spec === undefined || thread === undefined) return;
  const number = draft.nextNumber;
  const composed = composeRecord(spec, thread, `${draft.client.id}#${number}`, (below) => hash(luckOf(turn, number), 0) % below);
  draft.threads = draft.threads.with(index, { ...thread, made: thread.made + 1, tick: thread.tick + 1 });
  callSend(turn, { thread: index, topic: spec.topic, partition: spec.partition, ...composed });
}

/** send() is called: it returns at once, or the caller waits. */
export function callSend(
  turn: Turn,
  call: Pick<PendingSend, 'thread' | 'topic' | 'key' | 'value' | 'partition' | 'bytes' | 'payload'>,
): void {
  const { draft, now } = turn;
  const record = { ...call, number: draft.nextNumber++, since: now };
  if (!draft.topics.includes(call.topic)) {
    draft.topics = [...draft.topics, call.topic];
    draft.metadata = requestUpdate(draft.metadata);
    draft.asking = { ...draft.asking, metadataAt: null }; // asking for a topic for the first time is not asking again: no back-off
  }
  const outcome = attempt(turn, record);
  if (outcome === 'appended' || outcome === 'rejected') returned(turn, record, outcome);
  else wait(turn, record, outcome);
}

function wait(turn: Turn, record: Omit<PendingSend, 'waitsFor'>, waitsFor: PendingSend['waitsFor']): void {
  const { draft } = turn;
  draft.pending = [...draft.pending, { ...record, waitsFor }];
  limit(turn, record.since + draft.client.config.maxBlockMs);
  const thread = record.thread === null ? undefined : draft.threads[record.thread];
  if (thread !== undefined && record.thread !== null) draft.threads = draft.threads.with(record.thread, { ...thread, blocked: true });
}

/** send() returns to its caller. A thread goes on with its schedule, or first waits for the result if it works synchronously (P8). */
function returned(turn: Turn, record: Pick<PendingSend, 'thread' | 'number'>, outcome: 'appended' | 'rejected'): void {
  const { draft } = turn;
  const { thread: index, number } = record;
  const thread = index === null ? undefined : draft.threads[index];
  if (index === null || thread === undefined) return;
  const awaits = outcome === 'appended' && draft.client.workloads[index]?.mode === 'sync' ? number : null;
  if (thread.blocked || awaits !== null) draft.threads = draft.threads.with(index, { ...thread, blocked: false, awaits });
  if (awaits === null) schedule(turn, index);
}

/** Sets the alarm for a thread's next send(); one that is late goes at once. */
export function schedule({ draft, now, intents }: Turn, index: number): void {
  const spec = draft.client.workloads[index];
  const thread = draft.threads[index];
  const at = spec === undefined || thread === undefined || draft.closing ? null : nextSendAt(spec, thread, now);
  const alarm: ProducerTimer = { type: 'timer.workload', thread: index };
  if (at !== null) intents.push(startFreshTimer(`workload:${index}`, Math.max(0, at - now), alarm));
}

/** These records have their result: whoever waited for it goes on. */
export function wakeThreads(turn: Turn, numbers: readonly number[]): void {
  const { draft } = turn;
  for (let index = 0; index < draft.threads.length; index++) {
    const thread = draft.threads[index];
    if (thread === undefined || thread.awaits === null || !numbers.includes(thread.awaits)) continue;
    draft.threads = draft.threads.with(index, { ...thread, awaits: null });
    schedule(turn, index);
  }
}

/** What became possible meanwhile: blocked calls whose metadata or memory is there return, in the order they came. */
export function admitWaiting(turn: Turn): void {
  const { draft } = turn;
  if (draft.pending.length === 0) return;
  const still: PendingSend[] = [];
  for (const call of draft.pending) {
    const outcome = attempt(turn, call);
    if (outcome === 'appended' || outcome === 'rejected') returned(turn, call, outcome);
    else still.push(call.waitsFor === outcome ? call : { ...call, waitsFor: outcome });
  }
  if (still.length < draft.pending.length || still.some((call, i) => call !== draft.pending[i])) draft.pending = still;
}

/** Blocked calls whose time is up, or all of them when the producer closes, end with an exception. */
export function rejectWaiting(turn: Turn, error: string, isDue: (call: PendingSend) => boolean): void {
  const { draft } = turn;
  const due = draft.pending.filter(isDue);
  if (due.length === 0) return;
  draft.pending = draft.pending.filter((call) => !due.includes(call));
  for (const call of due) {
    reject(turn, call, error);
    returned(turn, call, 'rejected');
  }
}

const hasCallback = ({ draft }: Turn, { thread }: Pick<PendingSend, 'thread'>): boolean =>
  draft.client.callsBack && thread !== null && draft.client.workloads[thread]?.mode === 'async';

/** send() could not take the record. With a callback its exception goes there instead of to the caller (P8). */
function reject(turn: Turn, record: Pick<PendingSend, 'number' | 'topic' | 'partition' | 'thread'>, error: string): void {
  const { draft, intents } = turn;
  const { number, topic, partition } = record;
  count(turn, 'failed', 1);
  intents.push(note({ kind: 'record.rejected', producer: draft.client.id, number, topic, error }));
  if (!hasCallback(turn, record)) return;
  count(turn, 'errbacks', 1);
  intents.push(note({ kind: 'callback.called', error, producer: draft.client.id, topic, partition: partition ?? -1, numbers: [number] }));
}

/** Tries to append a record: done, refused for good, or what it has to wait for. */
function attempt(turn: Turn, record: Omit<PendingSend, 'waitsFor'>): 'appended' | 'rejected' | PendingSend['waitsFor'] {
  const { draft, now, intents } = turn;
  const { config } = draft.client;
  const { topic: name, number, key, value, bytes } = record;
  const topic = topicOf(draft.metadata, name);
  if (topic === undefined || (record.partition !== null && record.partition >= topic.partitions.length)) {
    draft.metadata = requestUpdate(draft.metadata);
    return 'metadata';
  }
  if (BATCH_OVERHEAD + bytes > config.maxRequestSize || memoryFor(bytes, config.batchSize) > config.bufferMemory) {
    reject(turn, record, 'RecordTooLargeException');
    return 'rejected';
  }
  const luck = luckOf(turn, number);
  const unplaced: Unplaced = {
    topic: name,
    key,
    partition: record.partition,
    bytes,
    draw: (n) => hash(luck, n) >>> 1,
    process: draft.process,
  };
  const partitioner = partitionerOf(draft.client.profile, config);
  const choice = choosePartition(partitioner, draft.partitioners[name], unplaced, topic, draft.accumulator, config);
  const at = { topic: name, partition: choice.partition };
  const opens = opensBatch(draft.accumulator, at, bytes, config.batchSize);
  if (opens && !hasMemory(draft.accumulator, bytes, config.batchSize, config.bufferMemory)) return 'memory';
  const { codec } = config;
  const plain: ProducerRecord = { producer: draft.client.id, number, key, value, bytes, timestamp: now };
  const packed = codec === 'none' ? plain : { ...plain, packed: packedBytes(codec, record.payload, bytes) };
  const composed = hasCallback(turn, record) ? { ...packed, callback: true as const } : packed;
  const ratio = codec === 'none' ? 1 : CAUTION * (draft.ratios[name] ?? FIRST_ESTIMATE);
  draft.accumulator = append(draft.accumulator, at, composed, config.batchSize, now, ratio);
  const remembers = afterAppend(partitioner, choice, unplaced, topic, draft.accumulator, config);
  if (remembers !== draft.partitioners[name]) draft.partitioners = { ...draft.partitioners, [name]: remembers };
  if (opens) {
    count(turn, 'batches', 1);
    limit(turn, now + config.deliveryTimeoutMs);
  }
  count(turn, 'sent', 1);
  intents.push(note({ kind: 'record.sent', producer: draft.client.id, number, key, bytes, by: choice.by, ...at }));
  return 'appended';
}
