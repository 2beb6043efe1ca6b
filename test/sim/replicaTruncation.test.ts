import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignEpoch, divergence, endOffsetFor, truncationPoint } from '../../src/sim/kafka/leaderEpochs.ts';
import { ReplicaRig, only } from './support/replicaRig.ts';

const keptBy = (rig: ReplicaRig) => rig.log.map(({ number, leaderEpoch }) => [number, leaderEpoch]);

describe('epochs of a log', () => {
  const epochs = [
    { epoch: 1, startOffset: 0 },
    { epoch: 3, startOffset: 10 },
    { epoch: 4, startOffset: 25 },
  ];

  test('R4: an epoch ends where the next one known begins', () => {
    expect(endOffsetFor(epochs, 1, 30)).toEqual({ epoch: 1, endOffset: 10 });
    expect(endOffsetFor(epochs, 4, 30)).toEqual({ epoch: 4, endOffset: 30 });
  });

  test('R4: of an epoch without records here, the one before it is meant', () => {
    expect(endOffsetFor(epochs, 2, 30)).toEqual({ epoch: 1, endOffset: 10 });
  });

  test('R4: nothing can be said of an epoch still to come', () => {
    expect(endOffsetFor(epochs, 5, 30)).toBeNull();
  });

  test('R4: a follower past the end of its last epoch has diverged, one at it has not', () => {
    expect(divergence(epochs, 3, 26, 30)).toEqual({ epoch: 3, endOffset: 25 });
    expect(divergence(epochs, 3, 25, 30)).toBeNull();
  });

  test('R4: a follower of an epoch the leader never had has diverged, wherever it stands', () => {
    expect(divergence(epochs, 2, 5, 30)).toEqual({ epoch: 1, endOffset: 10 });
  });

  test('R4: it keeps no more than both have of the epoch', () => {
    expect(
      truncationPoint(
        [
          { epoch: 1, startOffset: 0 },
          { epoch: 2, startOffset: 8 },
        ],
        12,
        { epoch: 1, endOffset: 10 },
      ),
    ).toBe(8);
    expect(
      truncationPoint(
        [
          { epoch: 1, startOffset: 0 },
          { epoch: 2, startOffset: 12 },
        ],
        14,
        { epoch: 1, endOffset: 10 },
      ),
    ).toBe(10);
  });

  test('an epoch that begins where an empty one did takes its place', () => {
    expect(assignEpoch(epochs, 6, 25).map(({ epoch }) => epoch)).toEqual([1, 3, 6]);
  });
});

describe('after a change of leader', () => {
  test('R4: a new leader keeps its log and its HW', () => {
    const first = new ReplicaRig({ broker: 1 });
    const second = new ReplicaRig({ broker: 2 });
    first.lead({ replicas: [1, 2], isr: [1, 2] });
    second.follow({ leader: 1, replicas: [1, 2], isr: [1, 2] });
    first.append([0, 1]);
    second.copyFrom(first, 2);
    expect([first.context.highWatermark, second.context.highWatermark]).toEqual([2, 0]);
    const led = second.lead({ leader: 2, leaderEpoch: 1, replicas: [1, 2, 3], isr: [2, 3] });
    expect(only(led, 'replica.leading')[0]).toMatchObject({ leaderEpoch: 1, logEndOffset: 2, highWatermark: 0 });
    expect(led.noted).toMatchObject([{ kind: 'replica.led', broker: 2, leaderEpoch: 1, logEndOffset: 2, highWatermark: 0 }]);
  });

  test('R4: the old leader drops what nobody copied, then copies', () => {
    const old = new ReplicaRig({ broker: 1 });
    const heir = new ReplicaRig({ broker: 2 });
    old.lead();
    heir.follow({ leader: 1 });
    old.append([0, 1], { acks: 1 });
    heir.copyFrom(old, 2);
    old.append([2, 3], { acks: 1 });
    heir.lead({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
    heir.append([4], { acks: 1 });
    old.follow({ leader: 2, leaderEpoch: 1 });
    old.copyFrom(heir, 1);
    expect(keptBy(old)).toEqual([
      [0, 0],
      [1, 0],
      [4, 1],
    ]);
    expect(keptBy(old)).toEqual(keptBy(heir));
  });

  test('R4: dropping is told as a fact, and takes the HW along', () => {
    const old = new ReplicaRig({ broker: 1 });
    old.lead({ replicas: [1], isr: [1] });
    old.append([0, 1, 2]);
    old.follow({ leader: 2, leaderEpoch: 1 });
    const reply = old.tell({ type: 'replica.truncate', leaderEpoch: 1, divergingEpoch: { epoch: 0, endOffset: 1 } });
    expect(reply.noted).toEqual([{ kind: 'replica.truncated', topic: 'orders', partition: 0, broker: 1, from: 3, to: 1 }]);
    expect(old.context.highWatermark).toBe(1);
    expect(only(reply, 'replica.positioned')).toMatchObject([{ logEndOffset: 1, lastEpoch: 0 }]);
  });

  test('C5: an answer of a former leader is not copied', () => {
    const rig = new ReplicaRig({ broker: 2 });
    rig.follow({ leader: 1, leaderEpoch: 2 });
    const other = new ReplicaRig();
    other.lead({ leaderEpoch: 1 });
    other.append([0], { acks: 1 });
    rig.tell({ type: 'replica.copy', leaderEpoch: 1, fetchOffset: 0, records: other.log, highWatermark: 1 });
    expect(rig.log).toEqual([]);
  });

  test('R4: whatever leaders came and went, a follower ends with the log of the last', () => {
    const step = fc.record({
      leader: fc.integer({ min: 0, max: 2 }),
      records: fc.integer({ min: 0, max: 4 }),
      copies: fc.subarray([0, 1, 2]),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (story) => {
        const rigs = [1, 2, 3].map((broker) => new ReplicaRig({ broker }));
        const at = (index: number) => rigs[index] as ReplicaRig;
        story.forEach(({ leader, records, copies }, leaderEpoch) => {
          at(leader).lead({ leader: leader + 1, leaderEpoch, partitionEpoch: leaderEpoch, isr: [leader + 1] });
          const others = [0, 1, 2].filter((it) => it !== leader);
          for (const it of others) at(it).follow({ leader: leader + 1, leaderEpoch });
          const before = copies.filter((it) => it !== leader);
          for (const it of before) at(it).copyFrom(at(leader), it + 1);
          at(leader).append(
            Array.from({ length: records }, (_, i) => leaderEpoch * 10 + i),
            { acks: 1 },
          );
          if (leaderEpoch < story.length - 1) return;
          for (const it of others) {
            at(it).copyFrom(at(leader), it + 1);
            expect(keptBy(at(it))).toEqual(keptBy(at(leader)));
          }
        });
      }),
    );
  });
});
