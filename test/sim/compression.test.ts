import { describe, expect, test } from 'vitest';
import { createSimulation, parseScenario, type Simulation } from '../../src/sim/index.ts';
import { batchBytes } from '../../src/sim/kafka/batch.ts';
import { learnRatio, packedBytes, payloadOf } from '../../src/sim/kafka/producer/codecs.ts';
import { producerRig } from './support/producerRig.ts';
import { ofKind } from './support/scenes.ts';

const JSON_VALUE = '{ bytes: 1000, kind: json }';

/** A thousand-byte record every 10 ms on a link that is narrow for clients; `config` is the producer's. */
function story(config: string, value = JSON_VALUE, lingerMs = 100): Simulation {
  const run = createSimulation(
    parseScenario(`
partita: 1
brokers: 1
network: { latencyMs: 5, clients: { bandwidthBytesPerMs: 100 } }
topics: { orders: {} }
producers:
  web-1:
    config: { acks: 1, linger.ms: ${lingerMs}, ${config} }
    workload: { topic: orders, everyMs: 10, count: 200, startAt: 1000, value: ${value} }`),
  );
  run.runUntil(20_000);
  expect(run.read().ledger.acknowledged).toBe(200);
  return run;
}

const appendedBytes = (run: Simulation): number => ofKind(run.facts(), 'batch.appended').reduce((sum, { bytes }) => sum + bytes, 0);
const meanLatency = (run: Simulation): number => {
  const all = ofKind(run.facts(), 'batch.acknowledged').map(({ latencyMs }) => latencyMs);
  return all.reduce((sum, ms) => sum + ms, 0) / all.length;
};

describe('P10: compression', () => {
  test('P10: what is compressed takes less of the wire and of the log, and gets there sooner on a narrow link', () => {
    const plain = story('compression.type: none');
    const small = story('compression.type: zstd');
    expect(appendedBytes(small)).toBeLessThan(appendedBytes(plain) * 0.25);
    expect(meanLatency(small)).toBeLessThan(meanLatency(plain) * 0.8);
  });

  test('P10: JSON shrinks most, words less, random bytes not at all', () => {
    const sizes = ['json', 'text', 'bytes'].map((kind) => appendedBytes(story('compression.type: gzip', `{ bytes: 1000, kind: ${kind} }`)));
    const [json = 0, text = 0, bytes = 0] = sizes;
    expect(json).toBeLessThan(text);
    expect(text).toBeLessThan(bytes / 2);
    expect(bytes).toBeGreaterThan(appendedBytes(story('compression.type: none')) - 1);
    expect([payloadOf('{"a": 1}'), payloadOf('[1]'), payloadOf('hello'), payloadOf(null)]).toEqual(['json', 'json', 'text', 'text']);
  });

  test('P10: gzip and zstd pack tighter than snappy and lz4, and gzip takes the most CPU', () => {
    const packed = (codec: 'gzip' | 'snappy' | 'lz4' | 'zstd') => packedBytes(codec, 'json', 10_000);
    expect(Math.max(packed('gzip'), packed('zstd'))).toBeLessThan(Math.min(packed('snappy'), packed('lz4')));
    const latency = (codec: string) => {
      const run = createSimulation(
        parseScenario(`
partita: 1
brokers: 1
topics: { orders: {} }
producers:
  web-1: { config: { acks: 1, linger.ms: 0, batch.size: 1000000, compression.type: ${codec} }, workload: { topic: orders, atMs: [1000], value: { bytes: 700000 } } }`),
      );
      run.runUntil(5000);
      return meanLatency(run);
    };
    expect(latency('none')).toBe(40);
    expect(latency('gzip')).toBe(60);
    expect(latency('lz4')).toBeGreaterThan(latency('none'));
    expect(latency('lz4')).toBeLessThan(45);
  });

  test('P10: once batches have shown that they shrink, more records fit into batch.size', () => {
    const counts = ofKind(story('compression.type: gzip', JSON_VALUE, 1000).facts(), 'batch.appended').map(({ numbers }) => numbers.length);
    expect(counts[0]).toBe(15);
    expect(counts.at(-2)).toBeGreaterThan(15);
    // Kafka's CompressionRatioEstimator: slowly better, quickly worse.
    expect(learnRatio(1, 0.2)).toBe(0.995);
    expect(learnRatio(0.3, 0.32)).toBeCloseTo(0.35);
    expect(learnRatio(0.3, 0.9)).toBe(0.9);
  });

  test('P3, P10: a batch is as big as its compressed records, which keep their order and their keys', () => {
    const rig = producerRig({ config: { 'linger.ms': 100, 'compression.type': 'lz4' }, topics: { test: [1] } });
    rig.start();
    for (let n = 0; n < 10; n++) rig.send('k', 0, '{"name": "value", "number": 1234567890}');
    rig.run(100);
    const [batch] = rig.posted[0]?.message.batches ?? [];
    if (batch === undefined) throw new Error('nothing was sent');
    expect(batch.codec).toBe('lz4');
    const raw = batch.records.reduce((sum, { bytes }) => sum + bytes, 61);
    expect(batchBytes(batch)).toBeLessThan(raw / 2);
    expect(rig.facts('batch.ready')[0]).toMatchObject({ bytes: batchBytes(batch), numbers: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] });
  });

  test('P10: what was compressed once is not compressed again for a retry', () => {
    const rig = producerRig({ config: { 'linger.ms': 0, 'compression.type': 'gzip' }, topics: { test: [1] } });
    rig.start();
    rig.send('k', 0, 'text'.repeat(2000));
    const [first] = rig.posted;
    if (first === undefined) throw new Error('nothing was sent');
    const bytes = rig.model.inFlight[0]?.batches[0]?.bytes;
    rig.refuse(first, 'NOT_ENOUGH_REPLICAS');
    rig.run(500);
    expect(rig.model.inFlight[0]?.batches[0]?.bytes).toBe(bytes);
    expect(Object.values(rig.context.ratios)).toEqual([0.995]);
  });
});
