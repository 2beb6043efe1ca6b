import { describe, expect, it } from 'vitest';
import { createSimulation, exportLedger, ledgerAsCsv, parseScenario } from '../../src/sim/index.ts';
import { createFold } from '../../src/sim/guarantees/index.ts';
import { acknowledged, appended, committed, led, processed, sent, tell, type Told } from './support/told.ts';

const exported = (...story: readonly Told[]) => {
  const facts = tell(...story);
  return exportLedger(createFold(facts).at(facts.length), facts);
};
const two: readonly Told[] = [
  [0, sent(0, 'a')],
  [0, sent(1, 'a')],
  [20, appended(0, [0, 1])],
  [40, acknowledged(0, [0, 1])],
];
const read: readonly Told[] = [...two, [50, processed(0, 0)], [60, processed(1, 1)], [70, committed(2)]];

describe('what delivery came to (D3)', () => {
  it('D3: exactly once as long as nothing was processed twice and nothing is missing', () => {
    expect(exported(...read).groups['billing']?.verdict).toBe('exactlyOnce');
  });

  it('D3: exactly-once is broken by a duplicate: at least once', () => {
    expect(exported(...read, [80, processed(1, 1)]).groups['billing']?.verdict).toBe('atLeastOnce');
  });

  it('D3: exactly-once is broken by a skipped record: at most once', () => {
    expect(exported(...two, [50, processed(0, 0)], [70, committed(2)]).groups['billing']?.verdict).toBe('atMostOnce');
  });

  it('D3: a record that was acknowledged and lost before the group read it is missing; one that it had read is not', () => {
    const unread = exported(...two, [50, processed(0, 0)], [55, committed(1)], [90, led(1, 1)]);
    expect(unread).toMatchObject({ lost: 1, groups: { billing: { skipped: 0, verdict: 'atMostOnce' } } });
    expect(exported(...read, [90, led(1, 1)])).toMatchObject({ lost: 1, groups: { billing: { verdict: 'exactlyOnce' } } });
  });

  it('D3: duplicates and gaps together are neither', () => {
    expect(exported(...two, [50, processed(0, 0)], [60, processed(0, 0)], [70, committed(2)]).groups['billing']?.verdict).toBe('neither');
  });

  it('D3, G12: each group has its own verdict', () => {
    const { groups } = exported(...read, [80, processed(0, 0, 'fraud')], [81, processed(0, 0, 'fraud')]);
    expect([groups['billing']?.verdict, groups['fraud']?.verdict]).toEqual(['exactlyOnce', 'atLeastOnce']);
  });
});

describe('anomalies by their names (D3)', () => {
  it('D3: lost write, poll skip, redelivery and reordering, each with the fact that caused it', () => {
    const { anomalies } = exported(
      [0, sent(0, 'a')],
      [0, sent(1, 'a')],
      [0, sent(2, 'b')],
      [10, appended(0, [1, 0, 2])],
      [20, acknowledged(0, [0, 1, 2])],
      [30, processed(1, 0)],
      [31, processed(0, 1)],
      [32, processed(0, 1)],
      [40, committed(3)],
      [50, led(2, 1)],
    );
    expect(anomalies.map(({ anomaly, number, cause }) => [anomaly, number, cause.kind])).toEqual([
      ['reordered', 0, 'record.processed'],
      ['redelivery', 0, 'record.processed'],
      ['poll-skip', 2, 'offsets.committed'],
      ['lost-write', 2, 'replica.led'],
    ]);
  });

  it('D3: a record that the log holds twice is a duplicate, not a redelivery', () => {
    const { anomalies } = exported([0, sent(0)], [1, appended(0, [0])], [2, appended(1, [0])], [3, processed(0, 0)], [4, processed(0, 1)]);
    expect(anomalies.map(({ anomaly }) => anomaly)).toEqual(['duplicate']);
  });

  it('D3: the root of an anomaly is the fault or command behind it', () => {
    const simulation = createSimulation(
      parseScenario(`partita: 1
brokers: 1
topics: { orders: { partitions: 1 } }
producers: { web: { workload: { topic: orders, everyMs: 100, count: 20 } } }
groups:
  billing:
    topics: [orders]
    config: { auto.offset.reset: earliest, enable.auto.commit: false, session.timeout.ms: 6s }
    members: [billing-1, { id: billing-2, joinAt: 9s }]
script: [{ at: 8s, do: crash, target: billing-1 }]
`),
    );
    simulation.runUntil(30_000);
    const { anomalies, groups } = exportLedger(simulation.told(), simulation.facts());
    expect(groups['billing']).toMatchObject({ duplicates: 20, verdict: 'atLeastOnce' });
    expect(anomalies.every(({ anomaly }) => anomaly === 'redelivery')).toBe(true);
    expect(anomalies[0]?.root.fact).toBeLessThan(anomalies[0]?.cause.fact ?? 0);
    expect(['member.expired', 'rebalance.completed', 'rebalance.started', 'node.crashed', 'command.issued']).toContain(
      anomalies[0]?.root.kind,
    );
  });
});

describe('the ledger for others (D1)', () => {
  it('D1: every record is listed with its fate, and per group how often it was processed, skipped, or out of order', () => {
    const { records } = exported(...two, [45, sent(2, 'a')], [50, processed(1, 1)], [51, processed(0, 0)], [70, committed(2)]);
    expect(records.map(({ producer, number, fate, offset, groups }) => [producer, number, fate, offset, groups['billing']])).toEqual([
      ['web', 0, 'acknowledged', 0, { processed: 1, skipped: false, outOfOrder: true }],
      ['web', 1, 'acknowledged', 1, { processed: 1, skipped: false, outOfOrder: false }],
      ['web', 2, 'buffered', null, { processed: 0, skipped: false, outOfOrder: false }],
    ]);
  });

  it('D1: as a table, one line per record, with what a spreadsheet would trip over in quotes', () => {
    const csv = ledgerAsCsv(exported([0, sent(0, 'a "b", c')], [20, appended(0, [0])], [50, processed(0, 0)], [60, processed(0, 0)]));
    expect(csv.split('\n')).toEqual([
      'producer,number,topic,partition,offset,key,sentAt,fate,requests,anomalies,billing processed,billing skipped,billing out of order',
      'web,0,orders,0,0,"a ""b"", c",0,appended,0,billing: redelivery,2,0,0',
    ]);
  });
});

describe('two unclean elections in a row', () => {
  it('D3, C3: records that the first one lost are back when the second makes the old leader lead again', () => {
    const simulation = createSimulation(
      parseScenario(`partita: 1
kafka: "3.9"
brokers: 2
cluster: { config: { replica.lag.time.max.ms: 1s, broker.session.timeout.ms: 2s, broker.heartbeat.interval.ms: 500 } }
topics: { orders: { replicas: [[1, 2]], config: { unclean.leader.election.enable: true } } }
producers: { web: { config: { acks: 1, linger.ms: 0 }, workload: { topic: orders, everyMs: 200, startAt: 1s, stopAt: 6s } } }
script:
  - { at: 2s, do: cut, between: [1, 2] }
  - { at: 7s, do: crash, target: 1 }
  - { at: 15s, do: crash, target: 2 }
  - { at: 16s, do: heal, between: [1, 2] }
  - { at: 17s, do: restart, target: 1 }
`),
    );
    simulation.runUntil(14_000);
    const lost = simulation.read().ledger.lost;
    expect(lost).toBeGreaterThan(5);
    simulation.runUntil(40_000);
    expect(simulation.read().topics[0]?.partitions[0]?.leader).toBe(1);
    const { ledger, topics } = simulation.read();
    expect(ledger.lost).toBe(0);
    expect(ledger.breaches).toEqual([]);
    expect(topics[0]?.partitions[0]?.records).toHaveLength(ledger.acknowledged);
  });
});
