/** O1, O3: committing and fetching offsets (Kafka's OffsetMetadataManager and ClassicGroup.validateOffsetCommit). */
import { partitionName } from '../../address.ts';
import type { ErrorCode } from '../../messages.ts';
import { offsetRecords } from '../offsetsTopic.ts';
import { touch } from './members.ts';
import { whyNoMember } from './staticMembers.ts';
import type { AskOf, Effects, GroupContext, PendingWrite, StoredOffset } from './state.ts';

type CommitAsk = AskOf<'OffsetCommit'>;
type CommitWrite = Extract<PendingWrite, { readonly kind: 'commit' }>;

/** A valid commit is a sign of life, and is answered once it is replicated. */
export function commitOffsets(group: GroupContext, ask: CommitAsk, out: Effects): GroupContext {
  const { request, ticket, process, at } = ask;
  const { correlationId, generation, offsets } = request;
  const error = whyRefused(group, ask);
  const commit: CommitWrite = { kind: 'commit', client: { ticket, correlationId }, process, generation, offsets, at };
  if (error !== null) return refuseCommit(group, commit, error, out);
  const member = group.members[request.memberId];
  const alive = member === undefined ? group : touch(group, member, at);
  if (offsets.length === 0) return acceptCommit(alive, commit, out);
  const { nextTicket } = alive;
  out.push({ kind: 'append', ticket: nextTicket, records: offsetRecords(group.group, offsets, at) });
  return { ...alive, nextTicket: nextTicket + 1, writes: { ...alive.writes, [nextTicket]: commit } };
}

/**
 * O3, in Kafka's order: fenced, unknown member, generation, and the gap between JoinGroup's answer and the assignment. A generation
 * that is still gathering may commit what it has done. Without a generation only an Empty group takes commits.
 */
function whyRefused(group: GroupContext, { request }: CommitAsk): ErrorCode | null {
  const { generation } = request;
  if (generation < 0 && group.state === 'Empty') return null;
  const stranger = whyNoMember(group, request);
  if (stranger !== null) return stranger;
  if (generation !== group.generation) return 'ILLEGAL_GENERATION';
  return group.state === 'CompletingRebalance' ? 'REBALANCE_IN_PROGRESS' : null;
}

export function refuseCommit(
  group: GroupContext,
  { client, process, generation, offsets }: CommitWrite,
  error: ErrorCode,
  out: Effects,
): GroupContext {
  out.push({ kind: 'note', fact: { kind: 'commit.refused', group: group.group, member: process, generation, error, offsets } });
  out.push({
    kind: 'answer',
    ticket: client.ticket,
    response: { type: 'OffsetCommitResponse', correlationId: client.correlationId, error },
  });
  return group;
}

export function acceptCommit(group: GroupContext, { client, process, generation, offsets, at }: CommitWrite, out: Effects): GroupContext {
  const committed: Record<string, StoredOffset> = { ...group.committed };
  for (const it of offsets) committed[partitionName(it.topic, it.partition)] = { ...it, committedAt: at };
  out.push({ kind: 'note', fact: { kind: 'offsets.committed', group: group.group, member: process, generation, offsets } });
  out.push({
    kind: 'answer',
    ticket: client.ticket,
    response: { type: 'OffsetCommitResponse', correlationId: client.correlationId, error: null },
  });
  return { ...group, committed };
}

/** Any state answers, from what is durable. */
export function fetchOffsets(group: GroupContext, { ticket, request }: AskOf<'OffsetFetch'>, out: Effects): GroupContext {
  const offsets = request.partitions.map(({ topic, partition }) => {
    const offset = group.committed[partitionName(topic, partition)]?.offset ?? null;
    return { topic, partition, offset };
  });
  out.push({
    kind: 'answer',
    ticket,
    response: { type: 'OffsetFetchResponse', correlationId: request.correlationId, error: null, offsets },
  });
  return group;
}
