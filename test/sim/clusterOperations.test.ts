import { describe, expect, test } from 'vitest';
import { createSimulation, parseScenarioValue } from '../../src/sim/index.ts';
import type { Command, Simulation } from '../../src/sim/index.ts';
import { ofKind } from './support/scenes.ts';

type Script = readonly (Command & { readonly at: number })[];

function cluster(script: Script, more: Record<string, unknown> = {}): Simulation {
  const base = {
    partita: 1,
    kafka: '4.3',
    seed: 5,
    network: { latencyMs: 10 },
    brokers: 3,
    topics: { orders: { replicas: [[1, 2, 3]], config: { 'min.insync.replicas': 2 } } },
    producers: { web: { config: { 'linger.ms': 0 }, workload: { topic: 'orders', everyMs: 100, keys: 'user_{1..5}', stopAt: 30_000 } } },
    script,
  };
  return createSimulation(parseScenarioValue({ ...base, ...more }));
}

const partition = (run: Simulation, number = 0) => run.read().topics[0]?.partitions[number];
const broker = (run: Simulation, id: number) => run.read().brokers.find((it) => it.id === id);

describe('N4: a controlled shutdown', () => {
  const stop: Script = [{ at: 5000, do: 'shutdown', target: 1 }];

  test('N4: leaders move first, the broker leaves the ISRs, and then it stops', () => {
    const run = cluster(stop);
    run.runUntil(8000);
    const after = run.facts(4999).filter(({ kind }) => kind === 'leader.elected' || kind === 'isr.changed' || kind === 'node.stopped');
    expect(after).toMatchObject([
      { kind: 'isr.changed', removed: [1], isr: [2, 3] },
      { kind: 'leader.elected', leader: 2, previousLeader: 1, reason: 'shutdown', unclean: false },
      { kind: 'node.stopped', node: '1' },
    ]);
    expect(broker(run, 1)?.state).toBe('stopped');
    expect(partition(run)).toMatchObject({ leader: 2, isr: [2, 3] });
    expect((after[2]?.at ?? 0) - 5000).toBeLessThan(500);
  });

  test('N4: it takes a fraction of a second where a crash takes the broker session', () => {
    const electedAfter = (script: Script) => {
      const run = cluster(script);
      run.runUntil(20_000);
      return (ofKind(run.facts(5000), 'leader.elected')[0]?.at ?? 0) - 5000;
    };
    expect(electedAfter(stop)).toBeLessThan(100);
    expect(electedAfter([{ at: 5000, do: 'crash', target: 1 }])).toBeGreaterThan(6000);
  });

  test('N4: nothing is lost, and the restarted broker comes back into the ISR', () => {
    const run = cluster([...stop, { at: 15_000, do: 'restart', target: 1 }]);
    run.runUntil(60_000);
    expect(broker(run, 1)?.state).toBe('running');
    expect(new Set(partition(run)?.isr)).toEqual(new Set([1, 2, 3]));
    const { produced, acknowledged, lost } = run.read().ledger;
    expect({ acknowledged, lost }).toEqual({ acknowledged: produced, lost: 0 });
  });

  test('N4: the only replica of a partition takes it offline, and brings it back', () => {
    const alone = { topics: { orders: { replicas: [[1]] } } };
    const run = cluster([...stop, { at: 15_000, do: 'restart', target: 1 }], alone);
    run.runUntil(10_000);
    expect(partition(run)).toMatchObject({ leader: null });
    run.runUntil(20_000);
    expect(partition(run)).toMatchObject({ leader: 1, isr: [1] });
    expect(ofKind(run.facts(), 'leader.elected').at(-1)).toMatchObject({ leader: 1, unclean: false });
  });

  test('N4: without an active controller a broker waits five minutes, and goes all the same', () => {
    const run = cluster([{ at: 1000, do: 'crash', target: 'controller-1' }, ...stop]);
    run.runUntil(300_000);
    expect(broker(run, 1)?.state).toBe('running');
    run.runUntil(310_000);
    expect(broker(run, 1)?.state).toBe('stopped');
  });

  test('N4: an orderly end writes the high watermark down, a crash may lose 5 s of it', () => {
    const told = (verb: string) => {
      const run = cluster([
        { at: 9000, do: verb, target: 3 },
        { at: 25_000, do: 'restart', target: 3 },
      ]);
      run.runUntil(25_000);
      return partition(run)?.copies.find((it) => it.broker === 3)?.highWatermark ?? 0;
    };
    expect(told('shutdown')).toBeGreaterThan(told('crash') + 10);
  });

  test('N4, O4: groups it coordinated go on elsewhere, in the same generation', () => {
    const groups = { billing: { topics: ['orders'], members: ['b1', 'b2'], config: { 'auto.offset.reset': 'earliest' } } };
    const run = cluster([], { groups });
    run.runUntil(20_000);
    const before = run.read().groups[0];
    run.dispatch({ do: 'shutdown', target: before?.coordinator ?? 0 });
    run.runUntil(45_000);
    const after = run.read().groups[0];
    expect(after?.coordinator).not.toBe(before?.coordinator);
    expect(after).toMatchObject({ state: 'Stable', generation: before?.generation });
    expect(run.read().ledger.groups['billing']).toMatchObject({ processed: run.read().ledger.produced, duplicates: 0 });
  });

  test('N4: shutting a client down closes it', () => {
    const run = cluster([{ at: 5000, do: 'shutdown', target: 'web' }]);
    run.runUntil(6000);
    expect(run.read().producers[0]?.state).toBe('closed');
  });
});

describe('C1: a broker added while the cluster runs', () => {
  test('C1: it registers, holds nothing by itself, and topics that come later are placed on it too', () => {
    const run = cluster([
      { at: 5000, do: 'addBroker', id: 4 },
      { at: 9000, do: 'createTopic', topic: 'late', partitions: 4, replicationFactor: 1 },
    ]);
    run.runUntil(5000);
    expect(broker(run, 4)?.state).toBe('fenced');
    run.runUntil(8000);
    expect(broker(run, 4)?.state).toBe('running');
    expect(ofKind(run.facts(5000), 'broker.registered')).toMatchObject([{ broker: 4 }]);
    expect(partition(run)?.replicas).toEqual([1, 2, 3]);
    run.runUntil(10_000);
    expect(
      run
        .read()
        .topics.find(({ name }) => name === 'late')
        ?.partitions.map(({ leader }) => leader),
    ).toEqual([1, 2, 3, 4]);
  });

  test('C1: it can be named and crashed like any other, and its number is taken', () => {
    const run = cluster([]);
    run.runUntil(1000);
    run.dispatch({ do: 'addBroker' });
    run.runUntil(4000);
    run.dispatch({ do: 'crash', target: 4 });
    run.runUntil(20_000);
    expect(broker(run, 4)?.state).toBe('crashed');
    expect(run.check({ do: 'addBroker', id: 4 })).toMatchObject([{ code: 'idTaken' }]);
  });
});

test('C2: a broker that is further away than its heartbeats are apart asks one question at a time, registers once, and is let in', () => {
  const far = { network: { latencyMs: 250 }, cluster: { config: { 'broker.heartbeat.interval.ms': 500 } } };
  const run = cluster(
    [
      { at: 5000, do: 'crash', target: 1 },
      { at: 20_000, do: 'restart', target: 1 },
    ],
    far,
  );
  run.runUntil(30_000);
  expect(ofKind(run.facts(20_000), 'broker.registered')).toHaveLength(1);
  expect(broker(run, 1)?.state).toBe('running');
});

describe('C4: preferred leaders', () => {
  const gone: Script = [
    { at: 5000, do: 'shutdown', target: 1 },
    { at: 10_000, do: 'restart', target: 1 },
  ];

  test('C4: a broker that is back in the ISR leads again on request, without loss', () => {
    const run = cluster([...gone, { at: 40_000, do: 'electLeaders' }]);
    run.runUntil(39_000);
    expect(partition(run)).toMatchObject({ leader: 2 });
    run.runUntil(50_000);
    expect(partition(run)).toMatchObject({ leader: 1 });
    expect(ofKind(run.facts(), 'leader.elected').at(-1)).toMatchObject({ leader: 1, reason: 'preferred', unclean: false });
    expect(run.read().ledger.lost).toBe(0);
  });

  test('C4: and by itself at the next check of auto.leader.rebalance.enable, every 300 s', () => {
    const run = cluster(gone);
    run.runUntil(299_900);
    expect(partition(run)).toMatchObject({ leader: 2 });
    run.runUntil(301_000);
    expect(partition(run)).toMatchObject({ leader: 1 });
  });

  test('C4: the interval is leader.imbalance.check.interval.seconds, and it can be turned off', () => {
    const after = (config: Record<string, unknown>) => {
      const run = cluster(gone, { cluster: { config } });
      run.runUntil(400_000);
      return ofKind(run.facts(), 'leader.elected').filter(({ reason }) => reason === 'preferred');
    };
    expect(after({ 'leader.imbalance.check.interval.seconds': 60 })[0]?.at).toBe(60_000);
    expect(after({ 'auto.leader.rebalance.enable': false })).toEqual([]);
  });

  test('C4, C3: asked for, an unclean election gives a partition without a leader to whoever is alive', () => {
    const script: Script = [
      { at: 3000, do: 'crash', target: 2 },
      { at: 4000, do: 'crash', target: 3 },
      { at: 20_000, do: 'crash', target: 1 },
      { at: 21_000, do: 'restart', target: 2 },
      { at: 40_000, do: 'electLeaders', topic: 'orders', partition: 0, election: 'unclean' },
    ];
    const run = cluster(script, { kafka: '3.9' });
    run.runUntil(39_000);
    expect(partition(run)).toMatchObject({ leader: null, isr: [1] });
    run.runUntil(41_000);
    expect(ofKind(run.facts(), 'leader.elected').at(-1)).toMatchObject({ leader: 2, isr: [2], reason: 'unclean', unclean: true });
  });
});

describe('C1: combined mode', () => {
  const combined = { controllers: [1, 2, 3] };

  test('C1: brokers that are controllers as well; when the active one dies, its brokers are led and controlled by others', () => {
    const run = cluster([{ at: 5000, do: 'crash', target: 1 }], combined);
    run.runUntil(4000);
    expect(run.read().controller).toEqual({ id: '1', epoch: 1 });
    expect(run.read().brokers.map(({ isController }) => isController)).toEqual([true, false, false]);
    run.runUntil(30_000);
    const { id, epoch } = run.read().controller;
    expect(['2', '3']).toContain(id);
    expect(epoch).toBe(2);
    expect(partition(run)).toMatchObject({ leader: 2, isr: [2, 3] });
    expect(run.read().ledger.lost).toBe(0);
  });

  test('C1: a broker may be a controller only if it exists', () => {
    expect(() => cluster([], { controllers: [1, 7] })).toThrow(/there is no broker "7"/);
  });

  test('N4: one that shuts down in order comes back as both', () => {
    const run = cluster(
      [
        { at: 5000, do: 'shutdown', target: 2 },
        { at: 10_000, do: 'restart', target: 2 },
        { at: 30_000, do: 'crash', target: 1 },
      ],
      combined,
    );
    run.runUntil(50_000);
    expect(broker(run, 2)?.state).toBe('running');
    expect(run.read().controller.epoch).toBe(2);
  });
});

describe.each(['2.3', '2.8', '3.9', '4.3'])('a cluster of Kafka %s that begins empty', (kafka) => {
  test('C4: takes brokers, then topics as far as its brokers go, then clients', () => {
    const run = createSimulation(parseScenarioValue({ partita: 1, kafka, seed: 5, brokers: 0 }));
    run.seek(100);
    expect(run.read().brokers).toEqual([]);
    const topic = { do: 'createTopic', topic: 'orders', partitions: 2 };
    expect(run.check(topic)[0]?.code).toBe('INVALID_REPLICATION_FACTOR');
    run.dispatch({ do: 'addBroker' });
    run.seek(1000);
    expect(run.check({ ...topic, replicationFactor: 2 })[0]?.code).toBe('INVALID_REPLICATION_FACTOR');
    run.dispatch(topic);
    run.seek(2000);
    run.dispatch({ do: 'addProducer', id: 'web-1', workload: { topic: 'orders', everyMs: 100 } });
    run.dispatch({ do: 'addGroup', id: 'billing', topics: ['orders'], members: ['billing-1'] });
    run.seek(15_000);
    expect(run.read().producers[0]?.acknowledged).toBeGreaterThan(50);
    expect(run.read().groups[0]).toMatchObject({ state: 'Stable', generation: 1, coordinator: 1 });
  });
});
