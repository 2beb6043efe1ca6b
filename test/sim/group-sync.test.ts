import { describe, expect, it } from 'vitest';
import { Client, Stage, orders, settle, speaks, stableGroup } from './support/coordinator.ts';

/** Two members in CompletingRebalance, the first one leading. */
function completing(more: ConstructorParameters<typeof Client>[2] = {}, profile = '4.3') {
  const stage = Stage.elected({}, profile);
  const clients = [new Client(stage, 'billing-1', more), new Client(stage, 'billing-2', more)] as [Client, Client];
  const joins = clients.map((client) => client.enter());
  stage.advance(6000);
  settle(clients, joins);
  expect(stage.state).toBe('CompletingRebalance');
  const [leader, follower] = clients;
  const assignments = { [leader.memberId]: orders(0, 1), [follower.memberId]: orders(2) };
  return { stage, leader, follower, assignments };
}

describe('SyncGroup (G6)', () => {
  it("G6: a follower's waits for the leader's, then everyone hears its part", () => {
    const { stage, leader, follower, assignments } = completing();
    const waiting = follower.sync();
    expect(waiting.error).toBe('parked');
    const lead = leader.sync(assignments);
    expect(lead.assignment).toEqual(orders(0, 1));
    expect(waiting.assignment).toEqual(orders(2));
    expect(stage.state).toBe('Stable');
    expect(stage.factsOf('rebalance.completed')).toMatchObject([
      { generation: 1, protocol: 'range', leader: 'billing-1', assignment: { 'billing-1': orders(0, 1), 'billing-2': orders(2) } },
    ]);
  });

  it('G6: the group is Stable only after the assignment was replicated', () => {
    const { stage, leader, assignments } = completing();
    stage.replicates = false;
    const lead = leader.sync(assignments);
    expect([stage.state, lead.error]).toEqual(['CompletingRebalance', 'parked']);
    stage.replicate();
    expect([stage.state, lead.error]).toEqual(['Stable', null]);
  });

  it('G6: an assignment that cannot be stored is void: the members hear it and must rejoin', () => {
    const { stage, leader, follower, assignments } = completing();
    stage.replicates = false;
    const replies = [follower.sync(), leader.sync(assignments)];
    stage.replicate('NOT_ENOUGH_REPLICAS');
    expect(replies.map(({ error }) => error)).toEqual(['COORDINATOR_NOT_AVAILABLE', 'COORDINATOR_NOT_AVAILABLE']);
    expect(stage.state).toBe('PreparingRebalance');
    expect(stage.factsOf('rebalance.started').at(-1)).toMatchObject({ reason: 'storeFailed' });
  });

  it('G6: a write of an older generation that comes late changes nothing', () => {
    const { stage, leader, follower, assignments } = completing();
    stage.replicates = false;
    leader.sync(assignments);
    new Client(stage, 'billing-3').enter();
    leader.join();
    follower.join();
    expect([stage.state, stage.group.generation]).toEqual(['CompletingRebalance', 2]);
    stage.replicate();
    expect(stage.state).toBe('CompletingRebalance');
    expect(stage.group.members[leader.memberId]?.assignment).toEqual([]);
  });

  it('G6: in Stable it is answered with the current assignment', () => {
    const { leader, follower, assignments } = completing();
    leader.sync(assignments);
    expect(follower.sync().assignment).toEqual(orders(2));
    expect(follower.sync().assignment).toEqual(orders(2));
  });

  it('G6: while a rebalance gathers it is refused: REBALANCE_IN_PROGRESS', () => {
    const { stage, leader, follower, assignments } = completing();
    leader.sync(assignments);
    new Client(stage, 'billing-3').enter();
    expect(follower.sync().error).toBe('REBALANCE_IN_PROGRESS');
  });

  it('G6: a stranger and a stale generation are refused', () => {
    const { stage, follower } = completing();
    expect(follower.sync({}, 0).error).toBe('ILLEGAL_GENERATION');
    expect(new Client(stage, 'nobody').sync().error).toBe('UNKNOWN_MEMBER_ID');
  });

  it('G6: a rebalance while members wait in SyncGroup sends them back with REBALANCE_IN_PROGRESS', () => {
    const { stage, leader, follower } = completing();
    const waiting = follower.sync();
    leader.leave();
    expect(waiting.error).toBe('REBALANCE_IN_PROGRESS');
    expect(stage.state).toBe('PreparingRebalance');
    expect(stage.group.leader).toBe(follower.memberId);
  });

  it('G3: who never sends SyncGroup is removed after the rebalance timeout', () => {
    const { stage, leader, follower, assignments } = completing({ rebalanceTimeoutMs: 20_000 });
    leader.sync(assignments);
    for (let i = 0; i < 3; i++) {
      stage.advance(5000);
      leader.heartbeat();
      expect(follower.heartbeat().error).toBeNull();
    }
    stage.advance(4999);
    expect(stage.state).toBe('Stable');
    stage.advance(1);
    expect(stage.state).toBe('PreparingRebalance');
    expect(stage.factsOf('member.expired')).toMatchObject([{ member: 'billing-2', reason: 'sync', blame: 'billing-2' }]);
    expect(stage.factsOf('rebalance.started').at(-1)).toMatchObject({ reason: 'syncTimeout', member: 'billing-2' });
  });

  it('G3, V: 2.3 waits for a SyncGroup without end, as long as the member heartbeats', () => {
    const { stage, leader, follower, assignments } = completing({ rebalanceTimeoutMs: 20_000 }, '2.3');
    leader.sync(assignments);
    for (let i = 0; i < 10; i++) {
      stage.advance(5000);
      leader.heartbeat();
      expect(follower.heartbeat().error).toBeNull();
    }
    expect(stage.state).toBe('Stable');
  });

  it('G3: once all have synced nobody is waited for', () => {
    const { stage, leader, follower, assignments } = completing({ rebalanceTimeoutMs: 20_000, sessionTimeoutMs: 60_000 });
    leader.sync(assignments);
    follower.sync();
    stage.advance(30_000);
    expect(stage.state).toBe('Stable');
    expect(stage.factsOf('member.expired')).toEqual([]);
  });
});

describe('JoinGroup of a known member (G6)', () => {
  it("G6: the leader's in Stable always starts a rebalance", () => {
    const stage = Stage.elected();
    const [leader, follower] = stableGroup(stage, ['billing-1', 'billing-2']) as [Client, Client];
    expect(leader.join().error).toBe('parked');
    expect(stage.state).toBe('PreparingRebalance');
    expect(stage.factsOf('rebalance.started').at(-1)).toMatchObject({ reason: 'rejoin', member: 'billing-1' });
    expect(follower.heartbeat().error).toBe('REBALANCE_IN_PROGRESS');
  });

  it("G6: a follower's with nothing new is answered with the current generation, without a rebalance", () => {
    const stage = Stage.elected();
    const [leader, follower] = stableGroup(stage, ['billing-1', 'billing-2']) as [Client, Client];
    const { joined } = follower.join();
    expect(joined).toMatchObject({ error: null, generation: 1, protocol: 'range', leader: leader.memberId, members: [] });
    expect(stage.state).toBe('Stable');
  });

  it('G11: a follower that says something new starts a rebalance', () => {
    const stage = Stage.elected();
    const [, follower] = stableGroup(stage, ['billing-1', 'billing-2']) as [Client, Client];
    follower.protocols = speaks(['range'], orders(5));
    expect(follower.join().error).toBe('parked');
    expect(stage.state).toBe('PreparingRebalance');
  });

  it('G6: in CompletingRebalance a lost answer is repeated, the member list to the leader included', () => {
    const { stage, leader, follower } = completing();
    expect(follower.join().joined).toMatchObject({ error: null, generation: 1, members: [] });
    expect(leader.join().joined.members).toHaveLength(2);
    expect(stage.state).toBe('CompletingRebalance');
    follower.protocols = speaks(['range'], orders(5));
    expect(follower.join().error).toBe('parked');
    expect(stage.state).toBe('PreparingRebalance');
  });

  it('G11: a single member that rejoins passes through a whole join phase at once', () => {
    const stage = Stage.elected();
    const [one] = stableGroup(stage, ['billing-1']) as [Client];
    expect(one.join().joined.generation).toBe(2);
    expect(stage.state).toBe('CompletingRebalance');
  });
});
