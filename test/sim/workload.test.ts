import { describe, expect, it } from 'vitest';
import { createSimulation, parseScenario } from '../../src/sim/index.ts';
import { ofKind } from './support/scenes.ts';

describe('a workload that waits for its results', () => {
  it('P8: nothing is sent from stopAt on, although a thread that is late has not made all its calls', () => {
    const simulation = createSimulation(
      parseScenario(`partita: 1
brokers: 1
topics: { orders: { partitions: 1 } }
producers: { web: { config: { linger.ms: 0 }, workload: { topic: orders, everyMs: 10, stopAt: 1s, mode: sync } } }
`),
    );
    simulation.runUntil(5000);
    const sends = ofKind(simulation.facts(), 'record.sent');
    expect(sends.length).toBeGreaterThan(10);
    expect(sends.length).toBeLessThan(50);
    expect(Math.max(...sends.map(({ at }) => at))).toBeLessThan(1000);
  });
});
