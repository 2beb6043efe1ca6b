/** From a consumer or a follower to a leader, and back. */
import type { TopicPartition } from '../address.ts';
import type { ErrorCode } from './errors.ts';
import type { LogRecord } from './records.ts';

export interface FetchPartition extends TopicPartition {
  readonly fetchOffset: number;
  /** The leader epoch the fetcher knows; the broker fences older and refuses newer ones. */
  readonly currentLeaderEpoch: number;
  /** Followers: epoch of the last record they hold (-1: none), so that the leader can spot divergence (R4). */
  readonly lastFetchedEpoch: number;
  readonly maxBytes: number;
}

export interface FetchedPartition extends TopicPartition {
  readonly error: ErrorCode | null;
  readonly records: readonly LogRecord[];
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  /** Where the fetcher's log and the leader's parted: truncate to `endOffset`, then fetch again (R4). */
  readonly divergingEpoch?: { readonly epoch: number; readonly endOffset: number };
  readonly leader?: { readonly id: number; readonly epoch: number };
}

export type FetchMessage =
  | {
      readonly type: 'Fetch';
      readonly correlationId: number;
      /** A follower's broker id, or null for a consumer. */
      readonly replicaId: number | null;
      readonly maxWaitMs: number;
      readonly minBytes: number;
      readonly maxBytes: number;
      readonly isolationLevel: 'read_uncommitted' | 'read_committed';
      readonly partitions: readonly FetchPartition[];
    }
  /**
   * As in Kafka's fetch sessions (KIP-227) only partitions with something to tell are in it: records, an error, or another high watermark
   * than the one last sent on this connection. No partition at all: nothing new within maxWaitMs.
   */
  | { readonly type: 'FetchResponse'; readonly correlationId: number; readonly partitions: readonly FetchedPartition[] }
  /** `timestamp` -2: earliest, -1: latest (as the consumer may read: HW or LSO), otherwise the first record at or after it; its `offset` is -1 if there is none. */
  | {
      readonly type: 'ListOffsets';
      readonly correlationId: number;
      readonly isolationLevel: 'read_uncommitted' | 'read_committed';
      readonly partitions: readonly (TopicPartition & { readonly timestamp: number })[];
    }
  | {
      readonly type: 'ListOffsetsResponse';
      readonly correlationId: number;
      readonly partitions: readonly (TopicPartition & { readonly error: ErrorCode | null; readonly offset: number })[];
    };
