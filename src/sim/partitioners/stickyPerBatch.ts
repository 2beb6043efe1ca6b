import { pick, takesNoNotice, type Partitioner } from './types.ts';

/**
 * P2, clients 2.4–3.2: records without a key stay on one partition until a new batch would open there, then move to
 * another one. A slow broker's batches stay open longer, so it gets more, which is why 3.3 counts bytes instead.
 * Models Kafka's DefaultPartitioner with StickyPartitionCache (KIP-480).
 */
export const stickyPerBatch: Partitioner = {
  ...takesNoNotice,
  name: 'sticky-per-batch',
  kafkaClass: 'org.apache.kafka.clients.producer.internals.DefaultPartitioner',
  by: 'sticky',
  hashesKeys: true,
  asksAgainOnNewBatch: true,
  choose(state, topic, draw) {
    if (state.current !== null) return { state, partition: state.current, drew: false };
    const partition = pick(topic, draw);
    return { state: { ...state, current: partition }, partition, drew: true };
  },
  onNewBatch(state, topic, previous, draw) {
    // A keyed record that opens a batch elsewhere is no reason to move.
    if (state.current !== null && state.current !== previous) return state;
    // Kafka draws until it gets another partition; drawing among the others gives the same chances in one go.
    const others = topic.available.filter((partition) => partition !== state.current);
    const onlyOneLeft = others.length === 0 && topic.available.length > 0;
    return onlyOneLeft ? state : { ...state, current: pick({ ...topic, available: others }, draw) };
  },
};
