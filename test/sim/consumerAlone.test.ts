import { describe, expect, it } from 'vitest';
import { createSimulation, parseScenario, ScenarioError, type Simulation } from '../../src/sim/index.ts';
import { CommandError } from '../../src/sim/scenario/verbs/index.ts';
import { ofKind } from './support/scenes.ts';

/** Ten records in each of two partitions, one every 100 ms from 1 s on, and whoever is in the group. */
const world = (members: string, more = ''): Simulation =>
  createSimulation(
    parseScenario(`partita: 1
seed: 3
brokers: 3
topics: { orders: { partitions: 2, replicationFactor: 3 } }
producers:
  web:
    config: { linger.ms: 0 }
    workload:
      - { topic: orders, everyMs: 100, startAt: 1s, count: 10, partition: 0 }
      - { topic: orders, everyMs: 100, startAt: 1s, count: 10, partition: 1 }
groups:
  audit:
    ${members.includes('assign') ? '' : 'topics: [orders]'}
    config: { auto.offset.reset: earliest }
    members: [${members}]
    ${more}
`),
  );
const group = (simulation: Simulation) => simulation.read().groups[0]!;
const processed = (simulation: Simulation, member: string) =>
  ofKind(simulation.facts(), 'record.processed').filter((it) => it.member === member);
const problemsOf = (members: string): string => {
  try {
    world(members);
    return '';
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.problems.map(({ reason }) => reason).join('\n');
  }
};

describe('assign() without a group', () => {
  it('F3: a consumer that assigns itself partitions reads them without joining, heartbeating or a rebalance', () => {
    const simulation = world('{ id: auditor, assign: [orders-1] }');
    simulation.runUntil(6000);
    expect(processed(simulation, 'auditor').map(({ partition, offset }) => [partition, offset])).toEqual(
      Array.from({ length: 10 }, (_, offset) => [1, offset]),
    );
    const kinds = new Set(simulation.facts().map(({ kind }) => kind));
    for (const kind of ['consumer.joining', 'heartbeat.sent', 'rebalance.started', 'partitions.assigned'] as const)
      expect(kinds).not.toContain(kind);
    expect(group(simulation).state).toBe('Empty');
    expect(group(simulation).members[0]?.assignment).toEqual({ orders: [1] });
  });

  it('F3: two consumers may assign themselves the same partition: nobody keeps them apart', () => {
    const simulation = world('{ id: one, assign: [orders-0] }, { id: two, assign: [orders-0] }');
    simulation.runUntil(6000);
    expect(processed(simulation, 'one')).toHaveLength(10);
    expect(processed(simulation, 'two')).toHaveLength(10);
    expect(simulation.read().ledger.groups['audit']).toMatchObject({ processed: 20, duplicates: 10 });
  });

  it('O3: it commits under its group.id while the group is Empty, and goes on there after a restart', () => {
    const simulation = world('{ id: auditor, assign: [orders-0] }', 'app: { commit: syncPerPoll }');
    simulation.runUntil(5000);
    expect(group(simulation).offsets[0]?.committed).toBe(10);
    simulation.dispatch({ do: 'crash', target: 'auditor' });
    simulation.dispatch({ do: 'restart', target: 'auditor' });
    simulation.runUntil(9000);
    expect(ofKind(simulation.facts(), 'position.set').at(-1)).toMatchObject({ offset: 10, by: 'committed' });
    expect(processed(simulation, 'auditor')).toHaveLength(10);
  });

  it('O3: once the group has members its commit is refused with UNKNOWN_MEMBER_ID, and it reads on', () => {
    const simulation = createSimulation(
      parseScenario(`partita: 1
brokers: 1
topics: { orders: { partitions: 1 } }
producers: { web: { workload: { topic: orders, everyMs: 200, count: 60 } } }
groups:
  audit:
    topics: [orders]
    config: { auto.offset.reset: earliest }
    app: { commit: syncPerPoll }
    members: [member, { id: auditor, assign: [orders-0] }]
`),
    );
    simulation.runUntil(14_000);
    const refused = ofKind(simulation.facts(), 'commit.refused').filter(({ member }) => member === 'auditor');
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map(({ error }) => error))).toEqual(new Set(['UNKNOWN_MEMBER_ID']));
    expect(ofKind(simulation.facts(), 'commit.failed').at(-1)).toMatchObject({ member: 'auditor', exception: 'CommitFailedException' });
    expect(processed(simulation, 'auditor')).toHaveLength(60);
    expect(processed(simulation, 'member')).toHaveLength(60);
    expect(ofKind(simulation.facts(), 'consumer.joining').every(({ member }) => member === 'member')).toBe(true);
  });

  it('O2: it commits automatically as well, also when it closes', () => {
    const simulation = world('{ id: auditor, assign: "orders-0, orders-1" }');
    simulation.runUntil(4000);
    simulation.dispatch({ do: 'close', target: 'auditor' });
    simulation.runUntil(6000);
    expect(group(simulation).offsets.map(({ committed }) => committed)).toEqual([10, 10]);
    expect(ofKind(simulation.facts(), 'partitions.revoked')).toEqual([]);
    expect(ofKind(simulation.facts(), 'member.left')).toEqual([]);
    expect(group(simulation).absent).toEqual([{ id: 'auditor', state: 'closed' }]);
  });

  it('F3: whoever assigned itself partitions cannot subscribe: IllegalStateException', () => {
    const simulation = world('{ id: auditor, assign: [orders-0] }');
    simulation.runUntil(1000);
    expect(() => simulation.dispatch({ do: 'subscribe', member: 'auditor', topics: ['orders'] })).toThrow(CommandError);
    expect(problemsOf('{ id: auditor, assign: [orders-0], topics: [orders] }')).toMatch(/IllegalStateException/);
  });

  it('F3: a member that assigns itself partitions can be added while the group is at work', () => {
    const simulation = world('auditor');
    simulation.runUntil(8000);
    simulation.dispatch({ do: 'addMember', group: 'audit', id: 'guest', assign: 'orders-1' });
    simulation.runUntil(12_000);
    expect(ofKind(simulation.facts(), 'partitions.chosen')).toMatchObject([
      { member: 'guest', partitions: [{ topic: 'orders', partition: 1 }] },
    ]);
    expect(ofKind(simulation.facts(), 'rebalance.started')).toHaveLength(1);
  });

  it('F3: partitions that do not exist, and none at all, are told', () => {
    expect(problemsOf('{ id: auditor, assign: [orders-2] }')).toMatch(/"orders-2" is no partition: orders has partitions 0 to 1/);
    expect(problemsOf('{ id: auditor, assign: [order-0] }')).toMatch(/there is no topic "order"/);
    expect(problemsOf('{ id: auditor, assign: [] }')).toMatch(/name at least one partition/);
  });
});

describe('where to begin, by time', () => {
  it('F3: seek to a time goes to the first record of that time or later (offsetsForTimes)', () => {
    const simulation = world('auditor');
    simulation.runUntil(10_000);
    simulation.dispatch({ do: 'seek', member: 'auditor', topic: 'orders', partition: 0, time: '1.45s' });
    simulation.runUntil(12_000);
    expect(ofKind(simulation.facts(), 'position.set').at(-1)).toMatchObject({ partition: 0, offset: 5, by: 'time' });
    expect(
      processed(simulation, 'auditor')
        .slice(-5)
        .map(({ offset }) => offset),
    ).toEqual([5, 6, 7, 8, 9]);
  });

  it('F3: where no record is that young, it goes to the end', () => {
    const simulation = world('auditor');
    simulation.runUntil(10_000);
    simulation.dispatch({ do: 'seek', member: 'auditor', topic: 'orders', partition: 1, time: '9s' });
    simulation.runUntil(12_000);
    expect(ofKind(simulation.facts(), 'position.set').at(-1)).toMatchObject({ partition: 1, offset: 10, by: 'latest' });
  });

  it('F3: seek wants an offset or a time, not both and not neither', () => {
    const simulation = world('auditor');
    simulation.runUntil(10_000);
    const seek = { do: 'seek', member: 'auditor', topic: 'orders', partition: 0 };
    expect(simulation.check(seek)).toMatchObject([{ message: expect.stringContaining('say where to seek') as string }]);
    expect(simulation.check({ ...seek, to: 3, time: '1s' })).toHaveLength(1);
    expect(simulation.check({ ...seek, time: '1s' })).toEqual([]);
  });

  const late = (reset: string, { kafka = '4.3', everyMs = 1000 } = {}) =>
    createSimulation(
      parseScenario(`partita: 1
kafka: "${kafka}"
brokers: 1
topics: { orders: { partitions: 1 } }
producers: { web: { workload: { topic: orders, everyMs: ${everyMs}, count: 12 } } }
groups:
  audit:
    config: { auto.offset.reset: "${reset}", request.timeout.ms: 5s }
    members: [{ id: auditor, joinAt: 10s, assign: [orders-0] }]
`),
    );

  it('F2: by_duration begins with the records of that long ago', () => {
    const simulation = late('by_duration:PT3S');
    simulation.runUntil(11_500);
    expect(ofKind(simulation.facts(), 'position.set')).toMatchObject([{ by: 'time', offset: 8 }]);
  });

  it('F2: where no record is that young, by_duration asks again after request.timeout.ms; what came and aged meanwhile is never read', () => {
    const simulation = late('by_duration:PT0.5S', { everyMs: 4000 });
    simulation.runUntil(14_000);
    expect(ofKind(simulation.facts(), 'position.set')).toEqual([]);
    simulation.runUntil(25_000);
    const [position, ...more] = ofKind(simulation.facts(), 'position.set');
    expect(more).toEqual([]);
    expect(position).toMatchObject({ by: 'time', offset: 5 });
    expect(position!.at).toBeGreaterThan(20_000);
    expect(processed(simulation, 'auditor')[0]?.offset).toBe(5);
  });

  it('F2, V: by_duration is read as ISO 8601 writes times, and only 4.x knows it', () => {
    expect(() => late('by_duration:3s')).toThrow(/ISO 8601/);
    expect(() => late('by_duration:-PT3S')).toThrow(/ISO 8601/);
    expect(() => late('by_duration:PT3S', { kafka: '3.9' })).toThrow(/Kafka 3\.9 has no by_duration/);
    expect(() => late('by_duration:P1DT2H3M4.5S')).not.toThrow();
  });
});
