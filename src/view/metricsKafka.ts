/**
 * Which of Kafka's own metrics measures what a chart shows. Kafka averages rates over two windows of 30 s (metrics.sample.window.ms), the
 * charts over the last second; beyond that `same` means the same thing counted at the same place.
 */
import type { MetricId } from './metricsCharts.ts';

export interface KafkaMetric {
  /** The attribute, or the column of a tool. */
  readonly name: string;
  /** Its MBean, or the tool. */
  readonly where: string;
}

export interface KafkaNames {
  /** False: the chart is Partita's own, and `metrics` only come near it. */
  readonly same: boolean;
  readonly metrics: readonly KafkaMetric[];
}

const metric =
  (where: string) =>
  (name: string): KafkaMetric => ({ name, where });
const ofProducer = metric('kafka.producer:type=producer-metrics,client-id=*');
const ofFetching = metric('kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*');
const ofMember = metric('kafka.consumer:type=consumer-coordinator-metrics,client-id=*');
const ofStreams = metric('kafka.streams:type=stream-processor-node-metrics,thread-id=*,task-id=*,processor-node-id=*');
const ofReplicas = (name: string): KafkaMetric => ({ name, where: `kafka.server:type=ReplicaManager,name=${name}` });
const lagColumn: KafkaMetric = { name: 'LAG', where: 'kafka-consumer-groups.sh --describe' };

const same = (...metrics: KafkaMetric[]): KafkaNames => ({ same: true, metrics });
const near = (...metrics: KafkaMetric[]): KafkaNames => ({ same: false, metrics });

export const kafkaNames: Readonly<Record<MetricId, KafkaNames>> = {
  throughput: near(ofProducer('record-send-rate'), ofFetching('records-consumed-rate')),
  produced: near(ofProducer('record-send-rate')),
  consumed: near(ofFetching('records-consumed-rate')),
  latency: near(ofProducer('record-queue-time-avg'), ofProducer('request-latency-avg')),
  endToEnd: near(ofStreams('record-e2e-latency-avg')),
  lag: near(lagColumn, ofFetching('records-lag-max')),
  partitionLag: same(lagColumn),
  paused: near(),
  pausedTotal: near(ofMember('rebalance-latency-total')),
  batchRecords: near(ofProducer('records-per-request-avg')),
  batchBytes: same(ofProducer('batch-size-avg')),
  requests: near(ofProducer('request-rate')),
  pending: near(ofProducer('buffer-total-bytes'), ofProducer('buffer-available-bytes')),
  trouble: same(ofProducer('record-retry-rate'), ofProducer('record-error-rate')),
  commits: near(ofMember('commit-rate')),
  underReplicated: same(
    ofReplicas('UnderReplicatedPartitions'),
    { name: 'OfflinePartitionsCount', where: 'kafka.controller:type=KafkaController,name=OfflinePartitionsCount' },
    ofReplicas('IsrShrinksPerSec'),
  ),
};
