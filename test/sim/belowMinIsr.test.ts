import { describe, expect, test } from 'vitest';
import { createSimulation, parseScenarioValue } from '../../src/sim/index.ts';
import { ofKind } from './support/scenes.ts';

/** Two of three replicas die between a record's append and its copies, with min.insync.replicas 2. */
function shrunk(kafka: string) {
  const run = createSimulation(
    parseScenarioValue({
      partita: 1,
      kafka,
      seed: 5,
      network: { latencyMs: 10 },
      brokers: 3,
      cluster: { config: { 'replica.lag.time.max.ms': 2000 } },
      topics: { orders: { replicas: [[1, 2, 3]], config: { 'min.insync.replicas': 2 } } },
      producers: {
        web: {
          config: { acks: 'all', retries: 0, 'request.timeout.ms': 15_000, 'delivery.timeout.ms': 20_000, 'enable.idempotence': false },
        },
      },
      script: [
        { at: 5000, do: 'crash', target: 2 },
        { at: 5000, do: 'crash', target: 3 },
        { at: 5010, do: 'send', producer: 'web', topic: 'orders', value: 'one' },
      ],
    }),
  );
  run.runUntil(40_000);
  return { refused: ofKind(run.facts(), 'produce.refused').map(({ error }) => error), partition: run.read().topics[0]?.partitions[0] };
}

describe('R2, R5: the ISR falls below min.insync.replicas after the append', () => {
  test.each(['2.3', '2.8'])('R2, R5: %s: the high watermark goes on and the writer is told NOT_ENOUGH_REPLICAS_AFTER_APPEND', (kafka) => {
    const { refused, partition } = shrunk(kafka);
    expect(refused).toEqual(['NOT_ENOUGH_REPLICAS_AFTER_APPEND']);
    expect(partition).toMatchObject({ isr: [1], highWatermark: 1, logEndOffset: 1 });
  });

  test.each(['3.9', '4.3'])('R2, R5: %s: the high watermark is frozen, the record invisible, and the request times out', (kafka) => {
    const { refused, partition } = shrunk(kafka);
    expect(refused).toEqual(['REQUEST_TIMED_OUT']);
    expect(partition).toMatchObject({ isr: [1], highWatermark: 0, logEndOffset: 1 });
  });
});
