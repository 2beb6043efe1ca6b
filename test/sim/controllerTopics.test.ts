import { describe, expect, it } from 'vitest';
import { Controllers } from './support/controllers.ts';

describe('topics', () => {
  it('T1: a topic is created, told, answered and pushed', () => {
    const cluster = new Controllers({}).until(500).createTopic('orders', 3, 2);
    expect(cluster.facts('topic.created')).toMatchObject([
      {
        topic: 'orders',
        replicas: [
          [1, 2],
          [2, 3],
          [3, 1],
        ],
      },
    ]);
    expect(cluster.lastAnswer('AdminResponse').error).toBeNull();
    expect(cluster.pushes.map(({ image }) => Object.keys(image.topics))).toEqual([['orders'], ['orders'], ['orders']]);
  });

  it('T1: a refused topic changes nothing', () => {
    const cluster = new Controllers({}).until(500).createTopic('orders', 1, 4);
    expect(cluster.lastAnswer('AdminResponse').error).toBe('INVALID_REPLICATION_FACTOR');
    expect(cluster.image.version).toBe(1);
  });

  it('T1: a fenced broker counts for the replication factor but begins out of sync', () => {
    const cluster = new Controllers({}).until(500).kill(2).until(12_000).createTopic('orders', 1, 3);
    expect(cluster.partition('orders')).toMatchObject({ leader: 1, replicas: [1, 3, 2], isr: [1, 3] });
  });

  it('T1: -1 takes num.partitions and default.replication.factor', () => {
    const cluster = new Controllers({ config: { 'num.partitions': 4, 'default.replication.factor': 2 } }).createTopic('orders', -1, -1);
    expect(cluster.image.topics.orders?.partitions.map(({ replicas }) => replicas.length)).toEqual([2, 2, 2, 2]);
  });

  it('T2: partitions are added beside the old ones, which stay as they are', () => {
    const cluster = new Controllers({ topics: [{ name: 'orders', partitions: 2, replicationFactor: 2 }] }).until(500);
    const before = cluster.image.topics.orders?.partitions;
    cluster.command({ type: 'CreatePartitions', correlationId: 2, topic: 'orders', partitions: 4 });
    const after = cluster.image.topics.orders?.partitions;
    expect(after?.slice(0, 2)).toEqual(before);
    expect(after?.slice(2).map(({ replicas }) => replicas)).toEqual([
      [3, 1],
      [1, 2],
    ]);
    expect(cluster.facts('partitions.added')).toMatchObject([{ from: 2, to: 4 }]);
    cluster.command({ type: 'CreatePartitions', correlationId: 3, topic: 'orders', partitions: 3 });
    expect(cluster.lastAnswer('AdminResponse')).toMatchObject({ correlationId: 3, error: 'INVALID_PARTITIONS' });
  });

  it('O4: an offsets partition comes to be once, when first asked for', () => {
    const cluster = new Controllers({}).until(500);
    cluster.ask(1, { type: 'EnsureOffsetsPartition', partition: 7 }).ask(2, { type: 'EnsureOffsetsPartition', partition: 7 }).until(600);
    cluster.ask(2, { type: 'EnsureOffsetsPartition', partition: 3 }).until(700);
    expect(cluster.image.topics.__consumer_offsets?.partitions.map(({ partition }) => partition)).toEqual([3, 7]);
    expect(cluster.partition('__consumer_offsets', 7).replicas).toHaveLength(3);
    expect(cluster.image.version).toBe(3);
  });
});
