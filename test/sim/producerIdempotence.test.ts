import { describe, expect, it } from 'vitest';
import { producerRig, type Posted, type Rig } from './support/producerRig.ts';

const last = (rig: Rig): Posted => rig.posted.at(-1)!;
const plain = { 'linger.ms': 0, acks: '1' } as const; // acks=1 turns idempotence off

const sequences = (rig: Rig) =>
  rig.posted.map(({ message }) => message.batches.map(({ producerEpoch, baseSequence }) => [producerEpoch, baseSequence])[0]);

describe('producer: idempotence', () => {
  it('P7: 4.3 is idempotent by default: batches carry the producer id and sequences that count records', () => {
    const rig = producerRig({ config: { 'linger.ms': 0 }, produce: 'auto' });
    rig.start();
    for (let i = 0; i < 3; i++) rig.send('k', 0);
    expect(rig.posted.map(({ message }) => message.batches[0]?.producerId)).toEqual([1000, 1000, 1000]);
    expect(sequences(rig)).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
    ]);
  });

  it('P7: acks=1 turns it off silently, 2.8 has it off by default', () => {
    for (const options of [{ config: plain }, { profile: '2.8' as const, config: { acks: 'all' } }]) {
      const rig = producerRig(options);
      rig.start();
      rig.send('k', 0);
      rig.run(10);
      expect(rig.posted[0]?.message.batches[0]).toMatchObject({ producerId: null, baseSequence: -1 });
    }
  });

  it('P7: explicit idempotence with acks=1 is refused: the producer does not start', () => {
    const rig = producerRig({ config: { acks: '1', 'enable.idempotence': true } });
    rig.start();
    expect(rig.state).toBe('failed');
    expect(rig.facts('producer.failed')).toHaveLength(1);
  });

  it('P7: nothing is sent before a broker has given the producer id', () => {
    const rig = producerRig({ config: { 'linger.ms': 0, 'request.timeout.ms': 1000 } });
    rig.silent.add(1);
    rig.silent.add(2);
    rig.start();
    rig.send('k', 0);
    rig.run(500);
    rig.silent.clear();
    rig.run(5000);
    expect(rig.posted[0]?.message.batches[0]?.producerId).toBe(1000);
  });

  it('P7: a retry keeps its sequence and is not overtaken', () => {
    const rig = producerRig({ config: { 'linger.ms': 0 } });
    rig.start();
    for (let i = 0; i < 3; i++) rig.send('k', 0);
    const [first, second, third] = rig.posted;
    rig.refuse(first!, 'NOT_ENOUGH_REPLICAS');
    rig.refuse(second!, 'OUT_OF_ORDER_SEQUENCE_NUMBER');
    rig.refuse(third!, 'OUT_OF_ORDER_SEQUENCE_NUMBER');
    rig.run(1000);
    expect(sequences(rig).slice(3)).toEqual([[0, 0]]); // one at a time until the line is clear
    for (let i = 0; i < 3; i++) {
      rig.accept(last(rig));
      rig.run(2000 + i);
    }
    expect(sequences(rig).slice(3)).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
    ]);
    expect(rig.facts('batch.acknowledged').map(({ numbers }) => numbers)).toEqual([[0], [1], [2]]);
  });

  it('P7: a lost answer is asked for again with the same sequence, and the original offset counts once', () => {
    const rig = producerRig({ config: { 'linger.ms': 0 } });
    rig.start();
    rig.send('k', 0);
    rig.disconnect('1', 'main');
    rig.run(500);
    expect(sequences(rig)).toEqual([
      [0, 0],
      [0, 0],
    ]);
    rig.accept(last(rig));
    expect(rig.model).toMatchObject({ acknowledged: 1, results: ['test-0@0'] });
  });

  it('P7: a gap the broker cannot explain raises the epoch and numbers anew', () => {
    const rig = producerRig({ config: { 'linger.ms': 0 } });
    rig.start();
    rig.send('k', 0);
    rig.accept(last(rig));
    rig.send('k', 0);
    rig.refuse(last(rig), 'OUT_OF_ORDER_SEQUENCE_NUMBER'); // it is next in line: their count and ours differ for good
    rig.run(500);
    expect(sequences(rig)).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
    ]);
    rig.accept(last(rig));
    rig.send('k', 1); // the other partition follows when it is idle
    expect(sequences(rig).at(-1)).toEqual([1, 0]);
  });

  it('P7: a batch given up leaves a gap, so what follows starts a new epoch', () => {
    const rig = producerRig({ config: { 'linger.ms': 0 } });
    rig.start();
    rig.send('k', 0);
    rig.refuse(last(rig), 'MESSAGE_TOO_LARGE');
    rig.send('k', 0);
    expect(sequences(rig)).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  it('P7: behind a batch given up nothing new goes until it is known whether the broker has it', () => {
    const rig = producerRig({ config: { 'linger.ms': 0 } });
    rig.start();
    rig.send('k', 0);
    rig.send('k', 0);
    const [first, second] = rig.posted;
    rig.refuse(first!, 'MESSAGE_TOO_LARGE');
    rig.send('k', 0);
    expect(rig.posted).toHaveLength(2);
    rig.accept(second!); // so the broker has it after all: the count is sound
    expect(sequences(rig).slice(2)).toEqual([[0, 2]]);
  });

  it('P7: what the broker cannot place behind the gap goes again under a new epoch, in its old order', () => {
    const rig = producerRig({ config: { 'linger.ms': 0 } });
    rig.start();
    for (let i = 0; i < 3; i++) rig.send('k', 0);
    const [first, second, third] = rig.posted;
    rig.refuse(first!, 'MESSAGE_TOO_LARGE');
    rig.refuse(second!, 'OUT_OF_ORDER_SEQUENCE_NUMBER');
    rig.run(500);
    expect(rig.posted).toHaveLength(3); // the third is still in flight and may yet be written
    rig.refuse(third!, 'OUT_OF_ORDER_SEQUENCE_NUMBER');
    rig.send('k', 0);
    rig.run(2000);
    const numbers = rig.posted.slice(3).map(({ message }) => message.batches[0]?.records.map(({ number }) => number));
    expect(numbers.flat()).toEqual([1, 2, 3]);
    expect(sequences(rig).slice(3)[0]).toEqual([1, 0]);
  });
});

describe('producer: idempotence by version', () => {
  it('P7, V: 2.3 cannot raise its epoch: what the broker cannot place fails, and the next batch goes under a new id', () => {
    const rig = producerRig({ profile: '2.3', config: { 'linger.ms': 0, 'enable.idempotence': true } });
    rig.start();
    for (let i = 0; i < 3; i++) rig.send('k', 0);
    const [first, second, third] = rig.posted;
    rig.refuse(first!, 'MESSAGE_TOO_LARGE');
    rig.refuse(second!, 'OUT_OF_ORDER_SEQUENCE_NUMBER');
    rig.refuse(third!, 'OUT_OF_ORDER_SEQUENCE_NUMBER');
    expect(rig.facts('batch.failed').map(({ numbers }) => numbers)).toEqual([[0], [1], [2]]);
    rig.send('k', 0);
    rig.run(2000);
    const ids = rig.posted.map(({ message }) => message.batches[0]?.producerId);
    expect(ids).toEqual([1000, 1000, 1000, 1001]);
    expect(sequences(rig).at(-1)).toEqual([0, 0]);
  });

  it('P7, V: in 2.3, too, a number that only came too early is tried again', () => {
    const rig = producerRig({ profile: '2.3', config: { 'linger.ms': 0, 'enable.idempotence': true } });
    rig.start();
    for (let i = 0; i < 2; i++) rig.send('k', 0);
    const [first, second] = rig.posted;
    rig.refuse(first!, 'NOT_ENOUGH_REPLICAS');
    rig.refuse(second!, 'OUT_OF_ORDER_SEQUENCE_NUMBER');
    rig.run(500);
    rig.accept(rig.posted.at(-1)!);
    rig.run(1000);
    rig.accept(rig.posted.at(-1)!);
    expect(rig.model).toMatchObject({ acknowledged: 2, failed: 0 });
    expect(new Set(rig.posted.map(({ message }) => message.batches[0]?.producerId))).toEqual(new Set([1000]));
  });

  it('P7, V: 3.9 turns idempotence off with a warning when more than five requests may be in flight', () => {
    const started = (profile: '2.8' | '3.9' | '4.3', config: Record<string, string | number>) => {
      const rig = producerRig({ profile, config });
      rig.start();
      return rig.facts('idempotence.disabled').length;
    };
    const six = { 'max.in.flight.requests.per.connection': 6 };
    expect([started('2.8', six), started('3.9', six), started('3.9', { ...six, acks: '1' })]).toEqual([0, 1, 0]);
  });
});
