/**
 * R4: which leader epoch wrote which part of a log, and where two logs part. Models Kafka's LeaderEpochFileCache and, on the follower,
 * AbstractFetcherThread.getOffsetTruncationState (KIP-101, KIP-595: the fetch itself tells of divergence).
 */

/** The epoch's records begin at `startOffset`. Ascending in both. */
export interface EpochEntry {
  readonly epoch: number;
  readonly startOffset: number;
}
export type LeaderEpochs = readonly EpochEntry[];

/** An epoch and where its records end (exclusive). */
export interface EpochEnd {
  readonly epoch: number;
  readonly endOffset: number;
}

export const NO_EPOCH = -1;

export const latestEpoch = (epochs: LeaderEpochs): number => epochs.at(-1)?.epoch ?? NO_EPOCH;

/** `epoch` begins at `startOffset`. Entries it contradicts are those of leaders whose records were never kept. */
export function assignEpoch(epochs: LeaderEpochs, epoch: number, startOffset: number): LeaderEpochs {
  if (epoch <= latestEpoch(epochs)) return epochs;
  return [...truncateEpochs(epochs, startOffset), { epoch, startOffset }];
}

/** A log cut at `endOffset` forgets the epochs that began there or later; an epoch without records goes too. */
export const truncateEpochs = (epochs: LeaderEpochs, endOffset: number): LeaderEpochs =>
  epochs.some(({ startOffset }) => startOffset >= endOffset) ? epochs.filter(({ startOffset }) => startOffset < endOffset) : epochs;

/** A log that begins at `startOffset` now (L3) forgets the epochs that ended before; the one it begins in begins there. */
export function truncateEpochsFromStart(epochs: LeaderEpochs, startOffset: number): LeaderEpochs {
  const first = epochs.findLastIndex((entry) => entry.startOffset <= startOffset);
  const floor = epochs[first];
  if (floor === undefined || (first === 0 && floor.startOffset === startOffset)) return epochs;
  return [{ epoch: floor.epoch, startOffset }, ...epochs.slice(first + 1)];
}

/** The largest known epoch not above `epoch` and where it ends, or null where the log cannot tell. */
export function endOffsetFor(epochs: LeaderEpochs, epoch: number, logEndOffset: number): EpochEnd | null {
  if (epoch === NO_EPOCH || epoch > latestEpoch(epochs)) return null;
  const next = epochs.find((entry) => entry.epoch > epoch);
  const floor = epochs.findLast((entry) => entry.epoch <= epoch);
  return { epoch: floor?.epoch ?? epoch, endOffset: next?.startOffset ?? logEndOffset };
}

/** Leader's side: where a follower whose last record below `fetchOffset` is of `lastFetchedEpoch` left the leader's history, or null if it did not. */
export function divergence(epochs: LeaderEpochs, lastFetchedEpoch: number, fetchOffset: number, logEndOffset: number): EpochEnd | null {
  const end = endOffsetFor(epochs, lastFetchedEpoch, logEndOffset);
  return end !== null && (end.epoch < lastFetchedEpoch || end.endOffset < fetchOffset) ? end : null;
}

/**
 * Follower's side: the offset to truncate to when told of the divergence. If it lacks the epoch it is told of, its own next lower epoch
 * may diverge too, which the following fetch will show.
 */
export function truncationPoint(epochs: LeaderEpochs, logEndOffset: number, leaders: EpochEnd): number {
  const own = endOffsetFor(epochs, leaders.epoch, logEndOffset);
  if (own === null) return Math.min(leaders.endOffset, logEndOffset);
  const agreed = own.epoch === leaders.epoch ? Math.min(own.endOffset, leaders.endOffset) : own.endOffset;
  return Math.min(agreed, logEndOffset);
}
