/** What a leader gives a fetcher. Models Kafka's Partition.fetchRecords and readRecords. */
import type { ErrorCode, FetchPartition, FetchedPartition } from '../messages.ts';
import { NO_EPOCH, divergence } from './leaderEpochs.ts';
import type { LeaderEpochs } from './leaderEpochs.ts';
import { slice } from './log.ts';
import type { Log } from './log.ts';

export interface Source {
  readonly log: Log;
  readonly epochs: LeaderEpochs;
  readonly highWatermark: number;
}

export interface Reading {
  readonly fetched: FetchedPartition;
  readonly bytes: number;
}

/** C5: a fetcher that knows an older leader epoch is told to refresh, one that knows a newer one has to wait for this broker to learn it. */
export function epochError(currentLeaderEpoch: number, leaderEpoch: number): ErrorCode | null {
  if (currentLeaderEpoch === NO_EPOCH || currentLeaderEpoch === leaderEpoch) return null;
  return currentLeaderEpoch < leaderEpoch ? 'FENCED_LEADER_EPOCH' : 'UNKNOWN_LEADER_EPOCH';
}

/** R6: consumers read below the HW, followers to the end of the log. A follower whose history is another one is told where they part (R4). */
export function read(source: Source, fetch: FetchPartition, forFollower: boolean): Reading {
  const { log, epochs, highWatermark } = source;
  const { topic, partition, fetchOffset, lastFetchedEpoch, maxBytes } = fetch;
  const about = { topic, partition, highWatermark, lastStableOffset: highWatermark, logStartOffset: log.startOffset };
  const nothing = (error: ErrorCode | null, more?: Pick<FetchedPartition, 'divergingEpoch'>): Reading => ({
    fetched: { ...about, error, records: [], ...more },
    bytes: 0,
  });
  // First, as in Kafka: what lies before the log (L3) cannot be compared with it.
  if (fetchOffset < log.startOffset) return nothing('OFFSET_OUT_OF_RANGE');
  const divergingEpoch = lastFetchedEpoch === NO_EPOCH ? null : divergence(epochs, lastFetchedEpoch, fetchOffset, log.endOffset);
  if (divergingEpoch !== null) return nothing(null, { divergingEpoch });
  if (fetchOffset > log.endOffset) return nothing('OFFSET_OUT_OF_RANGE');
  const { records, bytes } = slice(log, fetchOffset, maxBytes, forFollower ? log.endOffset : highWatermark);
  return { fetched: { ...about, error: null, records }, bytes };
}
