import { describe, expect, it } from 'vitest';
import { createSimulation, parseScenario, type Simulation } from '../../src/sim/index.ts';
import { ofKind } from './support/scenes.ts';

/** Six records in orders-0, the third of which no deserializer can read; four good ones in orders-1. */
const world = (app: string, config = '', kafka = '4.3'): Simulation => {
  const simulation = createSimulation(
    parseScenario(`partita: 1
kafka: "${kafka}"
brokers: 1
topics: { orders: { partitions: 2 } }
producers:
  web:
    config: { linger.ms: 100 }
    workload:
      - { topic: orders, everyMs: 10, count: 6, partition: 0, poison: [2] }
      - { topic: orders, everyMs: 10, startAt: 1s, count: 4, partition: 1 }
groups:
  billing:
    topics: [orders]
    config: { auto.offset.reset: earliest, fetch.max.bytes: 1, max.poll.interval.ms: 10s, ${config} }
    app: { ${app} }
    members: [{ id: billing-1, joinAt: 2s }]
`),
  );
  return simulation;
};
const processed = (simulation: Simulation) =>
  ofKind(simulation.facts(), 'record.processed').map(({ partition, offset }) => `${partition}@${offset}`);
const member = (simulation: Simulation) => simulation.read().groups[0]!.members[0];

describe('poison pills', () => {
  it('F4: poll() first returns what lies before the record, then throws, and the position stays before it', () => {
    const simulation = world('onError: retry');
    simulation.runUntil(15_000);
    expect(processed(simulation)).toEqual(['0@0', '0@1']);
    const thrown = ofKind(simulation.facts(), 'poll.failed');
    expect(thrown[0]).toMatchObject({ partition: 0, offset: 2, error: 'RecordDeserializationException', then: 'retry' });
    expect(thrown.length).toBeGreaterThan(5);
    expect(new Set(thrown.map(({ offset }) => offset))).toEqual(new Set([2]));
    expect(member(simulation)?.position['orders']?.[0]).toBe(2);
  });

  it('F4: while it lasts the other partitions wait as well, and the member stays in its group', () => {
    const simulation = world('onError: retry');
    simulation.runUntil(30_000);
    expect(processed(simulation).filter((it) => it.startsWith('1'))).toEqual([]);
    expect(simulation.read().groups[0]).toMatchObject({ state: 'Stable' });
    expect(ofKind(simulation.facts(), 'poll.expired')).toEqual([]);
  });

  it('F3, F4: a seek past it sets the consumer free', () => {
    const simulation = world('onError: retry');
    simulation.runUntil(15_000);
    simulation.dispatch({ do: 'seek', member: 'billing-1', topic: 'orders', partition: 0, to: 3 });
    simulation.runUntil(20_000);
    expect(processed(simulation).filter((it) => it.startsWith('0'))).toEqual(['0@0', '0@1', '0@3', '0@4', '0@5']);
    expect(processed(simulation).filter((it) => it.startsWith('1'))).toHaveLength(4);
  });

  it('F4, D3: skip: the application seeks past it by itself; the record counts as skipped', () => {
    const simulation = world('onError: skip, commit: syncPerPoll');
    simulation.runUntil(12_000);
    expect(processed(simulation)).toHaveLength(9);
    expect(ofKind(simulation.facts(), 'poll.failed')).toHaveLength(1);
    expect(simulation.read().ledger.groups['billing']).toMatchObject({ processed: 9, skipped: 1 });
    expect(simulation.read().groups[0]?.offsets.map(({ committed }) => committed)).toEqual([6, 4]);
  });

  it('F4: close: the exception ends the application; whoever takes over meets the same record', () => {
    const simulation = world('onError: close');
    simulation.runUntil(8000);
    expect(ofKind(simulation.facts(), 'consumer.failed')).toMatchObject([{ error: 'RecordDeserializationException' }]);
    expect(simulation.read().groups[0]?.offsets[0]?.committed).toBe(2);
    simulation.dispatch({ do: 'restart', target: 'billing-1' });
    simulation.runUntil(16_000);
    expect(ofKind(simulation.facts(), 'consumer.failed')).toHaveLength(2);
    expect(processed(simulation)).toEqual(['0@0', '0@1']);
  });

  it('F4: crash: no commit and no goodbye', () => {
    const simulation = world('onError: crash');
    simulation.runUntil(8000);
    expect(ofKind(simulation.facts(), 'consumer.failed')).toMatchObject([{ error: 'RecordDeserializationException' }]);
    expect(ofKind(simulation.facts(), 'commit.sent')).toEqual([]);
    expect(ofKind(simulation.facts(), 'member.left')).toEqual([]);
  });

  it('V, F4: 2.3 calls it SerializationException (KIP-334 came later)', () => {
    const simulation = world('onError: close', '', '2.3');
    simulation.runUntil(8000);
    expect(ofKind(simulation.facts(), 'consumer.failed')).toMatchObject([{ error: 'SerializationException' }]);
  });
});

describe('records that fail for a while', () => {
  it('F4, retry: the same record is tried again until it works; nothing is skipped', () => {
    const simulation = world('onError: retry, failOn: { offset: 1, partition: 0, times: 3 }');
    simulation.runUntil(12_000);
    expect(ofKind(simulation.facts(), 'processing.failed').map(({ offset }) => offset)).toEqual([1, 1, 1]);
    expect(processed(simulation).slice(0, 2)).toEqual(['0@0', '0@1']);
  });

  it('F4, G7: trying for ever costs the place in the group: no poll() for max.poll.interval.ms', () => {
    const simulation = world('onError: retry, failOn: { offset: 1, partition: 0 }');
    simulation.runUntil(25_000);
    expect(ofKind(simulation.facts(), 'poll.expired')).toHaveLength(1);
    expect(processed(simulation)).toEqual(['0@0']);
  });
});
