import { describe, expect, it } from 'vitest';
import { profiles, type ProfileName } from '../../src/sim/config/index.ts';
import type { FetchedPartition } from '../../src/sim/messages.ts';
import { consumerRig, consumingRig } from './support/consumerRig.ts';

describe('where a consumer starts to read', () => {
  it('F2: at the committed offset, whatever auto.offset.reset says', () => {
    const rig = consumerRig({ committed: { 'orders-0': 3, 'orders-1': 0 }, config: { 'auto.offset.reset': 'none' } });
    rig.append('orders', 0, 5);
    rig.start();
    rig.run(200);
    expect(rig.facts('position.set').map(({ partition, offset, by }) => [partition, offset, by])).toEqual([
      [0, 3, 'committed'],
      [1, 0, 'committed'],
    ]);
    expect(rig.facts('poll.returned')[0]?.ranges).toEqual([{ topic: 'orders', partition: 0, from: 3, to: 5 }]);
  });

  it('F2: without one, auto.offset.reset earliest reads from the beginning, latest only what comes', () => {
    const first = (reset: string) => {
      const rig = consumerRig({ config: { 'auto.offset.reset': reset } });
      rig.append('orders', 0, 5);
      rig.start();
      rig.run(400);
      rig.append('orders', 0, 1);
      rig.run(1500);
      return rig.facts('record.processed')[0]?.offset;
    };
    expect(first('earliest')).toBe(0);
    expect(first('latest')).toBe(5);
  });

  it('F2: none throws NoOffsetForPartitionException and the process closes', () => {
    const rig = consumerRig({ config: { 'auto.offset.reset': 'none' } });
    rig.start();
    rig.run(400);
    expect(rig.facts('consumer.failed')[0]?.error).toBe('NoOffsetForPartitionException');
    expect(rig.requests('LeaveGroup')).toHaveLength(1);
    expect(rig.state).toBe('failed');
  });

  it('F2: out of range, the policy resets the position, or OffsetOutOfRangeException ends the process', () => {
    const rig = consumingRig({ committed: { 'orders-0': 9, 'orders-1': 0 }, config: { 'auto.offset.reset': 'earliest' } });
    rig.append('orders', 0, 2);
    rig.run(2000);
    expect(
      rig
        .facts('position.set')
        .filter(({ partition }) => partition === 0)
        .map(({ offset, by }) => [offset, by]),
    ).toEqual([
      [9, 'committed'],
      [0, 'earliest'],
    ]);
    expect(rig.facts('record.processed')).toHaveLength(2);

    const strict = consumingRig({ committed: { 'orders-0': 9, 'orders-1': 0 }, config: { 'auto.offset.reset': 'none' } });
    expect(strict.facts('consumer.failed')[0]?.error).toBe('OffsetOutOfRangeException');
  });

  it('F3: seek moves the position and drops what was fetched for the old one', () => {
    const rig = consumingRig({ app: { perRecordMs: 100 }, config: { 'max.poll.records': 2, 'auto.offset.reset': 'earliest' } });
    rig.append('orders', 0, 10);
    rig.run(1150);
    rig.tell({ type: 'command.seek', topic: 'orders', partition: 0, to: 0 } as never);
    rig.run(2000);
    const offsets = rig.facts('record.processed').map(({ offset }) => offset);
    expect(offsets.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 0, 1]);
    expect(rig.facts('position.set').at(-1)).toMatchObject({ offset: 0, by: 'seek' });
    rig.tell({ type: 'command.seek', topic: 'orders', partition: 0, to: 'end' } as never);
    rig.run(4000);
    expect(rig.facts('position.set').at(-1)).toMatchObject({ offset: 10, by: 'latest' });
  });
});

describe('how a consumer fetches', () => {
  const earliest = { 'auto.offset.reset': 'earliest' };

  it('F1: one fetch outstanding per broker, with the limits of the settings', () => {
    const rig = consumingRig({
      leaders: { orders: [1, 1, 2] },
      config: { 'fetch.min.bytes': 7, 'fetch.max.wait.ms': 400, 'max.partition.fetch.bytes': 900 },
    });
    expect(rig.requests('Fetch').map(({ broker, message }) => [broker, message.partitions.length])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect(rig.requests('Fetch')[0]?.message).toMatchObject({
      minBytes: 7,
      maxWaitMs: 400,
      maxBytes: 52_428_800,
      replicaId: null,
      isolationLevel: 'read_uncommitted',
    });
    expect(rig.requests('Fetch')[0]?.message.partitions[0]?.maxBytes).toBe(900);
    rig.run(3000);
    expect(rig.context.client.inFlight.filter(({ type }) => type === 'Fetch')).toHaveLength(2);
  });

  it('F1: poll() returns at most max.poll.records, partition by partition; the rest is kept', () => {
    const rig = consumerRig({ leaders: { orders: [1, 1] }, config: { ...earliest, 'max.poll.records': 3 }, app: { perRecordMs: 50 } });
    rig.append('orders', 0, 4);
    rig.append('orders', 1, 4);
    rig.start();
    rig.run(1000);
    const polls = rig.facts('poll.returned');
    expect(polls.map(({ ranges }) => ranges.map(({ partition, from, to }) => `${partition}:${from}-${to}`))).toEqual([
      ['0:0-3'],
      ['0:3-4', '1:0-2'],
      ['1:2-4'],
    ]);
    expect(rig.requests('Fetch').filter(({ at }) => at < (polls[2]?.at ?? 0))).toHaveLength(1);
  });

  it('F2: the position advances when poll() returns, not when the record is processed', () => {
    const rig = consumingRig({ config: earliest, app: { perRecordMs: 1000 } });
    rig.append('orders', 0, 5);
    rig.run(1400);
    expect(rig.model.position['orders']).toEqual({ 0: 5, 1: 0 });
    expect(rig.model.processing).toEqual({ topic: 'orders', partition: 0, offset: 0 });
    expect(rig.facts('record.processed')).toHaveLength(0);
  });

  it('F1: the classic consumer sends fetches only inside poll()', () => {
    const rig = consumingRig({ config: earliest, app: { perRecordMs: 1000 } });
    rig.append('orders', 0, 5);
    rig.run(1400);
    expect(rig.state).toBe('processing');
    const before = rig.requests('Fetch').length;
    rig.run(5000); // both outstanding fetches are answered long since
    expect(rig.state).toBe('processing');
    expect(rig.requests('Fetch')).toHaveLength(before);
  });

  it('F1: 4.3 asks nothing of a broker whose data is held; before, only the partitions that are held are left out', () => {
    const askedBehindHeldData = (profile: ProfileName) => {
      const rig = consumerRig({
        profile,
        leaders: { orders: [1, 1] },
        config: { ...earliest, 'max.poll.records': 1 },
        app: { perRecordMs: 300 },
      });
      rig.append('orders', 0, 3);
      rig.start();
      rig.run(900);
      const [first, , last] = rig.facts('poll.returned');
      return rig
        .requests('Fetch')
        .filter(({ at }) => at >= first!.at && at < last!.at)
        .map(({ message }) => message.partitions.map(({ partition }) => partition));
    };
    expect(askedBehindHeldData('4.3')).toEqual([]);
    for (const profile of ['2.3', '2.8', '3.9'] as const) expect(askedBehindHeldData(profile)[0]).toEqual([1]);
  });

  it('F3: a paused partition is not fetched and what is held of it is kept until it is resumed', () => {
    const rig = consumingRig({ config: earliest });
    rig.tell({ type: 'command.pausePartitions', partitions: [{ topic: 'orders', partition: 0 }] } as never);
    rig.append('orders', 0, 2);
    rig.run(3000);
    expect(rig.facts('record.processed')).toEqual([]);
    rig.tell({ type: 'command.resumePartitions', partitions: [{ topic: 'orders', partition: 0 }] } as never);
    rig.run(4000);
    expect(rig.facts('record.processed')).toHaveLength(2);
  });

  it('C5: a broker that does not lead any more names the one that does (3.9, 4.3); before, clients must ask for metadata', () => {
    const move = (profile: ProfileName) => {
      const rig = consumingRig({ profile, config: earliest });
      rig.run(2000);
      rig.lead('orders', 0, 3);
      rig.append('orders', 0, 1);
      rig.answers.Fetch = (message, broker) => {
        if (broker !== 1) return undefined;
        const refused: FetchedPartition = {
          topic: 'orders',
          partition: 0,
          error: 'NOT_LEADER_OR_FOLLOWER',
          records: [],
          highWatermark: -1,
          lastStableOffset: -1,
          logStartOffset: -1,
          leader: { id: 3, epoch: 1 },
        };
        return { type: 'FetchResponse', correlationId: message.correlationId, partitions: [refused] };
      };
      rig.run(4000);
      expect(rig.facts('record.processed')).toHaveLength(1);
      return rig.requests('Metadata').length;
    };
    expect(profiles.map(move)).toEqual([2, 2, 1, 1]);
  });

  it('C5: when a leader dies its partitions stand still, the others go on, and the new leader is found', () => {
    const rig = consumingRig({ config: earliest });
    rig.dead.add(1);
    rig.run(2000);
    rig.append('orders', 1, 1);
    rig.run(3000);
    expect(rig.facts('record.processed').map(({ partition }) => partition)).toEqual([1]);
    expect(rig.requests('Fetch').filter(({ broker }) => broker === 1).length).toBeLessThan(10);
    rig.lead('orders', 0, 2);
    rig.append('orders', 0, 1);
    rig.run(6000);
    expect(rig.facts('record.processed').map(({ partition }) => partition)).toEqual([1, 0]);
  });

  it('N2: a silent broker is given up after request.timeout.ms; its late answers on the old connection mean nothing', () => {
    const rig = consumingRig({ config: { ...earliest, 'request.timeout.ms': 5000 } });
    rig.answers.Fetch = (_, broker) => (broker === 1 ? 'silence' : undefined);
    rig.run(4000);
    const silent = rig
      .requests('Fetch')
      .filter(({ broker }) => broker === 1)
      .at(-1)!;
    rig.run(silent.at + 5500);
    expect(rig.requests('Fetch').filter(({ broker, at }) => broker === 1 && at > silent.at)[0]?.connection).toBe('main#2');
    const record = { offset: 0, producer: 'p', number: 0, key: null, value: null, bytes: 1, timestamp: 0, leaderEpoch: 0 };
    rig.tell({
      type: 'FetchResponse',
      correlationId: silent.message.correlationId,
      partitions: [
        { topic: 'orders', partition: 0, error: null, records: [record], highWatermark: 1, lastStableOffset: 1, logStartOffset: 0 },
      ],
    } as never);
    expect(rig.facts('poll.returned')).toEqual([]);
  });

  it('G8: an answer for a partition that was given up meanwhile is dropped', () => {
    const rig = consumingRig({ config: { ...earliest, 'fetch.max.wait.ms': 5000 } });
    rig.answers.Heartbeat = (message) => rig.error('HeartbeatResponse', message, 'REBALANCE_IN_PROGRESS');
    rig.answers.SyncGroup = (message) => ({ type: 'SyncGroupResponse', correlationId: message.correlationId, error: null, assignment: [] });
    rig.append('orders', 0, 2);
    rig.run(20_000);
    expect(rig.facts('record.processed').filter(({ at }) => at > (rig.facts('partitions.revoked')[0]?.at ?? 0))).toEqual([]);
    expect(rig.model).toMatchObject({ assignment: {}, prefetched: 0 });
  });
});
