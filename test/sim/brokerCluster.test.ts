import { describe, expect, test } from 'vitest';
import type { LogRecord, Message, MessageOf } from '../../src/sim/messages.ts';
import { BrokerRig, image, partition } from './support/brokerRig.ts';
import { records } from './support/replicaRig.ts';

const sentTo = (rig: BrokerRig, to: string) => rig.take().flatMap((it) => (it.to === to ? [it.message] : []));
const only = <T extends Message['type']>(messages: readonly Message[], type: T) =>
  messages.flatMap((it) => (it.type === type ? [it as MessageOf<T>] : []));

/** Broker 1 follows broker 2 in orders-0 and orders-1. */
function following(): BrokerRig {
  return new BrokerRig(image({ orders: [partition(0, 2), partition(1, 2)] }));
}

const logged = (from: number, count: number, leaderEpoch = 0): LogRecord[] =>
  records(...Array.from({ length: count }, (_, i) => from + i)).map((it, i) => ({ ...it, offset: from + i, leaderEpoch }));

/** The leader answers the fetch it was sent last. */
function answer(
  rig: BrokerRig,
  fetch: MessageOf<'Fetch'> | undefined,
  partitions: readonly Partial<MessageOf<'FetchResponse'>['partitions'][number]>[],
): void {
  const usual = { topic: 'orders', partition: 0, error: null, records: [], highWatermark: 0, lastStableOffset: 0, logStartOffset: 0 };
  const response = {
    type: 'FetchResponse',
    correlationId: fetch?.correlationId,
    partitions: partitions.map((it) => ({ ...usual, ...it })),
  };
  rig.deliver('broker:1', response, 'broker:2', 'replication');
  rig.runTo(rig.at);
}

describe('followers', () => {
  test('R1: one fetch covers all partitions followed on a broker', () => {
    const fetches = following().take();
    expect(fetches.map(({ to, connection }) => [to, connection])).toEqual([['broker:2', 'replication']]);
    expect(fetches[0]?.message).toMatchObject({
      type: 'Fetch',
      replicaId: 1,
      partitions: [
        { partition: 0, fetchOffset: 0 },
        { partition: 1, fetchOffset: 0 },
      ],
    });
  });

  test('R1: the next fetch goes out with the records, and says what is held by now', () => {
    const rig = following();
    answer(
      rig,
      only(
        rig.take().map((it) => it.message),
        'Fetch',
      )[0],
      [{ records: logged(0, 3), highWatermark: 2 }],
    );
    expect(rig.replica('orders-0')).toMatchObject({ log: { endOffset: 3 }, highWatermark: 2 });
    expect(rig.takeOnly('Fetch')[0]?.partitions).toMatchObject([
      { fetchOffset: 3, lastFetchedEpoch: 0 },
      { fetchOffset: 0, lastFetchedEpoch: -1 },
    ]);
  });

  test('R4: a follower told of divergence truncates and is in the very next fetch again', () => {
    const rig = following();
    answer(rig, rig.takeOnly('Fetch')[0], [{ records: logged(0, 3, 0) }]);
    answer(rig, rig.takeOnly('Fetch')[0], [{ divergingEpoch: { epoch: 0, endOffset: 1 } }]);
    expect(rig.replica('orders-0').log.endOffset).toBe(1);
    expect(rig.takeOnly('Fetch').map(({ partitions }) => partitions.map((it) => it.fetchOffset).toSorted())).toEqual([[0, 1]]);
  });

  test('R1: a partition with an error is left out for replica.fetch.backoff.ms, the others are not', () => {
    const rig = following();
    answer(rig, rig.takeOnly('Fetch')[0], [{ error: 'NOT_LEADER_OR_FOLLOWER' }]);
    const next = rig.takeOnly('Fetch')[0];
    expect(next?.partitions.map((it) => it.partition)).toEqual([1]);
    rig.at = 1200;
    answer(rig, next, []);
    expect(rig.takeOnly('Fetch')[0]?.partitions.map((it) => it.partition)).toEqual([0, 1]);
  });

  test('N2: a leader that is gone is tried again after the back-off, on a new connection', () => {
    const rig = following();
    rig.take();
    rig.deliver('broker:1', { type: 'disconnected', node: '2', connection: 'replication' } as never, 'broker:1', null);
    expect(rig.takeOnly('Fetch')).toEqual([]);
    rig.runTo(999);
    expect(rig.takeOnly('Fetch')).toEqual([]);
    rig.runTo(1000);
    expect(rig.take().map(({ to, connection }) => [to, connection])).toEqual([['broker:2', 'replication#2']]);
  });

  test('N2: a leader that is silent is given up after replica.socket.timeout.ms', () => {
    const rig = following();
    const first = rig.takeOnly('Fetch')[0];
    rig.at = 10_000;
    answer(rig, first, []);
    rig.take();
    rig.runTo(40_999);
    expect(rig.takeOnly('Fetch')).toEqual([]);
    rig.runTo(41_000);
    expect(rig.take().flatMap((it) => (it.message.type === 'Fetch' ? [it.connection] : []))).toEqual(['replication#2']);
  });

  test('C5: after a change of leader it fetches there, and an answer of the old one is nothing to it', () => {
    const rig = following();
    const old = rig.takeOnly('Fetch')[0];
    rig.learn(image({ orders: [partition(0, 3, { leaderEpoch: 1, partitionEpoch: 1 }), partition(1, 2)] }, { version: 2 }));
    expect(sentTo(rig, 'broker:3')).toMatchObject([{ type: 'Fetch', partitions: [{ partition: 0, currentLeaderEpoch: 1 }] }]);
    answer(rig, old, [{ records: logged(0, 3) }]);
    expect(rig.replica('orders-0').log.endOffset).toBe(0);
    expect(sentTo(rig, 'broker:2')).toMatchObject([{ type: 'Fetch', partitions: [{ partition: 1 }] }]);
  });
});

describe('a new epoch of the same leader', () => {
  test('C5: an answer to a fetch of the epoch before is about the past', () => {
    const rig = following();
    const old = rig.takeOnly('Fetch')[0];
    rig.learn(image({ orders: [partition(0, 2, { leaderEpoch: 1, partitionEpoch: 1 }), partition(1, 2)] }, { version: 2 }));
    answer(rig, old, [{ records: logged(0, 3) }]);
    expect(rig.replica('orders-0').log.endOffset).toBe(0);
    expect(rig.takeOnly('Fetch')[0]?.partitions.toSorted((a, b) => a.partition - b.partition)).toMatchObject([
      { partition: 0, currentLeaderEpoch: 1, fetchOffset: 0 },
      { partition: 1 },
    ]);
  });
});

describe('the line to the controller', () => {
  test('C2: a sign of life every broker.heartbeat.interval.ms', () => {
    const rig = new BrokerRig(image({}));
    rig.runTo(2000);
    const [beat] = sentTo(rig, 'controller:c1');
    expect(beat).toMatchObject({ type: 'BrokerHeartbeat', broker: 1, brokerEpoch: 0, metadataVersion: 1 });
    rig.ask('controller:c1', { ...beat, type: 'BrokerHeartbeatResponse', error: null, fenced: false, controller: null });
    rig.runTo(4000);
    expect(sentTo(rig, 'controller:c1')).toHaveLength(1);
  });

  test('C1: without an answer for half a session the next controller is asked', () => {
    const rig = new BrokerRig(image({}));
    rig.runTo(6400);
    expect(rig.take().map(({ to }) => to)).toEqual(['controller:c1']);
    rig.runTo(6500);
    expect(rig.take().map(({ to }) => to)).toEqual(['controller:c2']);
  });

  test('C1: one that is not active names the one that is', () => {
    const rig = new BrokerRig(image({}));
    rig.runTo(2000);
    const [beat] = sentTo(rig, 'controller:c1');
    rig.ask('controller:c1', {
      ...beat,
      type: 'BrokerHeartbeatResponse',
      error: 'NOT_CONTROLLER',
      fenced: true,
      controller: 'controller:c2',
    });
    rig.runTo(2100);
    expect(rig.take().map(({ to }) => to)).toEqual(['controller:c2']);
  });

  /** Crashed at 5 s, registered again at 6 s. */
  function restarted(): BrokerRig {
    const rig = new BrokerRig(image({ orders: [partition(0, 1, { replicas: [1, 2], isr: [1, 2] })] }));
    rig.produce('orders-0', [0], { acks: 1 });
    rig.at = 5000;
    rig.deliver('broker:1', { type: 'crash' }, 'broker:1', null);
    rig.deliver('replica:orders-0@1', { type: 'crash' }, 'replica:orders-0@1', null);
    rig.take();
    rig.at = 6000;
    rig.deliver('broker:1', { type: 'restart' }, 'broker:1', null);
    return rig;
  }

  const register = (rig: BrokerRig) => {
    const registration = only(sentTo(rig, 'controller:c1'), 'BrokerRegistration')[0];
    const response = { type: 'BrokerRegistrationResponse', error: null, brokerEpoch: 7, controller: 'controller:c1' };
    rig.deliver('broker:1', { ...response, correlationId: registration?.correlationId } as never, 'controller:c1', 'main');
  };

  test('C2: a restarted broker registers before anything else, and makes its clients wait', () => {
    const rig = restarted();
    rig.ask('consumer:c', { type: 'Metadata', topics: null });
    expect(rig.take().map(({ message }) => message.type)).toEqual(['BrokerRegistration']);
    expect(rig.state).toBe('registering');
  });

  test('C2: while its former process has a session it is refused, and tries again after 100 ms, 200 ms, 400 ms', () => {
    const rig = restarted();
    const times = [100, 200, 400].map((wait) => {
      const { correlationId } = only(sentTo(rig, 'controller:c1'), 'BrokerRegistration')[0] as MessageOf<'BrokerRegistration'>;
      const refusal = { type: 'BrokerRegistrationResponse', error: 'DUPLICATE_BROKER_REGISTRATION', brokerEpoch: -1, controller: null };
      rig.ask('controller:c1', { ...refusal, correlationId });
      rig.runTo(rig.at + wait - 1);
      const early = rig.take().length;
      rig.runTo(rig.at + 1);
      return early;
    });
    expect([times, rig.take().length, rig.state]).toEqual([[0, 0, 0], 1, 'registering']);
  });

  test('C2: metadata of its former life does not make it leader again', () => {
    const rig = restarted();
    rig.learn(image({ orders: [partition(0, 1, { replicas: [1, 2], isr: [1, 2] })] }, { version: 3 }));
    expect([rig.state, rig.roleOf('orders-0')]).toEqual(['registering', 'offline']);
  });

  test('C2: once registered it catches up as a follower, fenced, and says how far it is', () => {
    const rig = restarted();
    register(rig);
    rig.take();
    rig.learn(
      image({ orders: [partition(0, 2, { replicas: [1, 2], isr: [2], leaderEpoch: 1, partitionEpoch: 1 })] }, { version: 7, fenced: [1] }),
    );
    expect([rig.state, rig.roleOf('orders-0')]).toEqual(['fenced', 'follower']);
    expect(sentTo(rig, 'broker:2')).toMatchObject([{ type: 'Fetch', partitions: [{ fetchOffset: 1, lastFetchedEpoch: 0 }] }]);
    rig.runTo(12_000);
    expect(only(sentTo(rig, 'controller:c2'), 'BrokerHeartbeat')).toMatchObject([{ brokerEpoch: 7, metadataVersion: 7 }]);
  });

  test('C2: a fenced broker leads nothing, whatever stands in the metadata', () => {
    const rig = restarted();
    register(rig);
    rig.learn(image({ orders: [partition(0, 1, { replicas: [1, 2], isr: [1] })] }, { version: 7, fenced: [1] }));
    expect(rig.roleOf('orders-0')).toBe('follower');
    rig.learn(image({ orders: [partition(0, 1, { replicas: [1, 2], isr: [1] })] }, { version: 8 }));
    expect([rig.state, rig.roleOf('orders-0')]).toEqual(['running', 'leader']);
  });

  test('C5: older metadata is no news', () => {
    const rig = new BrokerRig(image({ orders: [partition(0, 2)] }, { version: 5 }));
    rig.learn(image({ orders: [partition(0, 1)] }, { version: 4 }));
    expect(rig.roleOf('orders-0')).toBe('follower');
  });

  describe('proposals of an ISR', () => {
    /** Broker 2 fell behind in orders-0; the proposal is on its way at 45 s. */
    function lagging(): { rig: BrokerRig; proposal: MessageOf<'AlterPartition'> | undefined } {
      const rig = new BrokerRig(image({ orders: [partition(0, 1, { replicas: [1, 2], isr: [1, 2] })] }));
      rig.fetch([{ name: 'orders-0' }], { replicaId: 2 });
      rig.runTo(1000);
      rig.produce('orders-0', [0], { acks: -1, timeoutMs: 120_000 });
      rig.runTo(45_000);
      return { rig, proposal: rig.takeOnly('AlterPartition')[0] };
    }

    test('R3: go to the controller, and count when it has committed them', () => {
      const { rig, proposal } = lagging();
      expect(proposal).toMatchObject({ broker: 1, topic: 'orders', partition: 0, leaderEpoch: 0, partitionEpoch: 0, newIsr: [1] });
      const metadata = partition(0, 1, { replicas: [1, 2], isr: [1], partitionEpoch: 1 });
      rig.ask('controller:c1', { ...proposal, type: 'AlterPartitionResponse', error: null, metadata });
      expect(rig.takeOnly('ProduceResponse')[0]?.results).toMatchObject([{ error: null, baseOffset: 0 }]);
      expect(rig.replica('orders-0').isr.isr).toEqual([1]);
    });

    test('C1: are told again to a new controller', () => {
      const { rig, proposal } = lagging();
      rig.runTo(48_000);
      const beat = rig.take().findLast(({ message }) => message.type === 'BrokerHeartbeat');
      rig.ask(beat?.to ?? '', { ...beat?.message, type: 'BrokerHeartbeatResponse', error: null, fenced: false, controller: null });
      const again = rig.takeOnly('AlterPartition');
      expect(again).toEqual([{ ...proposal, correlationId: again[0]?.correlationId }]);
      expect(again[0]?.correlationId).not.toBe(proposal?.correlationId);
    });
  });
});

test('Metadata tells of live brokers and of topics as this broker knows them', () => {
  const rig = new BrokerRig(image({ orders: [partition(0, 2)] }, { fenced: [3] }));
  rig.take();
  rig.ask('consumer:c', { type: 'Metadata', topics: ['orders', 'payments'] });
  expect(rig.takeOnly('MetadataResponse')).toMatchObject([
    {
      brokers: [1, 2],
      topics: [
        { name: 'orders', error: null, partitions: [{ partition: 0, leader: 2 }] },
        { name: 'payments', error: 'UNKNOWN_TOPIC_OR_PARTITION', partitions: [] },
      ],
    },
  ]);
});
