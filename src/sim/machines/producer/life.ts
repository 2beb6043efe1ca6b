/** P9: how a producer process begins and ends, and the calls of its API that a person or a script makes. */
import { bootstrapOf } from '../../kafka/clientMetadata.ts';
import { producerConflicts, turnsIdempotenceOff } from '../../config/producerConflicts.ts';
import { settingsFor } from '../../config/resolve.ts';
import { runOf, waitingBatches } from '../../kafka/accumulator.ts';
import { payloadOf } from '../../kafka/producer/codecs.ts';
import { configOf } from '../../kafka/producer/config.ts';
import { flyingBatches, lost, type Connections } from '../../kafka/producer/connections.ts';
import { hash, hashText } from '../../kernel/luck.ts';
import { newMeters } from '../../kafka/producer/meters.ts';
import { recordBytes, utf8Length } from '../../kafka/recordSize.ts';
import { resumeWorkload } from '../../kafka/workload.ts';
import type { MessageOf } from '../../messages.ts';
import type { ConfigOverrides } from '../../scenario/types.ts';
import { note, stopTimer, type AnyMessage, type Delivered, type Rule } from '../contract.ts';
import { freshMemory, type ProducerContext } from './context.ts';
import { settle } from './sender.ts';
import { callSend, rejectWaiting, schedule } from './sending.ts';
import { abortAll } from './results.ts';
import { count, limit, turnOf, type Turn } from './turn.ts';

/** Connections of an earlier life are never used again: answers that still travel on them find nobody. */
const reconnected = (connections: Connections): Connections =>
  Object.fromEntries(Object.entries(connections).map(([broker, connection]) => [broker, { ...lost(connection, 0), failures: 0 }]));

/** The process begins: with the settings it was given last, empty buffers, its counters, and its schedule from now on. */
export const begin = turnOf<AnyMessage>((turn) => {
  const { draft, now, intents } = turn;
  const { id, profile, bootstrap, workloads, nextOverrides } = draft.client;
  const overrides = nextOverrides ?? draft.client.overrides;
  const failure = producerConflicts(profile, overrides)[0]?.reason ?? null;
  draft.client = { ...draft.client, failure, restarting: false };
  if (failure !== null) {
    intents.push(note({ kind: 'producer.failed', producer: id, error: failure }));
    return;
  }
  if (turnsIdempotenceOff(profile, overrides)) intents.push(note({ kind: 'idempotence.disabled', producer: id }));
  if (nextOverrides !== null) {
    const settings = settingsFor('producer', profile, overrides);
    draft.client = { ...draft.client, overrides, settings, config: configOf(settings), nextOverrides: null };
  }
  Object.assign(draft, freshMemory(bootstrapOf(draft.client.settings, bootstrap)));
  draft.meters = newMeters(now);
  draft.process = hash(draft.client.seed, hashText(id), now);
  draft.connections = reconnected(draft.connections);
  draft.threads = draft.threads.map((thread, index) => {
    const spec = workloads[index];
    return spec === undefined ? thread : resumeWorkload(spec, thread, now);
  });
  for (let index = 0; index < draft.threads.length; index++) schedule(turn, index);
  settle(turn);
});

/** close(): no more records; what is buffered is sent, whoever waits in send() gets an exception. */
function beginClosing(turn: Turn): void {
  const { draft, intents } = turn;
  draft.closing = true;
  draft.threads.forEach((_, index) => intents.push(stopTimer(`workload:${index}`)));
  rejectWaiting(turn, 'KafkaException', () => true);
  settle(turn);
}

/** P9: close() waits for all that is buffered, or at most so long; with 0 it does not even begin. */
export const close = turnOf<MessageOf<'command.close'>>((turn, { timeoutMs }) => {
  const { draft, now } = turn;
  draft.client = { ...draft.client, restarting: false };
  draft.closeBy = timeoutMs === undefined ? null : now + timeoutMs;
  if (timeoutMs === 0) abortAll(turn);
  else if (draft.closeBy !== null) limit(turn, draft.closeBy);
  beginClosing(turn);
});

const withSettings = ({ draft }: Turn, config: Readonly<Record<string, unknown>>): void => {
  const { overrides, nextOverrides } = draft.client;
  draft.client = { ...draft.client, nextOverrides: { ...(nextOverrides ?? overrides), ...(config as ConfigOverrides) } };
};

/** New settings need a new client: close() first, then begin anew. */
export const restartWith = turnOf<MessageOf<'command.setConfig'>>((turn, { config }) => {
  withSettings(turn, config);
  turn.draft.client = { ...turn.draft.client, restarting: true };
  beginClosing(turn);
});

/** The process is not there to be restarted: its next start takes the settings up. */
export const keepSettings = turnOf<MessageOf<'command.setConfig'>>((turn, { config }) => withSettings(turn, config));

export const flush = turnOf<AnyMessage>((turn) => {
  turn.draft.flushUpTo = turn.draft.accumulator.nextOrdinal;
  settle(turn);
});

export const sendOne = turnOf<MessageOf<'command.send'>>((turn, { topic, key, value, partition, bytes: given }) => {
  const bytes = given ?? recordBytes(key === null ? null : utf8Length(key), value === null ? null : utf8Length(value));
  callSend(turn, { thread: null, topic, key, value, partition, bytes, payload: payloadOf(value) });
  settle(turn);
});

/** A closed producer throws at whoever calls send(). */
export const refuseSend = turnOf<MessageOf<'command.send'>>((turn, { topic }) => {
  const { draft, intents } = turn;
  count(turn, 'failed', 1);
  intents.push(
    note({ kind: 'record.rejected', producer: draft.client.id, number: draft.nextNumber++, topic, error: 'IllegalStateException' }),
  );
});

/** close() returns. */
export const sayGoodbye = turnOf<AnyMessage>(({ draft, intents }) => {
  draft.wakeAt = null;
  draft.deadlineAt = null;
  draft.connections = reconnected(draft.connections);
  intents.push(note({ kind: 'producer.closed', producer: draft.client.id }));
});

/** The process dies: what was buffered or in flight is forgotten; some of it may be in the log all the same. */
export const forgetEverything: Rule<ProducerContext, Delivered<AnyMessage>> = (context) => {
  const doomed = [...waitingBatches(context.accumulator), ...flyingBatches(context.connections)].sort((a, b) => a.ordinal - b.ordinal);
  return {
    context: {
      ...context,
      ...freshMemory(context.client.bootstrap),
      connections: reconnected(context.connections),
      wakeAt: null,
      deadlineAt: null,
    },
    intents: doomed.map((batch) => note({ kind: 'batch.forgotten', ...runOf(batch, context.client.id) })),
  };
};
