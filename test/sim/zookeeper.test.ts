import { describe, expect, test } from 'vitest';
import { createSimulation, parseScenarioValue } from '../../src/sim/index.ts';
import type { Command, Simulation } from '../../src/sim/index.ts';
import { placeLikeZooKeeper } from '../../src/sim/kafka/placementZooKeeper.ts';
import { createChecker } from '../../src/sim/invariants/index.ts';
import { ofKind } from './support/scenes.ts';

type Script = readonly (Command & { readonly at: number })[];

function cluster(script: Script, more: Record<string, unknown> = {}): Simulation {
  const check = createChecker();
  const base = {
    partita: 1,
    kafka: '2.8',
    seed: 5,
    network: { latencyMs: 10 },
    brokers: 3,
    topics: { orders: { replicas: [[1, 2, 3]], config: { 'min.insync.replicas': 2 } } },
    producers: {
      web: { config: { 'linger.ms': 0, acks: 'all' }, workload: { topic: 'orders', everyMs: 100, keys: 'user_{1..5}', stopAt: 40_000 } },
    },
    script,
  };
  return createSimulation(parseScenarioValue({ ...base, ...more }), {
    watch: (world, facts) => expect(check(world, facts)).toEqual([]),
  });
}

const partition = (run: Simulation) => run.read().topics[0]?.partitions[0];
const controllers = (run: Simulation) => run.read().brokers.flatMap(({ id, isController }) => (isController ? [id] : []));
const elections = (run: Simulation) => ofKind(run.facts(), 'controller.elected').map((it) => [it.controller, it.controllerEpoch]);

describe('C1: a broker is the controller', () => {
  test('C1: at the beginning the first one', () => {
    const run = cluster([]);
    run.runUntil(100);
    expect(run.read().controller).toEqual({ id: '1', epoch: 1 });
    expect(controllers(run)).toEqual([1]);
    expect(elections(run)).toEqual([['1', 1]]);
  });

  test('C1: when its session ends the others race for the controller node: one wins, in controller epoch + 1, and moves the leaders', () => {
    const run = cluster([{ at: 5000, do: 'crash', target: 1 }]);
    run.runUntil(12_000);
    expect(run.read().controller).toEqual({ id: null, epoch: 1 });
    run.runUntil(30_000);
    const [winner] = controllers(run);
    expect([2, 3]).toContain(winner);
    expect(run.read().controller).toEqual({ id: String(winner), epoch: 2 });
    expect(elections(run)).toEqual([
      ['1', 1],
      [String(winner), 2],
    ]);
    expect(partition(run)).toMatchObject({ leader: 2, isr: [2, 3] });
    expect(run.read().ledger.lost).toBe(0);
  });

  test('C1: the old controller comes back as one of the others', () => {
    const run = cluster([
      { at: 5000, do: 'crash', target: 1 },
      { at: 25_000, do: 'restart', target: 1 },
    ]);
    run.runUntil(60_000);
    expect(controllers(run)).not.toContain(1);
    expect(run.read().controller.epoch).toBe(2);
    expect(new Set(partition(run)?.isr)).toEqual(new Set([1, 2, 3]));
  });

  test('C1: a lone broker that comes back before and after its session takes the office again', () => {
    const alone = { brokers: 1, topics: { orders: { replicas: [[1]] } } };
    for (const back of [6000, 40_000]) {
      const run = cluster(
        [
          { at: 5000, do: 'crash', target: 1 },
          { at: back, do: 'restart', target: 1 },
        ],
        alone,
      );
      run.runUntil(80_000);
      expect(controllers(run)).toEqual([1]);
      expect(run.read().controller.epoch).toBe(2);
      expect(partition(run)).toMatchObject({ leader: 1, isr: [1] });
    }
  });

  test('N4, C1: a controller that shuts down in order hands everything over at once', () => {
    const run = cluster([{ at: 5000, do: 'shutdown', target: 1 }]);
    run.runUntil(6000);
    expect(run.read().brokers.find(({ id }) => id === 1)?.state).toBe('stopped');
    expect(partition(run)).toMatchObject({ leader: 2, isr: [2, 3] });
    expect(run.read().controller.epoch).toBe(2);
    expect(controllers(run)).toHaveLength(1);
  });
});

describe('C2: sessions with ZooKeeper', () => {
  const goneAfter = (kafka: string) => {
    const run = cluster([{ at: 10_000, do: 'crash', target: 2 }], { kafka });
    run.runUntil(40_000);
    return (ofKind(run.facts(10_000), 'broker.fenced')[0]?.at ?? 0) - 10_000;
  };

  test('C2: a silent broker counts as dead after 6 s in 2.3, after 18 s in 2.8', () => {
    expect(goneAfter('2.3')).toBeGreaterThan(3900);
    expect(goneAfter('2.3')).toBeLessThanOrEqual(6010);
    expect(goneAfter('2.8')).toBeGreaterThan(11_900);
    expect(goneAfter('2.8')).toBeLessThanOrEqual(18_010);
  });

  test('C2: the last ISR member stays in the ISR', () => {
    const script: Script = [3, 2, 1].map((target, i) => ({ at: 5000 + i * 30_000, do: 'crash', target }));
    const run = cluster([...script, { at: 100_000, do: 'restart', target: 3 }]);
    run.runUntil(130_000);
    expect(partition(run)).toMatchObject({ leader: null, isr: [1], elr: [] });
  });
});

describe('C1: the ensemble of ZooKeeper', () => {
  test('C1: two servers minus one is a standstill, though leaders go on serving', () => {
    const run = cluster(
      [
        { at: 5000, do: 'crash', target: 'zookeeper-2' },
        { at: 8000, do: 'crash', target: 2 },
      ],
      { zookeeper: 2, producers: { web: { config: { acks: 1 }, workload: { topic: 'orders', everyMs: 100 } } } },
    );
    run.runUntil(38_000);
    expect(run.read().controller.id).toBeNull();
    expect(ofKind(run.facts(5000), 'broker.fenced')).toEqual([]);
    expect(ofKind(run.facts(5000), 'isr.changed')).toEqual([]);
    expect(run.check({ do: 'createTopic', topic: 'late' })).toMatchObject([{ code: 'REQUEST_TIMED_OUT' }]);
    expect(partition(run)).toMatchObject({ leader: 1, isr: [1, 2, 3] });
    expect(ofKind(run.facts(30_000), 'batch.appended').length).toBeGreaterThan(0);
  });

  test('C1: one of three may die: another leads the ensemble, and the controller stays', () => {
    const run = cluster(
      [
        { at: 5000, do: 'crash', target: 'zookeeper-1' },
        { at: 10_000, do: 'crash', target: 3 },
      ],
      { zookeeper: 3 },
    );
    run.runUntil(40_000);
    expect(ofKind(run.facts(5000), 'zookeeper.led')).toHaveLength(1);
    expect(run.read().controller).toEqual({ id: '1', epoch: 1 });
    expect(partition(run)).toMatchObject({ leader: 1, isr: [1, 2] });
  });

  test('R3: 2.3: a leader writes its ISR into ZooKeeper; 2.8: the controller does it for the leader', () => {
    const path = (kafka: string) => {
      const run = cluster([{ at: 5000, do: 'pause', target: 3 }], {
        kafka,
        topics: { orders: { replicas: [[2, 3, 1]] } },
        cluster: { config: { 'replica.lag.time.max.ms': 1000 } },
      });
      const seen = new Set<string>();
      for (let t = 5000; t < 9000; t += 5) {
        run.runUntil(t);
        for (const { type, from, to } of run.read().messages) if (type === 'AlterPartition') seen.add(`${from} > ${to}`);
      }
      expect(partition(run)?.isr).toEqual([2, 1]);
      return [...seen];
    };
    expect(path('2.3')).toEqual(['broker:2 > controller:zookeeper-1']);
    expect(path('2.8')).toEqual(['broker:2 > broker:1', 'broker:1 > controller:zookeeper-1']);
  });

  test('C5: the controller tells the other brokers what changed', () => {
    const run = cluster([{ at: 5000, do: 'createTopic', topic: 'late', partitions: 1, replicationFactor: 1 }]);
    const seen = new Set<string>();
    for (let t = 5000; t < 5100; t += 5) {
      run.runUntil(t);
      for (const { type, from, to } of run.read().messages) if (type === 'MetadataUpdate') seen.add(`${from} > ${to}`);
    }
    expect([...seen]).toEqual(['controller:zookeeper-1 > broker:1', 'broker:1 > broker:2', 'broker:1 > broker:3']);
  });

  test('C1: zookeeper belongs to 2.3 and 2.8, controllers to what came after', () => {
    const reasons = (value: Record<string, unknown>) => {
      try {
        parseScenarioValue({ partita: 1, ...value });
        return '';
      } catch (error) {
        return String(error);
      }
    };
    expect(reasons({ kafka: '2.8', controllers: 3 })).toContain('one of the brokers is the controller');
    expect(reasons({ kafka: '3.9', zookeeper: 3 })).toContain('does without ZooKeeper');
  });
});

describe('T1: what ZooKeeper does not know', () => {
  test('T1: a broker without a session does not count for a replication factor, as a fenced one does in KRaft', () => {
    const created = (kafka: string) => {
      const run = cluster(
        [
          { at: 5000, do: 'crash', target: 3 },
          { at: 40_000, do: 'createTopic', topic: 'late', partitions: 1, replicationFactor: 3 },
        ],
        { kafka },
      );
      run.runUntil(41_000);
      return run.read().topics.some(({ name }) => name === 'late');
    };
    expect([created('2.8'), created('3.9')]).toEqual([false, true]);
  });

  test('C4: 2.3 elects only preferred leaders on request', () => {
    expect(() => cluster([{ at: 1, do: 'electLeaders', election: 'unclean' }], { kafka: '2.3' })).toThrow(/only preferred leaders/);
  });
});

describe('T1: where replicas go in the ZooKeeper profiles', () => {
  const brokers = (racks: readonly (string | null)[]) => racks.map((rack, i) => ({ id: i + 1, rack, fenced: false }));
  const plain = brokers([null, null, null]);

  test('T1: leaders in turn, the followers a shift behind that grows with every round', () => {
    expect(placeLikeZooKeeper(plain, 0, 6, 2, null)).toEqual([
      [1, 2],
      [2, 3],
      [3, 1],
      [1, 3],
      [2, 1],
      [3, 2],
    ]);
  });

  test('T1: with racks no rack gets a second replica before each has one', () => {
    const racks = ['a', 'a', 'b', 'b', 'c', 'c'];
    for (const replicas of placeLikeZooKeeper(brokers(racks), 0, 12, 3, null))
      expect(new Set(replicas.map((id) => racks[id - 1]))).toEqual(new Set(['a', 'b', 'c']));
  });

  test('T2: added partitions go on from where partition 0 lies', () => {
    expect(placeLikeZooKeeper(plain, 1, 3, 2, 2)).toEqual([
      [3, 2],
      [1, 3],
    ]);
  });

  test('O4: one live broker is enough for the offsets of a group, though two are registered', () => {
    const script: Script = [
      { at: 1000, do: 'crash', target: 2 },
      { at: 25_000, do: 'addGroup', id: 'billing', topics: ['orders'], members: ['billing-1'] },
    ];
    const run = cluster(script, { brokers: 2, topics: { orders: { replicas: [[1]] } } });
    run.seek(40_000);
    expect(run.read().groups[0]).toMatchObject({ state: 'Stable', coordinator: 1 });
  });

  test('T1: a broker without a session gets nothing', () => {
    const [one, two, three] = brokers([null, null, null]);
    if (!one || !two || !three) throw new Error('three brokers');
    expect(placeLikeZooKeeper([one, { ...two, fenced: true }, three], 0, 2, 2, null)).toEqual([
      [1, 3],
      [3, 1],
    ]);
  });
});
