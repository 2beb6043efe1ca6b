import { describe, expect, test } from 'vitest';
import type { ProfileName } from '../../src/sim/config/index.ts';
import { BrokerRig, image, partition } from './support/brokerRig.ts';

/** Broker 1 leads orders-0 and orders-1, alone unless `replicas` says otherwise. */
function lone(profile: ProfileName = '4.3'): BrokerRig {
  const alone = { replicas: [1], isr: [1] };
  const rig = new BrokerRig(image({ orders: [partition(0, 1, alone), partition(1, 1, alone)] }), { profile });
  rig.take();
  return rig;
}

/** Broker 1 leads orders-0, followed by 2; both in sync. */
function leading(profile: ProfileName = '4.3'): BrokerRig {
  const rig = new BrokerRig(image({ orders: [partition(0, 1, { replicas: [1, 2], isr: [1, 2] })] }), { profile });
  rig.take();
  return rig;
}

const follower = { replicaId: 2, connection: 'replication' };
const types = (rig: BrokerRig) => rig.take().map(({ message }) => message.type);

describe('requests of one connection', () => {
  test('N2: the next is worked on when the one before it is answered', () => {
    const rig = leading();
    const first = rig.produce('orders-0', [0]);
    const second = rig.produce('orders-0', [1]);
    expect([rig.take(), rig.replica('orders-0').log.endOffset]).toEqual([[], 1]);
    rig.fetch([{ name: 'orders-0', fetchOffset: 1 }], follower);
    expect(rig.takeOnly('ProduceResponse').map(({ correlationId }) => correlationId)).toEqual([first]);
    expect(rig.replica('orders-0').log.endOffset).toBe(2);
    rig.fetch([{ name: 'orders-0', fetchOffset: 2 }], { ...follower, connection: 'replication#2' });
    expect(rig.takeOnly('ProduceResponse').map(({ correlationId }) => correlationId)).toEqual([second]);
  });

  test('N2: another connection of the same client does not wait', () => {
    const rig = leading();
    rig.produce('orders-0', [0]);
    rig.ask('producer:web', { type: 'Metadata', topics: null }, 'other');
    expect(types(rig)).toEqual(['MetadataResponse']);
  });

  test('N2: a connection the client gave up gets no answers any more, but what was written stays', () => {
    const rig = leading();
    rig.produce('orders-0', [0], { connection: 'main' });
    rig.ask('producer:web', { type: 'Metadata', topics: null }, 'main#2');
    rig.take();
    rig.fetch([{ name: 'orders-0', fetchOffset: 1 }], follower);
    expect(rig.takeOnly('ProduceResponse')).toEqual([]);
    expect(rig.replica('orders-0').highWatermark).toBe(1);
  });
});

describe('produce', () => {
  test('R5: one request for several partitions gets one answer', () => {
    const rig = lone();
    rig.produce(['orders-0', 'orders-1'], [0], { acks: 1 });
    expect(rig.takeOnly('ProduceResponse').map(({ results }) => results)).toEqual([
      [
        { topic: 'orders', partition: 0, error: null, baseOffset: 0 },
        { topic: 'orders', partition: 1, error: null, baseOffset: 0 },
      ],
    ]);
  });

  test('R5: acks=0 gets no answer', () => {
    const rig = lone();
    rig.produce('orders-0', [0], { acks: 0 });
    rig.produce('orders-0', [1], { acks: 0 });
    expect([rig.take(), rig.replica('orders-0').log.endOffset]).toEqual([[], 2]);
  });

  test('R5: acks=0: if it fails, the connection is closed', () => {
    const rig = lone();
    rig.produce('unknown-0', [0], { acks: 0, connection: 'main#3' });
    expect(rig.take()).toEqual([{ to: 'producer:web', connection: 'main#3', message: { type: 'ConnectionClosed' } }]);
  });

  test('R5: acks=all is given up after the timeout of the request, though the record stays in the log', () => {
    const rig = leading();
    rig.produce('orders-0', [0], { timeoutMs: 3000 });
    rig.runTo(2999);
    expect(rig.takeOnly('ProduceResponse')).toEqual([]);
    rig.runTo(3000);
    expect(rig.takeOnly('ProduceResponse')[0]?.results).toMatchObject([{ error: 'REQUEST_TIMED_OUT', baseOffset: -1 }]);
    expect(rig.noted.at(-1)).toMatchObject({ kind: 'produce.refused', error: 'REQUEST_TIMED_OUT', producer: 'web', numbers: [0] });
    expect(rig.replica('orders-0').log.endOffset).toBe(1);
  });

  test.each(['3.9', '4.3'] as const)('C5: %s: the wrong broker names the right one', (profile) => {
    const rig = new BrokerRig(image({ orders: [partition(0, 2, { leaderEpoch: 4 })] }), { profile });
    rig.take();
    rig.produce('orders-0', [0]);
    const leader = { id: 2, epoch: 4 };
    expect(rig.takeOnly('ProduceResponse')[0]?.results).toMatchObject([{ error: 'NOT_LEADER_OR_FOLLOWER', leader }]);
  });

  test.each(['2.3', '2.8'] as const)('C5: %s: the wrong broker only says that it is wrong', (profile) => {
    const rig = new BrokerRig(image({ orders: [partition(0, 2)] }), { profile });
    rig.take();
    rig.produce('orders-0', [0]);
    expect(rig.takeOnly('ProduceResponse')[0]?.results).toEqual([
      { topic: 'orders', partition: 0, error: 'NOT_LEADER_OR_FOLLOWER', baseOffset: -1 },
    ]);
  });

  test('R5: a leader that loses its seat sends waiting writers to the new one', () => {
    const rig = leading();
    rig.produce('orders-0', [0]);
    rig.learn(image({ orders: [partition(0, 2, { replicas: [1, 2], isr: [2], leaderEpoch: 1, partitionEpoch: 1 })] }, { version: 2 }));
    expect(rig.takeOnly('ProduceResponse')[0]?.results).toMatchObject([{ error: 'NOT_LEADER_OR_FOLLOWER', leader: { id: 2, epoch: 1 } }]);
  });

  test('P7: producer ids are never given twice, not even after a crash', () => {
    const rig = lone();
    const next = () => {
      rig.ask('producer:web', { type: 'InitProducerId', producerId: null, producerEpoch: -1 });
      return rig.takeOnly('InitProducerIdResponse')[0]?.producerId;
    };
    const first = next();
    rig.deliver('broker:1', { type: 'crash' }, 'broker:1', null);
    rig.deliver('broker:1', { type: 'restart' }, 'broker:1', null);
    rig.learn(image({ orders: [] }, { version: 2, fenced: [1] }));
    rig.take();
    expect([first, next()]).toEqual([1000, 1001]);
  });
});

describe('fetch', () => {
  test('R6: a consumer waits at the HW and is answered when it moves', () => {
    const rig = leading();
    rig.fetch([{ name: 'orders-0' }]);
    rig.produce('orders-0', [0], { acks: 1 });
    expect(rig.takeOnly('FetchResponse')).toEqual([]);
    rig.fetch([{ name: 'orders-0', fetchOffset: 1 }], follower);
    const answers = rig.takeOnly('FetchResponse');
    expect(answers.map(({ partitions }) => partitions.map((it) => [it.records.length, it.highWatermark]))).toEqual([[[1, 1]]]);
  });

  test('R1: a parked follower gets a batch as soon as the leader has it', () => {
    const rig = leading();
    rig.fetch([{ name: 'orders-0' }], follower);
    rig.take();
    rig.produce('orders-0', [0, 1]);
    expect(rig.takeOnly('FetchResponse')[0]?.partitions).toMatchObject([
      { partition: 0, error: null, highWatermark: 0, records: [{ offset: 0 }, { offset: 1 }] },
    ]);
  });

  test('F1: after fetch.max.wait.ms the answer comes without records', () => {
    const rig = lone();
    rig.fetch([{ name: 'orders-0' }]);
    rig.runTo(499);
    expect(rig.takeOnly('FetchResponse')).toEqual([]);
    rig.runTo(500);
    expect(rig.takeOnly('FetchResponse')[0]?.partitions).toMatchObject([{ records: [], highWatermark: 0 }]);
  });

  test('F1: fetch.min.bytes are waited for, over all partitions together', () => {
    const rig = lone();
    rig.fetch([{ name: 'orders-0' }, { name: 'orders-1' }], { minBytes: 200 });
    rig.produce('orders-0', [0, 1], { acks: 1 });
    expect(rig.takeOnly('FetchResponse')).toEqual([]);
    rig.produce('orders-1', [2], { acks: 1 });
    expect(rig.takeOnly('FetchResponse')[0]?.partitions.map(({ records }) => records.length)).toEqual([2, 1]);
  });

  test('F1: or for as long as fetch.max.wait.ms, then there is what there is', () => {
    const rig = lone();
    rig.fetch([{ name: 'orders-0' }], { minBytes: 200 });
    rig.produce('orders-0', [0, 1], { acks: 1 });
    rig.take();
    rig.runTo(500);
    expect(rig.takeOnly('FetchResponse')[0]?.partitions.map(({ records }) => records.length)).toEqual([2]);
  });

  test('only partitions with news are in an answer (KIP-227)', () => {
    const rig = lone();
    rig.produce('orders-0', [0], { acks: 1 });
    rig.fetch([{ name: 'orders-0' }, { name: 'orders-1' }]);
    rig.produce('orders-1', [1], { acks: 1 });
    rig.take();
    rig.fetch([{ name: 'orders-0', fetchOffset: 1 }, { name: 'orders-1' }]);
    expect(rig.takeOnly('FetchResponse')[0]?.partitions.map((it) => it.partition)).toEqual([1]);
  });

  test('C5: stale and premature fetchers are told so at once', () => {
    const rig = new BrokerRig(image({ orders: [partition(0, 1, { leaderEpoch: 5 }), partition(1, 2)] }));
    rig.take();
    const errorOf = (name: string, currentLeaderEpoch: number) => {
      rig.fetch([{ name, currentLeaderEpoch }]);
      return rig.takeOnly('FetchResponse')[0]?.partitions[0]?.error;
    };
    expect(errorOf('orders-0', 4)).toBe('FENCED_LEADER_EPOCH');
    expect(errorOf('orders-0', 6)).toBe('UNKNOWN_LEADER_EPOCH');
    expect(errorOf('orders-1', 0)).toBe('NOT_LEADER_OR_FOLLOWER');
    expect(errorOf('payments-0', 0)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  test('C5: whoever waits at a leader that is deposed is told so at once', () => {
    const rig = leading();
    rig.fetch([{ name: 'orders-0' }]);
    rig.learn(image({ orders: [partition(0, 2, { replicas: [1, 2], isr: [2], leaderEpoch: 1, partitionEpoch: 1 })] }, { version: 2 }));
    expect(rig.takeOnly('FetchResponse')[0]?.partitions[0]?.error).toBe('NOT_LEADER_OR_FOLLOWER');
  });

  test('R4: a follower with another history is told where they part', () => {
    const rig = new BrokerRig(image({ orders: [partition(0, 1, { leaderEpoch: 3 })] }));
    rig.take();
    rig.fetch([{ name: 'orders-0', fetchOffset: 4, currentLeaderEpoch: 3, lastFetchedEpoch: 2 }], follower);
    expect(rig.takeOnly('FetchResponse')[0]?.partitions).toMatchObject([
      { error: null, records: [], divergingEpoch: { epoch: 2, endOffset: 0 } },
    ]);
  });

  test('R4: even where there is nothing to read', () => {
    const rig = new BrokerRig(image({ orders: [partition(0, 1)] }));
    rig.produce('orders-0', [0], { acks: 1 });
    rig.learn(image({ orders: [partition(0, 1, { leaderEpoch: 3, partitionEpoch: 1 })] }, { version: 2 }));
    rig.take();
    rig.fetch([{ name: 'orders-0', fetchOffset: 1, currentLeaderEpoch: 3, lastFetchedEpoch: 2 }], follower);
    expect(rig.takeOnly('FetchResponse')[0]?.partitions).toMatchObject([{ divergingEpoch: { epoch: 0, endOffset: 1 } }]);
  });

  test('R1: what one request writes to several partitions reaches a parked follower in one answer', () => {
    const two = { replicas: [1, 2], isr: [1, 2] };
    const rig = new BrokerRig(image({ orders: [partition(0, 1, two), partition(1, 1, two)] }));
    rig.fetch([{ name: 'orders-0' }, { name: 'orders-1' }], follower);
    rig.take();
    rig.produce(['orders-0', 'orders-1'], [0]);
    expect(rig.takeOnly('FetchResponse').map(({ partitions }) => partitions.map((it) => it.records.length))).toEqual([[1, 1]]);
  });

  test('F1: a short wait is not kept up by a long one before it', () => {
    const rig = leading();
    rig.produce('orders-0', [0], { timeoutMs: 3000 });
    rig.fetch([{ name: 'orders-0' }]);
    rig.runTo(500);
    expect(rig.takeOnly('FetchResponse')).toHaveLength(1);
    rig.runTo(3000);
    expect(rig.takeOnly('ProduceResponse')).toHaveLength(1);
  });

  test('an idle follower that asks again and again does not disturb the replica', () => {
    const rig = leading();
    for (let i = 0; i < 10; i++) {
      rig.fetch([{ name: 'orders-0' }], follower);
      rig.runTo(rig.at + 500);
    }
    expect(rig.toReplicas.filter((it) => it === 'replica.fetched')).toHaveLength(1);
  });

  test('R3: its fetches count all the same when something is written', () => {
    const rig = leading();
    for (let i = 0; i < 100; i++) {
      rig.fetch([{ name: 'orders-0' }], follower);
      rig.runTo(rig.at + 500);
    }
    rig.produce('orders-0', [0], { acks: 1 });
    expect(rig.replica('orders-0').followers[0]?.lastCaughtUpAt).toBe(49_500);
  });
});

describe('where a consumer may begin', () => {
  const ask = (rig: BrokerRig, name: number, timestamp: number) => {
    const partitions = [{ topic: 'orders', partition: name, timestamp }];
    rig.ask('consumer:c', { type: 'ListOffsets', isolationLevel: 'read_uncommitted', partitions });
    return rig.takeOnly('ListOffsetsResponse')[0]?.partitions[0];
  };

  test('F2, R6: latest is the HW, earliest the start of the log', () => {
    const rig = leading();
    rig.produce('orders-0', [0, 1], { acks: 1 });
    rig.fetch([{ name: 'orders-0', fetchOffset: 1 }], follower);
    expect([ask(rig, 0, -1)?.offset, ask(rig, 0, -2)?.offset]).toEqual([1, 0]);
  });

  test('C5: another broker has to be asked', () => {
    const rig = new BrokerRig(image({ orders: [partition(0, 2)] }));
    expect(ask(rig, 0, -1)?.error).toBe('NOT_LEADER_OR_FOLLOWER');
  });
});
