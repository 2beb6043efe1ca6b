/** The charts of a run: which there are, in which unit, and their lines. */
import { kafkaNames, type KafkaNames } from './metricsKafka.ts';
import type { MetricsFold } from './metricsFold.ts';
import type { Counts, Samples, Steps } from './metricsLog.ts';
import type { Band } from './metricsOf.ts';

/** Rates and percentiles are those of the last second; of the time between two points, where that is longer. */
export const WINDOW_MS = 1000;

export type MetricUnit =
  'recordsPerSecond' | 'requestsPerSecond' | 'commitsPerSecond' | 'ms' | 'records' | 'bytes' | 'partitions' | 'partitionSeconds';

/** Words for lines that are no producer, group or partition. */
export type LineWord =
  'sent' | 'acknowledged' | 'processed' | 'retried' | 'failed' | 'p50' | 'p95' | 'p99' | 'underReplicated' | 'offline' | 'shrinks';

export interface MetricLine {
  readonly key: string;
  /** A producer, group or partition, by its own name; null: see `word`. */
  readonly who: string | null;
  readonly word: LineWord | null;
  /** Its value at a time; rates and percentiles over the last `windowMs` before it (WINDOW_MS unless told). Null: there is none. */
  readonly at: (t: number, windowMs?: number) => number | null;
  /** The most it was between two times, where it is known at every moment and not an average of the last second. */
  readonly most: ((from: number, to: number) => number | null) | null;
}

export interface MetricChart {
  readonly id: MetricId;
  readonly unit: MetricUnit;
  readonly kafka: KafkaNames;
  readonly lines: readonly MetricLine[];
  /** Rebalances of these groups are drawn behind it. */
  readonly bands: readonly Band[];
}

export const metricIds = [
  'throughput',
  'latency',
  'lag',
  'paused',
  'endToEnd',
  'batchRecords',
  'underReplicated',
  'requests',
  'produced',
  'consumed',
  'partitionLag',
  'pausedTotal',
  'batchBytes',
  'pending',
  'trouble',
  'commits',
] as const;
export type MetricId = (typeof metricIds)[number];

/** What is shown until somebody chooses. */
export const usualMetrics: readonly MetricId[] = ['throughput', 'latency', 'lag', 'paused', 'batchRecords', 'underReplicated'];

const rate =
  (counts: readonly Counts[]) =>
  (t: number, windowMs = WINDOW_MS) =>
    counts.reduce((sum, it) => sum + it.rate(t, windowMs), 0);
const worded = (word: LineWord, at: MetricLine['at']): MetricLine => ({ key: word, who: null, word, at, most: null });
const steady = (word: LineWord, steps: Steps): MetricLine => ({ ...worded(word, (t) => steps.at(t)), most: (a, b) => steps.most(a, b) });
const named = (who: string, at: MetricLine['at'], steps: Steps | null = null): MetricLine => ({
  key: who,
  who,
  word: null,
  at,
  most: steps === null ? null : (a, b) => steps.most(a, b),
});

const percentiles = (samples: Samples): MetricLine[] =>
  (
    [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const
  ).map(([word, share]) => worded(word, (t, windowMs = WINDOW_MS) => samples.percentile(t, windowMs, share)));

type Made = Pick<MetricChart, 'unit' | 'lines'> & { readonly ofGroups?: true };

function make(id: MetricId, { producers, groups, cluster, latency, endToEnd }: MetricsFold): Made {
  const eachProducer = [...producers];
  const eachGroup = [...groups];
  switch (id) {
    case 'throughput':
      return {
        unit: 'recordsPerSecond',
        lines: [
          worded('sent', rate(eachProducer.map(([, it]) => it.sent))),
          worded('acknowledged', rate(eachProducer.map(([, it]) => it.acknowledged))),
          worded('processed', rate(eachGroup.map(([, it]) => it.processed))),
        ],
        ofGroups: true,
      };
    case 'produced':
      return { unit: 'recordsPerSecond', lines: eachProducer.map(([who, it]) => named(who, rate([it.sent]))) };
    case 'consumed':
      return {
        unit: 'recordsPerSecond',
        lines: eachGroup.map(([who, it]) => named(who, rate([it.processed]))),
        ofGroups: true,
      };
    case 'latency':
      return { unit: 'ms', lines: percentiles(latency) };
    case 'endToEnd':
      return { unit: 'ms', lines: percentiles(endToEnd), ofGroups: true };
    case 'lag':
      return {
        unit: 'records',
        lines: eachGroup.map(([who, { lag }]) => named(who, (t) => lag.at(t), lag)),
        ofGroups: true,
      };
    case 'partitionLag':
      return {
        unit: 'records',
        lines: eachGroup.flatMap(([group, { lags }]) =>
          [...lags].map(([name, lag]) => named(groups.size > 1 ? `${group} ${name}` : name, (t) => lag.at(t), lag)),
        ),
        ofGroups: true,
      };
    case 'batchRecords':
      return {
        unit: 'records',
        lines: eachProducer.map(([who, it]) => named(who, (t, windowMs = WINDOW_MS) => it.batchRecords.mean(t, windowMs))),
      };
    case 'batchBytes':
      return {
        unit: 'bytes',
        lines: eachProducer.map(([who, it]) => named(who, (t, windowMs = WINDOW_MS) => it.batchBytes.mean(t, windowMs))),
      };
    case 'requests':
      return { unit: 'requestsPerSecond', lines: eachProducer.map(([who, it]) => named(who, rate([it.requests]))) };
    case 'pending':
      return {
        unit: 'bytes',
        lines: eachProducer.map(([who, { pending }]) => named(who, (t) => pending.at(t), pending)),
      };
    case 'trouble':
      return {
        unit: 'recordsPerSecond',
        lines: [
          worded('retried', rate(eachProducer.map(([, it]) => it.retries))),
          worded('failed', rate(eachProducer.map(([, it]) => it.failures))),
        ],
      };
    case 'commits':
      return {
        unit: 'commitsPerSecond',
        lines: eachGroup.map(([who, it]) => named(who, rate([it.commits]))),
        ofGroups: true,
      };
    case 'paused':
      return {
        unit: 'partitions',
        lines: eachGroup.map(([who, { unread }]) => named(who, (t) => unread.at(t), unread)),
        ofGroups: true,
      };
    case 'pausedTotal':
      return {
        unit: 'partitionSeconds',
        lines: eachGroup.map(([who, { unread }]) => named(who, (t) => unread.area(t) / 1000)),
        ofGroups: true,
      };
    case 'underReplicated':
      return {
        unit: 'partitions',
        lines: [
          steady('underReplicated', cluster.underReplicated),
          steady('offline', cluster.offline),
          worded('shrinks', (t, windowMs = WINDOW_MS) => cluster.isrShrinks.total(t) - cluster.isrShrinks.total(t - windowMs)),
        ],
      };
  }
}

/** A chart with the lines there are now: producers and groups may come later. */
export function metricChart(id: MetricId, fold: MetricsFold): MetricChart {
  const { ofGroups, ...chart } = make(id, fold);
  return { id, kafka: kafkaNames[id], ...chart, bands: ofGroups === true ? [...fold.groups.values()].flatMap(({ bands }) => bands) : [] };
}
