import { describe, expect, it } from 'vitest';
import { coordinatorPartition } from '../../src/sim/kafka/javaHash.ts';
import { bootstrapImage } from '../../src/sim/kafka/bootstrapImage.ts';
import { placePartitions } from '../../src/sim/kafka/placement.ts';
import type { PlaceableBroker } from '../../src/sim/kafka/placement.ts';
import { planOf } from './support/controllers.ts';

const brokers = (...racks: readonly (string | null)[]): PlaceableBroker[] => racks.map((rack, i) => ({ id: i + 1, rack, fenced: false }));

describe('T1: placement', () => {
  it('T1: leaders are dealt in turn and each follower is the next broker', () => {
    expect(placePartitions(brokers(null, null, null), 0, 6, 2)).toEqual([
      [1, 2],
      [2, 3],
      [3, 1],
      [1, 2],
      [2, 3],
      [3, 1],
    ]);
  });

  it('T1: racks are striped: no rack holds two replicas before each holds one', () => {
    const racks = brokers('a', 'a', 'b', 'b', 'c', 'c');
    const rackOf = (id: number) => racks.find((it) => it.id === id)?.rack;
    const placed = placePartitions(racks, 0, 12, 3);
    for (const replicas of placed) expect(new Set(replicas.map(rackOf)).size).toBe(3);
    const led = placed.map(([leader]) => leader);
    for (const { id } of racks) expect(led.filter((it) => it === id)).toHaveLength(2);
  });

  it('T1: racks of unequal size still share every partition', () => {
    const placed = placePartitions(brokers('a', 'a', 'a', 'b'), 0, 8, 2);
    for (const replicas of placed) expect(replicas.filter((id) => id === 4)).toHaveLength(1);
  });

  it('T1: a fenced broker never leads and follows only where its rack has no other', () => {
    const [first, second, third] = brokers(null, null, null);
    const placed = placePartitions([first!, { ...second!, fenced: true }, third!], 0, 4, 2);
    expect(placed).toEqual([
      [1, 3],
      [3, 1],
      [1, 3],
      [3, 1],
    ]);
    expect(placePartitions([first!, { ...second!, fenced: true }, third!], 0, 1, 3)).toEqual([[1, 3, 2]]);
  });

  it('T2: added partitions go on where the topic stopped', () => {
    const all = placePartitions(brokers(null, null, null), 0, 8, 2);
    expect(placePartitions(brokers(null, null, null), 5, 8, 2)).toEqual(all.slice(5));
  });
});

describe('the cluster at t = 0', () => {
  it('T1: every partition is led by its first replica with all replicas in sync', () => {
    const image = bootstrapImage(planOf({ topics: [{ name: 'orders', partitions: 6, replicationFactor: 2 }] }));
    for (const { leader, replicas, isr, leaderEpoch } of image.topics.orders?.partitions ?? []) {
      expect([leader, isr, leaderEpoch]).toEqual([replicas[0], replicas, 0]);
    }
    expect(image.topics.orders?.partitions).toHaveLength(6);
    expect(Object.values(image.brokers).every(({ fenced }) => !fenced)).toBe(true);
  });

  it('T1: explicit replicas are taken as they are', () => {
    const image = bootstrapImage(planOf({ topics: [{ name: 'orders', replicas: [[3, 1], [2]] }] }));
    expect(image.topics.orders?.partitions.map(({ replicas }) => replicas)).toEqual([[3, 1], [2]]);
    expect(image.topics.orders?.partitions.map(({ leader }) => leader)).toEqual([3, 2]);
  });

  it('O4: only the offsets partitions of its groups exist, on min(3, brokers) brokers', () => {
    const partitions = bootstrapImage(planOf({ brokers: 2, groups: ['billing', 'audit'] })).topics.__consumer_offsets?.partitions ?? [];
    const expected = [coordinatorPartition('billing'), coordinatorPartition('audit')].toSorted((a, b) => a - b);
    expect(partitions.map(({ partition }) => partition)).toEqual(expected);
    for (const { replicas } of partitions) expect(replicas.toSorted()).toEqual([1, 2]);
  });
});
