/** Who is in the group: lookup, order, sessions and removal (Kafka's ClassicGroup.add, remove, rebalanceTimeoutMs). */
import { javaStringOrder } from '../../assignors/javaHashMap.ts';
import type { FactOf } from '../../facts.ts';
import type { Effects, GroupContext, GroupMember } from './state.ts';
import { elapsedMs } from '../../time.ts';

/** How long a new member's parked JoinGroup may wait: it cannot heartbeat yet, and may have gone (classic.new.member.join.timeout). */
export const NEW_MEMBER_JOIN_TIMEOUT_MS = 300_000;

/** The members in Java's HashMap order of their ids: the order in which Kafka walks them (G4). */
export const memberOrder = ({ members }: Pick<GroupContext, 'members'>): readonly GroupMember[] =>
  javaStringOrder(Object.keys(members)).flatMap((id) => members[id] ?? []);

export const withMember = (group: GroupContext, member: GroupMember): GroupContext => ({
  ...group,
  members: { ...group.members, [member.memberId]: member },
});

/** The group with every member as `change` makes it. */
export const mapMembers = (group: GroupContext, change: (member: GroupMember) => GroupMember): GroupContext => ({
  ...group,
  members: Object.fromEntries(Object.entries(group.members).map(([id, member]) => [id, change(member)])),
});

/** G4: the largest max.poll.interval.ms of the members bounds the join phase and the wait for SyncGroup. */
export const rebalanceTimeoutOf = (group: GroupContext): number =>
  Object.values(group.members).reduce((longest, member) => Math.max(longest, member.rebalanceTimeoutMs), 0);

/** G3: all known members rejoined, ids handed out and not yet back included. */
export function allMembersJoined({ members, pending }: GroupContext): boolean {
  for (const id in members) if (members[id]?.join === null) return false;
  for (const _id in pending) return false;
  return true;
}

export const sessionTimer = (memberId: string): string => `session:${memberId}`;

/** Starts the member's session afresh. Between two of these, signs of life only move `lastHeartbeat`; the timer catches up when it fires. */
export function startSession(member: GroupMember, at: number, out: Effects): GroupMember {
  const { memberId, isNew, sessionTimeoutMs } = member;
  const delayMs = isNew ? NEW_MEMBER_JOIN_TIMEOUT_MS : sessionTimeoutMs;
  out.push({ kind: 'schedule', id: sessionTimer(memberId), delayMs, timer: { type: 'timer.session', memberId } });
  return { ...member, lastHeartbeat: at };
}

/** A sign of life. */
export const touch = (group: GroupContext, member: GroupMember, at: number): GroupContext =>
  member.lastHeartbeat === at ? group : withMember(group, { ...member, lastHeartbeat: at });

/** G4: if the leader goes, the first other in HashMap order leads. */
export function removeMember(group: GroupContext, memberId: string, out: Effects): GroupContext {
  const { [memberId]: gone, ...members } = group.members;
  if (gone === undefined) return group;
  out.push({ kind: 'cancel', id: sessionTimer(memberId) });
  const leader = group.leader === memberId ? (memberOrder({ members })[0]?.memberId ?? null) : group.leader;
  return { ...group, members, leader };
}

export function removePending(group: GroupContext, memberId: string, out: Effects): GroupContext {
  const { [memberId]: _gone, ...pending } = group.pending;
  out.push({ kind: 'cancel', id: sessionTimer(memberId) });
  return { ...group, pending };
}

/** G7: a member's silence cost it its place; whatever last happened to its process is to blame. */
export function expireMember(
  group: GroupContext,
  member: GroupMember,
  reason: FactOf<'member.expired'>['reason'],
  at: number,
  out: Effects,
): GroupContext {
  const { memberId, process, lastHeartbeat } = member;
  const fact = {
    kind: 'member.expired',
    group: group.group,
    member: process,
    memberId,
    silentMs: elapsedMs(lastHeartbeat, at),
    reason,
  } as const;
  out.push({ kind: 'note', fact, blame: process });
  return removeMember(group, memberId, out);
}
