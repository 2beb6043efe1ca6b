/** T3, O1: with a topic go the offsets committed for it. Models GroupCoordinatorService.onPartitionsDeleted (OffsetMetadataManager.onPartitionsDeleted). */
import { offsetTombstones } from '../offsetsTopic.ts';
import type { Effects, GroupContext, PendingWrite } from './state.ts';

/** They are struck from the log first, like expired ones. */
export function dropOffsets(group: GroupContext, topic: string, at: number, out: Effects): GroupContext {
  const partitions = Object.values(group.committed).flatMap((it) => (it.topic === topic ? [{ topic, partition: it.partition }] : []));
  if (partitions.length === 0) return group;
  const { nextTicket: ticket } = group;
  out.push({ kind: 'append', ticket, records: offsetTombstones(group.group, partitions, at) });
  const write: PendingWrite = { kind: 'expiry', partitions, dies: false, deleted: true, committed: group.committed };
  return { ...group, nextTicket: ticket + 1, writes: { ...group.writes, [ticket]: write } };
}
