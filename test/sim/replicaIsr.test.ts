import { describe, expect, test } from 'vitest';
import { ReplicaRig, metadata, only } from './support/replicaRig.ts';

const LAG = 30_000;

/** A leader of three, heard by its followers at `at`. */
function leader({ isr = [1, 2, 3], live = [1, 2, 3], epoch = 0, at = 0 } = {}): ReplicaRig {
  const rig = new ReplicaRig();
  rig.lead({ isr, leaderEpoch: epoch }, { live, at });
  for (const id of isr) if (id !== 1) rig.fetchBy(id, 0, at);
  return rig;
}

const proposals = (reply: ReturnType<ReplicaRig['tell']>) => only(reply, 'replica.alterIsr').map(({ newIsr }) => newIsr);
const check = (rig: ReplicaRig, at: number) => proposals(rig.tell({ type: 'replica.checkIsr' }, at));
const verdict = (rig: ReplicaRig, isr: number[], partitionEpoch: number, at: number) =>
  rig.tell({ type: 'replica.isrAltered', error: null, metadata: metadata({ isr, partitionEpoch }) }, at);

describe('leaving the ISR', () => {
  test('R3: a follower not caught up for replica.lag.time.max.ms is proposed to leave', () => {
    const rig = leader();
    rig.append([0], { at: 1000, acks: 1 });
    rig.fetchBy(2, 1, 1050);
    expect(check(rig, LAG)).toEqual([]);
    expect(check(rig, LAG + 15_000)).toEqual([[1, 2]]);
  });

  test('R3: it counts until the controller has committed that it does not', () => {
    const rig = leader();
    rig.append([0], { at: 1000 });
    rig.fetchBy(2, 1, 1050);
    check(rig, 45_000);
    expect(rig.context.highWatermark).toBe(0);
    expect(rig.answers(verdict(rig, [1, 2], 1, 45_040))).toEqual([{ error: null, baseOffset: 0 }]);
    expect(rig.context.highWatermark).toBe(1);
  });

  test('R3: one proposal at a time', () => {
    const rig = leader();
    rig.append([0], { at: 1000, acks: 1 });
    expect(check(rig, 45_000)).toEqual([[1]]);
    expect(check(rig, 60_000)).toEqual([]);
  });

  test('R3: a refused proposal is dropped, and what is right by then is proposed later', () => {
    const rig = leader();
    rig.append([0], { at: 1000, acks: 1 });
    check(rig, 45_000);
    rig.fetchBy(2, 1, 45_010);
    rig.tell({ type: 'replica.isrAltered', error: 'INELIGIBLE_REPLICA', metadata: null }, 45_020);
    expect(rig.context.isr.isr).toEqual([1, 2, 3]);
    expect(check(rig, 60_000)).toEqual([[1, 2]]);
  });

  test('R3: where nothing is written nobody falls behind, however long it is silent', () => {
    expect(check(leader(), 1_000_000)).toEqual([]);
  });

  test('R3: one that asked from the end until shortly before a write has the whole time from then', () => {
    const rig = leader();
    rig.append([0], { at: 100_000, acks: 1, seen: { 2: 99_700, 3: 60_000 } });
    expect(check(rig, 100_100)).toEqual([[1, 2]]);
  });

  test('R3: a follower that always trails a busy leader by one fetch is in sync', () => {
    const rig = leader();
    for (let i = 0; i < 100; i++) {
      rig.append([i], { at: i * 1000, acks: 1 });
      rig.fetchBy(2, i, i * 1000 + 500);
      rig.fetchBy(3, i, i * 1000 + 500);
    }
    expect(check(rig, 100_000)).toEqual([]);
  });

  test('R3: a follower that copies, but ever later, is not', () => {
    const rig = leader();
    for (let i = 0; i < 100; i++) {
      rig.append([i], { at: i * 1000, acks: 1 });
      rig.fetchBy(2, i, i * 1000 + 500);
      rig.fetchBy(3, i >> 1, i * 1000 + 500);
    }
    expect(check(rig, 100_000)).toEqual([[1, 2]]);
  });
});

describe('coming back', () => {
  test('R3: it is proposed once its log reaches the HW', () => {
    const rig = leader({ isr: [1, 2] });
    rig.append([0, 1], { at: 1000 });
    rig.fetchBy(2, 2, 1050);
    expect(proposals(rig.fetchBy(3, 1, 60_000))).toEqual([]);
    expect(proposals(rig.fetchBy(3, 2, 60_050))).toEqual([[1, 2, 3]]);
  });

  test('R3: and once, until the controller has answered', () => {
    const rig = leader({ isr: [1, 2] });
    expect(proposals(rig.fetchBy(3, 0, 100))).toEqual([[1, 2, 3]]);
    expect(proposals(rig.fetchBy(3, 0, 600))).toEqual([]);
  });

  test('R3: and not before it has what the leader brought along into its epoch', () => {
    const rig = new ReplicaRig();
    rig.lead({ isr: [1, 2], replicas: [1, 2, 3] });
    rig.append([0, 1], { acks: 1 });
    rig.lead({ isr: [1, 2], leaderEpoch: 1, partitionEpoch: 1 });
    expect(rig.context.highWatermark).toBe(0);
    expect(proposals(rig.fetchBy(3, 1, 100))).toEqual([]);
    expect(proposals(rig.fetchBy(3, 2, 200))).toEqual([[1, 2, 3]]);
  });

  test('R3: a fenced broker is not proposed; when it is unfenced its next fetch is enough', () => {
    const rig = leader({ isr: [1, 2], live: [1, 2] });
    expect(proposals(rig.fetchBy(3, 0, 100))).toEqual([]);
    rig.lead({ isr: [1, 2] }, { live: [1, 2, 3], at: 200 });
    expect(proposals(rig.fetchBy(3, 0, 600))).toEqual([[1, 2, 3]]);
  });

  test('R2: a replica proposed for the ISR counts already: the HW may not pass it', () => {
    const rig = leader({ isr: [1, 2], live: [1, 2] });
    rig.lead({ isr: [1, 2] }, { live: [1, 2, 3] });
    rig.fetchBy(3, 0, 100);
    rig.append([0], { at: 200 });
    // Much later it would not pass for caught up any more, but the controller may have taken it in.
    rig.fetchBy(2, 1, 100_000);
    expect(rig.context.highWatermark).toBe(0);
  });

  test('C5: an older ISR than the one it knows changes nothing', () => {
    const rig = leader();
    verdict(rig, [1, 2], 5, 0);
    rig.lead({ isr: [1, 2, 3], partitionEpoch: 4 });
    expect(rig.context.isr.isr).toEqual([1, 2]);
  });
});
