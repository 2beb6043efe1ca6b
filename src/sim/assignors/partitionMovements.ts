import { JavaHashMap, topicPartitionHash } from './javaHashMap.ts';
import type { TopicPartition } from './types.ts';

interface Movement {
  readonly from: string;
  readonly to: string;
}

/**
 * What one run of the general sticky algorithm has moved so far. If t-0 went from A to B and now t-1 should go from
 * B to A, taking t-0 back has the same effect on balance and one move less. Models AbstractStickyAssignor.PartitionMovements.
 */
export class PartitionMovements {
  private readonly movementOf = new Map<TopicPartition, Movement>();
  private readonly movedAlong = new Map<string, JavaHashMap<TopicPartition, true>>();

  /** The partition to move instead of `partition` so that two moves between the same members cancel out. */
  cheapest(partition: TopicPartition, owner: string, newOwner: string): TopicPartition {
    const origin = this.movementOf.get(partition)?.from ?? owner;
    return this.movedAlong.get(pathKey(partition.topic, { from: newOwner, to: origin }))?.firstKey() ?? partition;
  }

  /** Remembers a move; several moves of one partition count as one from its first owner. */
  record(partition: TopicPartition, from: string, to: string): void {
    const earlier = this.movementOf.get(partition);
    if (earlier) this.forget(partition, earlier);
    const movement = { from: earlier?.from ?? from, to };
    if (movement.from === movement.to) return;
    this.movementOf.set(partition, movement);
    const key = pathKey(partition.topic, movement);
    const moved = this.movedAlong.get(key) ?? new JavaHashMap<TopicPartition, true>(topicPartitionHash);
    moved.set(partition, true);
    this.movedAlong.set(key, moved);
  }

  private forget(partition: TopicPartition, movement: Movement): void {
    this.movementOf.delete(partition);
    const key = pathKey(partition.topic, movement);
    const moved = this.movedAlong.get(key);
    moved?.delete(partition);
    if (moved?.size === 0) this.movedAlong.delete(key);
  }
}

function pathKey(topic: string, { from, to }: Movement): string {
  return JSON.stringify([topic, from, to]);
}
