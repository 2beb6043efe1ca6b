/** G8, G5: the cooperative protocol, as whole groups live through it. */
import { describe, expect, it } from 'vitest';
import { parseScenarioValue } from '../../src/sim/index.ts';
import { consumingRig } from './support/consumerRig.ts';
import { groupOf, groupWorld, owners, told, type GroupStory } from './support/groupWorld.ts';

const COOPERATIVE = { 'partition.assignment.strategy': ['cooperative-sticky'] };
/** Two members share six partitions; a third joins when much is going on. */
const joined = (more: Partial<GroupStory> = {}) =>
  groupWorld({ config: COOPERATIVE, app: { perRecordMs: 20 }, members: ['c1', 'c2', { id: 'c3', joinAt: 10_000 }], ...more });
const name = ({ topic, partition }: { topic: string; partition: number }) => `${topic}-${partition}`;

describe('the two rounds (G8)', () => {
  const run = joined();
  const model = run.runUntil(20_000);
  const second = told(run, 'rebalance.completed').filter(({ at }) => at > 10_000);

  it('G8: the first round withholds what still is owned, the second hands it over', () => {
    expect(second.map(({ generation, assignment }) => [generation, assignment['c3']?.length])).toEqual([
      [2, 0],
      [3, 2],
    ]);
    const withheld = new Set(Object.values(second[0]!.assignment).flat().map(name));
    expect(withheld.size).toBe(4);
    expect(owners(model)).toEqual({ c1: [0, 2], c2: [1, 3], c3: [4, 5] });
  });

  it('G8: only what moves is revoked, after SyncGroup, and that triggers the second rebalance', () => {
    const revoked = told(run, 'partitions.revoked');
    expect(revoked.flatMap(({ partitions }) => partitions).map(({ partition }) => partition)).toEqual([4, 5]);
    for (const { at } of revoked) expect(at).toBeGreaterThan(second[0]!.at);
    expect(told(run, 'rebalance.started').map(({ reason }) => reason)).toEqual(['join', 'join', 'rejoin']);
    expect(told(run, 'consumer.joining').filter(({ reason }) => reason === 'revoked')).toHaveLength(2);
  });

  it('G8: onPartitionsAssigned hears only what is new', () => {
    const heard = told(run, 'partitions.assigned').filter(({ at }) => at > 10_000);
    expect(heard.map(({ member, added, owned }) => [member, added.length, owned.length]).filter(([, added]) => added !== 0)).toEqual([
      ['c3', 2, 2],
    ]);
    expect(heard.filter(({ member }) => member === 'c1').map(({ owned }) => owned.length)).toEqual([2, 2]);
  });

  it('A6: the report counts two rounds, two partitions moved and stopped, and none of the others', () => {
    expect(groupOf(model).rebalances.at(-1)).toMatchObject({
      rounds: 2,
      moved: 2,
      movedFromLive: 2,
      stopped: 2,
      protocol: 'cooperative-sticky',
    });
  });

  // c2 is busy for seconds with what it has polled, so that c1 waits in JoinGroup.
  const slow = joined({
    members: ['c1', { id: 'c2', app: { perRecordMs: 400 } }, { id: 'c3', joinAt: 10_000 }],
    everyMs: 40,
  });
  const late = slow.runUntil(50_000);

  it('G8: while JoinGroup waits for the others, its poll() returns what it owns and processes it', () => {
    const asked = told(slow, 'consumer.joining').find(({ member, at }) => member === 'c1' && at > 10_000)!;
    const answered = told(slow, 'rebalance.completed').find(({ at }) => at > asked.at)!;
    expect(answered.at - asked.at).toBeGreaterThan(2000);
    const between = <T extends { readonly at: number; readonly member: string }>(facts: readonly T[]) =>
      facts.filter(({ at, member }) => member === 'c1' && at > asked.at && at < answered.at);
    expect(between(told(slow, 'record.processed')).length).toBeGreaterThan(20);
    expect(between(told(slow, 'poll.returned')).length).toBeGreaterThan(5);
  });

  it('O2: it commits before JoinGroup and not again after SyncGroup: what was read of the moved partitions meanwhile is read twice', () => {
    const [revoked] = told(slow, 'partitions.revoked').filter(({ member }) => member === 'c1');
    const moved = revoked?.partitions[0]?.partition;
    const asked = told(slow, 'consumer.joining').find(({ member, at }) => member === 'c1' && at > 10_000)!;
    const meanwhile = told(slow, 'record.processed').filter(
      ({ member, partition, at }) => member === 'c1' && partition === moved && at > asked.at,
    );
    expect(meanwhile.length).toBeGreaterThan(0);
    expect(late.ledger.groups['g']).toMatchObject({ skipped: 0 });
    expect(late.ledger.groups['g']?.duplicates).toBeGreaterThanOrEqual(meanwhile.length);
  });

  it('F4: an application that commits in onPartitionsRevoked does it before what moves is taken away, so nothing is read twice', () => {
    const careful = joined({ everyMs: 20, app: { perRecordMs: 1, commit: 'syncPerPoll', commitOnRevoke: true } });
    const { ledger } = careful.runUntil(13_000);
    const commits = told(careful, 'commit.sent').filter(({ by }) => by === 'revoke');
    expect(commits.map(({ generation }) => generation)).toEqual([2, 2]);
    expect(ledger.groups['g']).toMatchObject({ duplicates: 0, skipped: 0 });
  });

  it('O3: a commit that the application makes during the rebalance is refused with RebalanceInProgressException', () => {
    const eachPoll = joined({
      members: ['c1', { id: 'c2', app: { perRecordMs: 400, commit: 'auto' } }, { id: 'c3', joinAt: 10_000 }],
      app: { perRecordMs: 20, commit: 'syncPerPoll' },
    });
    eachPoll.runUntil(16_000);
    expect(new Set(told(eachPoll, 'commit.failed').map(({ member, exception }) => `${member} ${exception}`))).toEqual(
      new Set(['c1 RebalanceInProgressException']),
    );
  });
});

describe('the commit before JoinGroup (G8, O2)', () => {
  const readsWhileCommitting = (profile: '2.8' | '4.3'): number => {
    const rig = consumingRig({ profile, config: { ...COOPERATIVE, 'auto.offset.reset': 'earliest' } });
    rig.append('orders', 0, 5);
    rig.run(1000);
    rig.answers.Heartbeat = (message) => rig.error('HeartbeatResponse', message, 'REBALANCE_IN_PROGRESS');
    rig.answers.OffsetCommit = () => 'silence';
    rig.run(3400);
    expect(rig.requests('OffsetCommit')).toHaveLength(1);
    rig.append('orders', 0, 5);
    rig.run(5000);
    expect(rig.requests('JoinGroup')).toHaveLength(2);
    return rig.facts('record.processed').length;
  };

  it('G8, O2: JoinGroup waits for its answer, the application does not; a client of 2.8 made it wait as well', () => {
    expect(readsWhileCommitting('4.3')).toBe(10);
    expect(readsWhileCommitting('2.8')).toBe(5);
  });
});

describe('other ends of a cooperative member (G8)', () => {
  it('G8: when somebody dies nothing of the living is revoked: one round, and only the dead one’s partitions stand still', () => {
    const run = groupWorld({ config: COOPERATIVE, members: ['c1', 'c2', 'c3'], script: [{ at: 10_000, do: 'crash', target: 'c2' }] });
    const model = run.runUntil(25_000);
    expect(told(run, 'partitions.revoked')).toEqual([]);
    expect(groupOf(model).rebalances.at(-1)).toMatchObject({ reason: 'expired', rounds: 1, moved: 2, movedFromLive: 0, stopped: 2 });
    expect(model.ledger.groups['g']).toMatchObject({ skipped: 0 });
  });

  it('G8: who lost its place loses everything it kept, without a commit, and joins as a newcomer', () => {
    const run = groupWorld({
      config: COOPERATIVE,
      members: ['c1', 'c2'],
      script: [
        { at: 10_000, do: 'pause', target: 'c2' },
        { at: 20_000, do: 'resume', target: 'c2' },
      ],
    });
    const model = run.runUntil(35_000);
    expect(told(run, 'partitions.lost').map(({ member, partitions }) => [member, partitions.length])).toEqual([['c2', 3]]);
    expect(owners(model)['c2']).toHaveLength(3);
  });

  it('G8: a topic that is not subscribed to any more is given up before JoinGroup, the rest is kept', () => {
    const run = groupWorld({
      config: COOPERATIVE,
      members: ['c1'],
      everyMs: 0,
      more: {
        topics: { orders: { partitions: 2 }, bills: { partitions: 2 } },
        groups: { g: { topics: ['orders', 'bills'], members: ['c1'], config: COOPERATIVE } },
      },
      script: [{ at: 10_000, do: 'subscribe', member: 'c1', topics: ['bills'] }],
    });
    run.runUntil(15_000);
    const [revoked, more] = told(run, 'partitions.revoked');
    expect(more).toBeUndefined();
    expect(revoked?.partitions.map(name)).toEqual(['orders-0', 'orders-1']);
    expect(revoked!.at).toBeLessThanOrEqual(told(run, 'consumer.joining').at(-1)!.at);
    expect(told(run, 'partitions.assigned').at(-1)).toMatchObject({ added: [], owned: [{ topic: 'bills' }, { topic: 'bills' }] });
  });
});

describe('which protocol a group and its clients speak (G5)', () => {
  it('G5: a client with range and cooperative-sticky runs eager, whichever the group elects', () => {
    const strategies = { 'partition.assignment.strategy': ['cooperative-sticky', 'range'] };
    const run = groupWorld({ config: strategies, members: ['c1', 'c2', { id: 'c3', joinAt: 10_000 }] });
    const model = run.runUntil(20_000);
    expect(groupOf(model).protocol).toBe('cooperative-sticky');
    expect(groupOf(model).rebalances.at(-1)).toMatchObject({ rounds: 1, stopped: 6 });
    expect(told(run, 'partitions.revoked').map(({ partitions }) => partitions.length)).toEqual([3, 3]);
  });

  it('G5: from range to cooperative-sticky by two rolling bounces, without a generation that cannot agree', () => {
    const bounce = (at: number, strategy: readonly string[]) =>
      ['c1', 'c2', 'c3'].map((target, i) => ({
        at: at + i * 4000,
        do: 'setConfig',
        target,
        config: { 'partition.assignment.strategy': strategy },
      }));
    const run = groupWorld({
      config: { 'partition.assignment.strategy': ['range'] },
      members: ['c1', 'c2', 'c3'],
      script: [...bounce(10_000, ['range', 'cooperative-sticky']), ...bounce(25_000, ['cooperative-sticky'])],
    });
    const model = run.runUntil(45_000);
    expect(told(run, 'join.refused', 'consumer.failed')).toEqual([]);
    const protocols = told(run, 'rebalance.completed').map(({ at, protocol }) => [at > 25_000, protocol]);
    expect(protocols.every(([second, protocol]) => (second === true) === (protocol === 'cooperative-sticky'))).toBe(true);
    expect(Object.values(owners(model)).flat().toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(model.ledger.groups['g']).toMatchObject({ duplicates: 0, skipped: 0 });
  });

  it('G5: a cooperative-sticky member cannot come into a group of range: INCONSISTENT_GROUP_PROTOCOL', () => {
    const late = { id: 'c3', joinAt: 10_000, config: COOPERATIVE };
    const run = groupWorld({ config: { 'partition.assignment.strategy': ['range'] }, members: ['c1', late] });
    run.runUntil(15_000);
    expect(told(run, 'join.refused')[0]).toMatchObject({ member: 'c3', error: 'INCONSISTENT_GROUP_PROTOCOL' });
    expect(told(run, 'consumer.failed')[0]).toMatchObject({ error: 'InconsistentGroupProtocolException' });
  });

  it('G5, V: 2.3 has no cooperative-sticky, and says which versions have it', () => {
    const old = {
      partita: 1,
      kafka: '2.3',
      brokers: 1,
      topics: { t: {} },
      groups: { g: { topics: ['t'], members: ['c1'], config: COOPERATIVE } },
    };
    expect(() => parseScenarioValue(old)).toThrow(/cooperative-sticky.*2\.8/);
  });
});
