/**
 * O4: where a consumer group's offsets and membership live.
 *
 * Kafka picks the `__consumer_offsets` partition of a group from the JVM's String.hashCode of the group id, so the
 * same group meets the same coordinator everywhere. Models kafka.coordinator.group's partitionFor.
 */

/** O4: `offsets.topic.num.partitions` unless the cluster says otherwise. */
export const DEFAULT_OFFSETS_PARTITIONS = 50;

/** The JVM's String.hashCode of `text`: a signed 32-bit number over UTF-16 code units, Σ unit · 31^(rest). */
export function javaStringHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** Kafka's own absolute value: |MIN_VALUE| does not fit 32 bits, and Kafka calls it 0 rather than a negative number. */
function kafkaAbs(value: number): number {
  return value === -0x80000000 ? 0 : Math.abs(value);
}

/** O4: the `__consumer_offsets` partition whose leader coordinates `groupId`. */
export function coordinatorPartition(groupId: string, partitions: number = DEFAULT_OFFSETS_PARTITIONS): number {
  return kafkaAbs(javaStringHash(groupId)) % partitions;
}
