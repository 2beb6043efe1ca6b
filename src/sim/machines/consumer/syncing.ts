/** The second half of a rebalance (G4): the leader computes, everybody gets its share. Models AbstractCoordinator's SyncGroup and onJoinComplete. */
import { partitionName } from '../../address.ts';
import { computeAssignment, partitionCounts, sameCounts, topicsOf } from '../../kafka/consumer/assigning.ts';
import { heldOf, processedOf, sharing, takenAway } from '../../kafka/consumer/cooperating.ts';
import { fatal } from '../../kafka/consumer/fatal.ts';
import { COORDINATOR_GONE } from '../../kafka/consumer/state.ts';
import { sameTopics, wants } from '../../kafka/consumer/subscription.ts';
import type { MessageOf } from '../../messages.ts';
import { forgetCoordinator } from './loss.ts';
import { mustRejoin, resetMembership } from './membership.ts';
import { leavesGaps, refreshMetadata } from './metadata.ts';
import { change, later, noted, type Turn } from './turn.ts';
import { answered, ask, instanceOf } from './wire.ts';

/** G4: the leader computes the assignment from everybody's subscription and its own metadata. */
export function assign(turn: Turn): void {
  const {
    member: { toAssign, skipsAssignment, protocol, generation },
    client: { metadata },
    self: { group, id: member },
  } = turn.context;
  if (toAssign === null || turn.context.member.phase !== 'completing' || protocol === null) return;
  const topics = topicsOf(toAssign);
  const counts = partitionCounts(metadata, topics);
  change(turn, 'member', { toAssign: null, assignedFor: { topics, counts } });
  if (skipsAssignment) return sendSync(turn, {});
  const assignment = computeAssignment(protocol, toAssign, counts, metadata);
  noted(turn, { kind: 'assignment.computed', group, member, assignor: protocol, generation, assignment });
  sendSync(turn, assignment);
}

export function sendSync(turn: Turn, assignments: MessageOf<'SyncGroup'>['assignments']): void {
  const {
    member: { coordinator, memberId, generation },
    self: { group },
  } = turn.context;
  if (coordinator === null) return;
  const id = ask(turn, coordinator, 'coordinator', 'SyncGroup', { group, memberId, ...instanceOf(turn), generation, assignments });
  change(turn, 'member', { awaited: { id } });
}

/** The generation is complete and its commits count; the assignment itself is taken by poll(). Of a client that was reset meanwhile it is not. */
export function hearAssignment(turn: Turn, answer: MessageOf<'SyncGroupResponse'>): void {
  if (answered(turn, answer.correlationId, 'SyncGroup') === undefined) return;
  change(turn, 'member', { awaited: null });
  if (turn.context.member.phase === 'completing') change(turn, 'member', { phase: 'stable', rejoin: null, kept: answer });
}

/**
 * G8: the share of this generation. A cooperative member still owns what it had: what is not in its share is revoked now, and a second
 * rebalance hands it over. An assignment of topics it does not subscribe to any more is not taken.
 */
export function takeAssignment(turn: Turn): void {
  const {
    self: { group, id: member, config, topics },
    member: { generation, phase, assignedFor, joinedFor, kept, rejoin },
    client: { metadata },
    reading,
    loop,
  } = turn.context;
  if (kept?.type !== 'SyncGroupResponse') return;
  change(turn, 'member', { kept: null });
  if (phase !== 'stable') return;
  const { assignment } = kept;
  if (!assignment.every(({ topic }) => wants(turn.context.self, topic)))
    return change(turn, 'member', { prepared: false, rejoin: 'subscription' });
  const moved = takenAway(turn.context, assignment);
  if (moved.length > 0) noted(turn, { kind: 'partitions.revoked', group, member, partitions: moved });
  // The topics may have grown between computing and now (G11).
  const outgrown = assignedFor !== null && !sameCounts(assignedFor.counts, partitionCounts(metadata, assignedFor.topics));
  // It may have subscribed to something else since it asked to join.
  const resubscribed = !sameTopics(joinedFor, topics);
  change(turn, 'member', {
    rejoin: resubscribed ? 'subscription' : outgrown ? 'metadata' : moved.length > 0 ? 'revoked' : rejoin,
    prepared: false,
    remembered: { partitions: assignment, generation },
  });
  const partitions = sharing(reading.partitions, assignment);
  const added = assignment.filter((it) => reading.partitions[partitionName(it.topic, it.partition)] === undefined);
  change(turn, 'reading', { partitions, held: heldOf(reading.held, partitions) });
  change(turn, 'loop', { processed: processedOf(loop.processed, partitions), autoCommitAt: later(turn, config.autoCommitIntervalMs) });
  noted(turn, { kind: 'partitions.assigned', group, member, generation, added, owned: assignment });
  // The leader may know partitions that this member has not heard of yet.
  if (leavesGaps(turn.context)) refreshMetadata(turn);
}

/** No assignment: the generation is over already (G6), or the coordinator is elsewhere. It joins again. */
export function hearSyncRefusal(turn: Turn, answer: MessageOf<'SyncGroupResponse'>): void {
  if (answered(turn, answer.correlationId, 'SyncGroup') === undefined) return;
  const {
    self: { group, id: member },
  } = turn.context;
  const { error } = answer;
  change(turn, 'member', { awaited: null });
  // The heartbeat thread gave the place up meanwhile.
  if (error === null || turn.context.member.phase !== 'completing') return mustRejoin(turn, 'lost');
  if (error === 'REBALANCE_IN_PROGRESS') noted(turn, { kind: 'rebalance.noticed', group, member, by: 'sync' });
  else if (error === 'UNKNOWN_MEMBER_ID' || error === 'ILLEGAL_GENERATION') resetMembership(turn, error === 'ILLEGAL_GENERATION');
  else if (COORDINATOR_GONE.has(error)) forgetCoordinator(turn);
  else if (error !== 'COORDINATOR_LOAD_IN_PROGRESS') change(turn, 'loop', { failure: fatal(error) });
  mustRejoin(turn, 'rejoin');
}
