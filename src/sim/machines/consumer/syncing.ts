/** The second half of a rebalance (G4): the leader computes, everybody gets its share. Models AbstractCoordinator's SyncGroup and onJoinComplete. */
import { computeAssignment, owning, partitionCounts, sameCounts, topicsOf } from '../../kafka/consumer/assigning.ts';
import { COORDINATOR_GONE } from '../../kafka/consumer/state.ts';
import type { ErrorCode, MessageOf } from '../../messages.ts';
import { forgetCoordinator } from './loss.ts';
import { mustRejoin, resetMembership } from './membership.ts';
import { leavesGaps, refreshMetadata } from './metadata.ts';
import { change, later, noted, type Turn } from './turn.ts';
import { answered, ask } from './wire.ts';

/** G4: the leader computes the assignment from everybody's subscription and its own metadata. */
export function assign(turn: Turn): void {
  const {
    member: { toAssign, protocol, generation },
    client: { metadata },
    self: { group, id: member },
  } = turn.context;
  if (toAssign === null || turn.context.member.phase !== 'completing' || protocol === null) return;
  const topics = topicsOf(toAssign);
  const counts = partitionCounts(metadata, topics);
  const assignment = computeAssignment(protocol, toAssign, counts);
  change(turn, 'member', { toAssign: null, assignedFor: { topics, counts } });
  noted(turn, { kind: 'assignment.computed', group, member, assignor: protocol, generation, assignment });
  sendSync(turn, assignment);
}

export function sendSync(turn: Turn, assignments: MessageOf<'SyncGroup'>['assignments']): void {
  const {
    member: { coordinator, memberId, generation },
    self: { group },
  } = turn.context;
  if (coordinator === null) return;
  const id = ask(turn, coordinator, 'coordinator', 'SyncGroup', { group, memberId, generation, assignments });
  change(turn, 'member', { awaited: { id } });
}

/** G8: the share of this generation. A client that was reset meanwhile does not take it. */
export function takeAssignment(turn: Turn, answer: MessageOf<'SyncGroupResponse'>): void {
  if (answered(turn, answer.correlationId, 'SyncGroup') === undefined) return;
  const {
    self: { group, id: member, config, topics },
    member: { generation, phase, assignedFor, joinedFor },
    client: { metadata },
  } = turn.context;
  if (phase !== 'completing') return change(turn, 'member', { awaited: null });
  // The topics may have grown between computing and now (G11).
  const outgrown = assignedFor !== null && !sameCounts(assignedFor.counts, partitionCounts(metadata, assignedFor.topics));
  // It may have subscribed to something else since it asked to join.
  const resubscribed = joinedFor.length !== topics.length || !topics.every((topic) => joinedFor.includes(topic));
  change(turn, 'member', {
    phase: 'stable',
    rejoin: resubscribed ? 'subscription' : outgrown ? 'metadata' : null,
    prepared: false,
    awaited: null,
    remembered: { partitions: answer.assignment, generation },
  });
  change(turn, 'reading', { partitions: owning(answer.assignment), held: [] });
  change(turn, 'loop', { processed: {}, sinceCommit: 0, autoCommitAt: later(turn, config.autoCommitIntervalMs) });
  noted(turn, { kind: 'partitions.assigned', group, member, generation, added: answer.assignment, owned: answer.assignment });
  // The leader may know partitions that this member has not heard of yet.
  if (leavesGaps(turn.context)) refreshMetadata(turn);
}

/** No assignment: the generation is over already (G6), or the coordinator is elsewhere. It joins again. */
export function hearSyncRefusal(turn: Turn, answer: MessageOf<'SyncGroupResponse'>): void {
  if (answered(turn, answer.correlationId, 'SyncGroup') === undefined) return;
  const {
    self: { group, id: member },
  } = turn.context;
  const error = answer.error ?? 'UNKNOWN_SERVER_ERROR';
  change(turn, 'member', { awaited: null });
  if (turn.context.member.phase !== 'completing') return mustRejoin(turn, 'lost'); // the heartbeat thread gave the place up meanwhile
  if (error === 'REBALANCE_IN_PROGRESS') noted(turn, { kind: 'rebalance.noticed', group, member, by: 'sync' });
  else if (error === 'UNKNOWN_MEMBER_ID' || error === 'ILLEGAL_GENERATION') resetMembership(turn, error === 'ILLEGAL_GENERATION');
  else if (COORDINATOR_GONE.has(error)) forgetCoordinator(turn);
  else if (error !== 'COORDINATOR_LOAD_IN_PROGRESS') change(turn, 'loop', { failure: fatal(error) });
  mustRejoin(turn, 'rejoin');
}

/** Errors that no retry heals: poll() throws them at the application. */
const FATAL: Partial<Record<ErrorCode, string>> = {
  INCONSISTENT_GROUP_PROTOCOL: 'InconsistentGroupProtocolException',
  INVALID_SESSION_TIMEOUT: 'InvalidSessionTimeoutException',
  FENCED_INSTANCE_ID: 'FencedInstanceIdException',
};
export const fatal = (error: ErrorCode): string => FATAL[error] ?? 'KafkaException';
