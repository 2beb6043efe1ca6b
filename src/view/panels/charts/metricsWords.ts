/** What the metrics are called, and their units. */
import type { KafkaNames } from '../../metricsKafka.ts';
import type { LineWord, MetricId, MetricLine, MetricUnit } from '../../metricsCharts.ts';
import { duration, number } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';

export function metricTitle(id: MetricId): string {
  const titles: Readonly<Record<MetricId, () => string>> = {
    throughput: m.charts_metric_throughput,
    produced: m.charts_metric_produced,
    consumed: m.charts_metric_consumed,
    latency: m.charts_metric_latency,
    endToEnd: m.charts_metric_end_to_end,
    lag: m.charts_metric_lag,
    partitionLag: m.charts_metric_partition_lag,
    paused: m.charts_metric_paused,
    pausedTotal: m.charts_metric_paused_total,
    batchRecords: m.charts_metric_batch_records,
    batchBytes: m.charts_metric_batch_bytes,
    requests: m.charts_metric_requests,
    pending: m.charts_metric_pending,
    trouble: m.charts_metric_trouble,
    commits: m.charts_metric_commits,
    underReplicated: m.charts_metric_under_replicated,
  };
  return titles[id]();
}

export function unitWords(unit: MetricUnit): string {
  const units: Readonly<Record<MetricUnit, () => string>> = {
    recordsPerSecond: m.charts_unit_records_per_second,
    requestsPerSecond: m.charts_unit_requests_per_second,
    commitsPerSecond: m.charts_unit_commits_per_second,
    ms: m.charts_unit_ms,
    records: m.charts_unit_records,
    bytes: m.charts_unit_bytes,
    partitions: m.charts_unit_partitions,
    partitionSeconds: m.charts_unit_partition_seconds,
  };
  return units[unit]();
}

const words: Readonly<Record<LineWord, () => string>> = {
  sent: m.charts_line_sent,
  acknowledged: m.charts_line_acknowledged,
  processed: m.charts_line_processed,
  retried: m.charts_line_retried,
  failed: m.charts_line_failed,
  p50: () => 'p50',
  p95: () => 'p95',
  p99: () => 'p99',
  underReplicated: m.charts_line_under_replicated,
  offline: m.charts_line_offline,
  shrinks: m.charts_line_shrinks,
};

export const lineName = ({ who, word }: MetricLine): string => who ?? (word === null ? '' : words[word]());

/** A value in its unit, as short as it can be said. */
export function metricValue(value: number | null, unit: MetricUnit): string {
  if (value === null) return '–';
  if (unit === 'ms') return duration(Math.round(value * 10) / 10);
  return number(value, Number.isInteger(value) || value >= 100 ? 0 : 1);
}

const owns: Readonly<Partial<Record<MetricId, () => string>>> = {
  throughput: m.charts_own_throughput,
  produced: m.charts_own_produced,
  consumed: m.charts_own_consumed,
  latency: m.charts_own_latency,
  endToEnd: m.charts_own_end_to_end,
  lag: m.charts_own_lag,
  paused: m.charts_own_paused,
  pausedTotal: m.charts_own_paused_total,
  batchRecords: m.charts_own_batch_records,
  requests: m.charts_own_requests,
  pending: m.charts_own_pending,
  commits: m.charts_own_commits,
};

/** Kafka's names for it, or that it is Partita's own and what it counts. */
export const kafkaLine = (id: MetricId, { same, metrics }: KafkaNames): string =>
  same ? metrics.map(({ name }) => name).join(' · ') : m.charts_own({ what: owns[id]?.() ?? '' });

/** The same with the places where Kafka tells it; of one's own metric, what in Kafka comes near it. */
export function kafkaPlaces(id: MetricId, { same, metrics }: KafkaNames): string {
  const places = metrics.map(({ name, where }) => (where.endsWith(`name=${name}`) ? where : `${name} (${where})`)).join(', ');
  if (same) return places;
  return `${m.charts_own({ what: owns[id]?.() ?? '' })} ${places === '' ? m.charts_own_alone() : m.charts_own_near({ names: places })}`;
}
