import { expect } from 'vitest';
import { explainKey, murmur2, partitionForKey, toPositive, utf8 } from '../../../src/sim/partitioners';
import { coordinatorPartition, javaStringHash } from '../../../src/sim/kafka/javaHash';
import { javaHashOrder, javaStringOrder, topicPartitionHash } from '../../../src/sim/assignors/javaHashMap';
import { readVectors, type Family } from '../vectors';
import type { Pair } from './assignments';

interface KeyCase {
  readonly keyUtf8?: string;
  readonly keyHex: string;
  readonly hash: number;
  readonly positive: number;
  readonly partitions: Readonly<Record<string, number>>;
}

/** P2: a key's hash and its partition among 1 … 50. */
export const keys: Family = () =>
  readVectors<KeyCase>('murmur2').map(({ keyUtf8, keyHex, hash, positive, partitions }) => ({
    name: keyUtf8 ?? `0x${keyHex}`,
    steps: Object.keys(partitions).length,
    check() {
      const bytes = Uint8Array.from(Buffer.from(keyHex, 'hex'));
      expect(murmur2(bytes)).toBe(hash);
      expect(toPositive(hash)).toBe(positive);
      for (const [count, partition] of Object.entries(partitions)) {
        expect(partitionForKey(bytes, Number(count))).toBe(partition);
        if (keyUtf8 === undefined) continue;
        expect(utf8(keyUtf8)).toEqual(bytes);
        expect(explainKey(keyUtf8, Number(count))).toEqual({ hash, positive, partitions: Number(count), partition });
      }
    },
  }));

interface GroupCase {
  readonly id: string;
  readonly javaHashCode: number;
  readonly partitionOf50: number;
  readonly partitionOf1: number;
  readonly partitionOf3: number;
}

/** O4: a group's partition of `__consumer_offsets`. */
export const coordinators: Family = () =>
  readVectors<GroupCase>('coordinator-partition').map(({ id, javaHashCode, partitionOf50, partitionOf1, partitionOf3 }) => ({
    name: id,
    steps: 3,
    check() {
      expect(javaStringHash(id)).toBe(javaHashCode);
      expect(coordinatorPartition(id)).toBe(partitionOf50);
      expect(coordinatorPartition(id, 1)).toBe(partitionOf1);
      expect(coordinatorPartition(id, 3)).toBe(partitionOf3);
    },
  }));

type OrderCase =
  | {
      readonly kind: 'string-keys';
      readonly insertionOrder: readonly string[];
      readonly javaHashCodes: readonly number[];
      readonly iterationOrder: readonly string[];
    }
  | {
      readonly kind: 'topic-partitions';
      readonly insertionOrder: readonly Pair[];
      readonly javaHashCodes: readonly number[];
      readonly iterationOrder: readonly Pair[];
    };

/** A3: the order in which the JVM walks a HashMap or HashSet. */
export const hashOrder: Family = () =>
  readVectors<OrderCase>('java-hash-order').map((vector, index) => ({
    name: `${index}: ${vector.insertionOrder.length} ${vector.kind}`,
    steps: 1,
    check() {
      if (vector.kind === 'string-keys') {
        expect(vector.insertionOrder.map(javaStringHash)).toEqual(vector.javaHashCodes);
        expect(javaStringOrder(vector.insertionOrder)).toEqual(vector.iterationOrder);
      } else {
        const partitions = vector.insertionOrder.map(([topic, partition]) => ({ topic, partition }));
        expect(partitions.map(topicPartitionHash)).toEqual(vector.javaHashCodes);
        const walked = javaHashOrder(partitions, topicPartitionHash);
        expect(walked.map(({ topic, partition }): Pair => [topic, partition])).toEqual(vector.iterationOrder);
      }
    },
  }));
