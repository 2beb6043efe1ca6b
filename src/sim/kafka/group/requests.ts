/** The coordinator's desk: each request to its rule, each finished write to those who wait for it. */
import type { ErrorCode, GroupRequest } from '../../messages.ts';
import { forgetOffsets } from './expiry.ts';
import { joinGroup } from './join.ts';
import { acceptCommit, commitOffsets, fetchOffsets, refuseCommit } from './offsets.ts';
import { clientError, forgetWrite } from './persistence.ts';
import { heartbeat, leaveGroup } from './session.ts';
import { finishReturn } from './staticMembers.ts';
import { bringsAssignment, handOutAssignment, refuseSyncs, syncGroup } from './sync.ts';
import type { Ask, AskOf, Effects, GroupContext } from './state.ts';

const asks = <T extends GroupRequest['type']>(ask: Ask, type: T): ask is AskOf<T> & Ask => ask.request.type === type;

/** The most frequent first. */
export function answerRequest(group: GroupContext, ask: Ask, out: Effects): GroupContext {
  if (asks(ask, 'Heartbeat')) return heartbeat(group, ask, out);
  if (asks(ask, 'OffsetCommit')) return commitOffsets(group, ask, out);
  if (asks(ask, 'OffsetFetch')) return fetchOffsets(group, ask, out);
  if (asks(ask, 'JoinGroup')) return joinGroup(group, ask, out);
  if (asks(ask, 'SyncGroup')) return syncGroup(group, ask, out);
  if (asks(ask, 'LeaveGroup')) return leaveGroup(group, ask, out);
  return group;
}

/** A write is replicated, or was refused. A ticket of an earlier tenure means nothing any more. */
export function finishWrite(group: GroupContext, ticket: number, error: ErrorCode | null, at: number, out: Effects): GroupContext {
  const write = group.writes[ticket];
  if (write === undefined) return group;
  const next = forgetWrite(group, ticket);
  if (write.kind === 'commit') return error === null ? acceptCommit(next, write, out) : refuseCommit(next, write, clientError(error), out);
  if (write.kind === 'expiry') return error === null ? forgetOffsets(next, write, out) : next;
  if (write.kind === 'return') return finishReturn(next, write, error, at, out);
  if (!bringsAssignment(next, write)) return next;
  if (error === null) return handOutAssignment(next, write, at, out);
  const process = (next.leader === null ? undefined : next.members[next.leader]?.process) ?? '';
  return { ...refuseSyncs(next, clientError(error), at, out), due: { reason: 'storeFailed', process } };
}
