import { describe, expect, test } from 'vitest';
import { createSimulation, parseScenarioValue } from '../../src/sim/index.ts';
import { ofKind } from './support/scenes.ts';

function world(config: Record<string, unknown>, more: Record<string, unknown> = {}) {
  const base = {
    partita: 1,
    seed: 5,
    brokers: 3,
    cluster: { config },
    topics: { orders: { partitions: 1 } },
    producers: { web: { config: { 'max.block.ms': 5000 }, workload: { topic: 'ordres', everyMs: 200, count: 10 } } },
  };
  return createSimulation(parseScenarioValue({ ...base, ...more }));
}
const on = { 'auto.create.topics.enable': true };
const topic = (run: ReturnType<typeof world>, name = 'ordres') => run.read().topics.find((it) => it.name === name);

describe('T4: auto.create.topics.enable', () => {
  test("T4: a producer's metadata request creates the topic with the cluster's defaults, and the records arrive", () => {
    const run = world({ ...on, 'num.partitions': 3, 'default.replication.factor': 2 });
    run.runUntil(10_000);
    expect(topic(run)?.partitions.map(({ replicas }) => replicas.length)).toEqual([2, 2, 2]);
    expect(ofKind(run.facts(), 'topic.created').filter((it) => it.topic === 'ordres')).toHaveLength(1);
    expect(run.read().ledger).toMatchObject({ acknowledged: 10, failed: 0 });
  });

  test('T4: so does that of a consumer, unless allow.auto.create.topics is off', () => {
    const read = (config: Record<string, unknown>) => {
      const run = world(on, { producers: {}, groups: { g: { topics: ['ordres'], members: ['m'], config } } });
      run.runUntil(10_000);
      return topic(run) !== undefined;
    };
    expect(read({})).toBe(true);
    expect(read({ 'allow.auto.create.topics': false })).toBe(false);
  });

  test.each(['2.3', '2.8'])('T4: in %s the broker writes the topic into ZooKeeper by itself', (kafka) => {
    const run = world(on, { kafka });
    run.runUntil(10_000);
    expect(run.read().ledger).toMatchObject({ acknowledged: 10, failed: 0 });
  });

  test('T4: turned off, nothing is created and send() gives up after max.block.ms', () => {
    const script = [{ at: 20_000, do: 'createTopic', topic: 'ordres', partitions: 2 }];
    const run = world({ 'auto.create.topics.enable': false }, { script });
    run.runUntil(19_000);
    expect(topic(run)).toBeUndefined();
    expect(ofKind(run.facts(), 'record.rejected')[0]).toMatchObject({ error: 'TimeoutException' });
  });

  test('T4: what the script creates is left to the script', () => {
    const run = world({}, { script: [{ at: 3000, do: 'createTopic', topic: 'ordres', partitions: 2 }] });
    run.runUntil(2900);
    expect(topic(run)).toBeUndefined();
    run.runUntil(10_000);
    expect(topic(run)?.partitions).toHaveLength(2);
    expect(run.read().ledger.acknowledged).toBe(10);
  });

  test('T4: only a scenario that turns it on may name topics that do not exist: a slip of the pen is an error elsewhere', () => {
    expect(() => world({})).toThrow(/there is no topic "ordres"/);
  });
});
