import { utf8 } from './utf8.ts';

/** P2: how a key becomes a partition. Models Kafka's Utils.murmur2, Utils.toPositive and BuiltInPartitioner.partitionForKey. */

const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/** Austin Appleby's MurmurHash2 of `bytes` with Kafka's seed, as a signed 32-bit number. */
export function murmur2(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tail = bytes.length % 4;
  const wordsEnd = bytes.length - tail;
  let hash = SEED ^ bytes.length;
  for (let at = 0; at < wordsEnd; at += 4) hash = Math.imul(hash, MULTIPLIER) ^ scramble(view.getInt32(at, true));
  if (tail > 0) {
    for (let i = tail - 1; i >= 0; i--) hash ^= view.getUint8(wordsEnd + i) << (8 * i);
    hash = Math.imul(hash, MULTIPLIER);
  }
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return (hash ^ (hash >>> 15)) | 0;
}

function scramble(word: number): number {
  const mixed = Math.imul(word, MULTIPLIER);
  return Math.imul(mixed ^ (mixed >>> 24), MULTIPLIER);
}

/** Drops the sign bit. Not abs(): −1 becomes 2147483647. */
export function toPositive(hash: number): number {
  return hash & 0x7fffffff;
}

/** The partition of a serialized key. Adding partitions changes it, which is why keys move (T2). */
export function partitionForKey(keyBytes: Uint8Array, partitions: number): number {
  return toPositive(murmur2(keyBytes)) % partitions;
}

/** The arithmetic of P2 step by step, for a learner to follow. */
export interface KeyArithmetic {
  readonly hash: number;
  readonly positive: number;
  readonly partitions: number;
  readonly partition: number;
}

/** `murmur2("user_7") = hash`, without its sign `positive`, mod `partitions` = `partition`. The empty string is a key too. */
export function explainKey(key: string, partitions: number): KeyArithmetic {
  const hash = murmur2(utf8(key));
  const positive = toPositive(hash);
  return { hash, positive, partitions, partition: positive % partitions };
}
