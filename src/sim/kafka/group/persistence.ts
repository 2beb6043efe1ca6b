/** O1, O4: what the coordinator writes to `__consumer_offsets`, and what a refused write means to those who wait for it. */
import type { ErrorCode } from '../../messages.ts';
import { groupMetadataRecord } from '../offsetsTopic.ts';
import type { StoredMember } from '../offsetsTopic.ts';
import { memberOrder } from './members.ts';
import type { Effects, GroupContext, GroupMember, PendingWrite } from './state.ts';

type GroupWrite = Exclude<PendingWrite, { readonly kind: 'commit' }>;

/** Writes the group's metadata: with the leader's assignment, or without members when it becomes Empty. */
export function storeGroup(group: GroupContext, write: GroupWrite, at: number, out: Effects): GroupContext {
  const { generation, protocol, leader, nextTicket } = group;
  const members = memberOrder(group).map((member) => stored(group, member, write));
  const record = groupMetadataRecord(group.group, { generation, protocol, leader, currentStateTimestamp: at, members }, at);
  out.push({ kind: 'append', ticket: nextTicket, records: [record] });
  return { ...group, nextTicket: nextTicket + 1, writes: { ...group.writes, [nextTicket]: write } };
}

function stored({ protocol }: GroupContext, member: GroupMember, write: GroupWrite): StoredMember {
  const said = member.protocols.find(({ name }) => name === protocol);
  if (said === undefined) throw new Error(`${member.memberId} does not support the elected protocol ${protocol}`);
  return {
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    clientId: member.clientId,
    clientHost: member.process,
    rebalanceTimeout: member.rebalanceTimeoutMs,
    sessionTimeout: member.sessionTimeoutMs,
    subscription: said.subscription,
    assignment: write.kind === 'assignment' ? (write.assignments[member.memberId] ?? []) : write.kind === 'return' ? member.assignment : [],
  };
}

/** What a failed append looks like to a client: try this coordinator again, or look for the next one. */
export function clientError(error: ErrorCode): ErrorCode {
  switch (error) {
    case 'UNKNOWN_TOPIC_OR_PARTITION':
    case 'NOT_ENOUGH_REPLICAS':
    case 'NOT_ENOUGH_REPLICAS_AFTER_APPEND':
    case 'REQUEST_TIMED_OUT':
      return 'COORDINATOR_NOT_AVAILABLE';
    case 'NOT_LEADER_OR_FOLLOWER':
      return 'NOT_COORDINATOR';
    case 'MESSAGE_TOO_LARGE':
      return 'UNKNOWN_SERVER_ERROR';
    default:
      return error;
  }
}

/** Takes a finished write off the list. */
export function forgetWrite(group: GroupContext, ticket: number): GroupContext {
  const { [ticket]: _done, ...writes } = group.writes;
  return { ...group, writes };
}
