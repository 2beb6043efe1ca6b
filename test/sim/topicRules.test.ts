import { describe, expect, it } from 'vitest';
import { bootstrapImage } from '../../src/sim/kafka/bootstrapImage.ts';
import { isTopicName, whyNotCreate, whyNotGrow } from '../../src/sim/kafka/topicRules.ts';
import type { NewTopic } from '../../src/sim/kafka/topicRules.ts';
import type { MetadataImage } from '../../src/sim/messages.ts';
import { planOf } from './support/controllers.ts';

const image = bootstrapImage(planOf({ topics: [{ name: 'orders', partitions: 3, replicationFactor: 2 }, { name: 'page.views' }] }));
const create = (change: Partial<NewTopic>, on: MetadataImage = image) =>
  whyNotCreate(on, { topic: 'new', partitions: 1, replicationFactor: 1, replicas: null, ...change });
const fence = (...ids: number[]): MetadataImage => ({
  ...image,
  brokers: Object.fromEntries(Object.values(image.brokers).map((it) => [it.id, { ...it, fenced: ids.includes(it.id) }])),
});

describe('T1: creating a topic', () => {
  it('T1: a name has 1 to 249 letters, digits, dots, underscores or dashes, and is not a directory', () => {
    for (const name of ['orders', 'a.b_c-D9', '...', 'x'.repeat(249)]) expect(isTopicName(name), name).toBe(true);
    for (const name of ['', '.', '..', 'x'.repeat(250), 'a b', 'a/b', '주문', 'a\n']) expect(isTopicName(name), name).toBe(false);
    expect(create({ topic: '..' })).toBe('INVALID_TOPIC_EXCEPTION');
  });

  it('T1: a name is taken once, and dots and underscores do not tell names apart', () => {
    expect(create({ topic: 'orders' })).toBe('TOPIC_ALREADY_EXISTS');
    expect(create({ topic: 'page_views' })).toBe('INVALID_TOPIC_EXCEPTION');
    expect(create({ topic: 'page-views' })).toBeNull();
  });

  it('T1: a topic has at least one partition', () => {
    expect(create({ partitions: 0 })).toBe('INVALID_PARTITIONS');
    expect(create({ partitions: -2 })).toBe('INVALID_PARTITIONS');
    expect(create({ partitions: 1 })).toBeNull();
  });

  it('T1: more replicas than registered brokers cannot be placed; a fenced broker counts', () => {
    expect(create({ replicationFactor: 4 })).toBe('INVALID_REPLICATION_FACTOR');
    expect(create({ replicationFactor: 0 })).toBe('INVALID_REPLICATION_FACTOR');
    expect(create({ replicationFactor: 3 }, fence(2))).toBeNull();
    expect(create({ replicationFactor: 1 }, fence(1, 2, 3))).toBe('INVALID_REPLICATION_FACTOR');
  });

  it('T1: explicit replicas are distinct known brokers, as many for each partition, one of them alive', () => {
    const placed = (replicas: readonly (readonly number[])[], on?: MetadataImage) => create({ replicas }, on);
    expect(
      placed([
        [1, 2],
        [3, 1],
      ]),
    ).toBeNull();
    for (const wrong of [[], [[]], [[1, 1]], [[9]], [[1, 2], [3]]]) expect(placed(wrong)).toBe('INVALID_REPLICA_ASSIGNMENT');
    expect(placed([[2]], fence(2))).toBe('INVALID_REPLICA_ASSIGNMENT');
  });
});

describe('T2: adding partitions', () => {
  it('T2: partitions are added, never removed', () => {
    expect(whyNotGrow(image, 'orders', 4)).toBeNull();
    expect(whyNotGrow(image, 'orders', 3)).toBe('INVALID_PARTITIONS');
    expect(whyNotGrow(image, 'orders', 2)).toBe('INVALID_PARTITIONS');
    expect(whyNotGrow(image, 'nothing', 2)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });
});
