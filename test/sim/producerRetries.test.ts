import { describe, expect, it } from 'vitest';
import { profiles, type ProfileName } from '../../src/sim/config/index.ts';
import { producerRig, type Posted, type Rig } from './support/producerRig.ts';

const last = (rig: Rig): Posted => rig.posted.at(-1)!;
const plain = { 'linger.ms': 0, acks: '1' } as const; // acks=1 turns idempotence off

describe('producer: retries', () => {
  it('P6: a retriable error is tried again after 100 ms ± 20 %, then twice that; the result comes in the end', () => {
    const rig = producerRig({ config: { ...plain, acks: 'all' } });
    rig.start();
    rig.send('k', 0);
    rig.refuse(last(rig), 'NOT_ENOUGH_REPLICAS');
    rig.run(1000);
    rig.refuse(last(rig), 'NOT_ENOUGH_REPLICAS');
    rig.run(2000);
    rig.accept(last(rig));
    const [first, second] = rig.facts('batch.retried');
    expect(first?.backoffMs).toBeGreaterThanOrEqual(80);
    expect(first?.backoffMs).toBeLessThanOrEqual(120);
    expect(second?.backoffMs).toBeGreaterThanOrEqual(160);
    expect(second?.backoffMs).toBeLessThanOrEqual(240);
    expect(rig.posted.map(({ at }) => at)).toEqual([0, first?.backoffMs, 1000 + second!.backoffMs]);
    expect(rig.model).toMatchObject({ retries: 2, acknowledged: 1, failed: 0, results: ['test-0@0'] });
  });

  it.each(['2.3', '2.8'] as const)('P6: %s always waits 100 ms', (profile) => {
    const rig = producerRig({ profile, config: plain });
    rig.start();
    rig.send('k', 0);
    for (const at of [0, 100, 200, 300]) {
      expect(last(rig).at).toBe(at);
      rig.refuse(last(rig), 'NOT_LEADER_OR_FOLLOWER');
      rig.run(at + 100);
    }
    expect(rig.posted).toHaveLength(5);
  });

  it('C5: NOT_LEADER_OR_FOLLOWER refreshes the metadata, and the retry goes to the new leader', () => {
    const rig = producerRig({ profile: '2.8', config: plain });
    rig.start();
    rig.run(1000);
    rig.lead('test', 0, 2);
    rig.send('k', 0);
    expect(last(rig).broker).toBe(1);
    const asked = rig.metadataRequests.length;
    rig.refuse(last(rig), 'NOT_LEADER_OR_FOLLOWER');
    expect(rig.metadataRequests).toHaveLength(asked + 1);
    rig.run(1100);
    expect(last(rig)).toMatchObject({ broker: 2, at: 1100 });
  });

  it.each(['3.9', '4.3'] as const)('P6: %s skips the back-off when the answer names the new leader', (profile) => {
    const rig = producerRig({ profile, config: { ...plain, 'linger.ms': 0 } });
    rig.start();
    rig.run(1000);
    rig.lead('test', 0, 2);
    rig.send('k', 0);
    rig.refuse(last(rig), 'NOT_LEADER_OR_FOLLOWER', { id: 2, epoch: 1 });
    expect(last(rig)).toMatchObject({ broker: 2, at: 1000 });
    expect(rig.facts('batch.retried')[0]?.backoffMs).toBe(0);
  });

  it('P4, P6: an error that no retry can mend fails the batch at once', () => {
    const rig = producerRig({ config: plain });
    rig.start();
    rig.send('k', 0);
    rig.refuse(last(rig), 'MESSAGE_TOO_LARGE');
    expect(rig.facts('batch.failed')[0]).toMatchObject({ error: 'RecordTooLargeException', numbers: [0] });
    expect(rig.model).toMatchObject({ failed: 1, acknowledged: 0, retries: 0 });
  });

  it('P6: retries=1 allows one', () => {
    const rig = producerRig({ config: { ...plain, retries: 1 } });
    rig.start();
    rig.send('k', 0);
    rig.refuse(last(rig), 'NOT_ENOUGH_REPLICAS');
    rig.run(500);
    rig.refuse(last(rig), 'NOT_ENOUGH_REPLICAS');
    rig.run(5000);
    expect(rig.posted).toHaveLength(2);
    expect(rig.facts('batch.failed')[0]?.error).toBe('NOT_ENOUGH_REPLICAS');
  });

  it('P6: refusals go on until delivery.timeout.ms from the creation of the batch', () => {
    const rig = producerRig({ config: { ...plain, 'delivery.timeout.ms': 3000, 'request.timeout.ms': 1000 } });
    rig.start();
    rig.run(500);
    rig.send('k', 0);
    for (let answered = 0; rig.now < 6000; rig.run(rig.now + 10))
      for (; answered < rig.posted.length; answered++) rig.refuse(rig.posted[answered]!, 'NOT_ENOUGH_REPLICAS');
    expect(rig.facts('batch.failed')).toMatchObject([{ at: 3500, error: 'TimeoutException' }]);
    expect(rig.posted.length).toBeGreaterThan(4);
  });

  it('P6: delivery.timeout.ms ends the wait for a silent broker too', () => {
    const rig = producerRig({ config: { ...plain, 'delivery.timeout.ms': 3000, 'request.timeout.ms': 1000 } });
    rig.silent.add(1);
    rig.start();
    rig.run(500);
    rig.silent.add(2);
    rig.send('k', 0);
    rig.run(10_000);
    const [failed] = rig.facts('batch.failed');
    expect(failed).toMatchObject({ at: 3500, error: 'TimeoutException', blame: '1' });
    expect(rig.posted).toHaveLength(1); // nothing more is risked on a broker that says nothing
  });

  it('P6: a batch without a leader waits in the accumulator, and expires there', () => {
    const rig = producerRig({ topics: { test: [null, 2] }, config: { ...plain, 'delivery.timeout.ms': 3000, 'request.timeout.ms': 1000 } });
    rig.start();
    rig.send('k', 0);
    rig.run(2999);
    expect(rig.posted).toHaveLength(0);
    expect(rig.model.buffered).toHaveLength(1);
    rig.run(3000);
    expect(rig.facts('batch.failed')[0]).toMatchObject({ at: 3000, error: 'TimeoutException' });
    expect(rig.model.buffered).toEqual([]);
  });

  it('C5: a batch without a leader keeps asking for metadata and goes when one is elected', () => {
    const rig = producerRig({ topics: { test: [null, 2] }, config: plain });
    rig.start();
    rig.send('k', 0);
    rig.run(1000);
    expect(rig.metadataRequests.length).toBeGreaterThan(5);
    rig.lead('test', 0, 2);
    rig.run(1200);
    expect(last(rig).broker).toBe(2);
  });

  it('P6: a request timeout drops the connection and fails everything in flight there', () => {
    const rig = producerRig({ config: { ...plain, 'request.timeout.ms': 1000 } });
    rig.start();
    rig.silent.add(1);
    rig.send('k', 0);
    rig.run(400);
    rig.send('k', 0);
    const late = rig.posted[0]!;
    rig.run(1000);
    expect(rig.facts('batch.retried').map(({ numbers, error, blame }) => [numbers, error, blame])).toEqual([
      [[0], 'REQUEST_TIMED_OUT', '1'],
      [[1], 'REQUEST_TIMED_OUT', '1'],
    ]);
    rig.silent.clear();
    rig.run(1500);
    expect(rig.posted.slice(2).map(({ connection }) => connection)).toEqual(['main#2', 'main#2']);
    rig.accept(late); // too late: nobody waits for it any more
    expect(rig.model.acknowledged).toBe(0);
  });

  it('P6: 3.9 and 4.3 tell a timeout of the request from a closed connection, older clients do not', () => {
    const told = (profile: ProfileName) => {
      const rig = producerRig({ profile, config: { ...plain, 'request.timeout.ms': 1000 } });
      rig.start();
      rig.silent.add(1);
      rig.send('k', 0);
      rig.run(1100);
      return rig.facts('batch.retried')[0]?.error;
    };
    expect(profiles.map(told)).toEqual(['NETWORK_EXCEPTION', 'NETWORK_EXCEPTION', 'REQUEST_TIMED_OUT', 'REQUEST_TIMED_OUT']);
  });

  it('P6: a closed connection fails what was in flight; the old connection is not heard again', () => {
    const rig = producerRig({ config: plain });
    rig.start();
    rig.send('k', 0);
    rig.disconnect('1', 'main');
    rig.disconnect('1', 'main');
    expect(rig.facts('batch.retried').map(({ error }) => error)).toEqual(['NETWORK_EXCEPTION']);
    rig.run(500);
    expect(last(rig)).toMatchObject({ connection: 'main#2', broker: 1 });
  });

  it('R5: a broker that refuses an acks=0 request closes the connection; the record is lost, the metadata refreshed', () => {
    const rig = producerRig({ config: { 'linger.ms': 0, acks: '0' } });
    rig.start();
    rig.run(1000);
    rig.send('k', 0);
    const asked = rig.metadataRequests.length;
    rig.deliver({ type: 'ConnectionClosed' }, 'broker:1', 'main');
    expect(rig.metadataRequests).toHaveLength(asked + 1);
    rig.run(2000);
    rig.send('k', 0);
    expect(rig.posted.map(({ connection }) => connection)).toEqual(['main', 'main#2']);
    expect(rig.model).toMatchObject({ sent: 2, failed: 0, retries: 0, results: ['test-0@-1', 'test-0@-1'] });
  });

  it('P6: a broker that refuses connections is left alone longer and longer, up to a second', () => {
    const rig = producerRig({ topics: { test: [1, 1] }, config: plain });
    rig.start();
    rig.run(1000);
    rig.dead.add(1);
    rig.send('k', 0);
    rig.run(20_000);
    const times = rig.refused.filter(({ broker }) => broker === 1).map(({ at }) => at);
    const gaps = times.slice(1).map((at, i) => at - (times[i] ?? 0));
    expect(gaps[0]).toBeGreaterThanOrEqual(40);
    expect(gaps[0]).toBeLessThanOrEqual(120);
    expect(gaps.slice(-5).every((gap) => gap >= 800 && gap <= 1000)).toBe(true);
  });

  it('P6: while a broker cannot be reached its batches wait; only what was in flight counts a retry', () => {
    const rig = producerRig({ config: { ...plain, retries: 2 } });
    rig.start();
    rig.dead.add(1);
    rig.send('k', 0);
    rig.run(5000);
    rig.send('k', 0);
    rig.run(10_000);
    expect(rig.model).toMatchObject({ retries: 1, failed: 0 });
    rig.dead.clear();
    rig.run(12_000);
    for (const request of rig.posted) rig.accept(request);
    expect(rig.model).toMatchObject({ retries: 1, acknowledged: 2 });
  });

  it('P6: without idempotence and with two in flight a retry can reorder', () => {
    const rig = producerRig({ config: plain });
    rig.start();
    rig.send('k', 0);
    rig.send('k', 0);
    rig.refuse(rig.posted[0]!, 'NOT_ENOUGH_REPLICAS');
    rig.accept(rig.posted[1]!);
    rig.run(500);
    rig.accept(last(rig));
    expect(rig.facts('batch.acknowledged').map(({ numbers }) => numbers)).toEqual([[1], [0]]);
  });

  it('P6: with one in flight order is kept even without idempotence', () => {
    const rig = producerRig({ config: { ...plain, 'max.in.flight.requests.per.connection': 1 } });
    rig.start();
    rig.send('k', 0);
    rig.send('k', 0);
    expect(rig.posted).toHaveLength(1);
    rig.refuse(rig.posted[0]!, 'NOT_ENOUGH_REPLICAS');
    rig.run(500);
    rig.accept(last(rig));
    rig.accept(last(rig));
    expect(rig.facts('batch.acknowledged').map(({ numbers }) => numbers)).toEqual([[0], [1]]);
  });
});
