/** A consumer process as the read model shows it: what it believes, whatever the coordinator thinks. */
import type { ConsumerContext } from '../../kafka/consumer/state.ts';
import { currentRecord } from '../../kafka/consumer/working.ts';
import type { MemberModel } from '../../model.ts';

export function readMember(state: string, context: ConsumerContext): MemberModel {
  const {
    self: { id, settings },
    member: { memberId, heartbeats, generation },
    reading: { held },
    loop: { work },
  } = context;
  const assignment: Record<string, number[]> = {};
  const position: Record<string, Record<number, number>> = {};
  for (const owned of Object.values(context.reading.partitions)) {
    (assignment[owned.topic] ??= []).push(owned.partition);
    if (owned.position !== null) (position[owned.topic] ??= {})[owned.partition] = owned.position;
  }
  for (const partitions of Object.values(assignment)) partitions.sort((a, b) => a - b);
  const current = work === null || work.due === 'commit' ? null : currentRecord(work);
  const processing =
    current === null ? null : { topic: current.slice.topic, partition: current.slice.partition, offset: current.record.offset };
  const prefetched = held.reduce((count, { records, next }) => count + records.length - next, 0);
  return { id, memberId, state, assignment, position, processing, prefetched, heartbeats, generation, settings };
}
