import { describe, expect, test } from 'vitest';
import { createSimulation, parseScenario, type Simulation } from '../../src/sim/index.ts';
import { messageBytes } from '../../src/sim/kafka/messageSize.ts';
import { ofKind } from './support/scenes.ts';

/** Two brokers, a topic of one partition, and a producer that sends records of 1000 bytes; `more` is laid on top of the YAML. */
function story(
  network: string,
  until: number,
  more = '',
  workload = 'atMs: [1000], value: { bytes: 1000 }',
  config = 'acks: 1',
): Simulation {
  const run = createSimulation(
    parseScenario(`
partita: 1
seed: 3
network: ${network}
brokers: 2
topics: { orders: { replicas: [[1, 2]] } }
producers:
  web-1: { config: { ${config}, linger.ms: 0 }, workload: { topic: orders, ${workload} } }
${more}`),
  );
  run.runUntil(until);
  return run;
}

const latencies = (run: Simulation): number[] => ofKind(run.facts(), 'batch.acknowledged').map(({ latencyMs }) => latencyMs);

describe('N3: bandwidth', () => {
  test('N3: a message takes its bytes through the bandwidth of its link besides the latency', () => {
    const [without = 0] = latencies(story('{ latencyMs: 10 }', 5000));
    const [narrow = 0] = latencies(story('{ latencyMs: 10, bandwidthBytesPerMs: 100 }', 5000));
    expect(without).toBe(20);
    // A record of 1000 bytes in its batch and request: a little more than 1100; the answer is small.
    expect(narrow).toBeGreaterThan(20 + 11);
    expect(narrow).toBeLessThan(20 + 13);
  });

  test('N3: what is sent on a connection goes behind what is still leaving', () => {
    const workload = 'atMs: [1000, 1001, 1002], value: { bytes: 1000 }';
    const run = story('{ latencyMs: 10, bandwidthBytesPerMs: 10 }', 5000, '', workload);
    const asked = ofKind(run.facts(), 'produce.requested').map(({ at }) => at);
    const landed = ofKind(run.facts(), 'batch.appended').map(({ at }) => at);
    expect(asked).toEqual([1000, 1001, 1002]);
    const gaps = landed.slice(1).map((at, i) => at - (landed[i] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(100);
  });

  test('N3: each class of links has a bandwidth of its own, and what is not said stays unlimited', () => {
    const slowCopies = story('{ latencyMs: 10, brokers: { bandwidthBytesPerMs: 10 } }', 5000, '', undefined, 'acks: all');
    const slowClients = story('{ latencyMs: 10, clients: { bandwidthBytesPerMs: 10 } }', 5000, '', undefined, 'acks: all');
    const took = (run: Simulation) => ({
      toLeader: (ofKind(run.facts(), 'batch.appended')[0]?.at ?? 0) - 1000,
      toFollower: (ofKind(run.facts(), 'replica.copied')[0]?.at ?? 0) - (ofKind(run.facts(), 'batch.appended')[0]?.at ?? 0),
    });
    expect(took(slowCopies).toLeader).toBe(10);
    expect(took(slowCopies).toFollower).toBeGreaterThan(100);
    expect(took(slowClients).toLeader).toBeGreaterThan(100);
    expect(took(slowClients).toFollower).toBe(10);
  });

  test('N3, P3: on a narrow link records in company get through sooner than one by one', () => {
    const workload = 'everyMs: 2, count: 300, startAt: 1000, value: { bytes: 20 }';
    const network = '{ latencyMs: 5, clients: { bandwidthBytesPerMs: 30 } }';
    const lastOf = (config: string) => {
      const run = story(network, 60_000, '', workload, `acks: 1, ${config}`);
      expect(run.read().ledger.acknowledged).toBe(300);
      return ofKind(run.facts(), 'batch.acknowledged').at(-1)?.at ?? 0;
    };
    expect(lastOf('batch.size: 16384')).toBeLessThan(lastOf('batch.size: 0') - 500);
  });

  test('N3: sizes follow Kafka: 61 bytes a batch, in the request as in the answer to a fetch', () => {
    const record = { producer: 'p', number: 0, key: null, value: 'x', bytes: 50, timestamp: 0 };
    const produce = (records: number, batches: number) =>
      messageBytes({
        type: 'Produce',
        batches: Array.from({ length: batches }, () => ({
          topic: 't',
          partition: 0,
          records: Array.from({ length: records }, () => record),
        })),
      } as never);
    expect(produce(2, 1) - produce(1, 1)).toBe(50);
    expect(produce(1, 2) - produce(2, 1)).toBe(61 + 26);
    const batch = { baseOffset: 0, count: 2, producerId: null, producerEpoch: -1, baseSequence: -1 };
    const fetched = (...records: object[]) => messageBytes({ type: 'FetchResponse', partitions: [{ records }] } as never);
    expect(fetched({ ...record, batch }, { ...record, batch }) - fetched({ ...record, batch })).toBe(50);
    expect(fetched({ ...record, batch }, { ...record, batch: { ...batch } }) - fetched({ ...record, batch })).toBe(50 + 61);
  });
});

describe('N4: what is slow but does not fail', () => {
  const twice = 'atMs: [1000, 3000], value: { bytes: 100 }';

  test('N4: a slow link adds to the latency until it is healed, and only between its ends', () => {
    const script = 'script: [{ at: 500, do: slowLink, between: [web-1, 1], latencyMs: 300 }, { at: 2000, do: heal, between: [1, web-1] }]';
    const run = story('{ latencyMs: 10 }', 5000, script, twice);
    expect(latencies(run)).toEqual([620, 20]);
    const elsewhere = story('{ latencyMs: 10 }', 5000, script.replaceAll('web-1', '2'), twice);
    expect(latencies(elsewhere)).toEqual([20, 20]);
    expect(ofKind(run.facts(), 'link.slowed')).toMatchObject([{ between: ['web-1', '1'], latencyMs: 300, weight: 'pivotal' }]);
    expect(run.read().links).toEqual([]);
  });

  test('N4: a slow link may be narrow instead, and the model shows it', () => {
    const script = 'script: [{ at: 500, do: slowLink, between: [[web-1], [1, 2]], bandwidthBytesPerMs: 1 }]';
    const run = story('{ latencyMs: 10 }', 2000, script, 'atMs: [1000], value: { bytes: 200 }');
    expect(latencies(run)[0]).toBeGreaterThan(300);
    expect(run.read().links).toEqual([
      { between: ['web-1', '1'], cut: false, slow: { latencyMs: 0, bandwidthBytesPerMs: 1 } },
      { between: ['web-1', '2'], cut: false, slow: { latencyMs: 0, bandwidthBytesPerMs: 1 } },
    ]);
  });

  test('N2, N4: what was sent while the link was slow is not overtaken after it is healed', () => {
    const script = 'script: [{ at: 500, do: slowLink, between: [web-1, 1], latencyMs: 2000 }, { at: 1500, do: heal, between: [web-1, 1] }]';
    const run = story('{ latencyMs: 10 }', 6000, script, 'atMs: [1000, 1600], value: { bytes: 100 }');
    expect(ofKind(run.facts(), 'batch.appended').map(({ at, numbers }) => [at, ...numbers])).toEqual([
      [3010, 0],
      [3010, 1],
    ]);
  });

  test('N4: a slow disk makes the appends of its broker wait for each other', () => {
    const script = 'script: [{ at: 500, do: slowDisk, target: 1, appendMs: 100 }, { at: 2000, do: slowDisk, target: 1, appendMs: 0 }]';
    const run = story('{ latencyMs: 10 }', 5000, script, 'atMs: [1000, 1001, 3000], value: { bytes: 100 }');
    expect(latencies(run)).toEqual([120, 219, 20]);
    expect(ofKind(run.facts(), 'disk.slowed').map(({ appendMs, weight }) => [appendMs, weight])).toEqual([
      [100, 'pivotal'],
      [0, 'notable'],
    ]);
  });

  test('N4, R5: the slow disk of a follower makes acks=all wait, and acks=1 not', () => {
    const script = 'script: [{ at: 500, do: slowDisk, target: 2, appendMs: 400 }]';
    const [all = 0] = latencies(story('{ latencyMs: 10 }', 5000, script, 'atMs: [1000]', 'acks: all'));
    const [one = 0] = latencies(story('{ latencyMs: 10 }', 5000, script, 'atMs: [1000]', 'acks: 1'));
    expect(one).toBe(20);
    expect(all).toBeGreaterThan(400);
  });

  test('N4, R3: a follower whose disk cannot keep up leaves the ISR', () => {
    const more = 'cluster: { config: { replica.lag.time.max.ms: 2000 } }\nscript: [{ at: 500, do: slowDisk, target: 2, appendMs: 5000 }]';
    const run = story('{ latencyMs: 10 }', 6000, more, 'everyMs: 100');
    expect(ofKind(run.facts(), 'isr.changed')[0]).toMatchObject({ removed: [2] });
  });

  test('N4: a crash loses what was waiting for the disk, and the disk stays slow', () => {
    const run = createSimulation(
      parseScenario(`
partita: 1
brokers: 1
cluster: { config: { broker.session.timeout.ms: 3000, broker.heartbeat.interval.ms: 500 } }
topics: { orders: {} }
producers:
  web-1: { config: { acks: 1, linger.ms: 0 }, workload: { topic: orders, atMs: [1000] } }
script:
  - { at: 500, do: slowDisk, target: 1, appendMs: 400 }
  - { at: 1200, do: crash, target: 1 }
  - { at: 1300, do: restart, target: 1 }`),
    );
    run.runUntil(20_000);
    const [appended, ...more] = ofKind(run.facts(), 'batch.appended');
    expect(more).toEqual([]);
    const last = ofKind(run.facts(), 'produce.requested').at(-1)?.at ?? 0;
    expect(last).toBeGreaterThan(1300);
    expect(appended?.at).toBe(last + 420);
  });

  test('N4: only links and brokers’ disks can be slow, and a link only by something', () => {
    const wrong = (script: string) => () => story('{ latencyMs: 10 }', 1000, `script: [${script}]`);
    expect(wrong('{ at: 1, do: slowDisk, target: web-1 }')).toThrow(/keeps no log/);
    expect(wrong('{ at: 1, do: slowLink, between: [web-1, 9] }')).toThrow(/there is no/);
    const run = story('{ latencyMs: 10 }', 1000, 'script: [{ at: 1, do: slowLink, between: [web-1, 1], latencyMs: 0 }]');
    expect(ofKind(run.facts(), 'command.refused')).toMatchObject([{ do: 'slowLink', error: 'INVALID_REQUEST' }]);
  });
});
