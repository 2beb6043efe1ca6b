/**
 * R2: how far a log is safe. Models Kafka's Partition.maybeIncrementLeaderHW, UnifiedLog's handling of the high watermark (HW) and
 * ReplicaManager's checkpoint of it.
 */
import { atLeast } from '../config/profiles.ts';
import type { ProfileName } from '../config/types.ts';
import type { FollowerState } from './isr.ts';
import { isCaughtUp } from './isr.ts';

/** KIP-966 (3.7+): a topic cannot ask for more in-sync replicas than it has. Before, such a topic took no acks=all at all. */
export const effectiveMinIsr = (profile: ProfileName, minIsr: number, replicationFactor: number): number =>
  atLeast(profile, '3.9') ? Math.min(minIsr, replicationFactor) : minIsr;

export interface LeaderView {
  readonly profile: ProfileName;
  readonly highWatermark: number;
  readonly logEndOffset: number;
  readonly followers: readonly FollowerState[];
  /** The committed ISR, the leader included. */
  readonly isr: readonly number[];
  /** The ISR with everyone in it who may be in it already, while a change is on its way to the controller. */
  readonly maximalIsr: readonly number[];
  /** Replicas whose brokers are unfenced. */
  readonly live: readonly number[];
  readonly minIsr: number;
  readonly lagTimeMaxMs: number;
}

/**
 * The smallest log end among the ISR and replicas about to join it: were those left out, the HW could run ahead of one that has just
 * joined. 3.9, 4.3: it stands still while the ISR is smaller than min.insync.replicas, so that nothing becomes visible that is not safe.
 */
export function leaderHighWatermark(view: LeaderView, at: number): number {
  const { highWatermark, logEndOffset, maximalIsr } = view;
  if (view.isr.length < view.minIsr && atLeast(view.profile, '3.9')) return highWatermark;
  let safe = logEndOffset;
  for (const follower of view.followers) {
    if (follower.logEndOffset >= safe) continue;
    const counts =
      maximalIsr.includes(follower.id) || (view.live.includes(follower.id) && isCaughtUp(follower, logEndOffset, at, view.lagTimeMaxMs));
    if (counts) safe = follower.logEndOffset;
  }
  return Math.max(highWatermark, safe);
}

/** A follower takes the leader's HW as far as its own log goes; a new leader's may lie lower than what it knew (R4). */
export const followerHighWatermark = (leaders: number, logEndOffset: number): number => Math.min(leaders, logEndOffset);

/** N2: what a crash leaves of the HW. */
export interface Checkpoint {
  readonly highWatermark: number;
  /** When the HW last moved; the checkpoint is written at whole multiples of the interval. */
  readonly movedAt: number;
}

/** Kafka's `replica.high.watermark.checkpoint.interval.ms`. */
const INTERVAL_MS = 5000;

export const NO_CHECKPOINT: Checkpoint = { highWatermark: 0, movedAt: 0 };

/** The file holds `current` if it was written since `current` was reached. */
export const checkpointed = (checkpoint: Checkpoint, current: number, at: number): number =>
  Math.floor(at / INTERVAL_MS) > Math.floor(checkpoint.movedAt / INTERVAL_MS) ? current : checkpoint.highWatermark;

/** The HW leaves `current` now. */
export const moved = (checkpoint: Checkpoint, current: number, at: number): Checkpoint => ({
  highWatermark: checkpointed(checkpoint, current, at),
  movedAt: at,
});
