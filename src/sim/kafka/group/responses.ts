/** The coordinator's answers, in the shape of each request; an error leaves the other fields as Kafka leaves them. */
import type { ErrorCode, GroupRequest, GroupResponse, MessageOf } from '../../messages.ts';
import { memberOrder } from './members.ts';
import type { GroupContext, GroupMember, Parked } from './state.ts';

export function refusal(request: GroupRequest, error: ErrorCode): GroupResponse {
  const { correlationId } = request;
  switch (request.type) {
    case 'JoinGroup':
      return joinRefusal(correlationId, error, request.memberId);
    case 'SyncGroup':
      return syncResponse(correlationId, error, []);
    case 'Heartbeat':
      return { type: 'HeartbeatResponse', correlationId, error };
    case 'LeaveGroup':
      return { type: 'LeaveGroupResponse', correlationId, error };
    case 'OffsetCommit':
      return { type: 'OffsetCommitResponse', correlationId, error };
    case 'OffsetFetch':
      return { type: 'OffsetFetchResponse', correlationId, error, offsets: [] };
  }
}

export const joinRefusal = (correlationId: number, error: ErrorCode, memberId: string): GroupResponse => ({
  type: 'JoinGroupResponse',
  correlationId,
  error,
  generation: -1,
  protocol: null,
  leader: '',
  memberId,
  members: [],
});

export const syncResponse = (correlationId: number, error: ErrorCode | null, assignment: GroupMember['assignment']): GroupResponse => ({
  type: 'SyncGroupResponse',
  correlationId,
  error,
  assignment,
});

/** G4: everyone hears the generation, the protocol and who leads; only the leader hears who is in and what they want. */
export function joinResponse(
  group: GroupContext,
  member: GroupMember,
  { correlationId }: Pick<Parked, 'correlationId'>,
): MessageOf<'JoinGroupResponse'> {
  const { generation, protocol, leader } = group;
  const members = member.memberId === leader ? memberOrder(group).map((it) => subscriptionOf(group, it)) : [];
  return {
    type: 'JoinGroupResponse',
    correlationId,
    error: null,
    generation,
    protocol,
    leader: leader ?? '',
    memberId: member.memberId,
    members,
  };
}

function subscriptionOf({ protocol }: GroupContext, { memberId, groupInstanceId, protocols }: GroupMember) {
  const said = protocols.find(({ name }) => name === protocol);
  if (said === undefined) throw new Error(`${memberId} does not support the elected protocol ${protocol}`);
  return { memberId, groupInstanceId, subscription: said.subscription };
}
