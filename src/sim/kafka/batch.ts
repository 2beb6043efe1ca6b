/** What can be said of a producer's batch as it travels. */
import type { RecordRun } from '../facts.ts';
import type { ProduceBatch } from '../messages.ts';
import { frameBytes } from './producer/codecs.ts';
import { BATCH_OVERHEAD } from './recordSize.ts';

/** What the topic's `max.message.bytes` limits: the batch as it travels, compressed if it is (P10). */
export function batchBytes({ records, codec }: Pick<ProduceBatch, 'records' | 'codec'>): number {
  let sum = BATCH_OVERHEAD;
  if (codec === undefined) for (const { bytes } of records) sum += bytes;
  else for (const { bytes, packed } of records) sum += packed ?? bytes;
  return codec === undefined ? sum : sum + frameBytes(codec);
}

/** Its records by the identity facts know them by; a batch is of one producer. */
export const runOf = ({ topic, partition, records }: ProduceBatch): RecordRun => ({
  topic,
  partition,
  producer: records[0]?.producer ?? '',
  numbers: records.map(({ number }) => number),
});
