import { describe, expect, it } from 'vitest';
import { producerRig, workload, type Posted, type Rig } from './support/producerRig.ts';

const last = (rig: Rig): Posted => rig.posted.at(-1)!;

describe('producer: results', () => {
  it('P8: a result reads test-0@4', () => {
    const rig = producerRig({ config: { 'linger.ms': 0 }, produce: 'auto' });
    rig.start();
    for (let i = 0; i < 5; i++) rig.send('k', 0);
    rig.send('k', 1);
    expect(rig.model.results).toEqual(['test-0@0', 'test-0@1', 'test-0@2', 'test-0@3', 'test-0@4', 'test-1@0']);
    expect(rig.model).toMatchObject({ sent: 6, acknowledged: 6, failed: 0, buffered: [], inFlight: [] });
  });

  it('P8: acks=0 shows test-0@-1 at once, and never counts as acknowledged', () => {
    const rig = producerRig({ config: { 'linger.ms': 0, acks: '0' } });
    rig.start();
    rig.send('k', 0);
    expect(rig.posted[0]?.message.acks).toBe(0);
    expect(rig.model).toMatchObject({ results: ['test-0@-1'], acknowledged: 0, inFlight: [] });
    expect(rig.facts('batch.acknowledged')[0]).toMatchObject({ acks: 0, baseOffset: -1, latencyMs: 0 });
  });

  it('P8: the last 50 results are kept', () => {
    const rig = producerRig({
      config: { 'linger.ms': 0 },
      produce: 'auto',
      workloads: [workload({ everyMs: 1, count: 80, partition: 0 })],
    });
    rig.start();
    rig.run(200);
    expect(rig.model.results).toHaveLength(50);
    expect(rig.model.results.at(-1)).toBe('test-0@79');
  });

  it('P8: a synchronous sender waits for each result, then catches up with its schedule', () => {
    const rig = producerRig({ config: { 'linger.ms': 0 }, workloads: [workload({ everyMs: 10, count: 4, partition: 0, mode: 'sync' })] });
    rig.start();
    rig.run(25);
    expect(rig.posted.map(({ at }) => at)).toEqual([0]);
    rig.accept(last(rig));
    rig.run(26);
    rig.accept(last(rig));
    rig.run(27);
    rig.accept(last(rig));
    rig.run(40);
    expect(rig.posted.map(({ at }) => at)).toEqual([0, 25, 26, 30]);
  });

  it('P8: an asynchronous sender does not wait', () => {
    const rig = producerRig({ config: { 'linger.ms': 0 }, workloads: [workload({ everyMs: 10, count: 4, partition: 0, mode: 'async' })] });
    rig.start();
    rig.run(40);
    expect(rig.posted.map(({ at }) => at)).toEqual([0, 10, 20, 30]);
  });
});
