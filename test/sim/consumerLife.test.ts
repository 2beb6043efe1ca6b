import { describe, expect, it } from 'vitest';
import type { ProfileName } from '../../src/sim/config/index.ts';
import { consumerRig, consumingRig } from './support/consumerRig.ts';

const earliest = { 'auto.offset.reset': 'earliest' };

describe('heartbeats and timeouts', () => {
  it('G7: a heartbeat every heartbeat.interval.ms, also while the application is busy', () => {
    const rig = consumingRig({ config: { ...earliest, 'heartbeat.interval.ms': 2000 }, app: { perRecordMs: 8000 } });
    rig.append('orders', 0, 3);
    rig.run(10_500);
    expect(rig.state).toBe('processing');
    const times = rig.facts('heartbeat.sent').map(({ at }) => at);
    expect(times.slice(1).map((at, i) => at - times[i]!)).toEqual([2000, 2000, 2000, 2000]);
    expect(rig.model.heartbeats).toEqual(times);
  });

  it('G3: no heartbeat while it is parked in JoinGroup', () => {
    const rig = consumingRig();
    rig.answers.Heartbeat = (message) => rig.error('HeartbeatResponse', message, 'REBALANCE_IN_PROGRESS');
    rig.answers.JoinGroup = () => 'silence';
    rig.run(20_000);
    expect(rig.state).toBe('joining');
    expect(rig.facts('heartbeat.sent')).toHaveLength(1);
  });

  it('only the last twelve heartbeats are kept', () => {
    const rig = consumingRig();
    rig.run(60_000);
    expect(rig.facts('heartbeat.sent').length).toBeGreaterThan(12);
    expect(rig.model.heartbeats).toHaveLength(12);
  });

  it('G7: a coordinator silent for session.timeout.ms is given up and looked up again; the member itself is not reset', () => {
    const rig = consumingRig({ config: { 'session.timeout.ms': 7000 } });
    rig.answers.Heartbeat = () => 'silence';
    const lookups = () => rig.requests('FindCoordinator').length;
    const heardAt = rig.context.member.heardAt;
    rig.run(heardAt + 6999);
    expect(lookups()).toBe(1);
    delete rig.answers.Heartbeat;
    rig.run(heardAt + 20_000);
    expect(lookups()).toBe(2);
    expect(rig.requests('Heartbeat').at(-1)?.connection).toBe('coordinator#2');
    expect(rig.model.generation).toBe(1);
  });

  it('G7: no poll() for max.poll.interval.ms: it leaves by itself, its commits fail, and it rejoins at its next poll()', () => {
    const rig = consumingRig({ config: { ...earliest, 'max.poll.interval.ms': 5000 }, app: { perRecordMs: 2000, commit: 'syncPerPoll' } });
    rig.append('orders', 0, 4);
    rig.run(12_000);
    const poll = rig.facts('poll.returned')[0]!;
    const [expired] = rig.facts('poll.expired');
    expect(expired).toMatchObject({ at: poll.at + 5000, silentMs: 5000 });
    expect(rig.requests('LeaveGroup')[0]).toMatchObject({ at: poll.at + 5000, message: { memberId: 'c-1' } });
    expect(rig.facts('heartbeat.sent').filter(({ at }) => at > expired!.at && at < poll.at + 8000)).toEqual([]);
    expect(rig.facts('commit.failed')[0]).toMatchObject({ at: poll.at + 8000, exception: 'CommitFailedException' });
    expect(rig.facts('partitions.lost')[0]?.at).toBe(poll.at + 8000);
    expect(rig.requests('JoinGroup').map(({ message }) => message.memberId)).toEqual(['', 'c-1', '', 'c-1']);
    expect(rig.facts('record.processed').filter(({ offset }) => offset === 0)).toHaveLength(2);
  });

  it('G7: a consumer that merely waits never exceeds max.poll.interval.ms', () => {
    const rig = consumingRig({ config: { 'max.poll.interval.ms': 5000 } });
    rig.run(60_000);
    expect(rig.facts('poll.expired')).toEqual([]);
    expect(rig.facts('consumer.joining')).toHaveLength(1);
  });
});

describe('the grain of time', () => {
  it('N1: fractions of a millisecond make no timer ring again and again at one instant', () => {
    const rig = consumerRig({
      latency: 10.017,
      config: { ...earliest, 'session.timeout.ms': 6000, 'max.poll.interval.ms': 3000, 'request.timeout.ms': 5000 },
      app: { perRecordMs: 3000.3 },
    });
    rig.append('orders', 0, 3);
    rig.start();
    rig.run(5000);
    rig.answers.Heartbeat = () => 'silence';
    rig.run(60_000);
    expect(rig.facts('poll.expired').length).toBeGreaterThan(0);
    expect(rig.sent.length).toBeLessThan(1000);
  });
});

describe('finding the coordinator again', () => {
  it('O4: when the coordinator dies the client asks any broker until one knows the new one; its membership survives', () => {
    const rig = consumingRig();
    rig.dead.add(3);
    rig.run(15_000);
    expect(rig.requests('FindCoordinator').length).toBeGreaterThan(5);
    expect(rig.requests('FindCoordinator').length).toBeLessThan(30);
    rig.moveCoordinator(2);
    rig.run(20_000);
    expect(rig.requests('Heartbeat').at(-1)?.broker).toBe(2);
    expect(rig.facts('consumer.joining')).toHaveLength(1);
    expect(rig.state).toBe('waiting');
  });

  it('P6: waits between look-ups grow up to a second in 3.9 and 4.3 and stay at 100 ms before', () => {
    const lookups = (profile: ProfileName) => {
      const rig = consumerRig({ profile });
      rig.answers.FindCoordinator = (message) => rig.error('FindCoordinatorResponse', message, 'COORDINATOR_NOT_AVAILABLE');
      rig.start();
      rig.run(10_000);
      return rig.requests('FindCoordinator').length;
    };
    for (const profile of ['2.3', '2.8'] as const) expect(lookups(profile)).toBe(Math.ceil(10_000 / 120));
    for (const profile of ['3.9', '4.3'] as const) {
      expect(lookups(profile)).toBeLessThan(20);
      expect(lookups(profile)).toBeGreaterThan(8);
    }
  });

  it('while the coordinator is unknown, poll() still returns what was fetched, once per poll timeout', () => {
    const rig = consumingRig({ config: { ...earliest, 'max.poll.records': 2 } });
    rig.append('orders', 0, 6);
    rig.answers.FindCoordinator = () => 'silence';
    rig.answers.Heartbeat = (message) => rig.error('HeartbeatResponse', message, 'NOT_COORDINATOR');
    rig.tell({ type: 'command.pausePartitions', partitions: [{ topic: 'orders', partition: 0 }] } as never);
    rig.run(3500);
    expect(rig.state).toBe('finding coordinator');
    rig.tell({ type: 'command.resumePartitions', partitions: [{ topic: 'orders', partition: 0 }] } as never);
    rig.run(9000);
    const times = rig.facts('poll.returned').map(({ at }) => at);
    expect(times).toHaveLength(3);
    expect(times[1]! - times[0]!).toBe(1020);
  });

  it('C5: a bootstrap broker that is dead is passed over', () => {
    const rig = consumerRig({ leaders: { orders: [2, 2] } });
    rig.dead.add(1);
    rig.start();
    rig.run(2000);
    expect(rig.state).toBe('waiting');
  });
});

describe('the end of a process', () => {
  it('O2, G2: close() commits automatically, gives everything back, leaves, and stops', () => {
    const rig = consumingRig({ config: earliest });
    rig.append('orders', 0, 5);
    rig.run(1000);
    rig.tell({ type: 'command.close' });
    rig.run(1200);
    expect(rig.kinds('commit.sent', 'partitions.revoked', 'consumer.closed')).toEqual([
      'commit.sent',
      'partitions.revoked',
      'consumer.closed',
    ]);
    expect(rig.facts('commit.sent')[0]).toMatchObject({
      by: 'close',
      offsets: [
        { partition: 0, offset: 5 },
        { partition: 1, offset: 0 },
      ],
    });
    expect(rig.sent.slice(-2).map(({ message }) => message.type)).toEqual(['OffsetCommit', 'LeaveGroup']);
    expect(rig.state).toBe('closed');
    expect(rig.timers()).toEqual([]);
    expect(rig.model.assignment).toEqual({});
  });

  it('F4: close() asked for in the middle of a batch waits for the next poll(), as after wakeup()', () => {
    const rig = consumingRig({ config: earliest, app: { perRecordMs: 500 } });
    rig.append('orders', 0, 3);
    rig.run(1000);
    rig.tell({ type: 'command.close' });
    rig.run(5000);
    expect(rig.facts('record.processed')).toHaveLength(3);
    expect(rig.committed).toMatchObject({ 'orders-0': 3 });
    expect(rig.state).toBe('closed');
  });

  it('close() does not wait for ever: without a coordinator it stops after 30 s', () => {
    const rig = consumingRig({ config: earliest });
    rig.dead.add(3);
    rig.tell({ type: 'command.close' });
    rig.run(20_000);
    expect(rig.state).toBe('closing');
    rig.run(31_000);
    expect(rig.state).toBe('closed');
  });

  it('N2, N4: a crash forgets everything; restarted it is a new process with a new member id', () => {
    const rig = consumingRig({ config: earliest });
    rig.append('orders', 0, 5);
    rig.run(1000);
    rig.crash();
    expect(rig.model).toMatchObject({ state: 'crashed', memberId: '', generation: -1, assignment: {}, prefetched: 0, processing: null });
    const last = rig.sent.length;
    rig.run(5000);
    expect(rig.sent).toHaveLength(last);
    rig.tell({ type: 'restart' });
    rig.run(6500);
    expect(rig.requests('JoinGroup').at(-2)?.message.memberId).toBe('');
    expect(rig.facts('record.processed').map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
  });

  it('setConfig closes in good order and starts anew with the new settings, remembering nothing', () => {
    const rig = consumingRig({ config: { ...earliest, 'partition.assignment.strategy': ['sticky'] } });
    rig.tell({ type: 'command.setConfig', config: { 'partition.assignment.strategy': ['range'], 'max.poll.records': 3 } } as never);
    rig.run(1000);
    expect(rig.kinds('consumer.closed', 'consumer.joining').slice(-2)).toEqual(['consumer.closed', 'consumer.joining']);
    expect(rig.requests('JoinGroup').at(-2)?.message).toMatchObject({ memberId: '', protocols: [{ name: 'range' }] });
    expect(rig.model.settings['max.poll.records']).toBe(3);
    expect(rig.context.member.remembered.generation).toBe(2);
    expect(rig.context.self.config.offsetReset).toBe('earliest');
    rig.run(8000);
    expect(rig.state).toBe('waiting');
    expect(rig.facts('consumer.closed')).toHaveLength(1);
  });

  it('client.id, if set, is what the coordinator makes the member id of', () => {
    const rig = consumingRig({ config: { 'client.id': 'till' } });
    expect(rig.requests('JoinGroup')[0]?.message.clientId).toBe('till');
    expect(consumingRig().requests('JoinGroup')[0]?.message.clientId).toBe('c');
  });
});
