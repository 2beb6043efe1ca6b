import { describe, expect, test } from 'vitest';
import { createSimulation, parseScenarioValue } from '../../src/sim/index.ts';

function world(kafka: string, bootstrap: unknown, script: readonly object[] = []) {
  return createSimulation(
    parseScenarioValue({
      partita: 1,
      kafka,
      seed: 3,
      brokers: 3,
      topics: { orders: { replicas: [[1, 2, 3]] } },
      producers: {
        web: { config: { 'bootstrap.servers': bootstrap, acks: 'all' }, workload: { topic: 'orders', everyMs: 500, stopAt: 5000 } },
      },
      groups: { g: { topics: ['orders'], members: ['m'], config: { 'bootstrap.servers': bootstrap, 'auto.offset.reset': 'earliest' } } },
      script,
    }),
  );
}

describe('C5: bootstrap lists', () => {
  test.each(['2.3', '4.3'])('C5: %s: dead entries are passed over, whether they ever lived or not', (kafka) => {
    const run = world(kafka, [9, 1, 3], [{ at: 0, do: 'crash', target: 1 }]);
    run.runUntil(60_000);
    const { produced, acknowledged } = run.read().ledger;
    expect(produced).toBeGreaterThan(5);
    expect(acknowledged).toBe(produced);
    expect(run.read().ledger.groups['g']?.processed).toBe(produced);
  });

  test('C5: with nobody alive in the list a client finds nobody', () => {
    const run = world('4.3', '8,9');
    run.runUntil(30_000);
    expect(run.read().ledger).toMatchObject({ acknowledged: 0 });
  });

  test('C5: entries are numbers of brokers', () => {
    expect(() => world('4.3', ['kafka:9092'])).toThrow(/lists brokers by their numbers/);
  });
});
