/**
 * G10: static membership (KIP-345). A member with a `group.instance.id` is known by that: a process that comes back under it takes the place
 * of the one before, and who still uses the old member id is fenced. Models ClassicGroup.validateMember and replaceStaticMember and
 * GroupMetadataManager.updateStaticMemberThenRebalanceOrCompleteJoin.
 */
import type { ErrorCode } from '../../messages.ts';
import { sessionTimer, startSession, withMember } from './members.ts';
import { clientError, storeGroup } from './persistence.ts';
import { selectProtocol } from './protocol.ts';
import { joinRefusal, joinResponse, syncResponse } from './responses.ts';
import type { AskOf, Effects, GroupContext, GroupMember, PendingWrite } from './state.ts';

type ReturnWrite = Extract<PendingWrite, { readonly kind: 'return' }>;

export const isStatic = ({ groupInstanceId }: GroupMember): boolean => groupInstanceId !== null;

export const staticMember = ({ members }: GroupContext, instance: string): GroupMember | undefined =>
  Object.values(members).find(({ groupInstanceId }) => groupInstanceId === instance);

interface Claim {
  readonly memberId: string;
  readonly groupInstanceId?: string | null;
}

/** Who asks is a member, and the one its instance id now stands for. */
export function whyNoMember(group: GroupContext, { memberId, groupInstanceId = null }: Claim): ErrorCode | null {
  if (groupInstanceId !== null) {
    const known = staticMember(group, groupInstanceId);
    if (known !== undefined && known.memberId !== memberId) return 'FENCED_INSTANCE_ID';
  }
  return group.members[memberId] === undefined ? 'UNKNOWN_MEMBER_ID' : null;
}

/** Everything of the old place goes to the new member id, the lead included; whoever waits under the old one hears that it is fenced. */
function replace(group: GroupContext, old: GroupMember, ask: AskOf<'JoinGroup'>, out: Effects): GroupContext {
  const { request, process, ticket, at, newMemberId: memberId } = ask;
  const { correlationId, sessionTimeoutMs, rebalanceTimeoutMs, protocols } = request;
  const error = 'FENCED_INSTANCE_ID';
  if (old.join !== null)
    out.push({ kind: 'answer', ticket: old.join.ticket, response: joinRefusal(old.join.correlationId, error, old.memberId) });
  if (old.sync !== null) out.push({ kind: 'answer', ticket: old.sync.ticket, response: syncResponse(old.sync.correlationId, error, []) });
  out.push({ kind: 'cancel', id: sessionTimer(old.memberId) });
  const fact = { kind: 'member.replaced', group: group.group, member: process, memberId, instance: old.groupInstanceId ?? '' } as const;
  out.push({ kind: 'note', fact: { ...fact, replaced: old.memberId } });
  const { [old.memberId]: _old, ...members } = group.members;
  const next = { ...group, members, leader: group.leader === old.memberId ? memberId : group.leader };
  const join = { ticket, correlationId };
  const returned = { ...old, memberId, process, sessionTimeoutMs, rebalanceTimeoutMs, protocols, join, sync: null, owesSync: false };
  return withMember(next, startSession({ ...returned, isNew: false }, at, out));
}

/**
 * A known instance without a member id: its process began anew. In a Stable group whose elected assignor stays the same, the new id is stored
 * and the member gets its old partitions back; nobody else hears of it. Otherwise the group rebalances.
 */
export function comeBack(group: GroupContext, old: GroupMember, ask: AskOf<'JoinGroup'>, out: Effects): GroupContext {
  const next = replace(group, old, ask, out);
  if (group.state === 'PreparingRebalance') return next;
  if (group.state === 'CompletingRebalance' || selectProtocol(next) !== group.protocol)
    return { ...next, due: { reason: 'rejoin', process: ask.process } };
  return storeGroup(next, { kind: 'return', memberId: ask.newMemberId, before: old, wasLeader: group.leader }, ask.at, out);
}

/** The new member id is durable, or the place goes back to the old one. */
export function finishReturn(group: GroupContext, write: ReturnWrite, error: ErrorCode | null, at: number, out: Effects): GroupContext {
  const member = group.members[write.memberId];
  if (member === undefined || member.join === null) return group;
  if (error !== null) return takeBack(group, member, write, error, at, out);
  // Before KIP-814 (3.2) a returning leader is told of the leader it was: it takes itself for a follower and watches no topics.
  const told = group.limits.tellsReturningLeader ? group : { ...group, leader: write.wasLeader };
  const response = joinResponse(told, member, member.join);
  const leads = told.leader === member.memberId;
  out.push({ kind: 'answer', ticket: member.join.ticket, response: leads ? { ...response, skipAssignment: true } : response });
  return withMember(group, startSession({ ...member, join: null }, at, out));
}

function takeBack(group: GroupContext, { memberId, join }: GroupMember, write: ReturnWrite, error: ErrorCode, at: number, out: Effects) {
  if (join !== null) out.push({ kind: 'answer', ticket: join.ticket, response: joinRefusal(join.correlationId, clientError(error), '') });
  out.push({ kind: 'cancel', id: sessionTimer(memberId) });
  const { [memberId]: _new, ...members } = group.members;
  const leader = group.leader === memberId ? write.before.memberId : group.leader;
  return withMember({ ...group, members, leader }, startSession({ ...write.before, join: null, sync: null }, at, out));
}
