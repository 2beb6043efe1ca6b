/**
 * O5: offsets that nobody uses are forgotten after `offsets.retention.minutes` (KIP-211), and with the last of them an Empty group is Dead.
 * Models ClassicGroup.offsetExpirationCondition, OffsetMetadataManager.cleanupExpiredOffsets and GroupMetadataManager.maybeDeleteGroup.
 */
import type { TopicPartition } from '../../address.ts';
import { parsePartitionName } from '../../address.ts';
import { elapsedMs } from '../../time.ts';
import { groupTombstone, offsetTombstones } from '../offsetsTopic.ts';
import { changeState } from './changeState.ts';
import type { Effects, GroupContext, PendingWrite } from './state.ts';

type ExpiryWrite = Extract<PendingWrite, { readonly kind: 'expiry' }>;

export function scheduleExpiry({ limits }: GroupContext, out: Effects): void {
  out.push({ kind: 'schedule', id: 'expiry', delayMs: limits.retentionCheckMs, timer: { type: 'timer.expiry' } });
}

/** What its members read is not unused; while they agree on anew who reads what, nothing expires. */
function unused(group: GroupContext, at: number): readonly TopicPartition[] {
  if (group.state !== 'Empty' && group.state !== 'Stable') return [];
  const said = Object.values(group.members).flatMap((member) => member.protocols.filter(({ name }) => name === group.protocol));
  const subscribed = new Set(said.flatMap(({ subscription }) => subscription.topics));
  return Object.entries(group.committed)
    .filter(([, { topic, committedAt }]) => {
      // An Empty group's offsets age together, from when it became empty; those of one that never had a member, each from its commit.
      const since = group.state === 'Empty' ? (group.emptySince ?? committedAt) : committedAt;
      return !subscribed.has(topic) && elapsedMs(since, at) >= group.limits.offsetsRetentionMs;
    })
    .map(([name]) => parsePartitionName(name));
}

/** Every `offsets.retention.check.interval.ms`. What is found is struck from the log first. */
export function expireOffsets(group: GroupContext, at: number, out: Effects): GroupContext {
  scheduleExpiry(group, out);
  if (Object.values(group.writes).some(({ kind }) => kind === 'expiry')) return group;
  const partitions = unused(group, at);
  const used = group.generation > 0 || Object.keys(group.committed).length > 0;
  const dies = group.state === 'Empty' && used && partitions.length === Object.keys(group.committed).length;
  if (partitions.length === 0 && !dies) return group;
  const { nextTicket } = group;
  const records = [...offsetTombstones(group.group, partitions, at), ...(dies ? [groupTombstone(group.group, at)] : [])];
  out.push({ kind: 'append', ticket: nextTicket, records });
  const write: ExpiryWrite = { kind: 'expiry', partitions, dies, committed: group.committed };
  return { ...group, nextTicket: nextTicket + 1, writes: { ...group.writes, [nextTicket]: write } };
}

/** An offset that was committed anew meanwhile stays. */
export function forgetOffsets(group: GroupContext, write: ExpiryWrite, out: Effects): GroupContext {
  const committed = Object.fromEntries(
    Object.entries(group.committed).filter(
      ([name, it]) => it !== write.committed[name] || !write.partitions.some(({ topic, partition }) => `${topic}-${partition}` === name),
    ),
  );
  if (write.partitions.length > 0 && write.deleted !== true)
    out.push({ kind: 'note', fact: { kind: 'offsets.expired', group: group.group, partitions: write.partitions } });
  return { ...group, committed };
}

/** A finished write leaves nothing of a group that nobody has come into. */
export const usesUp = (group: GroupContext, write: PendingWrite | undefined): boolean =>
  write?.kind === 'expiry' && write.dies && group.state === 'Empty' && group.committed === write.committed;

export const die = (group: GroupContext, out: Effects): GroupContext => changeState(group, 'Dead', out);

/** Whoever joins or commits under the name of a Dead group makes a new one, which counts its generations from the start. */
export const riseAgain = (group: GroupContext, out: Effects): GroupContext =>
  changeState({ ...group, generation: 0, protocol: null, leader: null, committed: {}, emptySince: null }, 'Empty', out);
