import { describe, expect, test } from 'vitest';
import { createSimulation, parseScenario, type Simulation } from '../../src/sim/index.ts';
import { planCommand } from '../../src/sim/scenario/verbs/index.ts';
import { verbView } from '../../src/sim/kernel/verbView.ts';
import { producerRig, workload, type Posted } from './support/producerRig.ts';
import { ofKind } from './support/scenes.ts';

const asynchronous = workload({ everyMs: 10, count: 4, partition: 0, mode: 'async' });

describe('P8: callbacks', () => {
  test('P8: an asynchronous sender’s callbacks run as the results come, in order per partition', () => {
    const rig = producerRig({ config: { 'linger.ms': 0 }, workloads: [asynchronous] });
    rig.start();
    rig.run(40);
    for (const posted of rig.posted) rig.accept(posted);
    expect(rig.facts('callback.called')).toMatchObject([0, 1, 2, 3].map((number) => ({ numbers: [number], error: null, partition: 0 })));
    expect(rig.model).toMatchObject({ callbacks: 4, errbacks: 0 });
  });

  test('P8: what fails for good reaches the errback, what is tried again does not', () => {
    const rig = producerRig({ config: { 'linger.ms': 0, acks: '1' }, workloads: [asynchronous] });
    rig.start();
    rig.run(15);
    rig.refuse(rig.posted[0] as Posted, 'NOT_ENOUGH_REPLICAS');
    expect(rig.facts('callback.called')).toEqual([]);
    rig.refuse(rig.posted[1] as Posted, 'MESSAGE_TOO_LARGE');
    expect(rig.facts('callback.called')).toMatchObject([{ numbers: [1], error: 'RecordTooLargeException' }]);
    expect(rig.model).toMatchObject({ callbacks: 0, errbacks: 1 });
  });

  test('P4, P8: a record send() cannot take goes to the errback, too', () => {
    const rig = producerRig({ config: { 'max.request.size': 150 }, workloads: [workload({ ...asynchronous, value: { bytes: 200 } })] });
    rig.start();
    rig.run(5);
    expect(rig.facts('callback.called')).toMatchObject([{ numbers: [0], error: 'RecordTooLargeException', partition: 0 }]);
  });

  test('P8: fire and forget hears nothing, whatever happens', () => {
    const rig = producerRig({ config: { 'linger.ms': 0 }, workloads: [workload({ ...asynchronous, mode: 'fire' })] });
    rig.start();
    rig.run(40);
    rig.accept(rig.posted[0] as Posted);
    rig.refuse(rig.posted[1] as Posted, 'MESSAGE_TOO_LARGE');
    expect(rig.facts('callback.called')).toEqual([]);
    expect(rig.model).toMatchObject({ failed: 1, callbacks: 0, errbacks: 0 });
  });
});

describe('P9: close(timeout)', () => {
  const buffered = () => {
    const rig = producerRig({ config: { 'linger.ms': 10_000 } });
    rig.start();
    rig.send('k', 0);
    rig.send('k', 1);
    return rig;
  };

  test('P9: what is not settled by the timeout of close() fails, and may be in the log all the same', () => {
    const rig = buffered();
    rig.deliver({ type: 'command.close', timeoutMs: 500 } as never, 'admin:admin');
    expect(rig.posted).toHaveLength(2);
    rig.accept(rig.posted[0] as Posted);
    rig.run(499);
    expect(rig.state).toBe('closing');
    rig.run(500);
    expect(rig.state).toBe('closed');
    expect(rig.facts('batch.failed')).toMatchObject([{ numbers: [1], error: 'KafkaException' }]);
    expect(rig.model).toMatchObject({ acknowledged: 1, failed: 1, buffered: [], inFlight: [] });
    expect(rig.context.accumulator).toMatchObject({ memoryUsed: 0, incomplete: 0 });
    expect(rig.timers.size).toBe(0);
  });

  test('P9: close(0) sends nothing any more', () => {
    const rig = buffered();
    rig.deliver({ type: 'command.close', timeoutMs: 0 } as never, 'admin:admin');
    expect(rig.state).toBe('closed');
    expect(rig.posted).toEqual([]);
    expect(rig.facts('batch.failed').map(({ numbers }) => numbers)).toEqual([[0], [1]]);
  });

  test('P9: the verb close takes a timeout for producers', () => {
    const run = createSimulation(
      parseScenario(
        'partita: 1\ntopics: { orders: {} }\nproducers: { web-1: {} }\ngroups: { billing: { topics: [orders], members: [b-1] } }',
      ),
    );
    const plan = (command: { do: string; target: string; timeout?: string }) => planCommand(command, verbView(run.world()));
    const told = (message: object) => ({ operations: [{ op: 'tell', actor: 'producer:web-1', message }] });
    expect(plan({ do: 'close', target: 'web-1', timeout: '2s' })).toMatchObject(told({ type: 'command.close', timeoutMs: 2000 }));
    expect(plan({ do: 'close', target: 'web-1' })).toMatchObject(told({ type: 'command.close' }));
    expect(plan({ do: 'close', target: 'b-1', timeout: '2s' }).ok).toBe(false);
  });
});

describe('P11: metrics and sockets', () => {
  test('P11: rates, sizes and times are those of the requests sent', () => {
    const rig = producerRig({ config: { 'linger.ms': 20, acks: '1' }, workloads: [workload({ everyMs: 10, count: 6, partition: 0 })] });
    rig.start();
    rig.run(45); // 0 and 1 leave at 20, after lingering, 2 and 3 at 40
    rig.accept(rig.posted[0] as Posted);
    rig.run(50);
    rig.accept(rig.posted[1] as Posted);
    const bytes = [0, 1].map((i) => rig.posted[i]?.message.batches[0]?.records.reduce((sum, it) => sum + it.bytes, 61) ?? 0);
    expect(rig.model.metrics).toEqual({
      'record-send-rate': 4 / 0.05,
      'batch-size-avg': ((bytes[0] ?? 0) + (bytes[1] ?? 0)) / 2,
      'record-queue-time-avg': 20,
      'request-latency-avg': 17.5,
      'record-retry-total': 0,
    });
  });

  test('P6, P11: retries are counted by the record', () => {
    const rig = producerRig({ config: { 'linger.ms': 10, acks: '1' } });
    rig.start();
    rig.send('k', 0);
    rig.send('k', 0);
    rig.run(10);
    rig.refuse(rig.posted[0] as Posted, 'NOT_ENOUGH_REPLICAS');
    expect(rig.model).toMatchObject({ retries: 1, metrics: { 'record-retry-total': 2 } });
  });

  test('P11: what is older than two windows does not count any more', () => {
    const rig = producerRig({ config: { 'linger.ms': 0, acks: '1' }, produce: 'auto' });
    rig.start();
    for (let n = 0; n < 100; n++) rig.send('k', 0);
    rig.run(70_000);
    rig.send('k', 0, 'x'.repeat(500));
    expect(rig.model.metrics['batch-size-avg']).toBeGreaterThan(500);
  });

  const world = (config: string): Simulation => {
    const run = createSimulation(
      parseScenario(`
partita: 1
brokers: 1
network: { latencyMs: 50 }
topics: { orders: {} }
producers:
  web-1: { config: { acks: 1, linger.ms: 0, ${config} }, workload: { topic: orders, atMs: [1000, 5000], value: { bytes: 10000 } } }
script: [{ at: 3000, do: setConfig, target: web-1, config: { send.buffer.bytes: 1000 } }]`),
    );
    run.runUntil(20_000);
    return run;
  };

  test('P11: a small send buffer limits what a distant producer gets across', () => {
    const took = (config: string) => ofKind(world(config).facts(), 'batch.acknowledged').map(({ latencyMs }) => latencyMs);
    const [usual = 0, later = 0] = took('batch.size: 16384');
    expect(usual).toBe(100);
    // 1000 bytes in a round trip of 100 ms: ten bytes in a ms.
    expect(later).toBeGreaterThan(1000);
    const [narrow = 0] = took('send.buffer.bytes: 5000');
    expect(narrow).toBeGreaterThan(300);
    expect(narrow).toBeLessThan(350);
    expect(took('send.buffer.bytes: -1')[0]).toBe(100);
  });

  test('P11: a small receive buffer slows down what a distant consumer fetches', () => {
    const caughtUp = (config: string): number => {
      const run = createSimulation(
        parseScenario(`
partita: 1
brokers: 1
network: { latencyMs: 20 }
cluster: { config: { group.initial.rebalance.delay.ms: 0 } }
topics: { orders: {} }
producers: { web-1: { workload: { topic: orders, everyMs: 10, count: 100, value: { bytes: 1000 } } } }
groups:
  billing: { topics: [orders], config: { auto.offset.reset: earliest, ${config} }, members: [{ id: b-1, joinAt: 3000 }], app: { perRecordMs: 0 } }`),
      );
      run.runUntil(60_000);
      const processed = ofKind(run.facts(), 'record.processed');
      expect(processed).toHaveLength(100);
      return processed.at(-1)?.at ?? 0;
    };
    expect(caughtUp('receive.buffer.bytes: 1000')).toBeGreaterThan(caughtUp('fetch.min.bytes: 1') + 3000);
  });
});
