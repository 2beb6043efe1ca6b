/** G6, G7: signs of life and their absence, and leaving (Kafka's classicGroupHeartbeat, expireClassicGroupMemberHeartbeat, classicGroupLeave). */
import type { RebalanceReason } from '../../facts.ts';
import type { ErrorCode } from '../../messages.ts';
import { expireMember, removeMember, removePending, sessionTimer, touch } from './members.ts';
import { joinRefusal } from './responses.ts';
import { whyNoMember } from './staticMembers.ts';
import type { AskOf, Effects, GroupContext, GroupMember } from './state.ts';
import { elapsedMs } from '../../time.ts';

export function heartbeat(group: GroupContext, { ticket, process, request, at }: AskOf<'Heartbeat'>, out: Effects): GroupContext {
  const { correlationId, memberId, generation } = request;
  const member = group.members[memberId];
  const error = answerTo(group, request);
  out.push({ kind: 'note', fact: { kind: 'heartbeat.received', group: group.group, member: process, generation, error } });
  out.push({ kind: 'answer', ticket, response: { type: 'HeartbeatResponse', correlationId, error } });
  const alive = error === null || error === 'REBALANCE_IN_PROGRESS';
  return member !== undefined && alive ? touch(group, member, at) : group;
}

/** A rebalance is announced by the answer to a heartbeat: the member is alive, and shall rejoin (G6). */
function answerTo(group: GroupContext, request: AskOf<'Heartbeat'>['request']): ErrorCode | null {
  const stranger = whyNoMember(group, request);
  if (stranger !== null) return stranger;
  if (request.generation !== group.generation) return 'ILLEGAL_GENERATION';
  return group.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : null;
}

/** G7: the session timer fired. It is not moved by every heartbeat, so there may be time left. */
export function sessionTimeout(group: GroupContext, memberId: string, at: number, out: Effects): GroupContext {
  if (group.pending[memberId] !== undefined) return expirePending(group, memberId, at, out);
  const member = group.members[memberId];
  if (member === undefined) return group;
  if (!member.isNew) {
    // Parked in Join or Sync a member cannot heartbeat; its session starts again with the answer (G3).
    if (member.join !== null || member.sync !== null) return group;
    const delayMs = elapsedMs(at, member.lastHeartbeat + member.sessionTimeoutMs);
    if (delayMs > 0) {
      out.push({ kind: 'schedule', id: sessionTimer(memberId), delayMs, timer: { type: 'timer.session', memberId } });
      return group;
    }
  }
  refuseParkedJoin(member, out);
  return rebalanceWithout(expireMember(group, member, 'session', at, out), 'expired', member.process);
}

/** KIP-394: an id that was handed out and never used is forgotten after a session; the join phase no longer waits for it. */
function expirePending(group: GroupContext, memberId: string, at: number, out: Effects): GroupContext {
  const pending = group.pending[memberId];
  if (pending === undefined) return group;
  const { process, since } = pending;
  const fact = {
    kind: 'member.expired',
    group: group.group,
    member: process,
    memberId,
    silentMs: elapsedMs(since, at),
    reason: 'pending',
  } as const;
  out.push({ kind: 'note', fact, blame: process });
  return removePending(group, memberId, out);
}

export function leaveGroup(group: GroupContext, { ticket, process, request }: AskOf<'LeaveGroup'>, out: Effects): GroupContext {
  const { correlationId, memberId, reason } = request;
  const member = group.members[memberId];
  const known = member !== undefined || group.pending[memberId] !== undefined;
  out.push({ kind: 'answer', ticket, response: { type: 'LeaveGroupResponse', correlationId, error: known ? null : 'UNKNOWN_MEMBER_ID' } });
  if (!known) return group;
  if (member === undefined) return removePending(group, memberId, out);
  out.push({ kind: 'note', fact: { kind: 'member.left', group: group.group, member: process, memberId, reason } });
  refuseParkedJoin(member, out);
  return rebalanceWithout(removeMember(group, memberId, out), 'leave', process);
}

function refuseParkedJoin({ join, memberId }: GroupMember, out: Effects): void {
  if (join !== null)
    out.push({ kind: 'answer', ticket: join.ticket, response: joinRefusal(join.correlationId, 'UNKNOWN_MEMBER_ID', memberId) });
}

/** While a rebalance gathers, one member fewer is simply one fewer to wait for. */
const rebalanceWithout = (group: GroupContext, reason: RebalanceReason, process: string): GroupContext =>
  group.state === 'PreparingRebalance' ? group : { ...group, due: { reason, process } };
