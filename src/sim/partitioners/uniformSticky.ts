import {
  pick,
  takesNoNotice,
  type Appended,
  type Choice,
  type LoadStats,
  type Partitioner,
  type QueueLengths,
  type TopicView,
} from './types.ts';

/**
 * P2, clients ≥ 3.3: records without a key stay on one partition until `batch.size` bytes went there, then a draw
 * decides anew (the same partition is possible), and a partition with a short queue is likelier than one with a long
 * queue, so a slow broker gets less. Models Kafka's BuiltInPartitioner (KIP-794).
 */
export const uniformSticky: Partitioner = {
  ...takesNoNotice,
  name: 'default',
  kafkaClass: 'org.apache.kafka.clients.producer.internals.BuiltInPartitioner',
  by: 'sticky',
  hashesKeys: true,
  choose(state, topic, draw): Choice {
    if (state.current !== null) return { state, partition: state.current, drew: false };
    const partition = drawPartition(state.load, topic, draw);
    return { state: { ...state, current: partition, producedBytes: 0 }, partition, drew: true };
  },
  onAppended(state, appended, topic, draw) {
    const producedBytes = state.producedBytes + appended.bytes;
    if (!hasHadEnough(producedBytes, appended)) return { state: { ...state, producedBytes }, drew: false };
    return { state: { ...state, current: drawPartition(state.load, topic, draw), producedBytes: 0 }, drew: true };
  },
  onQueueLengths: (state, queues) => ({ ...state, load: queues && weigh(queues) }),
};

/** Leaving a half-filled batch behind wastes a request, so it is put off, but to twice the batch size at most. */
function hasHadEnough(producedBytes: number, { batchSize, queueFull }: Appended): boolean {
  return producedBytes >= (queueFull ? batchSize : 2 * batchSize);
}

function drawPartition(load: LoadStats | null, topic: TopicView, draw: number): number {
  if (load === null) return pick(topic, draw);
  const total = load.cumulative.at(-1) ?? 1;
  const index = load.cumulative.findIndex((sum) => sum > draw % total);
  return load.partitions[index] ?? pick(topic, draw);
}

/**
 * Weights from queue lengths: a partition's weight is how much shorter its queue is than the longest, plus one.
 * Null (all the same) when the queues are equally long and none is left out, or when there is nothing to choose.
 * The caller passes null itself until every partition of the topic has had a batch.
 */
export function weigh({ partitions, lengths, known = partitions.length }: QueueLengths): LoadStats | null {
  if (partitions.length < 1 || known < 2) return null;
  const longest = Math.max(...lengths);
  if (known === partitions.length && lengths.every((length) => length === longest)) return null;
  let sum = 0;
  const cumulative = lengths.map((length) => (sum += longest + 1 - length));
  return { partitions, cumulative };
}
