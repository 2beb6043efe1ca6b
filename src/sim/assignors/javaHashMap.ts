import { javaStringHash } from '../kafka/javaHash.ts';
import type { TopicPartition } from './types.ts';

/**
 * The iteration order of java.util.HashMap.
 *
 * Kafka's assignors walk HashMaps, and where two choices are equally good the walk decides (A3: who gives up a
 * partition). The order follows from the keys' hash codes and the size of the table, so it can be computed.
 * Left out: bins of nine or more colliding keys, which the JVM turns into trees; member ids do not collide like that.
 */
export class JavaHashMap<K, V> {
  private bins: [K, V][][] = Array.from({ length: 16 }, () => []);
  private count = 0;
  private readonly hashOf: (key: K) => number;

  /** `hashOf` is the key's hashCode, a signed 32-bit number; keys are the same key when they are identical (===). */
  constructor(hashOf: (key: K) => number) {
    this.hashOf = hashOf;
  }

  get size(): number {
    return this.count;
  }

  get(key: K): V | undefined {
    return this.binOf(key).find(([other]) => other === key)?.[1];
  }

  set(key: K, value: V): void {
    const bin = this.binOf(key);
    const entry = bin.find(([other]) => other === key);
    if (entry) {
      entry[1] = value;
      return;
    }
    bin.push([key, value]);
    this.count++;
    // A table under 64 bins answers a crowded bin by growing early instead of building a tree.
    const crowded = bin.length > 8 && this.bins.length < 64;
    if (crowded) this.grow();
    if (this.count > this.bins.length * 0.75) this.grow();
  }

  /** The table keeps its size when keys leave, so a map that was once big iterates differently from a fresh one. */
  delete(key: K): boolean {
    const bin = this.binOf(key);
    const at = bin.findIndex(([other]) => other === key);
    if (at < 0) return false;
    bin.splice(at, 1);
    this.count--;
    return true;
  }

  keys(): K[] {
    return this.bins.flatMap((bin) => bin.map(([key]) => key));
  }

  /** What Java's `iterator().next()` returns. */
  firstKey(): K | undefined {
    return this.bins.find((bin) => bin.length > 0)?.[0]?.[0];
  }

  private binOf(key: K): [K, V][] {
    const hash = this.hashOf(key);
    // The high half is folded in because small tables look at low bits only.
    const bin = this.bins[(hash ^ (hash >>> 16)) & (this.bins.length - 1)];
    if (!bin) throw new Error('a hash table has a bin for every hash');
    return bin;
  }

  private grow(): void {
    const entries = this.bins.flat();
    this.bins = Array.from({ length: this.bins.length * 2 }, () => []);
    for (const entry of entries) this.binOf(entry[0]).push(entry);
  }
}

/** The JVM's hashCode of Kafka's TopicPartition. */
export function topicPartitionHash({ topic, partition }: TopicPartition): number {
  return (Math.imul(31, 31 + partition) + javaStringHash(topic)) | 0;
}

/** `keys`, inserted in this order into a fresh HashMap (or HashSet), in the order Java iterates over them. */
export function javaHashOrder<K>(keys: Iterable<K>, hashOf: (key: K) => number): K[] {
  const map = new JavaHashMap<K, true>(hashOf);
  for (const key of keys) map.set(key, true);
  return map.keys();
}

/** As {@link javaHashOrder}, for names. */
export function javaStringOrder(names: Iterable<string>): string[] {
  return javaHashOrder(names, javaStringHash);
}
