/** O4: becoming a group's coordinator, and ceasing to be it (Kafka's onLoaded and onUnloaded). */
import type { LogRecord } from '../../messages.ts';
import { readGroup } from '../offsetsTopic.ts';
import type { StoredMember } from '../offsetsTopic.ts';
import { scheduleExpiry } from './expiry.ts';
import { sessionTimer, startSession } from './members.ts';
import { joinRefusal, refusal, syncResponse } from './responses.ts';
import { unloadedGroup } from './state.ts';
import type { Ask, Effects, GroupContext, GroupMember } from './state.ts';

/**
 * The new coordinator goes on where the log ends: same generation, no rebalance. A rebalance the old one had under way is forgotten.
 * Nobody knows when the members were last heard of, so every session starts afresh.
 */
export function loadGroup(
  group: GroupContext,
  offsetsPartition: number,
  records: readonly LogRecord[],
  at: number,
  out: Effects,
): GroupContext {
  const { metadata, committed } = readGroup(group.group, records);
  const members: Record<string, GroupMember> = {};
  for (const it of metadata?.members ?? []) members[it.memberId] = startSession(remembered(it, metadata?.protocol ?? ''), at, out);
  const count = Object.keys(members).length;
  const state = count > 0 ? 'Stable' : 'Empty';
  const generation = metadata?.generation ?? 0;
  const fact = { kind: 'coordinator.loaded', group: group.group, broker: group.broker, generation, members: count } as const;
  out.push(records.length > 0 ? { kind: 'note', fact } : { kind: 'note', fact, weight: 'routine' });
  scheduleExpiry(group, out);
  if (count > 0) out.push({ kind: 'note', fact: { kind: 'group.changed', group: group.group, from: group.state, to: state, generation } });
  return {
    ...group,
    state,
    offsetsPartition,
    generation,
    committed,
    emptySince: metadata !== null && count === 0 ? metadata.currentStateTimestamp : null,
    members,
    protocol: metadata?.protocol ?? null,
    leader: metadata?.leader ?? null,
  };
}

const remembered = (it: StoredMember, protocol: string): GroupMember => ({
  memberId: it.memberId,
  process: it.clientHost,
  clientId: it.clientId,
  groupInstanceId: it.groupInstanceId,
  sessionTimeoutMs: it.sessionTimeout,
  rebalanceTimeoutMs: it.rebalanceTimeout,
  protocols: [{ name: protocol, subscription: it.subscription }],
  assignment: it.assignment,
  lastHeartbeat: 0,
  isNew: false,
  join: null,
  sync: null,
  owesSync: false,
});

/** Another broker coordinates the group now: everyone who waits here is sent to look for it. */
export function resign(group: GroupContext, out: Effects): GroupContext {
  const error = 'NOT_COORDINATOR';
  for (const { memberId, join, sync } of Object.values(group.members)) {
    if (join !== null) out.push({ kind: 'answer', ticket: join.ticket, response: joinRefusal(join.correlationId, error, memberId) });
    if (sync !== null) out.push({ kind: 'answer', ticket: sync.ticket, response: syncResponse(sync.correlationId, error, []) });
    out.push({ kind: 'cancel', id: sessionTimer(memberId) });
  }
  for (const write of Object.values(group.writes)) {
    if (write.kind !== 'commit') continue;
    const { ticket, correlationId } = write.client;
    out.push({ kind: 'answer', ticket, response: { type: 'OffsetCommitResponse', correlationId, error } });
  }
  for (const memberId of Object.keys(group.pending)) out.push({ kind: 'cancel', id: sessionTimer(memberId) });
  out.push({ kind: 'cancel', id: 'join' }, { kind: 'cancel', id: 'sync' }, { kind: 'cancel', id: 'expiry' });
  // Tickets go on counting: a write of the old tenure may still be answered in the next.
  return unloadedGroup(group.group, group.broker, group.limits, group.nextTicket);
}

export function answerNotCoordinator(group: GroupContext, { ticket, request }: Ask, out: Effects): GroupContext {
  out.push({ kind: 'answer', ticket, response: refusal(request, 'NOT_COORDINATOR') });
  return group;
}
