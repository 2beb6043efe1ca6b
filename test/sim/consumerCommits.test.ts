import { describe, expect, it } from 'vitest';
import { createSimulation, parseScenario } from '../../src/sim/index.ts';
import type { AppSpec } from '../../src/sim/scenario/types.ts';
import { consumingRig, type RigOptions } from './support/consumerRig.ts';

const reading = (app: Partial<AppSpec>, more: RigOptions = {}) =>
  consumingRig({ ...more, app, leaders: { orders: [1] }, config: { 'auto.offset.reset': 'earliest', ...more.config } });
const commits = (rig: ReturnType<typeof reading>) => rig.facts('commit.sent').map(({ offsets, by }) => [offsets[0]?.offset, by]);

describe('commits before partitions go', () => {
  it('O2, F4: with enable.auto.commit and a commit in onPartitionsRevoked both are made, the automatic one first', () => {
    const rig = reading({ commit: 'auto', commitOnRevoke: true, perRecordMs: 500 });
    rig.append('orders', 0, 8);
    rig.answers.Heartbeat = (message) => rig.error('HeartbeatResponse', message, 'REBALANCE_IN_PROGRESS');
    rig.run(6000);
    expect(commits(rig).slice(0, 2)).toEqual([
      [8, 'auto'],
      [8, 'revoke'],
    ]);
    expect(rig.kinds('commit.sent', 'partitions.revoked').slice(0, 3)).toEqual(['commit.sent', 'commit.sent', 'partitions.revoked']);
  });

  it('O2: close() after an exception commits the positions, unprocessed records included: they are skipped', () => {
    const simulation = createSimulation(
      parseScenario(`partita: 1
brokers: 1
topics: { orders: { partitions: 1 } }
producers: { web: { config: { linger.ms: 200 }, workload: { topic: orders, everyMs: 10, count: 10 } } }
groups:
  billing:
    topics: [orders]
    config: { auto.offset.reset: earliest }
    app: { commit: auto, failOn: { offset: 4, topic: orders }, onError: close }
    members: [{ id: billing-1, joinAt: 1s }]
`),
    );
    simulation.runUntil(10_000);
    expect(simulation.read().groups[0]?.offsets[0]?.committed).toBe(10);
    expect(simulation.read().ledger.groups['billing']).toMatchObject({ processed: 4, skipped: 6 });
    const skipped = simulation.read().ledger.breaches.filter(({ guarantee }) => guarantee === 'skipped');
    expect(skipped.every(({ fact }) => simulation.facts()[fact]?.kind === 'offsets.committed')).toBe(true);
  });

  it('O2, F4: a listener that commits what was processed takes the automatic commit back, and nothing is skipped', () => {
    const rig = reading({ commit: 'auto', commitOnRevoke: true, failOn: { offset: 2, partition: 0 }, onError: 'close' });
    rig.append('orders', 0, 5);
    rig.run(3000);
    expect(commits(rig)).toEqual([
      [5, 'close'],
      [2, 'revoke'],
    ]);
    expect(rig.committed).toEqual({ 'orders-0': 2 });
    expect(rig.state).toBe('failed');
  });

  it('O2, F4: where the automatic commit finds the place lost, the listener is not called', () => {
    const rig = reading({ commit: 'auto', commitOnRevoke: true, perRecordMs: 500 });
    rig.append('orders', 0, 4);
    rig.answers.Heartbeat = (message) => rig.error('HeartbeatResponse', message, 'REBALANCE_IN_PROGRESS');
    rig.answers.OffsetCommit = (message) => rig.error('OffsetCommitResponse', message, 'UNKNOWN_MEMBER_ID');
    rig.run(4000);
    expect(commits(rig).map(([, by]) => by)).not.toContain('revoke');
    expect(rig.facts('partitions.lost')).toHaveLength(1);
  });
});

describe('callbacks of asynchronous commits', () => {
  it('F4, asyncPerPoll: the callbacks run in the order of the commits, when the application calls the consumer again', () => {
    const rig = reading({ commit: 'asyncPerPoll', perRecordMs: 50 }, { config: { 'max.poll.records': 2 } });
    rig.append('orders', 0, 6);
    rig.run(3000);
    expect(rig.facts('commit.completed').map(({ offsets }) => offsets[0]?.offset)).toEqual([2, 4, 6]);
    const [first] = rig.facts('commit.completed');
    const answeredAt = rig.facts('commit.sent')[0]!.at + 20;
    // Its answer came while the next two records were being processed; the callback waits for the thread.
    expect(first!.at).toBe(rig.facts('commit.sent')[1]!.at);
    expect(first!.at).toBeGreaterThan(answeredAt);
  });

  it('F4, asyncPerPoll: a failure reaches the callback in its turn', () => {
    const rig = reading({ commit: 'asyncPerPoll', perRecordMs: 50 }, { config: { 'max.poll.records': 2 } });
    let asked = 0;
    rig.answers.OffsetCommit = (message) =>
      ++asked === 2 ? rig.error('OffsetCommitResponse', message, 'COORDINATOR_LOAD_IN_PROGRESS') : undefined;
    rig.append('orders', 0, 6);
    rig.run(3000);
    expect(rig.kinds('commit.completed', 'commit.failed')).toEqual(['commit.completed', 'commit.failed', 'commit.completed']);
  });

  it('O2: an automatic commit has no callback', () => {
    const rig = reading({});
    rig.append('orders', 0, 2);
    rig.run(12_000);
    expect(rig.facts('commit.sent').length).toBeGreaterThan(0);
    expect(rig.facts('commit.completed')).toEqual([]);
  });
});
