/** What can be said of a producer's batch as it travels. */
import type { RecordRun } from '../facts.ts';
import type { ProduceBatch } from '../messages.ts';
import { BATCH_OVERHEAD } from './recordSize.ts';

/** What the topic's `max.message.bytes` limits. */
export const batchBytes = ({ records }: ProduceBatch): number => records.reduce((sum, { bytes }) => sum + bytes, BATCH_OVERHEAD);

/** Its records by the identity facts know them by; a batch is of one producer. */
export const runOf = ({ topic, partition, records }: ProduceBatch): RecordRun => ({
  topic,
  partition,
  producer: records[0]?.producer ?? '',
  numbers: records.map(({ number }) => number),
});
