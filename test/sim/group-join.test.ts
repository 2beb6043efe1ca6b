import { describe, expect, it } from 'vitest';
import { javaStringOrder } from '../../src/sim/assignors/javaHashMap.ts';
import { Client, Stage, settle, speaks, stableGroup } from './support/coordinator.ts';

describe('the member id (G2)', () => {
  it('G2: the first JoinGroup is answered MEMBER_ID_REQUIRED with <client.id>-<uuid>, the second one is parked', () => {
    const stage = Stage.elected();
    const one = new Client(stage, 'billing-1');
    const first = one.join();
    expect(first.error).toBe('MEMBER_ID_REQUIRED');
    expect(one.memberId).toMatch(/^billing-1-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(stage.state).toBe('Empty');
    expect(one.join().error).toBe('parked');
    expect(stage.state).toBe('PreparingRebalance');
    expect(stage.factsOf('member.joined')).toMatchObject([{ member: 'billing-1', memberId: one.memberId, members: 1 }]);
    expect(stage.factsOf('rebalance.started')).toMatchObject([{ reason: 'join', member: 'billing-1', generation: 0 }]);
  });

  it('G2: two members never get the same id', () => {
    const stage = Stage.elected();
    const [one, two] = [new Client(stage, 'billing'), new Client(stage, 'billing')];
    one.join();
    two.join();
    expect(one.memberId).not.toBe(two.memberId);
  });

  it('G2: an id nobody handed out is unknown', () => {
    const stage = Stage.elected();
    const stranger = new Client(stage, 'billing-9');
    stranger.memberId = 'billing-9-made-up';
    expect(stranger.join().error).toBe('UNKNOWN_MEMBER_ID');
    expect(stage.factsOf('join.refused')).toMatchObject([{ member: 'billing-9', error: 'UNKNOWN_MEMBER_ID' }]);
  });

  it('G7: a session timeout outside group.min/max.session.timeout.ms is refused', () => {
    const stage = Stage.elected();
    expect(new Client(stage, 'a', { sessionTimeoutMs: 5999 }).join().error).toBe('INVALID_SESSION_TIMEOUT');
    expect(new Client(stage, 'b', { sessionTimeoutMs: 1_800_001 }).join().error).toBe('INVALID_SESSION_TIMEOUT');
    expect(new Client(stage, 'c', { sessionTimeoutMs: 6000 }).join().error).toBe('MEMBER_ID_REQUIRED');
  });

  it('G2: an id that is not used within a session is forgotten', () => {
    const stage = Stage.elected();
    const one = new Client(stage, 'billing-1');
    one.join();
    stage.advance(9999);
    expect(stage.group.pending[one.memberId]).toBeDefined();
    stage.advance(1);
    expect(stage.group.pending).toEqual({});
    expect(stage.factsOf('member.expired')).toMatchObject([
      { reason: 'pending', member: 'billing-1', silentMs: 10_000, blame: 'billing-1' },
    ]);
    expect(one.join().error).toBe('UNKNOWN_MEMBER_ID');
  });
});

describe('the initial delay (G3)', () => {
  it('G3: the first rebalance of an Empty group waits group.initial.rebalance.delay.ms', () => {
    const stage = Stage.elected();
    const reply = new Client(stage, 'billing-1').enter();
    stage.advance(2999);
    expect(reply.error).toBe('parked');
    stage.advance(1);
    expect(reply.joined).toMatchObject({ error: null, generation: 1, protocol: 'range' });
    expect(stage.state).toBe('CompletingRebalance');
  });

  it('G3: it waits as long again while members arrive, and no longer than that after the last one', () => {
    const stage = Stage.elected();
    const first = new Client(stage, 'billing-1').enter();
    stage.advanceTo(1000);
    const second = new Client(stage, 'billing-2').enter();
    stage.advanceTo(5999);
    expect([first.error, second.error]).toEqual(['parked', 'parked']);
    stage.advanceTo(6000);
    expect([first.error, second.error]).toEqual([null, null]);
  });

  it('G3: the extension is bounded by the rebalance timeout', () => {
    const stage = Stage.elected();
    const first = new Client(stage, 'billing-0', { rebalanceTimeoutMs: 8000 }).enter();
    for (let at = 1000; at <= 7000; at += 1000) {
      stage.advanceTo(at);
      new Client(stage, `billing-${at}`, { rebalanceTimeoutMs: 8000 }).enter();
    }
    stage.advanceTo(7999);
    expect(first.error).toBe('parked');
    stage.advanceTo(8000);
    expect(first.error).toBeNull();
    expect(Object.keys(stage.group.members)).toHaveLength(8);
  });

  it('G3: without the delay the first member is served at once', () => {
    const stage = Stage.elected({ 'group.initial.rebalance.delay.ms': 0 });
    const reply = new Client(stage, 'billing-1').enter();
    stage.advance(0);
    expect(reply.error).toBeNull();
  });
});

describe('the join phase (G3, G4)', () => {
  it('G3: it ends as soon as all known members rejoined', () => {
    const stage = Stage.elected();
    const [one, two] = stableGroup(stage, ['billing-1', 'billing-2']) as [Client, Client];
    const three = new Client(stage, 'billing-3');
    const joining = [three.enter(), one.join()];
    expect(joining.map(({ error }) => error)).toEqual(['parked', 'parked']);
    joining.push(two.join());
    expect(joining.map(({ error }) => error)).toEqual([null, null, null]);
    expect(stage.group.generation).toBe(2);
  });

  it('G3: it waits for an id that was handed out and is not back yet', () => {
    const stage = Stage.elected();
    const [one] = stableGroup(stage, ['billing-1']) as [Client];
    const [two, three] = [new Client(stage, 'billing-2'), new Client(stage, 'billing-3')];
    two.enter();
    three.join();
    const rejoined = one.join();
    expect(rejoined.error).toBe('parked');
    three.join();
    expect(rejoined.joined.generation).toBe(2);
    expect(Object.keys(stage.group.members)).toHaveLength(3);
  });

  it('G3: after the largest max.poll.interval.ms it goes on without those who did not rejoin', () => {
    const stage = Stage.elected();
    const [one, two] = stableGroup(stage, ['billing-1', 'billing-2'], { rebalanceTimeoutMs: 20_000 }) as [Client, Client];
    const joined = new Client(stage, 'billing-3', { rebalanceTimeoutMs: 30_000 }).enter();
    const rejoined = one.join();
    const began = stage.at;
    for (let i = 1; i < 6; i++) {
      stage.advance(5000);
      expect(two.heartbeat().error).toBe('REBALANCE_IN_PROGRESS');
    }
    expect(joined.error).toBe('parked');
    stage.advanceTo(began + 30_000);
    expect([joined.error, rejoined.error]).toEqual([null, null]);
    expect(stage.group.members[two.memberId]).toBeUndefined();
    expect(stage.factsOf('member.expired')).toMatchObject([
      { member: 'billing-2', reason: 'rebalance', silentMs: 5000, blame: 'billing-2' },
    ]);
    expect(two.heartbeat().error).toBe('UNKNOWN_MEMBER_ID');
  });

  it('G4: the first member leads, and alone hears who is in and what they want', () => {
    const stage = Stage.elected();
    const clients = ['billing-1', 'billing-2', 'billing-3'].map((id) => new Client(stage, id));
    const joins = clients.map((client) => client.enter());
    stage.advance(6000);
    settle(clients, joins);
    const [leader, ...followers] = joins.map((reply) => reply.joined);
    expect(leader?.leader).toBe(clients[0]?.memberId);
    expect(leader?.members.map(({ memberId }) => memberId)).toEqual(javaStringOrder(clients.map(({ memberId }) => memberId)));
    expect(leader?.members[0]?.subscription.topics).toEqual(['orders']);
    expect(followers.map(({ members }) => members)).toEqual([[], []]);
  });

  it('G4: when the leader leaves, the first other in HashMap order leads', () => {
    const stage = Stage.elected();
    const clients = stableGroup(stage, ['d', 'c', 'b', 'a']) as [Client, ...Client[]];
    const [leader, ...others] = clients;
    expect(stage.group.leader).toBe(leader.memberId);
    leader.leave();
    expect(stage.group.leader).toBe(javaStringOrder(others.map(({ memberId }) => memberId))[0]);
  });

  it('G4: a leader that misses the join phase loses its seat', () => {
    const stage = Stage.elected();
    const [one, two] = stableGroup(stage, ['billing-1', 'billing-2'], { rebalanceTimeoutMs: 8000 }) as [Client, Client];
    new Client(stage, 'billing-3', { rebalanceTimeoutMs: 8000 }).enter();
    const rejoined = two.join();
    stage.advance(8000);
    expect(rejoined.joined.generation).toBe(2);
    expect(stage.group.leader).not.toBe(one.memberId);
    expect(Object.keys(stage.group.members)).toContain(stage.group.leader);
  });

  it('G4: generation + 1 when the join phase ends, and again on becoming Empty', () => {
    const stage = Stage.elected();
    const [one] = stableGroup(stage, ['billing-1']) as [Client];
    expect(stage.group.generation).toBe(1);
    expect(one.leave().error).toBeNull();
    expect(stage.state).toBe('Empty');
    expect(stage.group).toMatchObject({ generation: 2, protocol: null, leader: null, members: {} });
    expect(stage.factsOf('group.changed').slice(-2)).toMatchObject([
      { from: 'Stable', to: 'PreparingRebalance', generation: 1 },
      { from: 'PreparingRebalance', to: 'Empty', generation: 2 },
    ]);
  });

  it('G3: a group whose only members fail to rejoin becomes Empty', () => {
    const stage = Stage.elected();
    stableGroup(stage, ['billing-1', 'billing-2'], { rebalanceTimeoutMs: 7000 });
    const late = new Client(stage, 'billing-3', { rebalanceTimeoutMs: 7000 });
    late.enter();
    late.leave();
    stage.advance(7000);
    expect(stage.state).toBe('Empty');
    expect(stage.group.generation).toBe(2);
  });
});

describe('the vote (G5)', () => {
  const elect = (...lists: string[][]) => {
    const stage = Stage.elected();
    lists.forEach((names, i) => new Client(stage, `billing-${i}`, { protocols: speaks(names) }).enter());
    stage.advance(6000);
    expect(stage.state).toBe('CompletingRebalance');
    return stage.group.protocol;
  };

  it('G5: only what everybody supports can win, whoever likes something else better', () => {
    expect(elect(['sticky', 'range'], ['sticky', 'range'], ['range'])).toBe('range');
  });

  it('G5: each member votes for the first of its own list that all support', () => {
    expect(elect(['range', 'sticky'], ['sticky', 'range'], ['roundrobin', 'sticky', 'range'])).toBe('sticky');
  });

  it('G5: between equals the first in HashMap order wins', () => {
    expect(elect(['range', 'sticky'], ['sticky', 'range'])).toBe(javaStringOrder(['range', 'sticky'])[0]);
    expect(elect(['sticky', 'range'], ['range', 'sticky'])).toBe(javaStringOrder(['range', 'sticky'])[0]);
  });

  it('G5: a member with no protocol in common is refused: INCONSISTENT_GROUP_PROTOCOL', () => {
    const stage = Stage.elected();
    stableGroup(stage, ['billing-1']);
    expect(new Client(stage, 'odd', { protocols: speaks(['cooperative-sticky']) }).join().error).toBe('INCONSISTENT_GROUP_PROTOCOL');
    expect(new Client(stage, 'mute', { protocols: [] }).join().error).toBe('INCONSISTENT_GROUP_PROTOCOL');
    expect(stage.state).toBe('Stable');
    expect(stage.factsOf('join.refused')).toMatchObject([{ member: 'odd', error: 'INCONSISTENT_GROUP_PROTOCOL' }, { member: 'mute' }]);
  });
});
