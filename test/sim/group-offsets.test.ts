import { describe, expect, it } from 'vitest';
import { Client, Stage, orders, settle, stableGroup } from './support/coordinator.ts';

const at = (partition: number, offset: number) => ({ topic: 'orders', partition, offset });

describe('commits (O1, O3)', () => {
  it('O1: a commit stores the next position per group, topic and partition', () => {
    const stage = Stage.elected();
    const [one] = stableGroup(stage, ['billing-1']) as [Client];
    expect(one.commit([at(0, 5), at(1, 7)]).error).toBeNull();
    one.commit([at(0, 9)]);
    expect(one.fetchOffsets(orders(0, 1, 2)).offsets).toEqual([at(0, 9), at(1, 7), { topic: 'orders', partition: 2, offset: null }]);
    expect(stage.group.committed['orders-1']).toMatchObject(at(1, 7));
    expect(stage.factsOf('offsets.committed')[0]).toMatchObject({ member: 'billing-1', generation: 1, offsets: [at(0, 5), at(1, 7)] });
  });

  it('O1: it is answered, and visible, once it is replicated', () => {
    const stage = Stage.elected();
    const [one] = stableGroup(stage, ['billing-1']) as [Client];
    stage.replicates = false;
    const reply = one.commit([at(0, 5)]);
    expect(reply.error).toBe('parked');
    expect(one.fetchOffsets(orders(0)).offsets[0]?.offset).toBeNull();
    expect(stage.writes[0]?.records).toMatchObject([{ producer: '', number: -1, timestamp: stage.at }]);
    stage.replicate();
    expect(reply.error).toBeNull();
    expect(one.fetchOffsets(orders(0)).offsets[0]?.offset).toBe(5);
  });

  it('O1: a commit that cannot be replicated is refused and leaves no trace', () => {
    const stage = Stage.elected();
    const [one] = stableGroup(stage, ['billing-1']) as [Client];
    stage.replicates = false;
    const replies = [one.commit([at(0, 5)]), one.commit([at(0, 6)])];
    stage.replicate('NOT_ENOUGH_REPLICAS_AFTER_APPEND');
    stage.replicate('NOT_LEADER_OR_FOLLOWER');
    expect(replies.map(({ error }) => error)).toEqual(['COORDINATOR_NOT_AVAILABLE', 'NOT_COORDINATOR']);
    expect(stage.group.committed).toEqual({});
    expect(stage.factsOf('commit.refused')).toHaveLength(2);
  });

  it('O3: an unknown member is refused before its generation is looked at', () => {
    const stage = Stage.elected();
    const [one] = stableGroup(stage, ['billing-1']) as [Client];
    const stranger = new Client(stage, 'billing-9');
    stranger.memberId = 'billing-9-gone';
    expect(stranger.commit([at(0, 1)], 0).error).toBe('UNKNOWN_MEMBER_ID');
    expect(one.commit([at(0, 1)], 0).error).toBe('ILLEGAL_GENERATION');
    expect(one.commit([at(0, 1)], 2).error).toBe('ILLEGAL_GENERATION');
    expect(stage.factsOf('commit.refused').at(-1)).toMatchObject({ member: 'billing-1', generation: 2, offsets: [at(0, 1)] });
  });

  it('O3: PreparingRebalance accepts the current generation', () => {
    const stage = Stage.elected();
    const [one] = stableGroup(stage, ['billing-1']) as [Client];
    new Client(stage, 'billing-2').enter();
    expect(stage.state).toBe('PreparingRebalance');
    expect(one.commit([at(0, 3)]).error).toBeNull();
  });

  it('O3: CompletingRebalance answers REBALANCE_IN_PROGRESS, but a wrong generation first', () => {
    const stage = Stage.elected();
    const one = new Client(stage, 'billing-1');
    const reply = one.enter();
    stage.advance(3000);
    settle([one], [reply]);
    expect(stage.state).toBe('CompletingRebalance');
    expect(one.commit([at(0, 3)], 0).error).toBe('ILLEGAL_GENERATION');
    expect(one.commit([at(0, 3)]).error).toBe('REBALANCE_IN_PROGRESS');
  });

  it('O3: a commit renews the session', () => {
    const stage = Stage.elected();
    const [one] = stableGroup(stage, ['billing-1']) as [Client];
    stage.advance(8000);
    one.commit([at(0, 1)]);
    stage.advance(9999);
    expect(stage.state).toBe('Stable');
    stage.advance(1);
    expect(stage.factsOf('member.expired')).toMatchObject([{ silentMs: 10_000 }]);
  });

  it('O3: without member and generation only an Empty group takes commits', () => {
    const stage = Stage.elected();
    const admin = new Client(stage, 'admin');
    expect(admin.commit([at(0, 42)]).error).toBeNull();
    expect(stage.group.committed['orders-0']?.offset).toBe(42);
    stableGroup(stage, ['billing-1']);
    expect(admin.commit([at(0, 1)]).error).toBe('UNKNOWN_MEMBER_ID');
  });

  it('O1: a commit of nothing is answered at once', () => {
    const stage = Stage.elected();
    const [one] = stableGroup(stage, ['billing-1']) as [Client];
    stage.replicates = false;
    expect(one.commit([]).error).toBeNull();
    expect(stage.writes).toEqual([]);
  });
});
