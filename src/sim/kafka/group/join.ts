/** G2, G6: JoinGroup (Kafka's GroupMetadataManager.classicGroupJoin; KIP-394 for the member id that comes first). */
import type { ErrorCode } from '../../messages.ts';
import { removeMember, removePending, sessionTimer, startSession, withMember } from './members.ts';
import { commonProtocols, sameProtocols, supportsProtocols } from './protocol.ts';
import { joinRefusal, joinResponse } from './responses.ts';
import { comeBack, staticMember, whyNoMember } from './staticMembers.ts';
import type { AskOf, Effects, GroupContext, GroupMember } from './state.ts';

type JoinAsk = AskOf<'JoinGroup'>;

export function joinGroup(group: GroupContext, ask: JoinAsk, out: Effects): GroupContext {
  const { memberId } = ask.request;
  const error = whyRefused(group, ask);
  if (error === 'GROUP_MAX_SIZE_REACHED') return refuseJoin(removeMember(group, memberId, out), ask, error, out);
  if (error !== null) return refuseJoin(group, ask, error, out);
  if (memberId === '') return enter(group, ask, out);
  if (group.pending[memberId] !== undefined) return admit(group, ask, memberId, out);
  const stranger = whyNoMember(group, ask.request);
  const member = group.members[memberId];
  if (member === undefined || stranger !== null) return refuseJoin(group, ask, stranger ?? 'UNKNOWN_MEMBER_ID', out);
  return disturbs(group, member, ask) ? rejoin(group, member, ask) : repeatAnswer(group, member, ask, out);
}

/** A static member needs no id to come in: its instance id says who it is (G10). */
function enter(group: GroupContext, ask: JoinAsk, out: Effects): GroupContext {
  const { groupInstanceId } = ask.request;
  if (groupInstanceId === null) return giveMemberId(group, ask, out);
  const old = staticMember(group, groupInstanceId);
  return old === undefined ? admit(group, ask, ask.newMemberId, out) : comeBack(group, old, ask, out);
}

/** `group.max.size`: while a rebalance gathers, those who wait in JoinGroup count; otherwise the members do. */
function isFull({ state, members, limits }: GroupContext, { memberId }: JoinAsk['request']): boolean {
  if (state === 'Empty') return false;
  const all = Object.values(members);
  const known = members[memberId];
  if (state !== 'PreparingRebalance') return known === undefined && all.length >= limits.maxSize;
  const waiting = all.filter(({ join }) => join !== null).length;
  return (known === undefined || known.join === null) && waiting >= limits.maxSize;
}

function whyRefused(group: GroupContext, { request }: JoinAsk): ErrorCode | null {
  const { sessionTimeoutMs, protocols } = request;
  if (isFull(group, request)) return 'GROUP_MAX_SIZE_REACHED';
  const { minSessionTimeoutMs, maxSessionTimeoutMs } = group.limits;
  if (sessionTimeoutMs < minSessionTimeoutMs || sessionTimeoutMs > maxSessionTimeoutMs) return 'INVALID_SESSION_TIMEOUT';
  return supportsProtocols(group, protocols) ? null : 'INCONSISTENT_GROUP_PROTOCOL';
}

function refuseJoin(group: GroupContext, { ticket, process, request }: JoinAsk, error: ErrorCode, out: Effects): GroupContext {
  const assignors = { offered: request.protocols.map(({ name }) => name), known: commonProtocols(group) };
  const fact = { kind: 'join.refused', group: group.group, member: process, error } as const;
  out.push({ kind: 'note', fact: error === 'INCONSISTENT_GROUP_PROTOCOL' ? { ...fact, assignors } : fact });
  out.push({ kind: 'answer', ticket, response: joinRefusal(request.correlationId, error, request.memberId) });
  return group;
}

/** G2: the id is known before the member counts, so that a client that never comes back leaves no ghost member behind. */
function giveMemberId(group: GroupContext, { ticket, process, request, at, newMemberId: memberId }: JoinAsk, out: Effects): GroupContext {
  const delayMs = request.sessionTimeoutMs;
  out.push({ kind: 'schedule', id: sessionTimer(memberId), delayMs, timer: { type: 'timer.session', memberId } });
  out.push({ kind: 'note', fact: { kind: 'member.idGiven', group: group.group, member: process, memberId } });
  out.push({ kind: 'answer', ticket, response: joinRefusal(request.correlationId, 'MEMBER_ID_REQUIRED', memberId) });
  return { ...group, pending: { ...group.pending, [memberId]: { memberId, process, since: at } } };
}

/** The member comes back with its id and is in: that always starts a rebalance, or joins the one under way (G11). */
function admit(group: GroupContext, ask: JoinAsk, memberId: string, out: Effects): GroupContext {
  const { request, process, at } = ask;
  const { groupInstanceId, clientId, sessionTimeoutMs, rebalanceTimeoutMs, protocols } = request;
  const newcomer: GroupMember = {
    memberId,
    process,
    clientId,
    groupInstanceId,
    sessionTimeoutMs,
    rebalanceTimeoutMs,
    protocols,
    assignment: [],
    lastHeartbeat: at,
    isNew: true,
    join: parked(ask),
    sync: null,
    owesSync: false,
  };
  const known = removePending(group, memberId, out);
  const joined = withMember({ ...known, leader: known.leader ?? memberId }, startSession(newcomer, at, out));
  const members = Object.keys(joined.members).length;
  out.push({ kind: 'note', fact: { kind: 'member.joined', group: group.group, member: process, memberId, members } });
  if (joined.joinPhase === null) return { ...joined, due: { reason: 'join', process } };
  return joined.joinPhase.initial ? { ...joined, joinPhase: { ...joined.joinPhase, newMemberAdded: true } } : joined;
}

/**
 * G6: whether a known member's JoinGroup counts. While a rebalance gathers, always. Later the leader's does (it asks for a new
 * assignment), and anyone's who says something new; the rest only lost an answer.
 */
function disturbs({ state, leader }: GroupContext, member: GroupMember, { request }: JoinAsk): boolean {
  if (state === 'PreparingRebalance') return true;
  if (state === 'Stable' && member.memberId === leader) return true;
  return !sameProtocols(member.protocols, request.protocols);
}

function rejoin(group: GroupContext, member: GroupMember, ask: JoinAsk): GroupContext {
  const { sessionTimeoutMs, rebalanceTimeoutMs, protocols } = ask.request;
  const waiting = { ...member, sessionTimeoutMs, rebalanceTimeoutMs, protocols, join: parked(ask) };
  const next = withMember(group, waiting);
  return group.state === 'PreparingRebalance' ? next : { ...next, due: { reason: 'rejoin', process: ask.process } };
}

function repeatAnswer(group: GroupContext, member: GroupMember, { ticket, request }: JoinAsk, out: Effects): GroupContext {
  // In Stable only a follower gets here, and a follower's answer never lists the members.
  out.push({ kind: 'answer', ticket, response: joinResponse(group, member, request) });
  return group;
}

const parked = ({ ticket, request }: JoinAsk) => ({ ticket, correlationId: request.correlationId });
