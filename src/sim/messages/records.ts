/** Records and batches, as they travel and as they lie in a log. */
import type { TopicPartition } from '../address.ts';

/** A record as a producer sends it. `producer` and `number` identify it for the ledger; Kafka itself has no such identity. */
export interface ProducerRecord {
  readonly producer: string;
  /** The how-manieth record of this producer, from 0. */
  readonly number: number;
  readonly key: string | null;
  readonly value: string | null;
  /** Serialized size of key and value with Kafka's per-record overhead, in bytes. */
  readonly bytes: number;
  /** P10: its share of a compressed batch, in bytes. Left out: it is not compressed. */
  readonly packed?: number;
  /** P8: the application gave send() a callback. */
  readonly callback?: true;
  /** CreateTime, virtual ms. */
  readonly timestamp: number;
}

/** A record in a log. Records of internal topics (`__consumer_offsets`) have producer `''` and number -1. */
export interface LogRecord extends ProducerRecord {
  readonly offset: number;
  readonly leaderEpoch: number;
  /** The batch it was appended in, one object shared by all its records. */
  readonly batch?: BatchHeader;
  /** L4, tombstones the cleaner has met: until when they stay (KIP-534). */
  readonly deleteHorizon?: number;
}

/** What a log keeps of a batch (L1): by it followers, and so new leaders, recognise a batch that is sent again (P7). */
export interface BatchHeader {
  readonly baseOffset: number;
  readonly count: number;
  readonly producerId: number | null;
  readonly producerEpoch: number;
  readonly baseSequence: number;
}

/** How a batch was compressed (P10). */
export type Compressor = 'gzip' | 'snappy' | 'lz4' | 'zstd';

/** One batch for one partition inside a Produce request. Sequence numbers are set when the producer is idempotent (P7). */
export interface ProduceBatch extends TopicPartition {
  /** P10: left out where nothing is compressed. */
  readonly codec?: Compressor;
  readonly records: readonly ProducerRecord[];
  readonly producerId: number | null;
  readonly producerEpoch: number;
  readonly baseSequence: number;
}
