/**
 * P11: what a producer measures of itself, by Kafka's names (SenderMetricsRegistry). As in Kafka the averages and rates are of the last two
 * samples of `metrics.sample.window.ms`; simplified: they stand as they were at the last request or answer, and a rate is of the time that
 * has really passed, where Kafka counts at least half a minute.
 */
import type { ProducerModel } from '../../model.ts';
import type { Batch } from '../accumulator.ts';

const WINDOW_MS = 30_000;

interface Sample {
  readonly since: number;
  readonly batches: number;
  readonly records: number;
  readonly bytes: number;
  readonly queueMs: number;
  readonly answers: number;
  readonly latencyMs: number;
}

export interface Meters {
  readonly at: number;
  readonly current: Sample;
  readonly before: Sample | null;
  /** Records sent again, over the life of the process. */
  readonly retried: number;
}

const emptySample = (since: number): Sample => ({ since, batches: 0, records: 0, bytes: 0, queueMs: 0, answers: 0, latencyMs: 0 });

export const newMeters = (now: number): Meters => ({ at: now, current: emptySample(now), before: null, retried: 0 });

/** The meters with a sample that is not full yet. */
function opened(meters: Meters, now: number): Meters {
  const { current, retried } = meters;
  const age = now - current.since;
  if (age < WINDOW_MS) return { ...meters, at: now };
  return { at: now, current: emptySample(now), before: age < 2 * WINDOW_MS ? current : null, retried };
}

export function measureRequest(meters: Meters, batches: readonly Batch[], now: number): Meters {
  const next = opened(meters, now);
  let { records, bytes, queueMs } = next.current;
  for (const batch of batches) {
    records += batch.records.length;
    bytes += batch.bytes;
    queueMs += now - batch.createdAt;
  }
  return { ...next, current: { ...next.current, batches: next.current.batches + batches.length, records, bytes, queueMs } };
}

export function measureAnswer(meters: Meters, sentAt: number, now: number): Meters {
  const next = opened(meters, now);
  const { answers, latencyMs } = next.current;
  return { ...next, current: { ...next.current, answers: answers + 1, latencyMs: latencyMs + now - sentAt } };
}

export const measureRetry = (meters: Meters, records: number): Meters => ({ ...meters, retried: meters.retried + records });

/** Times in ms, sizes in bytes, rates per second; 0 where there is nothing to tell yet (Kafka: NaN). */
export function metricsOf({ at, current, before, retried }: Meters): ProducerModel['metrics'] {
  const sum = (what: Exclude<keyof Sample, 'since'>): number => current[what] + (before?.[what] ?? 0);
  const mean = (total: number, count: number): number => (count === 0 ? 0 : round(total / count));
  const seconds = (at - (before ?? current).since) / 1000;
  return {
    'record-send-rate': mean(sum('records'), seconds),
    'batch-size-avg': mean(sum('bytes'), sum('batches')),
    'record-queue-time-avg': mean(sum('queueMs'), sum('batches')),
    'request-latency-avg': mean(sum('latencyMs'), sum('answers')),
    'record-retry-total': retried,
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;
