import { describe, expect, test } from 'vitest';
import { judge, remember } from '../../src/sim/kafka/producerState.ts';
import type { ProducerStates } from '../../src/sim/kafka/producerState.ts';
import { ReplicaRig } from './support/replicaRig.ts';

const sequenced = (baseSequence: number, producerEpoch = 0) => ({ producerId: 1000, producerEpoch, baseSequence, acks: 1 as const });

function alone(): ReplicaRig {
  const rig = new ReplicaRig();
  rig.lead({ replicas: [1], isr: [1] });
  return rig;
}

const appended = (rig: ReplicaRig, numbers: number[], more: ReturnType<typeof sequenced>) => rig.answers(rig.append(numbers, more))[0];

describe('an idempotent producer', () => {
  test('P7: a batch sent again is answered with its first offset and not appended again', () => {
    const rig = alone();
    appended(rig, [0, 1], sequenced(0));
    appended(rig, [2], sequenced(2));
    const again = rig.append([0, 1], sequenced(0));
    expect(rig.answers(again)).toEqual([{ error: null, baseOffset: 0 }]);
    expect(again.noted).toMatchObject([{ kind: 'batch.duplicate', baseOffset: 0, producer: 'web', numbers: [0, 1] }]);
    expect(rig.context.log.endOffset).toBe(3);
  });

  test('P7: with acks=all a duplicate waits for the HW like the first one', () => {
    const rig = new ReplicaRig();
    rig.lead({ replicas: [1, 2], isr: [1, 2] });
    rig.append([0], { ...sequenced(0), acks: -1 });
    expect(rig.answers(rig.append([0], { ...sequenced(0), acks: -1 }))).toEqual([]);
    expect(rig.answers(rig.fetchBy(2, 1))).toEqual([
      { error: null, baseOffset: 0 },
      { error: null, baseOffset: 0 },
    ]);
  });

  test('P7: a gap in the sequence is refused', () => {
    const rig = alone();
    appended(rig, [0], sequenced(0));
    expect(appended(rig, [2], sequenced(2))).toEqual({ error: 'OUT_OF_ORDER_SEQUENCE_NUMBER', baseOffset: -1 });
  });

  test('P7: the last five batches are remembered, an older one is out of order', () => {
    const rig = alone();
    for (let i = 0; i < 6; i++) appended(rig, [i], sequenced(i));
    expect(appended(rig, [1], sequenced(1))).toEqual({ error: null, baseOffset: 1 });
    expect(appended(rig, [0], sequenced(0))).toEqual({ error: 'OUT_OF_ORDER_SEQUENCE_NUMBER', baseOffset: -1 });
  });

  test('P7: a new epoch begins at sequence 0, an older epoch is over', () => {
    const rig = alone();
    appended(rig, [0], sequenced(0, 1));
    expect(appended(rig, [1], sequenced(1, 0))).toEqual({ error: 'INVALID_PRODUCER_EPOCH', baseOffset: -1 });
    expect(appended(rig, [1], sequenced(1, 2))).toEqual({ error: 'OUT_OF_ORDER_SEQUENCE_NUMBER', baseOffset: -1 });
    expect(appended(rig, [1], sequenced(0, 2))).toEqual({ error: null, baseOffset: 1 });
  });

  test('P7: a new leader knows the batches it copied as a follower', () => {
    const first = new ReplicaRig({ broker: 1 });
    const second = new ReplicaRig({ broker: 2 });
    first.lead();
    second.follow({ leader: 1 });
    appended(first, [0, 1], sequenced(0));
    second.copyFrom(first, 2);
    second.lead({ leader: 2, leaderEpoch: 1, isr: [2] });
    expect(appended(second, [0, 1], sequenced(0))).toEqual({ error: null, baseOffset: 0 });
    expect(second.context.log.endOffset).toBe(2);
  });

  test('R4, P7: what a follower truncates it no longer takes for a duplicate', () => {
    const rig = new ReplicaRig({ broker: 1 });
    rig.lead({ replicas: [1], isr: [1] });
    appended(rig, [0], sequenced(0));
    appended(rig, [1], sequenced(1));
    rig.follow({ leader: 2, leaderEpoch: 1 });
    rig.tell({ type: 'replica.truncate', leaderEpoch: 1, divergingEpoch: { epoch: 0, endOffset: 1 } });
    rig.lead({ replicas: [1], isr: [1], leaderEpoch: 2 });
    expect(appended(rig, [1], sequenced(1))).toEqual({ error: null, baseOffset: 1 });
    expect(rig.context.log.endOffset).toBe(2);
  });

  test('N2: a crash does not make it forget', () => {
    const rig = alone();
    appended(rig, [0], sequenced(0));
    rig.tell({ type: 'crash' });
    rig.lead({ replicas: [1], isr: [1], leaderEpoch: 1 });
    expect(appended(rig, [0], sequenced(0))).toEqual({ error: null, baseOffset: 0 });
    expect(rig.context.log.endOffset).toBe(1);
  });
});

describe('without idempotence', () => {
  test('P6: a batch sent again is appended again', () => {
    const rig = alone();
    rig.append([0], { acks: 1 });
    rig.append([0], { acks: 1 });
    expect(rig.log.map(({ number }) => number)).toEqual([0, 0]);
  });
});

describe('sequence numbers', () => {
  const header = (baseSequence: number, count: number) => ({ baseOffset: 0, count, producerId: 7, producerEpoch: 0, baseSequence });
  const after = (baseSequence: number, count: number): ProducerStates => remember([], header(baseSequence, count));

  test('P7: after 2147483647 comes 0', () => {
    expect(judge(after(2_147_483_646, 2), header(0, 1)).kind).toBe('new');
    expect(judge(after(2_147_483_646, 3), header(1, 1)).kind).toBe('new');
    expect(judge(after(2_147_483_646, 3), header(2, 1)).kind).toBe('refused');
  });

  test('P7: a producer that was never heard of may begin anywhere', () => {
    expect(judge([], header(17, 1)).kind).toBe('new');
  });
});
