/**
 * From "I must rejoin" to a place in the generation (G2, G4, G8). All of it happens inside poll().
 * Models AbstractCoordinator.joinGroupIfNeeded and ConsumerCoordinator.onJoinPrepare.
 */
import { ownedPartitions, protocolsOf, topicsOf, unheardOf } from '../../kafka/consumer/assigning.ts';
import { heldOf, isCooperative, processedOf, unsubscribed, without } from '../../kafka/consumer/cooperating.ts';
import { fatal } from '../../kafka/consumer/fatal.ts';
import { COORDINATOR_GONE } from '../../kafka/consumer/state.ts';
import type { MessageOf } from '../../messages.ts';
import { commitBeforeRevoking } from './commits.ts';
import { forgetCoordinator } from './loss.ts';
import { mustRejoin, resetMembership } from './membership.ts';
import { refreshMetadata } from './metadata.ts';
import { assign, sendSync } from './syncing.ts';
import { change, noted, wake, type Turn } from './turn.ts';
import { answered, ask, tryLater } from './wire.ts';

/**
 * G8: the last commit before it joins. It may be refused; the rebalance goes on all the same. A cooperative member revokes nothing yet, so
 * only the automatic commit is made, and poll() does not wait for it (O2).
 */
export function prepareToJoin(turn: Turn): void {
  const { context } = turn;
  const keeps = isCooperative(context);
  change(turn, 'member', { preparing: keeps });
  if (context.member.generation < 0) return; // what it owned is lost: nothing it says counts any more
  commitBeforeRevoking(turn, 'auto', !keeps, context.self.config.maxPollIntervalMs);
}

/**
 * G8: what ends before JoinGroup. Eager: ownership of everything. Cooperative: of topics it does not subscribe to any more. Whoever lost
 * its place has lost all of it. Records held but not returned are dropped.
 */
export function giveUp(turn: Turn): void {
  const {
    self: { group, id: member },
    member: { generation },
    reading,
    loop,
  } = turn.context;
  const lost = generation < 0;
  const gone = isCooperative(turn.context) && !lost ? unsubscribed(turn.context) : ownedPartitions(turn.context);
  if (gone.length > 0) {
    noted(turn, { kind: lost ? 'partitions.lost' : 'partitions.revoked', group, member, partitions: gone });
    const partitions = without(reading.partitions, gone);
    change(turn, 'reading', { partitions, held: heldOf(reading.held, partitions) });
    const sinceCommit = Object.keys(partitions).length === 0 ? 0 : loop.sinceCommit;
    change(turn, 'loop', { processed: processedOf(loop.processed, partitions), sinceCommit, work: null });
  }
  change(turn, 'member', { prepared: true, preparing: false, assignedFor: null });
}

export function sendJoin(turn: Turn): void {
  const { context } = turn;
  const {
    member: { coordinator, memberId },
    self: { group, id: member, clientId, config },
  } = context;
  if (coordinator === null) return;
  const reason = context.member.rejoin ?? 'rejoin';
  if (context.member.phase !== 'preparing') noted(turn, { kind: 'consumer.joining', group, member, memberId, reason });
  const id = ask(turn, coordinator, 'coordinator', 'JoinGroup', {
    group,
    memberId,
    groupInstanceId: config.instanceId,
    clientId,
    sessionTimeoutMs: config.sessionTimeoutMs,
    rebalanceTimeoutMs: config.maxPollIntervalMs,
    protocols: protocolsOf(context),
    reason,
  });
  change(turn, 'member', { phase: 'preparing', joinedFor: context.self.topics, awaited: { id } });
}

/** G2: it has its place. The heartbeat thread goes to work; the leader computes, everybody asks for their share. */
export function takePlace(turn: Turn, answer: MessageOf<'JoinGroupResponse'>): void {
  if (answered(turn, answer.correlationId, 'JoinGroup') === undefined) return;
  const {
    self: { config },
    member: { phase },
  } = turn.context;
  if (phase !== 'preparing') {
    // The heartbeat thread learned meanwhile that this member is not known any more: this place is nobody's.
    change(turn, 'member', { awaited: null });
    return mustRejoin(turn, 'lost');
  }
  const leads = answer.leader === answer.memberId;
  change(turn, 'member', {
    memberId: answer.memberId,
    generation: answer.generation,
    protocol: answer.protocol,
    phase: 'completing',
    heardAt: turn.at,
    coordinatorFailures: 0,
    retries: 0,
    toAssign: leads ? answer.members : null,
    skipsAssignment: answer.skipAssignment === true,
    awaited: { id: null },
  });
  change(turn, 'loop', { polledAt: turn.at });
  wake(turn, 'heartbeat', config.heartbeatIntervalMs);
  wake(turn, 'session', config.sessionTimeoutMs);
  wake(turn, 'maxPoll', config.maxPollIntervalMs);
  if (!leads) sendSync(turn, {});
  else if (unheardOf(turn.context.client.metadata, topicsOf(answer.members))) refreshMetadata(turn);
  else assign(turn);
}

/** Why the coordinator did not let it in, and when it knocks again. */
export function hearJoinRefusal(turn: Turn, answer: MessageOf<'JoinGroupResponse'>): void {
  if (answered(turn, answer.correlationId, 'JoinGroup') === undefined) return;
  const { error } = answer;
  switch (error) {
    case null:
      return; // a place that nobody waits for any more
    case 'MEMBER_ID_REQUIRED':
      change(turn, 'member', { memberId: answer.memberId });
      return sendJoin(turn);
    case 'UNKNOWN_MEMBER_ID':
      resetMembership(turn, false);
      return change(turn, 'member', { awaited: null });
    case 'COORDINATOR_LOAD_IN_PROGRESS':
    case 'REBALANCE_IN_PROGRESS':
      return tryLater(turn);
    default:
      if (COORDINATOR_GONE.has(error)) forgetCoordinator(turn);
      else change(turn, 'loop', { failure: fatal(error) });
      change(turn, 'member', { awaited: null });
  }
}
