import { describe, expect, test } from 'vitest';
import type { ProfileName } from '../../src/sim/config/index.ts';
import { ReplicaRig, metadata, only, orders0 } from './support/replicaRig.ts';

const highWatermark = (rig: ReplicaRig) => rig.context.highWatermark;

/** A leader of three in sync, with followers that have fetched from the end. */
function leader(options: { profile?: ProfileName; minIsr?: number; isr?: number[] } = {}): ReplicaRig {
  const rig = new ReplicaRig({ profile: options.profile ?? '4.3' });
  rig.lead({ isr: options.isr ?? [1, 2, 3] }, { config: { 'min.insync.replicas': options.minIsr ?? 1 } });
  for (const id of [2, 3]) rig.fetchBy(id, 0);
  return rig;
}

/** The controller commits an ISR; the broker passes it on. */
const commitIsr = (rig: ReplicaRig, isr: number[], partitionEpoch: number, at = 0) =>
  rig.tell({ type: 'replica.isrAltered', error: null, metadata: metadata({ isr, partitionEpoch }) }, at);

describe('the high watermark', () => {
  test('R2: is the smallest log end of the ISR', () => {
    const rig = leader();
    rig.append([0, 1]);
    rig.fetchBy(2, 2);
    expect(highWatermark(rig)).toBe(0);
    rig.fetchBy(3, 1);
    expect(highWatermark(rig)).toBe(1);
    expect(rig.fetchBy(3, 2).noted).toEqual([{ kind: 'highWatermark.advanced', ...orders0, broker: 1, from: 1, to: 2 }]);
  });

  test('R2: stays at 0 until every member of the ISR has been heard', () => {
    const rig = new ReplicaRig();
    rig.lead();
    rig.append([0]);
    rig.fetchBy(2, 1);
    expect(highWatermark(rig)).toBe(0);
  });

  test('R2: a follower learns it one fetch later', () => {
    const rig = leader({ isr: [1, 2] });
    rig.append([0]);
    rig.fetchBy(3, 1);
    rig.append([1]);
    const answer = only(rig.fetchBy(2, 1), 'replica.records')[0];
    expect(answer?.fetched.highWatermark).toBe(0);
    expect(highWatermark(rig)).toBe(1);
  });

  test('R2: waits for a replica that is about to join the ISR', () => {
    const rig = leader({ isr: [1, 2] });
    rig.append([0]);
    rig.fetchBy(2, 1);
    expect(highWatermark(rig)).toBe(0);
    rig.fetchBy(3, 1);
    expect(highWatermark(rig)).toBe(1);
  });

  test('R2: does not wait for a replica outside the ISR whose broker is fenced', () => {
    const rig = new ReplicaRig();
    rig.lead({ isr: [1, 2] }, { live: [1, 2] });
    rig.fetchBy(2, 0);
    rig.append([0]);
    rig.fetchBy(2, 1);
    expect(highWatermark(rig)).toBe(1);
  });

  test.each(['3.9', '4.3'] as const)(
    'R2: %s: stands still while the ISR is smaller than min.insync.replicas, whatever the acks',
    (profile) => {
      const rig = leader({ profile, minIsr: 2, isr: [1] });
      rig.lead({ isr: [1] }, { live: [1], config: { 'min.insync.replicas': 2 } });
      rig.append([0], { acks: 1 });
      expect([rig.context.log.endOffset, highWatermark(rig)]).toEqual([1, 0]);
    },
  );

  test.each(['2.3', '2.8'] as const)('R2: %s: goes on with what is left of the ISR', (profile) => {
    const rig = new ReplicaRig({ profile });
    rig.lead({ isr: [1] }, { live: [1], config: { 'min.insync.replicas': 2 } });
    rig.append([0], { acks: 1 });
    expect(highWatermark(rig)).toBe(1);
  });

  test('R2: 4.3: min.insync.replicas above the replication factor asks for no more than all replicas', () => {
    const rig = new ReplicaRig();
    rig.lead({ replicas: [1], isr: [1] }, { config: { 'min.insync.replicas': 2 } });
    expect(rig.answers(rig.append([0]))).toEqual([{ error: null, baseOffset: 0 }]);
  });
});

describe('writing', () => {
  test('R5: acks=1 is answered once the leader has it', () => {
    const rig = leader();
    expect(rig.answers(rig.append([0, 1], { acks: 1 }))).toEqual([{ error: null, baseOffset: 0 }]);
    expect(rig.context.waiting).toEqual([]);
  });

  test('R5: acks=all waits for the whole ISR, not for min.insync.replicas', () => {
    const rig = leader({ minIsr: 2 });
    expect(rig.answers(rig.append([0]))).toEqual([]);
    expect(rig.answers(rig.fetchBy(2, 1))).toEqual([]);
    expect(rig.answers(rig.fetchBy(3, 1))).toEqual([{ error: null, baseOffset: 0 }]);
  });

  test('R5: acks=all is refused beforehand while too few are in sync; acks=1 is not', () => {
    const rig = leader({ minIsr: 2, isr: [1] });
    const refused = rig.append([0]);
    expect(rig.answers(refused)).toEqual([{ error: 'NOT_ENOUGH_REPLICAS', baseOffset: -1 }]);
    expect(refused.noted).toEqual([
      { kind: 'produce.refused', ...orders0, broker: 1, error: 'NOT_ENOUGH_REPLICAS', producer: 'web', numbers: [0] },
    ]);
    expect(rig.context.log.endOffset).toBe(0);
    expect(rig.answers(rig.append([0], { acks: 1 }))).toEqual([{ error: null, baseOffset: 0 }]);
  });

  test.each(['2.3', '2.8'] as const)(
    'R5: %s: falling below the minimum afterwards is told with NOT_ENOUGH_REPLICAS_AFTER_APPEND',
    (profile) => {
      const rig = leader({ profile, minIsr: 2 });
      rig.append([0]);
      const answers = rig.answers(commitIsr(rig, [1], 1, 60_000));
      expect(answers).toEqual([{ error: 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', baseOffset: -1 }]);
    },
  );

  test.each(['3.9', '4.3'] as const)('R5: %s: then the HW stands still, so that only the timeout of the request is left', (profile) => {
    const rig = leader({ profile, minIsr: 2 });
    rig.append([0]);
    expect(rig.answers(commitIsr(rig, [1], 1, 60_000))).toEqual([]);
    expect(rig.context.waiting).toHaveLength(1);
  });

  test('R5: a leader that is deposed answers those who wait: the new one decides', () => {
    const rig = leader();
    rig.append([0]);
    expect(rig.answers(rig.follow({ leaderEpoch: 1 }))).toEqual([{ error: 'NOT_LEADER_OR_FOLLOWER', baseOffset: -1 }]);
    expect(rig.state).toBe('follower');
  });

  test("P4: a batch above the topic's max.message.bytes is refused", () => {
    const rig = new ReplicaRig();
    rig.lead({}, { config: { 'max.message.bytes': 200 } });
    expect(rig.answers(rig.append([0], { acks: 1 }))).toEqual([{ error: null, baseOffset: 0 }]);
    expect(rig.answers(rig.append([1, 2], { acks: 1 }))).toEqual([{ error: 'MESSAGE_TOO_LARGE', baseOffset: -1 }]);
  });

  test('a follower takes no batch and gives no records', () => {
    const rig = new ReplicaRig({ broker: 2 });
    rig.follow();
    expect(rig.answers(rig.append([0]))).toEqual([{ error: 'NOT_LEADER_OR_FOLLOWER', baseOffset: -1 }]);
    expect(only(rig.read(), 'replica.records')[0]?.fetched.error).toBe('NOT_LEADER_OR_FOLLOWER');
  });

  test('what happens to internal topics is not told as facts', () => {
    const rig = new ReplicaRig({ topic: '__consumer_offsets' });
    rig.lead({ replicas: [1], isr: [1] });
    expect(rig.append([0]).noted).toEqual([]);
  });
});

describe('reading', () => {
  const fetched = (rig: ReplicaRig, more: Parameters<ReplicaRig['read']>[0]) => only(rig.read(more), 'replica.records')[0]?.fetched;

  test('R6: a consumer never sees a record at or above the HW, a follower does', () => {
    const rig = leader();
    rig.append([0, 1], { acks: 1 });
    rig.fetchBy(2, 1);
    rig.fetchBy(3, 1);
    expect(fetched(rig, { fetchOffset: 0 })?.records.map(({ offset }) => offset)).toEqual([0]);
    expect(fetched(rig, { fetchOffset: 1 })?.records).toEqual([]);
    expect(fetched(rig, { fetchOffset: 1, replicaId: 2 })?.records.map(({ offset }) => offset)).toEqual([1]);
  });

  test('L5: reading removes nothing', () => {
    const rig = leader();
    rig.append([0, 1], { acks: 1 });
    const before = rig.context.log;
    rig.read({ fetchOffset: 0 });
    expect(rig.context.log).toBe(before);
  });

  test('an offset past the end is out of range', () => {
    expect(fetched(leader(), { fetchOffset: 1 })?.error).toBe('OFFSET_OUT_OF_RANGE');
  });
});

describe('after a crash', () => {
  test('N2: the log is kept, its role is not', () => {
    const rig = leader();
    rig.append([0, 1]);
    rig.tell({ type: 'crash' }, 100);
    expect([rig.state, rig.context.log.endOffset, rig.context.waiting]).toEqual(['offline', 2, []]);
  });

  test('N2: the HW goes back to a checkpoint at most 5 s old', () => {
    const rig = new ReplicaRig();
    rig.lead({ replicas: [1], isr: [1] });
    rig.append([0], { at: 3000 });
    rig.append([1], { at: 6000 });
    rig.append([2], { at: 6500 });
    rig.tell({ type: 'crash' }, 9000);
    // The checkpoint at 5 s held the HW of 3 s; the next one, at 10 s, never came.
    expect(highWatermark(rig)).toBe(1);
  });

  test('N2: a checkpoint written after the last move has it all', () => {
    const rig = new ReplicaRig();
    rig.lead({ replicas: [1], isr: [1] });
    rig.append([0], { at: 3000 });
    rig.tell({ type: 'crash' }, 5100);
    expect(highWatermark(rig)).toBe(1);
  });
});
