import { describe, expect, it } from 'vitest';
import { createSimulation, parseScenario, type Simulation } from '../../src/sim/index.ts';
import { NO_SAMPLES, averageOf, maxOf, rateOf, sampled } from '../../src/sim/kafka/consumer/metrics.ts';

const world = (app: string, config = ''): Simulation =>
  createSimulation(
    parseScenario(`partita: 1
brokers: 1
network: { latencyMs: 10 }
topics: { orders: { partitions: 2 } }
producers: { web: { config: { linger.ms: 0 }, workload: { topic: orders, everyMs: 100, count: 300, partition: 0 } } }
groups:
  billing:
    topics: [orders]
    config: { auto.offset.reset: earliest, ${config} }
    app: { ${app} }
    members: [billing-1]
`),
  );
const metrics = (simulation: Simulation) => simulation.read().groups[0]!.members[0]!.metrics!;

describe('what a consumer measures of itself', () => {
  it('F5: records-lag-max is how far it is behind in its worst partition', () => {
    const slow = world('perRecordMs: 1000', 'max.poll.records: 1');
    slow.runUntil(20_000);
    const [partition] = slow.read().topics[0]!.partitions;
    const position = slow.read().groups[0]!.members[0]!.position['orders']![0]!;
    expect(metrics(slow)['records-lag-max']).toBe(partition!.highWatermark - position);
    expect(metrics(slow)['records-lag-max']).toBeGreaterThan(150);
    slow.seek(0);
    expect(metrics(slow)['records-lag-max']).toBeNull();
  });

  it('F5: records-consumed-rate comes to what is produced, and fades when nothing is', () => {
    const simulation = world('perRecordMs: 0');
    simulation.runUntil(30_000);
    const busy = metrics(simulation)['records-consumed-rate'];
    simulation.runUntil(50_000);
    expect(busy).toBeGreaterThan(4);
    expect(busy).toBeLessThanOrEqual(10);
    const fading = metrics(simulation)['records-consumed-rate'];
    expect(fading).toBeLessThan(10);
    simulation.runUntil(200_000);
    expect(metrics(simulation)['records-consumed-rate']).toBe(0);
  });

  it('F5: time-between-poll shows how long the application keeps poll() waiting', () => {
    const simulation = world('perRecordMs: 700', 'max.poll.records: 4');
    simulation.runUntil(20_000);
    expect(metrics(simulation)['time-between-poll-max']).toBeGreaterThanOrEqual(2800);
    expect(metrics(simulation)['time-between-poll-avg']).toBeGreaterThan(1000);
    expect(metrics(simulation)['time-between-poll-avg']).toBeLessThan(2900);
  });

  it('F5: fetch-latency holds the way there and back, and what the broker waited for fetch.min.bytes', () => {
    const quick = world('perRecordMs: 0');
    quick.runUntil(10_000);
    expect(metrics(quick)['fetch-latency-avg']).toBeLessThan(150);
    const patient = world('perRecordMs: 0', 'fetch.min.bytes: 100000, fetch.max.wait.ms: 400');
    patient.runUntil(10_000);
    expect(metrics(patient)['fetch-latency-max']).toBeGreaterThanOrEqual(420);
    expect(metrics(patient)['fetch-latency-avg']).toBeGreaterThan(300);
  });

  it('F5: time alone changes nothing to be drawn: equal metrics are the same object', () => {
    const simulation = world('perRecordMs: 0');
    simulation.runUntil(300_000);
    const before = metrics(simulation);
    const [member] = simulation.read().groups[0]!.members;
    simulation.seek(300_000 + 1 / 8);
    expect(simulation.read().now).not.toBe(300_000);
    expect(metrics(simulation)).toBe(before);
    expect(simulation.read().groups[0]!.members[0]).toBe(member);
  });
});

describe('samples', () => {
  it('F5: two windows of 30 s count, older ones are forgotten', () => {
    let samples = sampled(NO_SAMPLES, 5, 0);
    samples = sampled(samples, 15, 29_000);
    samples = sampled(samples, 40, 31_000);
    expect([averageOf(samples, 31_000), maxOf(samples, 31_000)]).toEqual([20, 40]);
    expect([averageOf(samples, 60_000), maxOf(samples, 60_000)]).toEqual([40, 40]);
    expect([averageOf(samples, 91_000), maxOf(samples, 91_000)]).toEqual([null, null]);
  });

  it('F5: a rate counts at least one full window as passed (Rate.windowSize)', () => {
    expect(rateOf(sampled(NO_SAMPLES, 300, 1000), 1000)).toBe(10);
    expect(rateOf(sampled(sampled(NO_SAMPLES, 300, 0), 300, 30_000), 60_000 - 1)).toBe(10);
    expect(rateOf(NO_SAMPLES, 5)).toBe(0);
  });
});
