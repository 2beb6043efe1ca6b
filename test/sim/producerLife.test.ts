import { describe, expect, it } from 'vitest';
import { carried, producerRig, workload } from './support/producerRig.ts';

describe('producer: metadata', () => {
  it('P4: send() waits for metadata and goes on when it comes', () => {
    const rig = producerRig({
      config: { 'linger.ms': 0, 'request.timeout.ms': 1000 },
      workloads: [workload({ everyMs: 100, partition: 0, count: 3 })],
    });
    rig.silent.add(1).add(2);
    rig.start();
    rig.run(500);
    expect(rig.state).toBe('starting');
    expect(rig.model.sent).toBe(0);
    rig.silent.clear();
    rig.run(3000);
    expect(rig.state).toBe('running');
    expect(rig.facts('record.sent').map(({ number }) => number)).toEqual([0, 1, 2]);
  });

  it('P4: a topic that nobody knows ends in a TimeoutException after max.block.ms', () => {
    const rig = producerRig({ config: { 'max.block.ms': 2000 } });
    rig.start();
    rig.run(1000);
    const command = { type: 'command.send', topic: 'nowhere', key: null, value: 'x', partition: null };
    rig.deliver(command, 'admin:admin');
    expect(rig.state).toBe('blocked');
    rig.run(2999);
    expect(rig.facts('record.rejected')).toHaveLength(0);
    rig.run(3000);
    expect(rig.facts('record.rejected')[0]).toMatchObject({ topic: 'nowhere', error: 'TimeoutException', at: 3000 });
    expect(rig.state).toBe('running');
  });

  it('P4: so does a partition the topic does not have', () => {
    const rig = producerRig({ config: { 'max.block.ms': 2000 } });
    rig.start();
    rig.send('k', 7);
    rig.run(2000);
    expect(rig.facts('record.rejected')[0]?.error).toBe('TimeoutException');
  });

  it('P4: a topic created meanwhile lets the waiting record pass', () => {
    const rig = producerRig({ config: { 'linger.ms': 0 } });
    rig.start();
    const command = { type: 'command.send', topic: 'soon', key: null, value: 'x', partition: null };
    rig.deliver(command, 'admin:admin');
    rig.run(500);
    rig.topics['soon'] = [2];
    rig.run(1000);
    expect(rig.posted.map(carried)).toEqual([{ 'soon-0': [0] }]);
  });

  it('P4: send() blocks when the buffer is full, and a batch is ready because somebody waits', () => {
    const rig = producerRig({ config: { 'linger.ms': 1000, 'batch.size': 1000, 'buffer.memory': 2000, 'max.block.ms': 300 } });
    rig.start();
    rig.run(100);
    rig.send('k', 0);
    rig.send('k', 1);
    expect(rig.posted).toHaveLength(0);
    rig.send('k', 0, 'x'.repeat(920)); // a third batch has no memory
    expect(rig.state).toBe('blocked');
    expect(rig.facts('batch.ready').map(({ reason }) => reason)).toEqual(['memory', 'memory']);
    rig.accept(rig.posted[0]!);
    expect(rig.state).toBe('running');
    rig.send('k', 0, 'x'.repeat(920));
    rig.run(400);
    expect(rig.facts('record.rejected')[0]).toMatchObject({ number: 3, error: 'TimeoutException', at: 400 });
  });

  it('P4: a record above max.request.size is refused by send() itself', () => {
    const rig = producerRig({ config: { 'max.request.size': 500 } });
    rig.start();
    rig.send('k', 0, 'x'.repeat(600));
    expect(rig.facts('record.rejected')[0]?.error).toBe('RecordTooLargeException');
    expect(rig.model).toMatchObject({ sent: 0, failed: 1 });
  });

  it('C5: metadata is refreshed every metadata.max.age.ms', () => {
    const rig = producerRig({ config: { 'metadata.max.age.ms': 10_000 } });
    rig.start();
    rig.run(35_000);
    expect(rig.metadataRequests.map(({ at }) => at)).toEqual([0, 10_000, 20_000, 30_000]);
  });

  it('C5: new partitions are used after the next refresh, not before', () => {
    const rig = producerRig({
      config: {
        'linger.ms': 0,
        'metadata.max.age.ms': 10_000,
        'partitioner.class': 'org.apache.kafka.clients.producer.RoundRobinPartitioner',
      },
      produce: 'auto',
    });
    rig.start();
    rig.topics['test'] = [1, 2, 1, 2];
    for (let i = 0; i < 8; i++) rig.send(null);
    expect(new Set(rig.facts('record.sent').map(({ partition }) => partition)).size).toBe(2);
    rig.run(10_000);
    for (let i = 0; i < 8; i++) rig.send(null);
    expect(new Set(rig.facts('record.sent').map(({ partition }) => partition)).size).toBe(4);
  });
});

describe('producer: workloads', () => {
  it('numbers count over all workloads and commands', () => {
    const rig = producerRig({
      produce: 'auto',
      workloads: [workload({ atMs: [10, 30], partition: 0 }), workload({ atMs: [20], partition: 1 })],
    });
    rig.start();
    rig.run(25);
    rig.send('k');
    rig.run(100);
    expect(rig.facts('record.sent').map(({ number, at }) => [number, at])).toEqual([
      [0, 10],
      [1, 20],
      [2, 25],
      [3, 30],
    ]);
  });

  it('begins at startAt, ends before stopAt or after count', () => {
    const times = (more: Partial<ReturnType<typeof workload>>) => {
      const rig = producerRig({ produce: 'auto', workloads: [workload(more)] });
      rig.start();
      rig.run(1000);
      return rig.facts('record.sent').map(({ at }) => at);
    };
    expect(times({ everyMs: 100, startAt: 50, stopAt: 350 })).toEqual([50, 150, 250]);
    expect(times({ everyMs: 100, count: 2 })).toEqual([0, 100]);
  });

  it('deals keys in turn', () => {
    const rig = producerRig({ produce: 'auto', workloads: [workload({ everyMs: 10, count: 5, keys: ['a', 'b'] })] });
    rig.start();
    rig.run(100);
    expect(rig.facts('record.sent').map(({ key }) => key)).toEqual(['a', 'b', 'a', 'b', 'a']);
  });
});

describe('producer: flush, close, crash', () => {
  it('P9: flush() sends what lingers', () => {
    const rig = producerRig({ config: { 'linger.ms': 1000 } });
    rig.start();
    rig.send('k', 0);
    rig.send('k', 1);
    expect(rig.posted).toHaveLength(0);
    rig.deliver({ type: 'command.flush' }, 'admin:admin');
    expect(rig.facts('batch.ready').map(({ reason }) => reason)).toEqual(['flush', 'flush']);
    for (const request of rig.posted.slice()) rig.accept(request);
    rig.send('k', 0); // the flush is over: this one lingers again
    expect(rig.posted).toHaveLength(2);
  });

  it('P9: close() sends what is buffered, waits for the answers, then stops', () => {
    const rig = producerRig({ config: { 'linger.ms': 1000 }, workloads: [workload({ everyMs: 10, partition: 0 })] });
    rig.start();
    rig.run(35);
    rig.deliver({ type: 'command.close' }, 'admin:admin');
    expect(rig.state).toBe('closing');
    expect(rig.posted.map(carried)).toEqual([{ 'test-0': [0, 1, 2, 3] }]);
    expect(rig.facts('producer.closed')).toHaveLength(0);
    rig.accept(rig.posted[0]!);
    expect(rig.state).toBe('closed');
    expect(rig.facts('producer.closed')).toHaveLength(1);
    expect(rig.timers.size).toBe(0);
    rig.run(10_000);
    expect(rig.model.sent).toBe(4);
  });

  it('P9: a closed producer refuses records', () => {
    const rig = producerRig();
    rig.start();
    rig.deliver({ type: 'command.close' }, 'admin:admin');
    rig.send('k', 0);
    expect(rig.facts('record.rejected')[0]?.error).toBe('IllegalStateException');
  });

  it('P9: a crash forgets what was buffered and in flight', () => {
    const rig = producerRig({ config: { 'linger.ms': 50 }, workloads: [workload({ everyMs: 20, partition: 0 })] });
    rig.start();
    rig.run(65); // 0, 1, 2 left at 50; 3 is buffered
    rig.crash();
    expect(rig.state).toBe('crashed');
    expect(rig.facts('batch.forgotten').map(({ numbers }) => numbers)).toEqual([[0, 1, 2], [3]]);
    expect(rig.model).toMatchObject({ buffered: [], inFlight: [], sent: 4, acknowledged: 0 });
    rig.accept(rig.posted[0]!);
    rig.run(1000);
    expect(rig.model).toMatchObject({ sent: 4, acknowledged: 0 });
  });

  it('P9: a restarted process goes on from now, with the next number and a new producer id', () => {
    const rig = producerRig({
      config: { 'linger.ms': 0 },
      produce: 'auto',
      workloads: [workload({ everyMs: 20, partition: 0, count: 6 })],
    });
    rig.start();
    rig.run(45);
    rig.crash();
    rig.run(110);
    rig.deliver({ type: 'restart' });
    rig.run(1000);
    expect(rig.facts('record.sent').map(({ number, at }) => [number, at])).toEqual([
      [0, 0],
      [1, 20],
      [2, 40],
      [3, 120],
      [4, 140],
      [5, 160],
    ]);
    expect(rig.posted.at(-1)?.message.batches[0]).toMatchObject({ producerId: 1001, baseSequence: 2 });
  });

  it('new settings restart the client: what was buffered is sent first, then the new settings hold', () => {
    const rig = producerRig({ config: { 'linger.ms': 1000 }, workloads: [workload({ everyMs: 20, partition: 0 })] });
    rig.start();
    rig.run(30);
    const command = { type: 'command.setConfig', config: { 'linger.ms': 0, acks: '0' } };
    rig.deliver(command, 'admin:admin');
    expect(rig.posted.map(carried)).toEqual([{ 'test-0': [0, 1] }]);
    expect(rig.posted[0]?.message.acks).toBe(-1);
    rig.accept(rig.posted[0]!);
    rig.run(40);
    expect(rig.state).toBe('running');
    expect(rig.facts('producer.closed')).toHaveLength(0);
    expect(rig.posted.at(-1)).toMatchObject({ at: 40, message: { acks: 0 } });
    expect(rig.model.settings).toMatchObject({ acks: '0', 'linger.ms': 0, 'enable.idempotence': false });
  });
});
