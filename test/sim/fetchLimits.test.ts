import { describe, expect, it } from 'vitest';
import { createSimulation, parseScenario, type Simulation } from '../../src/sim/index.ts';
import { ofKind } from './support/scenes.ts';

/** Batches of one record, which come to some 160 bytes, dealt to three partitions of one broker: `count` of them before anybody reads. */
const world = (config: string, { kafka = '4.3', count = 30, more = '' } = {}): Simulation =>
  createSimulation(
    parseScenario(`partita: 1
kafka: "${kafka}"
brokers: 1
network: { latencyMs: 5 }
cluster: { config: { group.initial.rebalance.delay.ms: 0 } }
topics: { orders: { partitions: 3 } }
producers:
  web:
    config: { linger.ms: 0, batch.size: 1 }
    workload:
      - { topic: orders, everyMs: 10, count: ${count}, partition: 0 }
      - { topic: orders, everyMs: 10, count: ${count}, partition: 1 }
      - { topic: orders, everyMs: 10, count: ${count}, partition: 2 }
      ${more}
groups:
  billing:
    topics: [orders]
    config: { auto.offset.reset: earliest, ${config} }
    app: { perRecordMs: 0 }
    members: [{ id: billing-1, joinAt: 1s }]
`),
  );
const polls = (simulation: Simulation) => ofKind(simulation.facts(), 'poll.returned');
const counts = (simulation: Simulation) => polls(simulation).map(({ count }) => count);

describe('what limits a fetch', () => {
  it('F1: max.partition.fetch.bytes bounds what one partition adds to an answer', () => {
    const simulation = world('max.partition.fetch.bytes: 700');
    simulation.runUntil(10_000);
    for (const { ranges } of polls(simulation)) for (const { from, to } of ranges) expect(to - from).toBeLessThanOrEqual(6);
    expect(counts(simulation).reduce((sum, it) => sum + it, 0)).toBe(90);
    expect(polls(simulation)[0]?.ranges).toHaveLength(3);
  });

  it('F1: fetch.max.bytes bounds the whole answer; one partition after the other is served', () => {
    const simulation = world('fetch.max.bytes: 700, max.partition.fetch.bytes: 700');
    simulation.runUntil(10_000);
    expect(polls(simulation)[0]?.ranges).toHaveLength(1);
    expect(counts(simulation).reduce((sum, it) => sum + it, 0)).toBe(90);
  });

  it('F1: both limits are soft: a batch that is bigger comes all the same, alone', () => {
    const simulation = world('fetch.max.bytes: 1, max.partition.fetch.bytes: 1');
    simulation.runUntil(20_000);
    expect(new Set(counts(simulation))).toEqual(new Set([1]));
    expect(counts(simulation)).toHaveLength(90);
  });

  it('F1: max.poll.records bounds what poll() returns, not what was fetched', () => {
    const simulation = world('max.poll.records: 7');
    simulation.runUntil(10_000);
    expect(Math.max(...counts(simulation))).toBe(7);
    const [first, second] = polls(simulation);
    expect(second!.at).toBe(first!.at); // from what is held already, without another fetch
  });

  const late = '- { topic: orders, everyMs: 100, startAt: 3s, count: 20, partition: 0 }';

  it('F1: fetch.min.bytes makes the broker wait until enough is there', () => {
    const simulation = world('fetch.min.bytes: 800, fetch.max.wait.ms: 10s', { count: 1, more: late });
    simulation.runUntil(20_000);
    const live = polls(simulation).filter(({ at }) => at > 3000 && at < 5100);
    expect(live.every(({ count }) => count >= 4)).toBe(true);
    expect(live.length).toBeGreaterThan(1);
  });

  it('F1: fetch.max.wait.ms ends the waiting: what there is comes, however little', () => {
    const simulation = world('fetch.min.bytes: 1000000, fetch.max.wait.ms: 300', { count: 1, more: late });
    simulation.runUntil(20_000);
    const live = polls(simulation).filter(({ at }) => at > 3400 && at < 5100);
    expect(live.length).toBeGreaterThan(3);
    for (const [i, { at }] of live.entries()) if (i > 0) expect(at - live[i - 1]!.at).toBeLessThanOrEqual(300 + 10 + 1);
    expect(Math.max(...live.map(({ count }) => count))).toBeLessThanOrEqual(4);
  });

  it('F1: with fetch.min.bytes 1 every record comes as soon as it may be read', () => {
    const simulation = world('', { count: 1, more: late });
    simulation.runUntil(20_000);
    const live = polls(simulation).filter(({ at }) => at > 3000);
    expect(live.map(({ count }) => count)).toEqual(Array.from({ length: 20 }, () => 1));
  });

  it('F1, V: while records of one partition wait, 4.x asks their broker for nothing; before, it asked for the other partitions', () => {
    const fetchesWhileHolding = (kafka: string) => {
      const simulation = createSimulation(
        parseScenario(`partita: 1
kafka: "${kafka}"
brokers: 1
topics: { orders: { partitions: 2 } }
producers:
  web:
    config: { linger.ms: 0 }
    workload:
      - { topic: orders, everyMs: 10, count: 20, partition: 0 }
      - { topic: orders, everyMs: 100, startAt: 6s, count: 10, partition: 1 }
groups:
  billing:
    topics: [orders]
    config: { auto.offset.reset: earliest, max.poll.records: 1 }
    app: { perRecordMs: 500 }
    members: [{ id: billing-1, joinAt: 1s }]
`),
      );
      simulation.runUntil(8000);
      return simulation.read().groups[0]!.members[0]!.prefetched;
    };
    expect(fetchesWhileHolding('2.8')).toBeGreaterThan(fetchesWhileHolding('4.3'));
  });
});
