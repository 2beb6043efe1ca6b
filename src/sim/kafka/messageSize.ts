/**
 * N3: how many bytes a message takes on the wire. Estimates after Kafka's protocol: what carries records and what grows with the cluster is
 * counted, everything else is a small message of one size. A fetch counts as one inside a session (KIP-227), which names only what changed.
 */
import type { FetchedPartition, Message, MessageOf, ProduceBatch } from '../messages.ts';
import { batchBytes } from './batch.ts';
import { BATCH_OVERHEAD } from './recordSize.ts';

/** Length, api key, version, correlation id, client id, and a few fields. */
const REQUEST = 40;
const RESPONSE = 20;
/** Topic, partition and the fixed fields beside them, in a request or response of that kind. */
const PARTITION = { produce: 26, produced: 46, fetched: 56, described: 42 };
const BROKER_ID = 4;
const BROKER_ADDRESS = 30;
const SMALL = 100;

const produceBytes = (batches: readonly ProduceBatch[]): number =>
  batches.reduce((sum, batch) => sum + PARTITION.produce + batchBytes(batch), REQUEST);

/** Records travel in the batches they were appended in. */
function fetchedBytes({ records }: FetchedPartition): number {
  let bytes = PARTITION.fetched;
  let batch: unknown = null;
  for (const record of records) {
    if (record.batch !== batch || batch === undefined) bytes += BATCH_OVERHEAD;
    batch = record.batch;
    bytes += record.bytes;
  }
  return bytes;
}

function describedBytes({ brokers, topics }: MessageOf<'MetadataResponse'>): number {
  let bytes = RESPONSE + brokers.length * BROKER_ADDRESS;
  for (const { partitions } of topics)
    for (const { replicas, isr } of partitions) bytes += PARTITION.described + BROKER_ID * (replicas.length + isr.length);
  return bytes;
}

/** The size of anything that travels between processes. */
export function messageBytes(message: { readonly type: string }): number {
  const it = message as Message;
  switch (it.type) {
    case 'Produce':
      return produceBytes(it.batches);
    case 'ProduceResponse':
      return RESPONSE + it.results.length * PARTITION.produced;
    case 'FetchResponse':
      return it.partitions.reduce((sum, fetched) => sum + fetchedBytes(fetched), RESPONSE);
    case 'MetadataResponse':
      return describedBytes(it);
    default:
      return SMALL;
  }
}
