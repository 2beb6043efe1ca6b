/**
 * P4: a batch of several records that the broker found too large is cut into smaller ones, which take its place and its sequence numbers.
 * Models RecordAccumulator.splitAndReenqueue and ProducerBatch.split.
 */
import { atLeast } from '../../config/profiles.ts';
import type { ProfileName } from '../../config/types.ts';
import type { ProducerRecord } from '../../messages.ts';
import type { Batch } from '../accumulator.ts';
import { BATCH_OVERHEAD } from '../recordSize.ts';
import { CAUTION, type Codec } from './codecs.ts';

/**
 * The size the pieces may have: `batch.size`, and from the second time on half of what was refused. Before 4.2 it always was `batch.size`
 * (KAFKA-8350): a topic with a lower `max.message.bytes` then refused the same batch until `delivery.timeout.ms`.
 */
export function pieceBytes(batch: Batch, batchSize: number, profile: ProfileName): number {
  if (!batch.isPiece || !atLeast(profile, '4.3')) return batchSize;
  const largest = Math.max(...batch.records.map(({ bytes }) => bytes));
  return Math.max(BATCH_OVERHEAD + largest, Math.floor(batch.bytes / 2));
}

/** The pieces in order; nothing is assumed to shrink (any more). As if they had never been tried, but as old as the batch was. */
export function split(batch: Batch, limit: number, codec: Codec): readonly Batch[] {
  const weight = codec === 'none' ? 1 : CAUTION;
  const parts: { readonly records: ProducerRecord[]; rawBytes: number }[] = [];
  for (const record of batch.records) {
    const part = parts.at(-1);
    if (part !== undefined && BATCH_OVERHEAD + Math.floor(part.rawBytes * weight) + record.bytes <= limit) {
      part.records.push(record);
      part.rawBytes += record.bytes;
    } else parts.push({ records: [record], rawBytes: record.bytes });
  }
  const span = batch.span / parts.length;
  let sequence = batch.baseSequence;
  return parts.map(({ records, rawBytes }, i) => {
    const baseSequence = sequence;
    if (sequence >= 0) sequence += records.length;
    const bytes = BATCH_OVERHEAD + Math.floor(rawBytes * weight);
    const place = { ordinal: batch.ordinal + i * span, span };
    // The pool gets the memory of the big one back; its pieces live outside.
    return { ...batch, ...place, records, rawBytes, bytes, baseSequence, memory: 0, attempts: 0, retryAt: 0, closed: true, isPiece: true };
  });
}
