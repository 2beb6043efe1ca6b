import { describe, expect, it } from 'vitest';
import { Client, Stage, orders, settle, stableGroup } from './support/coordinator.ts';

describe('sessions (G7)', () => {
  it('G7: a member that misses its session is removed, exactly session.timeout.ms after its last heartbeat', () => {
    const stage = Stage.elected();
    const [one, two] = stableGroup(stage, ['billing-1', 'billing-2']) as [Client, Client];
    stage.advance(1234.5);
    expect(two.heartbeat().error).toBeNull();
    const last = stage.at;
    stage.advance(4000);
    one.heartbeat();
    stage.advanceTo(last + 9999.999);
    expect(stage.state).toBe('Stable');
    stage.advanceTo(last + 10_000);
    expect(stage.state).toBe('PreparingRebalance');
    expect(stage.factsOf('member.expired')).toMatchObject([
      { at: last + 10_000, member: 'billing-2', memberId: two.memberId, silentMs: 10_000, reason: 'session', blame: 'billing-2' },
    ]);
    expect(stage.factsOf('rebalance.started').at(-1)).toMatchObject({ reason: 'expired', member: 'billing-2', generation: 1 });
    expect(one.heartbeat().error).toBe('REBALANCE_IN_PROGRESS');
  });

  it('G7: a member that heartbeats stays for ever, and a heartbeat is one transition that moves no timer', () => {
    const stage = Stage.elected();
    const [one] = stableGroup(stage, ['billing-1']) as [Client];
    for (let i = 0; i < 100; i++) {
      stage.advance(3000);
      const { turns } = stage;
      expect(one.heartbeat().error).toBeNull();
      expect(stage.turns).toBe(turns + 1);
    }
    expect(stage.state).toBe('Stable');
    expect(stage.factsOf('heartbeat.received').at(-1)).toMatchObject({ member: 'billing-1', generation: 1, error: null });
  });

  it('G13: a zombie is told that it is unknown, its heartbeat and its commit alike', () => {
    const stage = Stage.elected();
    const [one, zombie] = stableGroup(stage, ['billing-1', 'billing-2']) as [Client, Client];
    stage.advance(6000);
    one.heartbeat();
    stage.advance(4000);
    expect(zombie.heartbeat().error).toBe('UNKNOWN_MEMBER_ID');
    expect(zombie.commit([{ topic: 'orders', partition: 1, offset: 5 }]).error).toBe('UNKNOWN_MEMBER_ID');
    expect(stage.factsOf('commit.refused')).toMatchObject([{ member: 'billing-2', generation: 1, error: 'UNKNOWN_MEMBER_ID' }]);
    expect(stage.group.committed).toEqual({});
  });

  it('G6: a heartbeat of an older generation is refused and is no sign of life', () => {
    const stage = Stage.elected();
    const [one] = stableGroup(stage, ['billing-1']) as [Client];
    stage.advance(5000);
    expect(one.heartbeat(0).error).toBe('ILLEGAL_GENERATION');
    stage.advance(5000);
    expect(stage.state).toBe('Empty');
  });

  it('G3: members parked in Join do not expire; those who have not rejoined must heartbeat', () => {
    const stage = Stage.elected();
    const [one, two] = stableGroup(stage, ['billing-1', 'billing-2']) as [Client, Client];
    const newcomer = new Client(stage, 'billing-3').enter();
    const parked = one.join();
    for (let i = 0; i < 5; i++) {
      stage.advance(9000);
      expect(two.heartbeat().error).toBe('REBALANCE_IN_PROGRESS');
    }
    expect(stage.factsOf('member.expired')).toEqual([]);
    stage.advance(10_000);
    expect(stage.factsOf('member.expired')).toMatchObject([{ member: 'billing-2', reason: 'session', silentMs: 10_000 }]);
    expect([newcomer.error, parked.error]).toEqual([null, null]);
  });

  it('G3: members parked in Sync do not expire, and heartbeat again after the answer', () => {
    const stage = Stage.elected();
    const clients = [new Client(stage, 'billing-1'), new Client(stage, 'billing-2')] as [Client, Client];
    const joins = clients.map((client) => client.enter());
    stage.advance(6000);
    settle(clients, joins);
    const [leader, follower] = clients;
    const waiting = follower.sync();
    for (let i = 0; i < 5; i++) {
      stage.advance(9000);
      expect(leader.heartbeat().error).toBeNull();
    }
    expect(waiting.error).toBe('parked');
    leader.sync({ [follower.memberId]: orders(0) });
    expect(waiting.error).toBeNull();
    const answered = stage.at;
    stage.advance(5000);
    leader.heartbeat();
    stage.advanceTo(answered + 10_000);
    expect(stage.factsOf('member.expired')).toMatchObject([{ at: answered + 10_000, member: 'billing-2', reason: 'session' }]);
  });

  it('G7: the session starts with the answer to JoinGroup', () => {
    const stage = Stage.elected();
    const one = new Client(stage, 'billing-1');
    const reply = one.enter();
    stage.advance(3000);
    one.take(reply);
    stage.advance(9999);
    expect(stage.state).toBe('CompletingRebalance');
    stage.advance(1);
    expect(stage.state).toBe('Empty');
    expect(stage.factsOf('member.expired')).toMatchObject([{ at: 13_000, reason: 'session', silentMs: 10_000 }]);
  });

  it('G3: a newcomer whose JoinGroup waits five minutes is given up', () => {
    const stage = Stage.elected();
    const [one] = stableGroup(stage, ['billing-1'], { rebalanceTimeoutMs: 400_000 }) as [Client];
    const waiting = new Client(stage, 'billing-2', { rebalanceTimeoutMs: 400_000 }).enter();
    for (let i = 0; i < 60; i++) {
      stage.advance(5000);
      one.heartbeat();
    }
    expect(waiting.error).toBe('UNKNOWN_MEMBER_ID');
    expect(stage.factsOf('member.expired')).toMatchObject([{ member: 'billing-2', reason: 'session', silentMs: 300_000 }]);
  });
});

describe('leaving (G2, G11)', () => {
  it('G11: a member that leaves is gone at once, the others are called to rejoin', () => {
    const stage = Stage.elected();
    const [one, two] = stableGroup(stage, ['billing-1', 'billing-2']) as [Client, Client];
    expect(two.leave().error).toBeNull();
    expect(stage.factsOf('member.left')).toMatchObject([{ member: 'billing-2', memberId: two.memberId, reason: 'close' }]);
    expect(stage.factsOf('rebalance.started').at(-1)).toMatchObject({ reason: 'leave', member: 'billing-2' });
    expect(one.heartbeat().error).toBe('REBALANCE_IN_PROGRESS');
    expect(one.join().joined.generation).toBe(2);
    stage.advance(60_000);
    expect(stage.factsOf('member.expired')).toMatchObject([{ member: 'billing-1' }]);
  });

  it('G3: the last one to be waited for leaves: the join phase ends', () => {
    const stage = Stage.elected();
    const [one, two] = stableGroup(stage, ['billing-1', 'billing-2']) as [Client, Client];
    const rejoined = one.join();
    two.leave();
    expect(rejoined.joined.generation).toBe(2);
  });

  it('G2: an id that was never used can be given back, a stranger cannot leave', () => {
    const stage = Stage.elected();
    const one = new Client(stage, 'billing-1');
    one.join();
    expect(one.leave().error).toBeNull();
    expect(stage.group.pending).toEqual({});
    expect(one.leave().error).toBe('UNKNOWN_MEMBER_ID');
    expect(stage.facts.some(({ kind }) => kind === 'member.left')).toBe(false);
  });
});
