/** O1–O3: committing offsets. Models ConsumerCoordinator's commitOffsetsSync, commitOffsetsAsync and maybeAutoCommitOffsetsAsync. */
import { atLeast } from '../../config/profiles.ts';
import { fatal } from '../../kafka/consumer/fatal.ts';
import { commitException, positions, processedOffsets } from '../../kafka/consumer/offsets.ts';
import { COORDINATOR_GONE, RETRIABLE, type CommitBy, type InFlight, type PendingCommit } from '../../kafka/consumer/state.ts';
import type { CommittedOffset, ErrorCode, MessageOf } from '../../messages.ts';
import { runCallbacks, settleAsync } from './callbacks.ts';
import { forgetCoordinator } from './loss.ts';
import { mustRejoin, resetMembership } from './membership.ts';
import { change, later, noted, wake, type Turn } from './turn.ts';
import { answered, ask, instanceOf, retryBackoff } from './wire.ts';

type Offsets = readonly CommittedOffset[];

/** The caller waits: `commit` stays until the coordinator has answered for good, or `timeoutMs` have passed. */
export function commitSync(turn: Turn, offsets: Offsets, by: CommitBy, timeoutMs: number, then: PendingCommit['then'] = null): void {
  if (offsets.length === 0) return;
  runCallbacks(turn);
  change(turn, 'loop', { commit: { by, offsets, deadline: later(turn, timeoutMs), id: null, failures: 0, then } });
  sendWaitingCommit(turn);
}

/** Sends the commit somebody waits for, if it is not on its way and there is a coordinator to send it to. */
export function sendWaitingCommit(turn: Turn): void {
  const {
    loop: { commit },
    member: { coordinator },
  } = turn.context;
  if (commit === null || commit.id !== null) return;
  if (!mayCommit(turn)) return failWaitingCommit(turn, notAMember(turn), false);
  if (turn.at >= commit.deadline) return failWaitingCommit(turn, 'REQUEST_TIMED_OUT', true);
  if (coordinator === null) return wake(turn, 'commit', commit.deadline - turn.at);
  change(turn, 'loop', { commit: { ...commit, id: sendCommit(turn, coordinator, commit.offsets, commit.by) } });
}

/**
 * O2, F4: before partitions go. First the automatic commit of all that was returned; then, where the application has such a listener,
 * what its onPartitionsRevoked commits: what was processed.
 */
export function commitBeforeRevoking(turn: Turn, auto: 'auto' | 'close', listens: boolean, timeoutMs: number): void {
  const { context } = turn;
  const own = listens && context.self.app.commitOnRevoke ? processedOffsets(context) : [];
  const all = context.self.config.autoCommit ? positions(context) : [];
  if (all.length === 0) commitSync(turn, own, 'revoke', timeoutMs);
  else commitSync(turn, all, auto, timeoutMs, own.length === 0 ? null : { offsets: own, timeoutMs });
}

/** The caller goes on. Where the place in the group was lost meanwhile, onPartitionsLost has nothing to commit. */
function settleWaiting(turn: Turn): void {
  const then = turn.context.loop.commit?.then ?? null;
  change(turn, 'loop', { commit: null });
  if (then !== null && turn.context.member.generation >= 0) commitSync(turn, then.offsets, 'revoke', then.timeoutMs);
}

/** Nobody waits, nothing is retried: a later commit will cover it. */
export function commitAsync(turn: Turn, offsets: Offsets, by: CommitBy): void {
  const {
    member: { coordinator },
  } = turn.context;
  if (offsets.length === 0) return;
  runCallbacks(turn);
  if (!mayCommit(turn)) settleAsync(turn, { by, offsets }, { error: notAMember(turn), retriable: false });
  else if (coordinator === null) settleAsync(turn, { by, offsets }, { error: 'COORDINATOR_NOT_AVAILABLE', retriable: true });
  else sendCommit(turn, coordinator, offsets, by);
}

/** O2: once `auto.commit.interval.ms` has passed, inside poll(). */
export function autoCommitIfDue(turn: Turn): void {
  const {
    self: { config },
    loop: { autoCommitAt },
    member: { rejoin },
  } = turn.context;
  // A member that has to rejoin commits as it prepares for that, and not before it is through with it.
  if (!config.autoCommit || turn.at < autoCommitAt || rejoin !== null || !mayCommit(turn)) return;
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
  return ask(
    turn,
    coordinator,
    'coordinator',
    'OffsetCommit',
    { group, memberId, ...instanceOf(turn), generation, offsets },
    { commit: { by, offsets } },
  );
}

/** Outside a stable generation a commit fails without being sent (AbstractCoordinator.generationIfStable); who assigned its own partitions has none. */
const mayCommit = ({ context: { member, self } }: Turn): boolean => member.phase === 'stable' || self.assigned !== null;
const notAMember = (turn: Turn): ErrorCode => (turn.context.member.phase === 'unjoined' ? 'UNKNOWN_MEMBER_ID' : 'REBALANCE_IN_PROGRESS');

function failWaitingCommit(turn: Turn, error: ErrorCode, retriable: boolean): void {
  const {
    self: { group, id: member, profile },
    loop: { commit },
  } = turn.context;
  if (commit === null) return;
  const exception = commitException(profile, error, retriable, false);
  noted(turn, { kind: 'commit.failed', group, member, error, exception, offsets: commit.offsets });
  settleWaiting(turn);
}

export function hearCommit(turn: Turn, { correlationId, error }: MessageOf<'OffsetCommitResponse'>): void {
  const entry = answered(turn, correlationId, 'OffsetCommit');
  if (entry === undefined) return;
  const waited = turn.context.loop.commit?.id === entry.id;
  if (error === null) {
    change(turn, 'member', { coordinatorFailures: 0 });
    if (waited) settleWaiting(turn);
    else settleAsync(turn, entry.commit, { error: null, retriable: false });
    return;
  }
  if (RETRIABLE.has(error)) return retryCommit(turn, error, waited, entry.commit);
  const answer = refused(turn, error, entry.generation);
  if (waited) failWaitingCommit(turn, answer, false);
  else settleAsync(turn, entry.commit, { error: answer, retriable: false });
}

function retryCommit(turn: Turn, error: ErrorCode, waited: boolean, sent: InFlight['commit']): void {
  const {
    loop: { commit },
  } = turn.context;
  if (waited && commit !== null) {
    change(turn, 'loop', { commit: { ...commit, id: null, failures: commit.failures + 1 } });
    // A process that was held up may find its time over already.
    wake(turn, 'commit', Math.max(0, Math.min(retryBackoff(turn, commit.failures), commit.deadline - turn.at)));
  } else {
    settleAsync(turn, sent, { error, retriable: true });
    if (sent?.by === 'auto') {
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
    self: { group, id: member, profile, assigned },
  } = turn.context;
  if (assigned !== null) return error; // no place in the group to lose
  const rebalancing = error === 'REBALANCE_IN_PROGRESS';
  if (rebalancing && rejoin === null) noted(turn, { kind: 'rebalance.noticed', group, member, by: 'commit' });
  // 2.3 gave its place up at the news of a rebalance; later clients keep it until they have rejoined.
  if (rebalancing && atLeast(profile, '2.8')) mustRejoin(turn, 'rejoin');
  else if (rebalancing || error === 'UNKNOWN_MEMBER_ID' || error === 'ILLEGAL_GENERATION') {
    // On its way into the next generation anyway: an answer about an older one changes nothing.
    if (sentIn !== generation && phase === 'preparing') return 'REBALANCE_IN_PROGRESS';
    resetMembership(turn, error === 'ILLEGAL_GENERATION');
  } else if (error === 'FENCED_INSTANCE_ID') change(turn, 'loop', { failure: turn.context.loop.failure ?? fatal(error) });
  return error;
}
