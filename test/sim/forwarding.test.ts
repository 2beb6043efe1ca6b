import { describe, expect, it } from 'vitest';
import { createSimulation, fateOf, parseScenario, ScenarioError, type Simulation } from '../../src/sim/index.ts';
import { causesOf, ofKind } from './support/scenes.ts';

/** orders → packer → packed → shipper → shipped. */
const pipeline = (packing = 'forwardTo: packed', more = ''): Simulation =>
  createSimulation(
    parseScenario(`partita: 1
seed: 5
brokers: 3
cluster: { config: { group.initial.rebalance.delay.ms: 0 } }
topics:
  orders: { partitions: 2, replicationFactor: 3 }
  packed: { partitions: 3, replicationFactor: 3 }
  shipped: { partitions: 1, replicationFactor: 3 }
producers: { web: { workload: { topic: orders, everyMs: 100, startAt: 3s, count: 20, keys: "user_{1..5}", value: { bytes: 300 } } } }
groups:
  packing: { topics: [orders], config: { auto.offset.reset: earliest }, app: { ${packing} }, members: [packer] }
  shipping: { topics: [packed], config: { auto.offset.reset: earliest }, app: { forwardTo: { topic: shipped, config: { acks: 1 } } }, members: [shipper] }
${more}
`),
  );
const logOf = (simulation: Simulation, topic: string) =>
  simulation
    .read()
    .topics.find(({ name }) => name === topic)!
    .partitions.flatMap(({ records }) => records);
const reasons = (packing: string): string => {
  try {
    pipeline(packing);
    return '';
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.problems.map(({ reason }) => reason).join('\n');
  }
};

describe('consume, transform, produce', () => {
  it('F4: every processed record is sent on under its key, from topic to topic', () => {
    const simulation = pipeline();
    simulation.runUntil(12_000);
    const keys = logOf(simulation, 'orders').map(({ key }) => key);
    for (const topic of ['packed', 'shipped'])
      expect(
        logOf(simulation, topic)
          .map(({ key }) => key)
          .toSorted(),
      ).toEqual(keys.toSorted());
    expect(simulation.read().groups.map(({ id, members }) => [id, members[0]?.forwarding?.acknowledged])).toEqual([
      ['packing', 20],
      ['shipping', 20],
    ]);
    const bytes = ofKind(simulation.facts(), 'record.sent').map((it) => it.bytes);
    expect(new Set(bytes).size).toBe(1);
  });

  it('D1: what is forwarded is a new record with a fate of its own, and its cause leads back through the one it came from', () => {
    const simulation = pipeline();
    simulation.runUntil(12_000);
    expect(simulation.read().ledger).toMatchObject({ produced: 60, acknowledged: 60, lost: 0 });
    expect(fateOf(simulation.told(), 'packer', 0)).toMatchObject({
      fate: 'acknowledged',
      topic: 'packed',
      groups: { shipping: { processed: 1 } },
    });
    const facts = simulation.facts();
    const shipped = ofKind(facts, 'record.sent').find(({ producer }) => producer === 'shipper')!;
    const chain = causesOf(facts, shipped)
      .filter(({ kind }) => kind === 'record.sent' || kind === 'record.processed')
      .map((fact) => [fact.kind, 'producer' in fact ? fact.producer : '']);
    expect(chain).toEqual([
      ['record.processed', 'packer'],
      ['record.sent', 'packer'],
      ['record.processed', 'web'],
      ['record.sent', 'web'],
    ]);
  });

  it('F4, P9: a crash takes along what its producer had not sent: committed here, and never arrived there', () => {
    const simulation = pipeline(
      'commit: syncPerRecord, forwardTo: { topic: packed, config: { linger.ms: 60s, delivery.timeout.ms: 120s } }',
    );
    simulation.runUntil(8000);
    expect(simulation.read().groups[0]?.offsets.reduce((sum, { committed }) => sum + (committed ?? 0), 0)).toBe(20);
    simulation.dispatch({ do: 'crash', target: 'packer' });
    simulation.dispatch({ do: 'restart', target: 'packer' });
    simulation.runUntil(20_000);
    expect(logOf(simulation, 'packed')).toEqual([]);
    expect(fateOf(simulation.told(), 'packer', 0)?.fate).toBe('forgotten');
    expect(simulation.read().ledger.groups['packing']).toMatchObject({ processed: 20, duplicates: 0 });
  });

  it('F4, P9: close() sends what the producer still has before the process ends, and a restart forwards again', () => {
    const simulation = pipeline('forwardTo: { topic: packed, config: { linger.ms: 60s, delivery.timeout.ms: 120s } }');
    simulation.runUntil(4000);
    simulation.dispatch({ do: 'close', target: 'packer' });
    simulation.runUntil(6000);
    const before = logOf(simulation, 'packed').length;
    expect(before).toBe(ofKind(simulation.facts(), 'record.processed').filter(({ member }) => member === 'packer').length);
    expect(before).toBeGreaterThan(0);
    simulation.dispatch({ do: 'restart', target: 'packer' });
    simulation.runUntil(9000);
    simulation.dispatch({ do: 'close', target: 'packer' });
    simulation.runUntil(11_000);
    expect(logOf(simulation, 'packed')).toHaveLength(20);
  });

  it('D3: what is processed twice here arrives twice there, as two records that nobody can tell for one', () => {
    const simulation = pipeline('commit: none, forwardTo: packed');
    simulation.runUntil(8000);
    simulation.dispatch({ do: 'crash', target: 'packer' });
    simulation.dispatch({ do: 'restart', target: 'packer' });
    simulation.runUntil(60_000);
    expect(simulation.read().ledger.groups).toMatchObject({ packing: { duplicates: 20 }, shipping: { processed: 40, duplicates: 0 } });
  });

  it('F4: a topic that does not exist, and one that it reads itself, are refused', () => {
    expect(reasons('forwardTo: packd')).toMatch(/there is no topic "packd"/);
    expect(reasons('forwardTo: orders')).toMatch(/would read what it forwards/);
    expect(reasons('forwardTo: { topic: packed, config: { acks: 7 } }')).toMatch(/acks/);
  });
});
