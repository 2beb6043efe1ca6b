import { describe, expect, it } from 'vitest';
import { groupOfKey, offsetRecords, readGroup } from '../../src/sim/kafka/offsetsTopic.ts';
import type { LogRecord } from '../../src/sim/messages.ts';
import { Client, Stage, orders, stableGroup } from './support/coordinator.ts';

const at = (partition: number, offset: number) => ({ topic: 'orders', partition, offset });

describe('the log of a group', () => {
  it('O1, G12: the last record of each key counts, other groups in the same partition do not', () => {
    const log: LogRecord[] = [
      ...offsetRecords('billing', [at(0, 5), at(1, 1)], 10),
      ...offsetRecords('audit', [at(0, 99)], 11),
      ...offsetRecords('billing', [at(0, 8)], 12),
    ].map((record, offset) => ({ ...record, offset, leaderEpoch: 0 }));
    expect(log.map(({ key }) => groupOfKey(key ?? ''))).toEqual(['billing', 'billing', 'audit', 'billing']);
    expect(readGroup('billing', log)).toMatchObject({ metadata: null, committed: { 'orders-0': at(0, 8), 'orders-1': at(1, 1) } });
    const tombstone = { ...(log[1] as LogRecord), value: null, offset: 4 };
    expect(readGroup('billing', [...log, tombstone]).committed).toMatchObject({ 'orders-0': at(0, 8) });
  });
});

describe('coming and going of the coordinator (O4)', () => {
  it('O4: a broker that is not the coordinator says so', () => {
    const stage = new Stage();
    expect(stage.state).toBe('Unloaded');
    const one = new Client(stage, 'billing-1');
    const replies = [one.join(), one.sync(), one.heartbeat(), one.leave(), one.commit([at(0, 1)]), one.fetchOffsets(orders(0))];
    expect(replies.map(({ error }) => error)).toEqual(Array(6).fill('NOT_COORDINATOR'));
    expect(stage.facts).toEqual([]);
  });

  it('O4: the next coordinator goes on where the log ends, without a rebalance', () => {
    const before = Stage.elected();
    const [one, two] = stableGroup(before, ['billing-1', 'billing-2']) as [Client, Client];
    one.commit([at(0, 17)]);

    const after = new Stage();
    after.at = before.at;
    after.elect(before.log);
    expect(after.state).toBe('Stable');
    expect(after.group).toMatchObject({ generation: 1, protocol: 'range', leader: one.memberId });
    expect(after.group.members[two.memberId]).toMatchObject({ process: 'billing-2', assignment: orders(1), sessionTimeoutMs: 10_000 });
    expect(after.factsOf('coordinator.loaded')).toMatchObject([{ broker: 1, generation: 1, members: 2 }]);
    expect(after.factsOf('rebalance.started')).toEqual([]);

    const moved = new Client(after, 'billing-2');
    Object.assign(moved, { memberId: two.memberId, generation: 1 });
    expect(moved.heartbeat().error).toBeNull();
    expect(moved.sync().assignment).toEqual(orders(1));
    expect(moved.fetchOffsets(orders(0)).offsets).toEqual([at(0, 17)]);
    expect(moved.join().joined.generation).toBe(1);
    expect(after.state).toBe('Stable');
  });

  it('O4: it restarts every session: a member that died meanwhile expires a whole session after loading', () => {
    const before = Stage.elected();
    const [one] = stableGroup(before, ['billing-1', 'billing-2']) as [Client];
    const after = new Stage();
    after.at = 50_000;
    after.elect(before.log);
    const survivor = new Client(after, 'billing-1');
    Object.assign(survivor, { memberId: one.memberId, generation: 1 });
    after.advance(5000);
    survivor.heartbeat();
    after.advance(4999);
    expect(after.state).toBe('Stable');
    after.advance(1);
    expect(after.factsOf('member.expired')).toMatchObject([{ at: 60_000, member: 'billing-2', silentMs: 10_000, blame: 'billing-2' }]);
  });

  it('O4: an Empty group keeps its generation and its offsets', () => {
    const before = Stage.elected();
    const [one] = stableGroup(before, ['billing-1']) as [Client];
    one.commit([at(0, 3)]);
    one.leave();
    const after = new Stage();
    after.elect(before.log);
    expect(after.state).toBe('Empty');
    expect(after.group).toMatchObject({ generation: 2, protocol: null, members: {}, committed: { 'orders-0': at(0, 3) } });
    stableGroup(after, ['billing-2']);
    expect(after.group.generation).toBe(3);
  });

  it('O4: resigning sends everyone who waits to look for the new coordinator, and stops the clocks', () => {
    const stage = Stage.elected();
    const [one] = stableGroup(stage, ['billing-1', 'billing-2']) as [Client, Client];
    stage.replicates = false;
    const commit = one.commit([at(0, 3)]);
    const joins = [one.join(), new Client(stage, 'billing-3').enter()];
    new Client(stage, 'billing-4').join();
    stage.tell({ type: 'group.resigned' });
    expect([commit, ...joins].map(({ error }) => error)).toEqual(['NOT_COORDINATOR', 'NOT_COORDINATOR', 'NOT_COORDINATOR']);
    expect(stage.state).toBe('Unloaded');
    const { turns } = stage;
    stage.advance(1_000_000);
    expect(stage.turns).toBe(turns);
    stage.replicate();
    expect(stage.group.committed).toEqual({});
  });

  it('O4: members parked in SyncGroup are sent away too', () => {
    const stage = Stage.elected();
    const [one, two] = stableGroup(stage, ['billing-1', 'billing-2']) as [Client, Client];
    const joins = [one.join(), two.join()];
    two.take(joins[1] as (typeof joins)[0]);
    const waiting = two.sync();
    stage.tell({ type: 'group.resigned' });
    expect(waiting.error).toBe('NOT_COORDINATOR');
  });

  it('N2: a crash loses all memory; a re-elected broker knows what was replicated and nothing else', () => {
    const stage = Stage.elected();
    const [one] = stableGroup(stage, ['billing-1']) as [Client];
    one.commit([at(0, 3)]);
    new Client(stage, 'billing-2').enter();
    stage.crash();
    expect(stage.group).toMatchObject({ state: 'Unloaded', members: {}, committed: {}, generation: 0 });
    stage.tell({ type: 'restart' });
    stage.elect();
    expect(stage.state).toBe('Stable');
    expect(Object.keys(stage.group.members)).toEqual([one.memberId]);
    expect(stage.group.committed).toMatchObject({ 'orders-0': at(0, 3) });
    expect(one.heartbeat().error).toBeNull();
  });

  it('O4: leading on in a new epoch changes nothing', () => {
    const stage = Stage.elected();
    stableGroup(stage, ['billing-1']);
    const { group } = stage;
    stage.elect([]);
    expect(stage.group).toBe(group);
  });
});
