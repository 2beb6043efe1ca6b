import { describe, expect, test } from 'vitest';
import { createSimulation, parseScenario, type Simulation } from '../../src/sim/index.ts';
import { producerRig } from './support/producerRig.ts';
import { ofKind } from './support/scenes.ts';

/** Sends records and tells where each went, by key (or number). */
function story(config: string, workload: string, script = '', kafka = '4.3'): Simulation {
  const run = createSimulation(
    parseScenario(`
partita: 1
kafka: "${kafka}"
brokers: 3
topics: { orders: { partitions: 6 } }
producers:
  web-1: { config: { ${config} }, workload: { topic: orders, everyMs: 10, count: 200, startAt: 500, ${workload} } }
${script}`),
  );
  run.runUntil(10_000);
  return run;
}

const partitionsOf = (run: Simulation, key: string): number[] =>
  ofKind(run.facts(), 'record.sent').flatMap((fact) => (fact.key === key ? [fact.partition] : []));

describe('P2: partitioner.class by name', () => {
  test('P2: a custom partitioner gets the keyed records, too, and says so', () => {
    const run = story('partitioner.class: first-partition', 'keys: "user_{1..10}"');
    const sent = ofKind(run.facts(), 'record.sent');
    expect(new Set(sent.map(({ partition, by }) => `${partition} ${by}`))).toEqual(new Set(['0 custom']));
  });

  test('P2: with Python’s hash a restarted producer sends a key somewhere else, so that its order is lost', () => {
    const script = 'script: [{ at: 1500, do: crash, target: web-1 }, { at: 1600, do: restart, target: web-1 }]';
    const hashed = story('partitioner.class: process-hash', 'keys: "user_{1..10}"', script);
    const java = story('acks: all', 'keys: "user_{1..10}"', script);
    const keys = Array.from({ length: 10 }, (_, n) => `user_${n + 1}`);
    expect(keys.filter((key) => new Set(partitionsOf(java, key)).size > 1)).toEqual([]);
    expect(keys.filter((key) => new Set(partitionsOf(hashed, key)).size === 2).length).toBeGreaterThan(5);
  });

  test('P2: partitioner.ignore.keys treats keyed records as if they had no key', () => {
    const run = story('partitioner.ignore.keys: true, batch.size: 300', 'keys: [a]');
    expect(new Set(partitionsOf(run, 'a')).size).toBeGreaterThan(3);
    expect(ofKind(run.facts(), 'record.sent')[0]?.by).toBe('sticky');
  });

  test('P2, V: 2.3 deals records without a key one by one', () => {
    const run = story('acks: 1', 'keys: null', '', '2.3');
    const sent = ofKind(run.facts(), 'record.sent').map(({ partition }) => partition);
    expect(sent.slice(1).every((partition, i) => partition === ((sent[i] ?? 0) + 1) % 6)).toBe(true);
  });
});

describe('P2: adaptive partitioning', () => {
  /** Broker 1 leads partition 0 and answers nothing; broker 2 leads partition 1. Every record fills a batch. */
  function stuck(config: Record<string, string | number | boolean>) {
    const base = { 'linger.ms': 0, 'batch.size': 50, 'max.in.flight.requests.per.connection': 2, acks: '1' };
    const rig = producerRig({ config: { ...base, ...config }, topics: { test: [1, 2] } });
    rig.start();
    const sent = () => rig.facts('record.sent').map(({ partition }) => partition);
    for (let n = 0; n < 400; n++) {
      rig.run(rig.now + 10);
      rig.send(null);
      for (const posted of rig.posted.splice(0)) if (posted.broker === 2) rig.accept(posted);
    }
    return sent().slice(200);
  }
  const share = (partitions: readonly number[]): number => partitions.filter((it) => it === 0).length / partitions.length;

  test('P2: a partition with a long queue gets less, unless adaptive partitioning is off', () => {
    expect(share(stuck({}))).toBeLessThan(0.1);
    const even = share(stuck({ 'partitioner.adaptive.partitioning.enable': false }));
    expect(even).toBeGreaterThan(0.4);
  });

  test('P2: a broker that takes nothing for partitioner.availability.timeout.ms gets nothing more', () => {
    expect(share(stuck({ 'partitioner.availability.timeout.ms': 500 }))).toBe(0);
    expect(share(stuck({}))).toBeGreaterThan(0);
  });
});
