/**
 * R3: who is in sync with the leader. Models Kafka's Replica (what a leader knows of a follower) and the ISR rules of Partition:
 * getOutOfSyncReplicas, isFollowerInSync, and a change that is pending until the controller has committed it (KIP-497).
 */

/** What the leader knows of one follower. */
export interface FollowerState {
  readonly id: number;
  /** It holds everything below; -1 until its first fetch in this leadership. */
  readonly logEndOffset: number;
  /** The last time it is known to have had all that the leader had. */
  readonly lastCaughtUpAt: number;
  readonly lastFetchAt: number;
  /** The leader's log end at its last fetch; -1: none yet. */
  readonly lastFetchLeaderEnd: number;
}

const NEVER = -1e15;

/** At the beginning of a leader epoch. A follower in the ISR gets the benefit of the doubt; a re-elected leader knows where it stands. */
export function resetFollower(id: number, at: number, inSync: boolean, leaderEnd: number, known?: FollowerState): FollowerState {
  return {
    id,
    logEndOffset: known?.logEndOffset ?? -1,
    lastCaughtUpAt: inSync ? at : NEVER,
    lastFetchAt: known !== undefined && inSync ? at : NEVER,
    lastFetchLeaderEnd: known === undefined ? -1 : leaderEnd,
  };
}

/**
 * R1: a fetch at `fetchOffset` arrived at `at` while the leader's log ended at `leaderEnd`. It caught up now if it asks from the end, or at
 * the time of its fetch before if by now it has all the leader had then: a follower that always trails a busy leader by a little is in sync.
 */
export function followerFetched(follower: FollowerState, fetchOffset: number, at: number, leaderEnd: number): FollowerState {
  const { lastCaughtUpAt, lastFetchAt, lastFetchLeaderEnd } = follower;
  const caughtUpAt = fetchOffset >= leaderEnd ? at : fetchOffset >= lastFetchLeaderEnd ? lastFetchAt : lastCaughtUpAt;
  return {
    id: follower.id,
    logEndOffset: fetchOffset,
    lastCaughtUpAt: Math.max(lastCaughtUpAt, caughtUpAt),
    lastFetchAt: at,
    lastFetchLeaderEnd: leaderEnd,
  };
}

/** Where nothing was written, nobody can be behind, however long ago the follower was heard. */
export const isCaughtUp = (follower: FollowerState, leaderEnd: number, at: number, lagTimeMaxMs: number): boolean =>
  follower.logEndOffset === leaderEnd || at - follower.lastCaughtUpAt <= lagTimeMaxMs;

/** Members of the ISR that are not caught up for `replica.lag.time.max.ms`. */
export const outOfSync = (
  followers: readonly FollowerState[],
  isr: readonly number[],
  leaderEnd: number,
  at: number,
  lagTimeMaxMs: number,
): readonly number[] => followers.filter((it) => isr.includes(it.id) && !isCaughtUp(it, leaderEnd, at, lagTimeMaxMs)).map(({ id }) => id);

/** A follower may join once it holds all that is committed, and all that earlier leaders left. */
export const mayJoin = (follower: FollowerState, highWatermark: number, epochStart: number): boolean =>
  follower.logEndOffset >= highWatermark && follower.logEndOffset >= epochStart;

/** The ISR as the controller committed it, and the leader's proposal for another one that it has not answered yet. */
export interface IsrState {
  readonly isr: readonly number[];
  readonly partitionEpoch: number;
  readonly proposed: readonly number[] | null;
}

/** Everyone who is, or by now may be, in the ISR: members that shall leave still count, such that shall join count already. */
export const maximalIsr = ({ isr, proposed }: IsrState): readonly number[] =>
  proposed !== null && proposed.length > isr.length ? proposed : isr;
