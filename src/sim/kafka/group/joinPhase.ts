/** G3, G4: the join phase, from its start to the next generation (Kafka's prepareRebalance and completeClassicGroupJoin). */
import { changeState } from './changeState.ts';
import { allMembersJoined, expireMember, mapMembers, memberOrder, rebalanceTimeoutOf, startSession } from './members.ts';
import { storeGroup } from './persistence.ts';
import { selectProtocol } from './protocol.ts';
import { joinResponse } from './responses.ts';
import { isStatic } from './staticMembers.ts';
import { refuseSyncs } from './sync.ts';
import type { Effects, GroupContext, GroupMember } from './state.ts';

const scheduleJoin = (delayMs: number, out: Effects) => out.push({ kind: 'schedule', id: 'join', delayMs, timer: { type: 'timer.join' } });

/** A first rebalance waits a little for company; any other waits for all known members, up to the largest rebalance timeout. */
export function beginRebalance(group: GroupContext, at: number, out: Effects): GroupContext {
  const { due, limits } = group;
  if (due === null) throw new Error(`nothing asks the group ${group.group} to rebalance`);
  const { reason, process: member } = due;
  const preparing = changeState({ ...group, due: null, emptySince: null }, 'PreparingRebalance', out);
  out.push({ kind: 'note', fact: { kind: 'rebalance.started', group: group.group, reason, member, generation: group.generation } });
  const asked = group.state === 'CompletingRebalance' ? refuseSyncs(preparing, 'REBALANCE_IN_PROGRESS', at, out) : preparing;
  out.push({ kind: 'cancel', id: 'sync' });
  const initial = group.state === 'Empty';
  const timeoutMs = rebalanceTimeoutOf(group);
  const delayMs = initial ? limits.initialRebalanceDelayMs : timeoutMs;
  const remainingMs = initial ? Math.max(timeoutMs - delayMs, 0) : 0;
  scheduleJoin(delayMs, out);
  return { ...mapMembers(asked, withoutSync), joinPhase: { initial, delayMs, remainingMs, newMemberAdded: false, over: false } };
}

const withoutSync = (member: GroupMember): GroupMember => (member.owesSync ? { ...member, owesSync: false } : member);

/** G3: the timer of the join phase. The initial delay starts again while members keep arriving; otherwise time is up. */
export function joinTimeout(group: GroupContext, out: Effects): GroupContext {
  const phase = group.joinPhase;
  if (phase === null) return group;
  if (!phase.initial || !phase.newMemberAdded || phase.remainingMs === 0) return { ...group, joinPhase: { ...phase, over: true } };
  const delayMs = Math.min(group.limits.initialRebalanceDelayMs, phase.remainingMs);
  scheduleJoin(delayMs, out);
  return { ...group, joinPhase: { ...phase, delayMs, remainingMs: Math.max(phase.remainingMs - phase.delayMs, 0), newMemberAdded: false } };
}

export const joinPhaseIsOver = (group: GroupContext): boolean =>
  group.joinPhase !== null && (group.joinPhase.over || (!group.joinPhase.initial && allMembersJoined(group)));

export const nobodyJoined = ({ members }: GroupContext): boolean => Object.values(members).every((member) => member.join === null);

/** G10: only static members are left, and none of them has come: the group waits for them, or for their sessions to end. */
export const onlyAbsentStatics = (group: GroupContext): boolean => nobodyJoined(group) && Object.values(group.members).some(isStatic);

export function waitOnceMore(group: GroupContext, at: number, out: Effects): GroupContext {
  const left = withoutAbsentDynamics(group, at, out);
  const phase = left.joinPhase;
  const delayMs = rebalanceTimeoutOf(left);
  scheduleJoin(delayMs, out);
  return phase === null ? left : { ...left, joinPhase: { ...phase, initial: false, delayMs, over: false } };
}

const withoutAbsentDynamics = (group: GroupContext, at: number, out: Effects): GroupContext =>
  memberOrder(group)
    .filter((member) => member.join === null && !isStatic(member))
    .reduce((next, member) => expireMember(next, member, 'rebalance', at, out), group);

/** Dynamic members that have not rejoined are out, static ones keep their place (G10); the others enter the next generation. */
export function endJoinPhase(group: GroupContext, at: number, out: Effects): GroupContext {
  out.push({ kind: 'cancel', id: 'join' });
  const rejoined = withLeaderPresent(withoutAbsentDynamics(group, at, out));
  const next = { ...rejoined, joinPhase: null, generation: group.generation + 1 };
  return Object.keys(next.members).length === 0 ? becomeEmpty(next, at, out) : startGeneration(next, at, out);
}

/** G4: a leader that missed the join cannot compute; the first who came, in HashMap order, leads (ClassicGroup.maybeElectNewJoinedLeader). */
function withLeaderPresent(group: GroupContext): GroupContext {
  const leader = group.leader === null ? undefined : group.members[group.leader];
  if (leader !== undefined && leader.join !== null) return group;
  const first = memberOrder(group).find(({ join }) => join !== null);
  return first === undefined ? group : { ...group, leader: first.memberId };
}

function becomeEmpty(group: GroupContext, at: number, out: Effects): GroupContext {
  const empty = changeState({ ...group, protocol: null, leader: null, emptySince: at }, 'Empty', out);
  return storeGroup(empty, { kind: 'empty' }, at, out);
}

function startGeneration(group: GroupContext, at: number, out: Effects): GroupContext {
  const next = changeState({ ...group, protocol: selectProtocol(group) }, 'CompletingRebalance', out);
  for (const member of memberOrder(next)) {
    if (member.join !== null) out.push({ kind: 'answer', ticket: member.join.ticket, response: joinResponse(next, member, member.join) });
  }
  if (group.limits.syncExpires)
    out.push({ kind: 'schedule', id: 'sync', delayMs: rebalanceTimeoutOf(next), timer: { type: 'timer.sync' } });
  return mapMembers(next, (member) => startSession({ ...member, join: null, isNew: false, owesSync: true }, at, out));
}
