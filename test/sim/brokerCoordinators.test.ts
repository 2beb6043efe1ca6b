import { describe, expect, test } from 'vitest';
import { coordinatorPartition } from '../../src/sim/kafka/javaHash.ts';
import { offsetRecords } from '../../src/sim/kafka/offsetsTopic.ts';
import type { MessageOf } from '../../src/sim/messages.ts';
import { BrokerRig, image, partition } from './support/brokerRig.ts';

const sentTo = (rig: BrokerRig, to: string) => rig.take().flatMap((it) => (it.to === to ? [it.message] : []));

describe('coordinators', () => {
  const group = 'billing';
  const number = coordinatorPartition(group);
  const offsets = (leader: number | null, more = {}) => ({
    __consumer_offsets: [partition(number, leader, { replicas: [1, 2], isr: [1, 2], ...more })],
  });
  const find = (rig: BrokerRig) => {
    rig.take();
    rig.ask('consumer:c', { type: 'FindCoordinator', group });
    return rig.take().map(({ message }) => message);
  };
  const heartbeat = (rig: BrokerRig) => rig.ask('consumer:c', { type: 'Heartbeat', group, memberId: 'm', generation: 1 }, 'coordinator');

  test('O4: the coordinator is the leader of the partition the group hashes to', () => {
    expect(find(new BrokerRig(image(offsets(2))))).toMatchObject([{ type: 'FindCoordinatorResponse', error: null, coordinator: 2 }]);
  });

  test('O4: a partition nobody used yet is asked for, and the client shall try again', () => {
    expect(find(new BrokerRig(image({})))).toMatchObject([
      { type: 'EnsureOffsetsPartition', partition: number },
      { type: 'FindCoordinatorResponse', error: 'COORDINATOR_NOT_AVAILABLE' },
    ]);
  });

  test('O4: without a leader there is no coordinator', () => {
    expect(find(new BrokerRig(image(offsets(null))))).toMatchObject([{ error: 'COORDINATOR_NOT_AVAILABLE' }]);
  });

  test('O4: requests of a group go to its coordinator here, whose answer goes back', () => {
    const rig = new BrokerRig(image(offsets(1)));
    rig.take();
    const correlationId = heartbeat(rig);
    const said = rig.take();
    expect(said.map(({ to, message }) => [to, message.type])).toEqual([
      ['group:billing@1', 'group.elected'],
      ['group:billing@1', 'group.request'],
    ]);
    const request = said[1]?.message as MessageOf<'group.request'>;
    expect(request.clientActor).toBe('consumer:c');
    const response = { type: 'HeartbeatResponse', correlationId, error: null };
    rig.deliver('broker:1', { type: 'group.response', ticket: request.ticket, response } as never, 'group:billing@1', null);
    expect(rig.take()).toEqual([{ to: 'consumer:c', connection: 'coordinator', message: response }]);
  });

  test('O4: any other broker is not the coordinator', () => {
    const rig = new BrokerRig(image(offsets(2)));
    rig.take();
    heartbeat(rig);
    expect(rig.takeOnly('HeartbeatResponse')).toMatchObject([{ error: 'NOT_COORDINATOR' }]);
  });

  const commit = (rig: BrokerRig, of = group) =>
    rig.deliver(
      'broker:1',
      {
        type: 'offsets.append',
        offsetsPartition: number,
        ticket: 5,
        records: offsetRecords(of, [{ topic: 'orders', partition: 0, offset: 3 }], 0),
      } as never,
      `group:${of}@1`,
      null,
    );

  test('O1: what a coordinator writes is safe before it hears so', () => {
    const rig = new BrokerRig(image(offsets(1)));
    rig.take();
    commit(rig);
    expect(rig.takeOnly('offsets.appended')).toEqual([]);
    rig.fetch([{ name: `__consumer_offsets-${number}`, fetchOffset: 1 }], { replicaId: 2 });
    expect(sentTo(rig, 'group:billing@1')).toEqual([{ type: 'offsets.appended', ticket: 5, error: null }]);
  });

  test('O1: a coordinator that lost its partition cannot write', () => {
    const rig = new BrokerRig(image(offsets(2)));
    rig.take();
    commit(rig);
    expect(rig.takeOnly('offsets.appended')).toEqual([{ type: 'offsets.appended', ticket: 5, error: 'NOT_LEADER_OR_FOLLOWER' }]);
  });

  test('O4: a new leader hands each group the records of its own, and a deposed one gives all groups up', () => {
    const rig = new BrokerRig(image(offsets(1)));
    commit(rig);
    commit(rig, 'audit');
    rig.learn(image(offsets(2, { leaderEpoch: 1, partitionEpoch: 1 }), { version: 2 }));
    rig.take();
    rig.learn(image(offsets(1, { leaderEpoch: 2, partitionEpoch: 2 }), { version: 3 }));
    const elected = rig
      .take()
      .flatMap(({ to, message }) => (message.type === 'group.elected' ? [[to, message.leaderEpoch, message.records.length]] : []));
    expect(elected).toEqual([
      ['group:billing@1', 2, 1],
      ['group:audit@1', 2, 1],
    ]);
    rig.learn(image(offsets(2, { leaderEpoch: 3, partitionEpoch: 3 }), { version: 4 }));
    expect(rig.take().flatMap(({ to, message }) => (message.type === 'group.resigned' ? [to] : []))).toEqual([
      'group:billing@1',
      'group:audit@1',
    ]);
  });
});
