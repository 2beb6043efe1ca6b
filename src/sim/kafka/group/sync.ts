/** G6: SyncGroup. The leader's brings the assignment; it is stored first and handed out then (Kafka's classicGroupSync). */
import type { TopicPartition } from '../../address.ts';
import type { ErrorCode } from '../../messages.ts';
import { changeState } from './changeState.ts';
import { expireMember, mapMembers, memberOrder, startSession, withMember } from './members.ts';
import { storeGroup } from './persistence.ts';
import { syncResponse } from './responses.ts';
import { whyNoMember } from './staticMembers.ts';
import type { AskOf, Effects, GroupContext, PendingWrite } from './state.ts';

type SyncAsk = AskOf<'SyncGroup'>;
type AssignmentWrite = Extract<PendingWrite, { readonly kind: 'assignment' }>;

export function syncGroup(group: GroupContext, ask: SyncAsk, out: Effects): GroupContext {
  const { ticket, request, at } = ask;
  const member = group.members[request.memberId];
  const error = whyRefused(group, request);
  if (member === undefined || error !== null) {
    out.push({ kind: 'answer', ticket, response: syncResponse(request.correlationId, error, []) });
    return group;
  }
  if (group.state === 'Stable') {
    out.push({ kind: 'answer', ticket, response: syncResponse(request.correlationId, null, member.assignment) });
    return stopWaitingForSyncs(withMember(group, startSession({ ...member, owesSync: false }, at, out)), out);
  }
  const waiting = withMember(group, { ...member, owesSync: false, sync: { ticket, correlationId: request.correlationId } });
  const next = stopWaitingForSyncs(waiting, out);
  if (member.memberId !== group.leader) return next;
  return storeGroup(next, { kind: 'assignment', generation: group.generation, assignments: request.assignments }, at, out);
}

function whyRefused(group: GroupContext, request: SyncAsk['request']): ErrorCode | null {
  const stranger = whyNoMember(group, request);
  if (stranger !== null) return stranger;
  if (request.generation !== group.generation) return 'ILLEGAL_GENERATION';
  return group.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : null;
}

function stopWaitingForSyncs(group: GroupContext, out: Effects): GroupContext {
  if (Object.values(group.members).every((member) => !member.owesSync)) out.push({ kind: 'cancel', id: 'sync' });
  return group;
}

/** Whether a finished write carries the assignment this generation waits for. */
export const bringsAssignment = (group: GroupContext, write: PendingWrite | undefined): write is AssignmentWrite =>
  group.state === 'CompletingRebalance' && write?.kind === 'assignment' && write.generation === group.generation;

/** The assignment is durable: the group is Stable, and everyone who waited in SyncGroup hears its part. */
export function handOutAssignment(group: GroupContext, write: AssignmentWrite, at: number, out: Effects): GroupContext {
  const assigned = mapMembers(group, (member) => ({ ...member, assignment: write.assignments[member.memberId] ?? [] }));
  const stable = changeState(assigned, 'Stable', out);
  const { group: name, generation, protocol } = group;
  const assignment: Record<string, readonly TopicPartition[]> = {};
  for (const member of memberOrder(stable)) assignment[member.process] = member.assignment;
  const leader = (group.leader === null ? undefined : group.members[group.leader]?.process) ?? '';
  out.push({ kind: 'note', fact: { kind: 'rebalance.completed', group: name, generation, protocol: protocol ?? '', leader, assignment } });
  return answerSyncs(stable, null, at, out);
}

/** A new rebalance, or an assignment that could not be stored: what was computed is void. */
export function refuseSyncs(group: GroupContext, error: ErrorCode, at: number, out: Effects): GroupContext {
  return answerSyncs(
    mapMembers(group, (member) => ({ ...member, assignment: [] })),
    error,
    at,
    out,
  );
}

/** Members parked in SyncGroup did not expire (G3); from their answer on they must heartbeat again. */
function answerSyncs(group: GroupContext, error: ErrorCode | null, at: number, out: Effects): GroupContext {
  return mapMembers(group, (member) => {
    if (member.sync === null) return member;
    out.push({ kind: 'answer', ticket: member.sync.ticket, response: syncResponse(member.sync.correlationId, error, member.assignment) });
    return startSession({ ...member, sync: null }, at, out);
  });
}

/** G3: who took the generation's JoinGroup answer and never sent SyncGroup is removed after the rebalance timeout. */
export function syncTimeout(group: GroupContext, at: number, out: Effects): GroupContext {
  const silent = memberOrder(group).filter((member) => member.owesSync);
  const [first] = silent;
  if (first === undefined) return group;
  const next = silent.reduce((left, member) => expireMember(left, member, 'sync', at, out), group);
  return { ...next, due: { reason: 'syncTimeout', process: first.process } };
}
