/**
 * O1, O4: what lies in `__consumer_offsets`: one kind of record for a group's membership, one for each committed offset.
 *
 * Models GroupMetadataKey/Value and OffsetCommitKey/Value. Kafka writes them in a binary schema; here they are JSON with the same
 * fields, so that a learner can read the log. `clientHost` is what tells one process from another, here its id in the scenario.
 */
import { partitionName } from '../address.ts';
import type { TopicPartition } from '../address.ts';
import type { CommittedOffset, LogRecord, ProducerRecord, Subscription } from '../messages.ts';

export { OFFSETS_TOPIC } from './topicConfig.ts';

/** One member as the log remembers it: only what it said for the elected protocol survives a change of coordinator. */
export interface StoredMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly rebalanceTimeout: number;
  readonly sessionTimeout: number;
  readonly subscription: Subscription;
  readonly assignment: readonly TopicPartition[];
}

export interface GroupMetadataValue {
  readonly generation: number;
  readonly protocol: string | null;
  readonly leader: string | null;
  readonly currentStateTimestamp: number;
  readonly members: readonly StoredMember[];
}

interface OffsetValue {
  readonly offset: number;
  readonly commitTimestamp: number;
}

type OffsetsKey = { readonly group: string } & Partial<TopicPartition>;

const parseKey = (key: string): OffsetsKey => JSON.parse(key) as OffsetsKey;

/** The group a record of `__consumer_offsets` belongs to; several groups share a partition. */
export const groupOfKey = (key: string): string => parseKey(key).group;

/** The batch header's share and the record's own lengths and deltas, roughly. */
const RECORD_OVERHEAD_BYTES = 20;

function internalRecord(key: OffsetsKey, value: GroupMetadataValue | OffsetValue | null, at: number): ProducerRecord {
  const keyText = JSON.stringify(key);
  const valueText = value === null ? null : JSON.stringify(value);
  const bytes = keyText.length + (valueText?.length ?? 0) + RECORD_OVERHEAD_BYTES;
  return { producer: '', number: -1, key: keyText, value: valueText, bytes, timestamp: at };
}

export const groupMetadataRecord = (group: string, value: GroupMetadataValue, at: number): ProducerRecord =>
  internalRecord({ group }, value, at);

/** O1: one record per partition of a commit. */
export const offsetRecords = (group: string, offsets: readonly CommittedOffset[], at: number): readonly ProducerRecord[] =>
  offsets.map(({ topic, partition, offset }) => internalRecord({ group, topic, partition }, { offset, commitTimestamp: at }, at));

/** O5: what was said of these partitions, or of the whole group, is unsaid. */
export const offsetTombstones = (group: string, partitions: readonly TopicPartition[], at: number): readonly ProducerRecord[] =>
  partitions.map(({ topic, partition }) => internalRecord({ group, topic, partition }, null, at));
export const groupTombstone = (group: string, at: number): ProducerRecord => internalRecord({ group }, null, at);

export interface LoadedGroup {
  readonly metadata: GroupMetadataValue | null;
  /** By `topic-partition`. */
  readonly committed: Readonly<Record<string, CommittedOffset & { readonly committedAt: number }>>;
}

/** What a new coordinator learns from the log: the last record of each key counts, a tombstone unsays it. */
export function readGroup(group: string, records: readonly LogRecord[]): LoadedGroup {
  let metadata: GroupMetadataValue | null = null;
  const committed: Record<string, CommittedOffset & { readonly committedAt: number }> = {};
  for (const { key, value } of records) {
    if (key === null) continue;
    const { group: owner, topic, partition } = parseKey(key);
    if (owner !== group) continue;
    if (topic === undefined || partition === undefined) {
      metadata = value === null ? null : (JSON.parse(value) as GroupMetadataValue);
    } else if (value === null) {
      delete committed[partitionName(topic, partition)];
    } else {
      const { offset, commitTimestamp } = JSON.parse(value) as OffsetValue;
      committed[partitionName(topic, partition)] = { topic, partition, offset, committedAt: commitTimestamp };
    }
  }
  return { metadata, committed };
}
