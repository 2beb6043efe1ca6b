import { describe, expect, it } from 'vitest';
import { brokerActor } from '../../src/sim/address.ts';
import { Controllers, LATENCY } from './support/controllers.ts';

const orders = (replicas: readonly (readonly number[])[], config = {}) => ({ topics: [{ name: 'orders', replicas, config }] });

describe('a controller and its brokers', () => {
  it('C1: a single controller is active from the first moment and tells what stands', () => {
    const cluster = new Controllers({
      ...orders([
        [1, 2],
        [2, 3],
      ]),
      groups: ['billing'],
    });
    expect(cluster.stateOf()).toBe('active');
    expect(cluster.facts('controller.elected')).toMatchObject([{ controller: 'controller-1', controllerEpoch: 1, at: 0 }]);
    expect(cluster.facts('topic.created').map(({ topic }) => topic)).toEqual(['orders']);
    expect(cluster.facts('leader.elected').map(({ leader, reason }) => [leader, reason])).toEqual([
      [1, 'created'],
      [2, 'created'],
    ]);
    expect(new Set(cluster.told.map(({ weight }) => weight))).toEqual(new Set(['routine']));
  });

  it('C2: brokers that heartbeat keep their sessions, and nothing changes', () => {
    const cluster = new Controllers(orders([[1, 2]])).until(60_000);
    expect(cluster.image.version).toBe(1);
    expect(cluster.facts('broker.fenced')).toEqual([]);
    expect(cluster.pushes).toEqual([]);
  });

  it('C2: a broker silent for broker.session.timeout.ms is fenced, leaves the ISR and its leaders move', () => {
    const cluster = new Controllers(
      orders([
        [1, 2, 3],
        [2, 1],
      ]),
    )
      .until(4500)
      .kill(1)
      .until(13_109);
    expect(cluster.facts('broker.fenced')).toEqual([]);
    cluster.until(13_110);
    expect(cluster.facts('broker.fenced')).toMatchObject([{ broker: 1, silentMs: 9000, at: 4100 + LATENCY + 9000 }]);
    expect(cluster.partition('orders', 0)).toMatchObject({ leader: 2, leaderEpoch: 1, partitionEpoch: 1, isr: [2, 3] });
    expect(cluster.partition('orders', 1)).toMatchObject({ leader: 2, leaderEpoch: 0, partitionEpoch: 1, isr: [2] });
    const moved = cluster.told.filter(({ fact, weight }) => fact.kind === 'leader.elected' && weight !== 'routine');
    expect(moved).toMatchObject([{ fact: { leader: 2, previousLeader: 1, reason: 'fenced', unclean: false }, blame: '1' }]);
  });

  it('C2: broker.session.timeout.ms decides how long silence may last', () => {
    const cluster = new Controllers({ ...orders([[1, 2]]), config: { 'broker.session.timeout.ms': 3000 } }).until(4500).kill(1).until(8000);
    expect(cluster.facts('broker.fenced')).toMatchObject([{ broker: 1, silentMs: 3000 }]);
  });

  it('C5: one change is one push of one newer image to every registered broker, also a fenced one', () => {
    const cluster = new Controllers(
      orders([
        [1, 2],
        [1, 3],
        [2, 1],
      ]),
    )
      .until(4500)
      .kill(1)
      .until(14_000);
    expect(cluster.pushes.map(({ to, image }) => [to, image.version])).toEqual([1, 2, 3].map((id) => [brokerActor(id), 2]));
  });

  it('C2: 3.9: the last ISR member stays in the ISR, the partition is leaderless, and only that broker restores it', () => {
    const cluster = new Controllers({ ...orders([[1, 2]]), profile: '3.9' }).until(4500).kill(2).until(14_000);
    expect(cluster.partition('orders')).toMatchObject({ leader: 1, isr: [1] });
    cluster.kill(1).until(30_000);
    expect(cluster.partition('orders')).toMatchObject({ leader: null, leaderEpoch: 1, isr: [1] });
    cluster.revive(2).until(40_000);
    expect(cluster.facts('broker.unfenced')).toMatchObject([{ broker: 2 }]);
    expect(cluster.partition('orders')).toMatchObject({ leader: null, isr: [1] });
    cluster.revive(1).until(50_000);
    expect(cluster.partition('orders')).toMatchObject({ leader: 1, leaderEpoch: 2, isr: [1] });
    expect(cluster.facts('leader.elected').at(-1)).toMatchObject({ leader: 1, previousLeader: null, reason: 'unfenced', unclean: false });
  });

  for (const [where, plan] of [
    ['the topic', orders([[1, 2]], { 'unclean.leader.election.enable': true })],
    ['the cluster', { ...orders([[1, 2]]), config: { 'unclean.leader.election.enable': true } }],
  ] as const) {
    it(`C3: with unclean.leader.election.enable on ${where} a live replica leads alone, uncleanly`, () => {
      const cluster = new Controllers(plan).until(4500).kill(2).until(14_000).kill(1).revive(2).until(40_000);
      expect(cluster.partition('orders')).toMatchObject({ leader: 2, isr: [2] });
      expect(cluster.facts('leader.elected').at(-1)).toMatchObject({ leader: 2, unclean: true, isr: [2] });
    });
  }

  it('C3: the topic may forbid the unclean election its cluster allows', () => {
    const plan = { ...orders([[1, 2]], { 'unclean.leader.election.enable': 'false' }), config: { 'unclean.leader.election.enable': true } };
    const cluster = new Controllers(plan).until(4500).kill(2).until(14_000).kill(1).revive(2).until(40_000);
    expect(cluster.partition('orders')).toMatchObject({ leader: null, isr: [] });
  });

  it('C2: a restarted broker registers with a new epoch and is unfenced when it has caught up with that', () => {
    const cluster = new Controllers(orders([[1, 2]])).until(4500).kill(1).until(20_000).revive(1).until(20_030);
    expect(cluster.facts('broker.registered')).toMatchObject([{ broker: 1, brokerEpoch: 3 }]);
    cluster.ask(1, { type: 'BrokerHeartbeat', correlationId: 7, broker: 1, brokerEpoch: 3, metadataVersion: 2 }).until(20_060);
    expect(cluster.lastAnswer('BrokerHeartbeatResponse')).toMatchObject({ correlationId: 7, error: null, fenced: true });
    cluster.until(24_000);
    expect(cluster.image.brokers[1]).toMatchObject({ fenced: false });
    expect(cluster.partition('orders')).toMatchObject({ leader: 2, isr: [2] });
  });

  it('C2: a new process is refused while the session of the old one runs, and moves no leader', () => {
    const cluster = new Controllers(orders([[1, 2]])).until(4500).kill(1).until(6000).revive(1).until(6050);
    expect(cluster.lastAnswer('BrokerRegistrationResponse')).toMatchObject({ error: 'DUPLICATE_BROKER_REGISTRATION' });
    expect(cluster.facts('broker.fenced')).toEqual([]);
    expect(cluster.partition('orders')).toMatchObject({ leader: 1, leaderEpoch: 0 });
    cluster.until(13_500).revive(1).until(13_550);
    expect(cluster.facts('broker.fenced')).toMatchObject([{ broker: 1, silentMs: 9000 }]);
    expect(cluster.lastAnswer('BrokerRegistrationResponse')).toMatchObject({ error: null });
    expect(cluster.partition('orders')).toMatchObject({ leader: 2, leaderEpoch: 1, isr: [2] });
    expect(cluster.until(20_000).image.brokers[1]).toMatchObject({ fenced: false });
  });

  it('C2: heartbeats of an earlier process are refused', () => {
    const cluster = new Controllers(orders([[1, 2]])).until(500).kill(1).until(12_000).revive(1).until(12_050);
    cluster.ask(1, { type: 'BrokerHeartbeat', correlationId: 7, broker: 1, brokerEpoch: 0, metadataVersion: 99 }).until(12_100);
    expect(cluster.lastAnswer('BrokerHeartbeatResponse')).toMatchObject({ correlationId: 7, error: 'STALE_BROKER_EPOCH', fenced: true });
    expect(cluster.image.brokers[1]).toMatchObject({ fenced: true });
  });

  it('C2: a broker that was only cut off is unfenced by its next heartbeat', () => {
    const cluster = new Controllers(orders([[1, 2]])).until(4500).cutOff('1').until(20_000);
    expect(cluster.image.brokers[1]).toMatchObject({ fenced: true });
    cluster.heal().until(22_500);
    expect(cluster.image.brokers[1]).toMatchObject({ fenced: false });
    expect(cluster.facts('broker.registered')).toEqual([]);
  });

  it('C5: a push lost in a cut is made up for when a heartbeat shows old metadata', () => {
    const cluster = new Controllers(orders([[1, 2]])).until(4500).cutOff('3');
    cluster.createTopic('late', 1, 1).heal().until(5500);
    expect(cluster.brokers[3]?.version).toBe(1);
    cluster.until(9000);
    expect(cluster.brokers[3]?.version).toBe(2);
    expect(cluster.pushes.filter(({ to }) => to === brokerActor(1))).toHaveLength(1);
  });

  it('a broker added later registers and joins', () => {
    const cluster = new Controllers({ brokers: 1 });
    cluster.brokers[2] = { alive: true, epoch: -1, version: 0, controller: 'controller:controller-1' };
    cluster.revive(2).until(1000);
    expect(cluster.image.brokers[2]).toEqual({ id: 2, rack: null, fenced: true });
    const { epoch, version } = cluster.brokers[2];
    cluster.ask(2, { type: 'BrokerHeartbeat', correlationId: 1, broker: 2, brokerEpoch: epoch, metadataVersion: version }).until(1100);
    expect(cluster.image.brokers[2]?.fenced).toBe(false);
  });

  it('C2: after every broker was silent, one that is back is watched again', () => {
    const cluster = new Controllers({ brokers: 1 }).until(500).kill(1).until(20_000).revive(1).until(24_000);
    expect(cluster.image.brokers[1]?.fenced).toBe(false);
    cluster.kill(1).until(40_000);
    expect(cluster.facts('broker.fenced')).toHaveLength(2);
  });
});

describe('AlterPartition', () => {
  it('R3: the leader takes a follower out of the ISR and back in; each change is a partition epoch', () => {
    const cluster = new Controllers(orders([[1, 2, 3]])).until(500).propose(1, 'orders', [1, 3]);
    expect(cluster.partition('orders')).toMatchObject({ isr: [1, 3], leader: 1, leaderEpoch: 0, partitionEpoch: 1 });
    cluster.propose(1, 'orders', [1, 2, 3]);
    expect(cluster.partition('orders')).toMatchObject({ isr: [1, 2, 3], partitionEpoch: 2 });
    expect(cluster.facts('isr.changed')).toMatchObject([
      { removed: [2], added: [] },
      { removed: [], added: [2] },
    ]);
    expect(cluster.lastAnswer('AlterPartitionResponse')).toMatchObject({ error: null, metadata: { isr: [1, 2, 3] } });
  });

  for (const [why, error, stale] of [
    ['an older leader epoch', 'FENCED_LEADER_EPOCH', { leaderEpoch: -1 }],
    ['an older partition epoch', 'INVALID_UPDATE_VERSION', { partitionEpoch: -1 }],
    ['a leader epoch this controller never gave', 'NOT_CONTROLLER', { leaderEpoch: 9 }],
    ['an earlier broker process', 'STALE_BROKER_EPOCH', { brokerEpoch: -1 }],
    ['a broker that does not lead', 'INVALID_REQUEST', { broker: 2 }],
    ['an ISR without its leader', 'INVALID_REQUEST', { newIsr: [2, 3] }],
    ['an unknown partition', 'UNKNOWN_TOPIC_OR_PARTITION', { partition: 5 }],
  ] as const) {
    it(`R3: the proposal of ${why} is refused with ${error}`, () => {
      const cluster = new Controllers(orders([[1, 2, 3]])).until(500).propose(1, 'orders', [1, 3], stale);
      expect(cluster.lastAnswer('AlterPartitionResponse')).toMatchObject({ error, metadata: null });
      expect(cluster.image.version).toBe(1);
    });
  }

  it('R3: a fenced replica may not join the ISR', () => {
    const cluster = new Controllers(orders([[1, 2]])).until(500).kill(2).until(12_000).propose(1, 'orders', [1, 2]);
    expect(cluster.lastAnswer('AlterPartitionResponse')).toMatchObject({ error: 'INELIGIBLE_REPLICA' });
    expect(cluster.partition('orders').isr).toEqual([1]);
  });

  it('R3: an ISR that is as it was is accepted without a change', () => {
    const cluster = new Controllers(orders([[1, 2]])).until(500).propose(1, 'orders', [1, 2]);
    expect(cluster.lastAnswer('AlterPartitionResponse')).toMatchObject({ error: null });
    expect(cluster.image.version).toBe(1);
  });
});

describe('a single controller crashes', () => {
  it('C1: without it nothing changes; back, it reads its log, takes a new epoch and gives every broker a fresh session', () => {
    const cluster = new Controllers(orders([[1, 2]])).until(500).createTopic('kept', 1, 1).crash('controller-1').kill(1).until(30_000);
    expect(cluster.facts('broker.fenced')).toEqual([]);
    cluster.restart('controller-1').until(31_000);
    expect(cluster.stateOf()).toBe('active');
    expect(cluster.facts('controller.elected').map(({ controllerEpoch }) => controllerEpoch)).toEqual([1, 2]);
    expect(cluster.image).toMatchObject({ controllerEpoch: 2, topics: { kept: {} } });
    cluster.until(38_999);
    expect(cluster.facts('broker.fenced')).toEqual([]);
    expect(cluster.until(39_000).facts('broker.fenced')).toMatchObject([{ broker: 1, silentMs: 9000 }]);
  });
});
