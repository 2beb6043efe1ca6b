/**
 * P2: partitioners people write themselves, to look at what they do. They decide by the key alone, whoever leads, and count a record without
 * a key as one with an empty key. Each is a class behind `partitioner.class` in its language; here it goes by its name.
 */
import { javaStringHash } from '../kafka/javaHash.ts';
import { crc32 } from './crc32.ts';
import { takesNoNotice, type Partitioner } from './types.ts';
import { utf8 } from './utf8.ts';

/** `process`: what a process that hashes with a secret of its own (Python) drew when it started. */
type Rule = (key: string, partitions: number, process: number) => number;

const byKey = (name: Partitioner['name'], rule: Rule): Partitioner => ({
  ...takesNoNotice,
  name,
  kafkaClass: name,
  by: 'custom',
  hashesKeys: false,
  heedsLeaders: false,
  choose: (state, topic, _draw, key = null, process = 0) => ({
    state,
    partition: rule(key ?? '', topic.partitions, process),
    drew: false,
  }),
});

/** Many keys are equally long: a few partitions get everything. */
export const keyLength = byKey('key-length', (key, partitions) => key.length % partitions);

/** Everything in order, and nothing in parallel. */
export const firstPartition = byKey('first-partition', () => 0);

/** `Math.floorMod(key.hashCode(), partitions)`: as even as murmur2, and another partition for nearly every key. */
export const hashMod = byKey('hash-mod', (key, partitions) => {
  const rest = javaStringHash(key) % partitions;
  return rest < 0 ? rest + partitions : rest;
});

/**
 * Python's `hash(key) % partitions`: its hash of texts is salted anew in every process (PYTHONHASHSEED), so that after a restart, or in
 * another producer, the same key goes elsewhere. Simplified: salted, but another function than Python's SipHash.
 */
export const processHash = byKey('process-hash', (key, partitions, process) => {
  let hash = process | 0;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) % partitions;
});

/** librdkafka's `consistent`, and so that of clients for Python, Go, .NET built on it: not where the Java client puts the key. */
export const consistent = byKey('crc32', (key, partitions) => crc32(utf8(key)) % partitions);
