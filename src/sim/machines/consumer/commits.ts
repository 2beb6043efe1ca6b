/** O1–O3: committing offsets. Models ConsumerCoordinator's commitOffsetsSync, commitOffsetsAsync and maybeAutoCommitOffsetsAsync. */
import { commitException, positions } from '../../kafka/consumer/offsets.ts';
import { COORDINATOR_GONE, RETRIABLE, type CommitBy } from '../../kafka/consumer/state.ts';
import type { CommittedOffset, ErrorCode, MessageOf } from '../../messages.ts';
import { forgetCoordinator } from './loss.ts';
import { mustRejoin, resetMembership } from './membership.ts';
import { change, later, noted, wake, type Turn } from './turn.ts';
import { answered, ask, retryBackoff } from './wire.ts';

type Offsets = readonly CommittedOffset[];

/** The caller waits: `commit` stays until the coordinator has answered for good, or `timeoutMs` have passed. */
export function commitSync(turn: Turn, offsets: Offsets, by: CommitBy, timeoutMs: number): void {
  if (offsets.length === 0) return;
  change(turn, 'loop', { commit: { by, offsets, deadline: later(turn, timeoutMs), id: null, failures: 0 } });
  sendWaitingCommit(turn);
}

/** Sends the commit somebody waits for, if it is not on its way and there is a coordinator to send it to. */
export function sendWaitingCommit(turn: Turn): void {
  const {
    loop: { commit },
    member: { coordinator },
  } = turn.context;
  if (commit === null || commit.id !== null) return;
  if (!isMember(turn)) return failWaitingCommit(turn, notAMember(turn), false);
  if (turn.at >= commit.deadline) return failWaitingCommit(turn, 'REQUEST_TIMED_OUT', true);
  if (coordinator === null) return wake(turn, 'commit', commit.deadline - turn.at);
  change(turn, 'loop', { commit: { ...commit, id: sendCommit(turn, coordinator, commit.offsets, commit.by) } });
}

/** Nobody waits, nothing is retried: a later commit will cover it. */
export function commitAsync(turn: Turn, offsets: Offsets, by: CommitBy): void {
  const {
    member: { coordinator },
  } = turn.context;
  if (offsets.length === 0) return;
  if (!isMember(turn)) noteFailure(turn, notAMember(turn), offsets, false, true);
  else if (coordinator === null) noteFailure(turn, 'COORDINATOR_NOT_AVAILABLE', offsets, true, true);
  else sendCommit(turn, coordinator, offsets, by);
}

/** O2: once `auto.commit.interval.ms` has passed, inside poll(). */
export function autoCommitIfDue(turn: Turn): void {
  const {
    self: { config },
    loop: { autoCommitAt },
    member: { phase },
  } = turn.context;
  if (!config.autoCommit || turn.at < autoCommitAt || phase !== 'stable') return;
  change(turn, 'loop', { autoCommitAt: later(turn, config.autoCommitIntervalMs) });
  wake(turn, 'autoCommit', config.autoCommitIntervalMs);
  commitAsync(turn, positions(turn.context), 'auto');
}

function sendCommit(turn: Turn, coordinator: number, offsets: Offsets, by: CommitBy): number {
  const {
    self: { group, id: member },
    member: { memberId, generation },
  } = turn.context;
  noted(turn, { kind: 'commit.sent', group, member, generation, offsets, by });
  return ask(turn, coordinator, 'coordinator', 'OffsetCommit', { group, memberId, generation, offsets }, { commit: { by, offsets } });
}

/** Outside a stable generation a commit fails without being sent (AbstractCoordinator.generationIfStable). */
const isMember = (turn: Turn): boolean => turn.context.member.phase === 'stable';
const notAMember = (turn: Turn): ErrorCode => (turn.context.member.phase === 'unjoined' ? 'UNKNOWN_MEMBER_ID' : 'REBALANCE_IN_PROGRESS');

function noteFailure(turn: Turn, error: ErrorCode, offsets: Offsets, retriable: boolean, asynchronous: boolean): void {
  const {
    self: { group, id: member },
  } = turn.context;
  noted(turn, { kind: 'commit.failed', group, member, error, exception: commitException(error, retriable, asynchronous), offsets });
}

function failWaitingCommit(turn: Turn, error: ErrorCode, retriable: boolean): void {
  const {
    loop: { commit },
  } = turn.context;
  if (commit === null) return;
  noteFailure(turn, error, commit.offsets, retriable, false);
  change(turn, 'loop', { commit: null });
}

export function hearCommit(turn: Turn, { correlationId, error }: MessageOf<'OffsetCommitResponse'>): void {
  const entry = answered(turn, correlationId, 'OffsetCommit');
  if (entry === undefined) return;
  const waited = turn.context.loop.commit?.id === entry.id;
  if (error === null) {
    change(turn, 'member', { coordinatorFailures: 0 });
    if (waited) change(turn, 'loop', { commit: null });
    return;
  }
  if (RETRIABLE.has(error)) return retryCommit(turn, error, waited, entry.commit?.offsets ?? [], entry.commit?.by);
  const answer = refused(turn, error, entry.generation);
  if (waited) failWaitingCommit(turn, answer, false);
  else noteFailure(turn, answer, entry.commit?.offsets ?? [], false, true);
}

function retryCommit(turn: Turn, error: ErrorCode, waited: boolean, offsets: Offsets, by: CommitBy | undefined): void {
  const {
    loop: { commit },
  } = turn.context;
  if (waited && commit !== null) {
    change(turn, 'loop', { commit: { ...commit, id: null, failures: commit.failures + 1 } });
    // A process that was held up may find its time over already.
    wake(turn, 'commit', Math.max(0, Math.min(retryBackoff(turn, commit.failures), commit.deadline - turn.at)));
  } else {
    noteFailure(turn, error, offsets, true, true);
    if (by === 'auto') {
      const wait = turn.context.self.config.retryBackoffMs;
      change(turn, 'loop', { autoCommitAt: later(turn, wait) });
      wake(turn, 'autoCommit', wait);
    }
  }
  if (COORDINATOR_GONE.has(error)) forgetCoordinator(turn);
}

/** O3: what a refusal says about this member's place. Returns the error as the application is to see it. */
function refused(turn: Turn, error: ErrorCode, sentIn: number): ErrorCode {
  const {
    member: { phase, generation, rejoin },
    self: { group, id: member },
  } = turn.context;
  if (error === 'REBALANCE_IN_PROGRESS') {
    mustRejoin(turn, 'rejoin');
    if (rejoin === null) noted(turn, { kind: 'rebalance.noticed', group, member, by: 'commit' });
  } else if (error === 'UNKNOWN_MEMBER_ID' || error === 'ILLEGAL_GENERATION') {
    // On its way into the next generation anyway: an answer about an older one changes nothing.
    if (sentIn !== generation && phase === 'preparing') return 'REBALANCE_IN_PROGRESS';
    resetMembership(turn, error === 'ILLEGAL_GENERATION');
  } else if (error === 'FENCED_INSTANCE_ID') resetMembership(turn, false);
  return error;
}
