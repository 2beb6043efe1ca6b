/** Why a batch waits (P3, P5–P7): the same conditions, in the order in which the sender asks them. */
import type { BatchModel, ProducerContext } from '../../sim/index.ts';
import { say, type Clause } from './answer.ts';
import { faultOf, isAt, last, partitionAt, placeName, producerOf, told, type Now, type Place } from './now.ts';
import { cutBetween, trouble } from './trouble.ts';
import { leaderless } from './leadership.ts';

export function batchWaits(now: Now, producer: string, batch: BatchModel): readonly Clause[] {
  const context = producerOf(now, producer);
  const fault = faultOf(now, producer);
  if (context === null || fault !== undefined) return [say('batch_process', {}, { fact: fault, rules: ['N4'] }), ...told(fault)];
  const what = say(
    'batch_holds',
    { records: { records: batch.records.length }, full: Math.round(batch.full * 100), since: { at: batch.createdAt } },
    { rules: ['P1'] },
  );
  return [what, ...reasons(now, producer, batch, context)];
}

function reasons(now: Now, producer: string, place: BatchModel, context: ProducerContext): readonly Clause[] {
  const { client, metadata, connections, accumulator } = context;
  const { config } = client;
  const queue = accumulator.queues[place.topic]?.[place.partition];
  const first = queue?.batches[0];
  const known = metadata.topics[place.topic]?.partitions[place.partition];
  if (known === undefined || known.leader === null) return withoutLeader(now, place);
  if (first !== undefined && first.attempts > 0 && first.retryAt > now.model.now) {
    const retried = last(now, 'batch.retried', (fact) => fact.producer === producer && isAt(fact, place));
    return [
      say('batch_backoff', { attempts: first.attempts, until: { at: first.retryAt } }, { fact: retried, rules: ['P6'] }),
      ...told(retried),
    ];
  }
  if (first !== undefined && first.attempts === 0 && isOpen(queue?.batches.length ?? 0, first.bytes, config.batchSize)) {
    const until = first.createdAt + config.lingerMs;
    if (until > now.model.now) return [say('batch_linger', { until: { at: until }, linger: { ms: config.lingerMs } }, { rules: ['P3'] })];
  }
  if (config.idempotent && context.producerId === null) return [say('batch_identity', {}, { rules: ['P7'] })];
  const connection = connections[known.leader];
  const broker = { node: String(known.leader) };
  if (connection !== undefined && connection.failures > 0) {
    const rests = connection.blockedUntil > now.model.now;
    const tries = rests
      ? say('batch_reconnect', { broker, until: { at: connection.blockedUntil } }, { rules: ['P6', 'N2'] })
      : say('batch_probe', { broker }, { rules: ['P6', 'N2'] });
    return [tries, ...trouble(now, known.leader), ...told(cutBetween(now, producer, String(known.leader)), ['N2'])];
  }
  const flying = connection?.inFlight.filter(({ purpose }) => purpose === 'produce') ?? [];
  if (flying.length >= config.maxInFlight)
    return [
      say('batch_in_flight', { broker, count: flying.length, most: config.maxInFlight }, { rules: ['P5'] }),
      ...trouble(now, known.leader),
    ];
  if (config.maxInFlight === 1 && flying.some(({ batches }) => batches.some((it) => isAt(it, place))))
    return [say('batch_muted', { partition: placeName(place) }, { rules: ['P6'] })];
  if ((queue?.sequences.outstanding.length ?? 0) > 0 || queue?.sequences.broken === true || (queue?.sequences.unresolved ?? null) !== null)
    return [say('batch_sequence', {}, { rules: ['P7'] })];
  return [say('batch_next', { broker }, { rules: ['P5'] })];
}

/** Room is left in the only batch of its partition. */
const isOpen = (batches: number, bytes: number, batchSize: number): boolean => batches === 1 && bytes < batchSize;

function withoutLeader(now: Now, place: Place): readonly Clause[] {
  const partition = partitionAt(now, place);
  const head = say('batch_leaderless', { partition: placeName(place) }, { rules: ['C5', 'P5'] });
  return partition !== undefined && partition.leader === null ? [head, ...leaderless(now, place, partition)] : [head];
}
