// A group that began at the end: what it passed over, and why.
import { describe, expect, test } from 'vitest';
import { createSimulation, parseScenario } from '../../src/sim/index.ts';
import { passedOverByLatest } from '../../src/view/passedOver.ts';

const ending = (reset: string) => {
  const run = createSimulation(
    parseScenario(
      JSON.stringify({
        partita: 1,
        kafka: '4.3',
        seed: 2,
        brokers: 1,
        topics: { orders: { partitions: 1 } },
        producers: { web: { workload: { topic: 'orders', everyMs: 300 } } },
      }),
    ),
  );
  run.seek(3000);
  run.dispatch({ do: 'addGroup', id: 'billing', topics: ['orders'], members: ['c1'], config: { 'auto.offset.reset': reset } });
  run.seek(30_000);
  return run;
};

describe('a group that comes after the records', () => {
  test('passes over, with latest, every record that is counted as skipped, and is told so', () => {
    const run = ending('latest');
    const { ledger } = run.read();
    expect(ledger.verdicts['billing']).toBe('atMostOnce');
    expect(passedOverByLatest('billing', run.read(), run.facts())).toBe(ledger.groups['billing']?.skipped);
    expect(ledger.groups['billing']?.skipped).toBeGreaterThan(5);
  });

  test('passes over nothing with earliest', () => {
    const run = ending('earliest');
    expect(run.read().ledger.verdicts['billing']).toBe('exactlyOnce');
    expect(passedOverByLatest('billing', run.read(), run.facts())).toBe(0);
  });
});
