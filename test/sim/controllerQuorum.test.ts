import { describe, expect, it } from 'vitest';
import { isAsNew, majorityOf, majorityVersion } from '../../src/sim/kafka/controller/quorum.ts';
import { mayVoteFor } from '../../src/sim/machines/controller/voting.ts';
import { Controllers } from './support/controllers.ts';

const three = () => new Controllers({ controllers: 3, topics: [{ name: 'orders', replicas: [[1, 2]] }] });
const standing = ['controller-2', 'controller-3'];

describe('C1: a quorum of controllers', () => {
  it('C1: one is active, the others stand by and hear it', () => {
    const cluster = three().until(20_000);
    expect(cluster.active).toEqual(['controller-1']);
    expect(standing.map((id) => cluster.stateOf(id))).toEqual(['standby', 'standby']);
    expect(cluster.facts('controller.elected')).toHaveLength(1);
  });

  it('C1: a change counts when a majority has acknowledged it, and everybody learns it', () => {
    const cluster = three().until(100).createTopic('late', 1, 1);
    expect(cluster.image.version).toBe(1);
    cluster.until(1000);
    expect(cluster.lastAnswer('AdminResponse').error).toBeNull();
    expect(['controller-1', ...standing].map((id) => Object.keys(cluster.contextOf(id).image.topics))).toEqual(
      Array(3).fill(['orders', 'late']),
    );
  });

  it('C1: one voter less is still a majority', () => {
    const cluster = three().until(100).crash('controller-3').createTopic('late', 1, 1).until(1000);
    expect(cluster.facts('topic.created').map(({ topic }) => topic)).toEqual(['orders', 'late']);
  });

  it('C1: when the active one dies another takes over with controller epoch + 1, and fences whom it does not hear', () => {
    const cluster = three().until(4000).crash('controller-1').kill(1).until(8000);
    expect(cluster.active).toHaveLength(1);
    const [first, second] = cluster.facts('controller.elected');
    expect(first).toMatchObject({ controllerEpoch: 1 });
    expect(second).toMatchObject({ controller: cluster.active[0], controllerEpoch: 2 });
    expect(cluster.image.controller).toBe(`controller:${cluster.active[0]}`);
    cluster.until(20_000);
    expect(cluster.facts('broker.fenced')).toMatchObject([{ broker: 1 }]);
    expect(cluster.partition('orders')).toMatchObject({ leader: 2, isr: [2] });
  });

  it('C1: the old one comes back as a standby with the log of the new one', () => {
    const cluster = three().until(4000).crash('controller-1').until(8000).createTopic('late', 1, 1).until(9000);
    cluster.restart('controller-1').until(12_000);
    expect(cluster.stateOf('controller-1')).toBe('standby');
    expect(Object.keys(cluster.contextOf('controller-1').image.topics)).toEqual(['orders', 'late']);
    expect(cluster.active).toHaveLength(1);
  });

  it('C1: a lone controller changes nothing: no fencing, no election, no ISR change, no topic', () => {
    const cluster = three().until(4000).crash('controller-2').crash('controller-3').kill(2).createTopic('late', 1, 1);
    cluster.propose(1, 'orders', [1]).until(60_000);
    expect(cluster.active).toEqual([]);
    expect(cluster.image.version).toBe(1);
    expect(cluster.facts('broker.fenced')).toEqual([]);
    expect(cluster.facts('isr.changed')).toEqual([]);
    expect(cluster.answers.filter((it) => it.type === 'AdminResponse')).toMatchObject([{ error: 'NOT_CONTROLLER' }]);
    expect(cluster.lastAnswer('AlterPartitionResponse').error).toBe('NOT_CONTROLLER');
  });

  it('C1: with its majority back the quorum goes on', () => {
    const cluster = three().until(4000).crash('controller-2').crash('controller-3').kill(2).until(30_000);
    cluster.restart('controller-3').until(50_000);
    expect(cluster.active).toHaveLength(1);
    expect(cluster.facts('broker.fenced')).toMatchObject([{ broker: 2 }]);
  });

  it('C1: an active controller that is cut off resigns, the others go on, and after the cut it follows without a new election', () => {
    const cluster = three().until(4000).cutOff('controller-1').until(30_000);
    expect(cluster.stateOf('controller-1')).toBe('candidate');
    expect(cluster.active).toHaveLength(1);
    cluster.createTopic('late', 1, 1).heal().until(40_000);
    expect(cluster.stateOf('controller-1')).toBe('standby');
    expect(cluster.facts('controller.elected')).toHaveLength(2);
    expect(Object.keys(cluster.contextOf('controller-1').image.topics)).toContain('late');
  });

  it('C1: what the cut-off controller wrote alone is thrown away', () => {
    const cluster = three().until(4000).cutOff('controller-1', '3');
    cluster.ask(3, { type: 'EnsureOffsetsPartition', partition: 9 }).until(4500);
    expect(cluster.contextOf('controller-1').log.image.topics.__consumer_offsets).toBeDefined();
    expect(cluster.contextOf('controller-1').image.topics.__consumer_offsets).toBeUndefined();
    cluster.until(20_000).heal().until(30_000);
    expect(cluster.contextOf('controller-1').log.image.topics.__consumer_offsets).toBeUndefined();
  });

  it('C1: there is at most one active controller per epoch, whatever is cut and crashed', () => {
    const cluster = new Controllers({ controllers: 5, topics: [{ name: 'orders', replicas: [[1, 2]] }] });
    const nodes = [1, 2, 3, 4, 5].map((n) => `controller-${n}`);
    for (let round = 1; round <= 12; round++) {
      const [cut, crashed] = [nodes[round % 5] ?? '', nodes[(round * 2) % 5] ?? ''];
      cluster
        .cutOff(cut)
        .crash(crashed)
        .until(cluster.now + 3700);
      cluster
        .restart(crashed)
        .heal()
        .until(cluster.now + (round % 3) * 900);
    }
    cluster.until(cluster.now + 10_000);
    const elected = cluster.facts('controller.elected');
    const epochs = elected.map(({ controllerEpoch }) => controllerEpoch);
    expect(elected.length).toBeGreaterThan(3);
    expect(new Set(epochs).size).toBe(epochs.length);
    expect(epochs).toEqual(epochs.toSorted((a, b) => a - b));
    expect(cluster.active).toHaveLength(1);
    expect(new Set(nodes.map((id) => cluster.contextOf(id).image)).size).toBe(1);
  });
});

describe('a vote', () => {
  const asked = (cluster: Controllers, message: { controllerEpoch?: number; logEpoch?: number; logVersion?: number }, from = standing[1]) =>
    mayVoteFor(cluster.contextOf('controller-2'), {
      type: 'QuorumVote',
      message: { type: 'QuorumVote', controllerEpoch: 2, logEpoch: 1, logVersion: 1, ...message },
      from: `controller:${from}`,
      connection: 'main',
      at: cluster.now,
      luck: 0,
    });
  const leaderless = () => three().until(4000).crash('controller-1').until(4900);

  it('C1: goes to a candidate of a later epoch once the active controller is silent, and not before', () => {
    expect(asked(three().until(4000), {})).toBe(false);
    expect(asked(leaderless(), {})).toBe(true);
    expect(asked(leaderless(), { controllerEpoch: 1 })).toBe(false);
  });

  it('C1: never goes to a log that lacks what a majority may have acknowledged', () => {
    const cluster = three().until(3000).createTopic('late', 1, 1).until(4000).crash('controller-1').until(4900);
    expect(asked(cluster, { logVersion: 1 })).toBe(false);
    expect(asked(cluster, { logVersion: 2 })).toBe(true);
  });
});

describe('the arithmetic of a majority', () => {
  it('C1: a majority is more than half', () => {
    expect([1, 2, 3, 4, 5].map((n) => majorityOf(Array<string>(n).fill('x')))).toEqual([1, 2, 2, 3, 3]);
  });

  it('C1: committed is what the majority holds, not the furthest one', () => {
    const heard = { b: { version: 5, at: 0 }, c: { version: 3, at: 0 } };
    expect(majorityVersion(['a', 'b', 'c'], 'a', 7, heard)).toBe(5);
  });

  it('C1: a later epoch beats a longer log', () => {
    const log = { version: 9, controllerEpoch: 2, controller: null, brokers: {}, topics: {} };
    expect([isAsNew(log, 3, 1), isAsNew(log, 2, 9), isAsNew(log, 2, 8), isAsNew(log, 1, 99)]).toEqual([true, true, false, false]);
  });
});
