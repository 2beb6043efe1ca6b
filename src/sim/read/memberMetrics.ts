/** F5: a consumer's metrics under Kafka's names, made when they are looked at. */
import { averageOf, maxOf, rateOf } from '../kafka/consumer/metrics.ts';
import type { ConsumerContext } from '../kafka/consumer/state.ts';
import type { MemberMetrics, TopicModel } from '../model.ts';
import type { Memo } from './memo.ts';

export function readMetrics(
  { self, reading, loop }: ConsumerContext,
  topics: readonly TopicModel[],
  now: number,
  memo: Memo,
): MemberMetrics {
  const metrics: MemberMetrics = {
    'records-lag-max': lagMax(reading.partitions, topics),
    'records-consumed-rate': rateOf(reading.consumed, now),
    'time-between-poll-avg': averageOf(loop.pollGaps, now),
    'time-between-poll-max': maxOf(loop.pollGaps, now),
    'fetch-latency-avg': averageOf(reading.fetchLatency, now),
    'fetch-latency-max': maxOf(reading.fetchLatency, now),
  };
  // The same values are the same object: time alone changes nothing to be drawn.
  return memo.get(`metrics ${self.id}`, Object.values(metrics), () => metrics);
}

/** How far the process is behind in the partition it is most behind in; null where it has no position. */
function lagMax(partitions: ConsumerContext['reading']['partitions'], topics: readonly TopicModel[]): number | null {
  let most: number | null = null;
  for (const { topic, partition, position } of Object.values(partitions)) {
    const end = topics.find(({ name }) => name === topic)?.partitions[partition]?.highWatermark;
    if (position !== null && end !== undefined) most = Math.max(most ?? 0, end - position);
  }
  return most;
}
