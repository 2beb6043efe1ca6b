/** R1, R6: the leader answers fetches and learns from them where its followers stand. Models Partition.updateFollowerFetchState. */
import { followerFetched } from '../../kafka/isr.ts';
import { read } from '../../kafka/reading.ts';
import type { MessageOf } from '../../messages.ts';
import { tell } from './context.ts';
import type { Turn } from './context.ts';
import { announce, growIsrIfPossible, raiseHighWatermark } from './leading.ts';

/** The answer carries the HW as it was before this fetch was heard: a follower learns it one fetch later (R2). */
export function serveRead(turn: Turn, { ticket, replicaId, arrived, fetch }: MessageOf<'replica.read'>): void {
  const { fetched, bytes } = read(turn.draft, fetch, replicaId !== null);
  tell(turn, { type: 'replica.records', ticket, bytes, fetched });
  if (replicaId !== null && arrived && fetched.divergingEpoch === undefined && fetched.error === null)
    hearFollower(turn, replicaId, fetch.fetchOffset);
}

export const hearFetch = (turn: Turn, { replicaId, fetchOffset }: MessageOf<'replica.fetched'>): void =>
  hearFollower(turn, replicaId, fetchOffset);

/** R1: a fetch at n says that the follower holds everything below n, which may bring it into the ISR (R3) and the HW forward (R2). */
function hearFollower(turn: Turn, id: number, fetchOffset: number): void {
  const { draft, at } = turn;
  const index = draft.followers.findIndex((it) => it.id === id);
  const before = draft.followers[index];
  if (before === undefined) return;
  const follower = followerFetched(before, fetchOffset, at, draft.log.endOffset);
  draft.followers = draft.followers.with(index, follower);
  growIsrIfPossible(turn, follower);
  announce(turn, raiseHighWatermark(turn));
}

/** Asked although it does not lead: whoever asked shall find the leader. */
export function refuseRead(turn: Turn, { ticket, fetch: { topic, partition } }: MessageOf<'replica.read'>): void {
  const { log, highWatermark } = turn.draft;
  const state = { records: [], highWatermark, lastStableOffset: highWatermark, logStartOffset: log.startOffset };
  tell(turn, { type: 'replica.records', ticket, bytes: 0, fetched: { topic, partition, error: 'NOT_LEADER_OR_FOLLOWER', ...state } });
}
