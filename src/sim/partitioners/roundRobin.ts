import { toPositive } from './murmur2.ts';
import { pick, takesNoNotice, type Choice, type Partitioner, type PartitionerState, type TopicView } from './types.ts';

const CLASS = 'org.apache.kafka.clients.producer.RoundRobinPartitioner';

/** One number further, over all records of the topic; 32 bits wrap round as in Java's AtomicInteger. */
function count(state: PartitionerState, topic: TopicView, first: number): Choice {
  const n = state.counter ?? first;
  return { state: { ...state, counter: (n + 1) | 0 }, partition: pick(topic, toPositive(n)), drew: false };
}

/** P2: RoundRobinPartitioner ≥ 4.0 deals records one by one, keys or not: order per key is gone (D3). */
export const roundRobin: Partitioner = {
  ...takesNoNotice,
  name: 'round-robin',
  kafkaClass: CLASS,
  by: 'roundRobin',
  hashesKeys: false,
  choose: (state, topic) => count(state, topic, 0),
};

/**
 * P2: the same class in 2.4–3.9. The producer asks a second time when the first answer would open a batch, and the
 * counter moves on with every question: each new batch skips a partition, and with an even number some stay empty.
 */
export const roundRobinSkipping: Partitioner = { ...roundRobin, name: 'round-robin-skipping', asksAgainOnNewBatch: true };

/** P2, client 2.3: records without a key are dealt one by one from a random start. Models its DefaultPartitioner. */
export const roundRobinNullKeys: Partitioner = {
  ...takesNoNotice,
  name: 'round-robin-null-keys',
  kafkaClass: 'org.apache.kafka.clients.producer.internals.DefaultPartitioner',
  by: 'roundRobin',
  hashesKeys: true,
  choose: (state, topic, draw) => ({ ...count(state, topic, draw), drew: state.counter === null }),
};
