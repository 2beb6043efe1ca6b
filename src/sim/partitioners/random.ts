import { pick, takesNoNotice, type Partitioner } from './types.ts';

/**
 * P2: kafka-python's DefaultPartitioner: keys as in the Java client, records without one at random, each for itself: even in the long run,
 * but batches stay small because neighbours part.
 */
export const random: Partitioner = {
  ...takesNoNotice,
  name: 'random',
  kafkaClass: 'kafka.partitioner.default.DefaultPartitioner',
  by: 'random',
  hashesKeys: true,
  choose: (state, topic, draw) => ({ state, partition: pick(topic, draw), drew: true }),
};
