import { describe, expect, it } from 'vitest';
import type { FactBody } from '../../src/sim/facts.ts';
import { createChecker, invariants } from '../../src/sim/invariants/index.ts';
import { append, EMPTY_LOG, truncate } from '../../src/sim/kafka/log.ts';
import { insert } from '../../src/sim/kernel/queue.ts';
import type { Entry, World } from '../../src/sim/kernel/world.ts';
import type { LogRecord, MetadataImage, PartitionMetadata } from '../../src/sim/messages.ts';
import type { Told } from './support/told.ts';
import { tell } from './support/told.ts';
import { actor, record, worldOf } from './support/worlds.ts';

/** Which claims the last of these worlds breaks, each judged after the one before. */
function broken(...worlds: readonly World[]): string[] {
  const check = createChecker();
  const verdicts = worlds.map((world, turn) => check({ ...world, turn, scenario: worlds[0]?.scenario ?? world.scenario }, []));
  for (const earlier of verdicts.slice(0, -1)) expect(earlier).toEqual([]);
  return [...new Set(verdicts.at(-1)?.map(({ invariant }) => invariant))];
}

const log = (...records: readonly LogRecord[]) => append(EMPTY_LOG, records);
const replica = (broker: number, context: object, state = 'follower') =>
  actor(
    `replica:orders-0@${broker}`,
    {
      topic: 'orders',
      partition: 0,
      broker,
      log: EMPTY_LOG,
      highWatermark: 0,
      leaderEpoch: 0,
      replicas: [1, 2],
      isr: { isr: [1, 2], partitionEpoch: 0, proposed: null },
      ...context,
    },
    state,
  );
const controller = (image: Partial<MetadataImage>, context: object = {}, state = 'active') =>
  actor(
    'controller:controller-1',
    { image: { ...emptyImage, ...image }, log: { image: { ...emptyImage, ...image } }, epoch: 1, ...context },
    state,
  );
const emptyImage: MetadataImage = { version: 1, controllerEpoch: 1, controller: 'controller:controller-1', brokers: {}, topics: {} };
const partition = (more: Partial<PartitionMetadata>): Pick<MetadataImage, 'topics'> => ({
  topics: {
    orders: {
      name: 'orders',
      config: {},
      partitions: [{ partition: 0, leader: 1, leaderEpoch: 3, partitionEpoch: 5, replicas: [1, 2], isr: [1, 2], ...more }],
    },
  },
});

describe('a sound world breaks nothing (D2)', () => {
  it('D2: every claim holds of leader, follower, controller, group, members and producer in good order', () => {
    const records = [record(0), record(1)];
    const world = worldOf(
      controller(partition({})),
      replica(1, { log: log(...records), highWatermark: 2 }, 'leader'),
      replica(2, { log: log(...records), highWatermark: 1 }),
      group({}),
      member('m1', { partitions: owned(1) }),
      producer({}),
    );
    expect(broken(world)).toEqual([]);
    expect(broken(world, { ...world })).toEqual([]);
  });
});

describe('logs and replicas (D2)', () => {
  it('L2: a high watermark past the log end', () => {
    expect(broken(worldOf(replica(1, { highWatermark: 1 })))).toEqual(['L2: log start ≤ last stable offset ≤ high watermark ≤ log end']);
  });

  it('L1: a gap in the offsets, an epoch that falls', () => {
    const claim = 'L1: offsets are dense, epochs never fall along a log';
    const gap = { ...log(record(0), record(1)), tail: [record(0), record(7)] };
    expect(broken(worldOf(replica(1, { log: gap })))).toEqual([claim]);
    const falling = log(record(0, { leaderEpoch: 2 }), record(1, { leaderEpoch: 1 }));
    expect(broken(worldOf(replica(1, { log: falling })))).toEqual([claim]);
    const grown = append(log(record(0, { leaderEpoch: 2 })), [record(1, { leaderEpoch: 1 })]);
    expect(broken(worldOf(replica(1, { log: log(record(0, { leaderEpoch: 2 })) })), worldOf(replica(1, { log: grown })))).toEqual([claim]);
  });

  it('D2: an ISR with a stranger in it, or without its leader', () => {
    const claim = 'D2: ISR ⊆ replicas, and the leader is one of the ISR';
    expect(broken(worldOf(controller(partition({ isr: [1, 3] }))))).toEqual([claim]);
    expect(broken(worldOf(controller(partition({ isr: [2] }))))).toEqual([claim]);
    const proposing = { isr: { isr: [1], partitionEpoch: 0, proposed: [1, 3] } };
    expect(broken(worldOf(replica(1, proposing, 'leader')))).toEqual([claim]);
  });

  it('D2: two leaders in one epoch, at once or one after the other', () => {
    const claim = 'D2: at most one leader per partition and epoch';
    expect(broken(worldOf(replica(1, {}, 'leader'), replica(2, {}, 'leader')))).toEqual([claim]);
    expect(broken(worldOf(replica(1, {}, 'leader'), replica(2, { leaderEpoch: 1 }, 'leader')))).toEqual([]);
    const leads = (broker: number): FactBody => ({
      kind: 'replica.led',
      topic: 'orders',
      partition: 0,
      broker,
      leaderEpoch: 4,
      logEndOffset: 0,
      highWatermark: 0,
    });
    expect(judged([0, leads(1)], [0, leads(1)])).toEqual([]);
    expect(judged([0, leads(1)], [0, leads(2)])).toEqual([claim]);
  });

  it('D2: copies that differ below both high watermarks, however late that comes to light', () => {
    const claim = 'D2: replicas agree below the smaller high watermark (clean elections)';
    const mine = { log: log(record(0), record(1)), highWatermark: 2 };
    const theirs = log(record(0), record(1, { number: 99 }));
    expect(broken(worldOf(replica(1, mine), replica(2, { log: theirs, highWatermark: 1 })))).toEqual([]);
    expect(
      broken(
        worldOf(replica(1, mine), replica(2, { log: theirs, highWatermark: 1 })),
        worldOf(replica(1, mine), replica(2, { log: theirs, highWatermark: 2 })),
      ),
    ).toEqual([claim]);
    const rewritten = append(truncate(mine.log, 0), [record(0, { number: 98 }), record(1)]);
    const good = replica(2, { log: log(record(0), record(1)), highWatermark: 2 });
    expect(broken(worldOf(replica(1, mine), good), worldOf(replica(1, { ...mine, log: rewritten }), good))).toEqual([claim]);
    const unclean = worldOf(replica(1, mine), replica(2, { log: theirs, highWatermark: 2 }), controller({}));
    const scenario = { ...unclean.scenario, cluster: { config: { 'unclean.leader.election.enable': true } } };
    expect(broken({ ...unclean, scenario })).toEqual([]);
  });

  it('D2: epochs that go back', () => {
    const claim = 'D2: epochs never go back';
    expect(broken(worldOf(replica(1, { leaderEpoch: 4 })), worldOf(replica(1, { leaderEpoch: 3 })))).toEqual([claim]);
    expect(broken(worldOf(replica(1, { leaderEpoch: 4 })), worldOf(replica(1, { leaderEpoch: -1 })))).toEqual([]);
    expect(broken(worldOf(controller(partition({}))), worldOf(controller(partition({ leaderEpoch: 2 }))))).toEqual([claim]);
    expect(broken(worldOf(controller(partition({}))), worldOf(controller(partition({ partitionEpoch: 4 }))))).toEqual([claim]);
    expect(broken(worldOf(controller({ version: 8 })), worldOf(controller({ version: 7 })))).toEqual([claim]);
    expect(broken(worldOf(controller({}, { epoch: 2 })), worldOf(controller({}, { epoch: 1 })))).toEqual([claim]);
  });

  it('C1: two active controllers in one epoch', () => {
    const second = actor('controller:controller-2', { image: emptyImage, log: { image: emptyImage }, epoch: 1 }, 'active');
    expect(broken(worldOf(controller({}), second))).toEqual(['C1: one active controller per epoch']);
  });
});

const group = (context: object, state = 'Stable') =>
  actor('group:billing@1', { state, generation: 4, members: {}, writes: {}, committed: {}, ...context }, state);
const member = (id: string, { partitions = {}, generation = 4 }: { partitions?: object; generation?: number }) =>
  actor(
    `consumer:${id}`,
    { self: { id, group: 'billing' }, member: { memberId: id, generation, phase: 'stable' }, reading: { partitions } },
    'processing',
  );
const owned = (position: number | null) => ({ 'orders-0': { topic: 'orders', partition: 0, position } });
const belongs = (process: string) => ({ [process]: { process, assignment: [{ topic: 'orders', partition: 0 }] } });

describe('groups (D2)', () => {
  it('D2: a generation that goes back while its coordinator holds the group', () => {
    expect(broken(worldOf(group({})), worldOf(group({ generation: 3 })))).toEqual(['D2: generations never go back']);
    expect(broken(worldOf(group({}, 'Unloaded')), worldOf(group({ generation: 3 })))).toEqual([]);
  });

  it('G9: two owners of a partition, as the coordinator says or as the members believe', () => {
    const claim = 'G9: at most one current owner per partition and generation';
    expect(broken(worldOf(group({ members: { ...belongs('m1'), ...belongs('m2') } })))).toEqual([claim]);
    expect(broken(worldOf(member('m1', { partitions: owned(null) }), member('m2', { partitions: owned(null) })))).toEqual([claim]);
    expect(broken(worldOf(member('m1', { partitions: owned(null) }), member('m2', { partitions: owned(null), generation: 3 })))).toEqual(
      [],
    );
  });

  it('D2: a commit of another generation that was accepted', () => {
    const claim = 'D2: accepted group commits are current';
    const commit = (generation: number) => ({ writes: { 0: { kind: 'commit', generation, process: 'm1', offsets: [] } } });
    expect(broken(worldOf(group(commit(4))))).toEqual([]);
    expect(broken(worldOf(group(commit(3))))).toEqual([claim]);
    expect(broken(worldOf(group(commit(-1))))).toEqual([]);
    expect(broken(worldOf(group({ ...commit(-1), members: belongs('m1') })))).toEqual([claim]);
  });

  it('D2: a position before the committed offset, or past the true high watermark', () => {
    const claim = 'D2: committed ≤ position ≤ the true HW for current owners (no seek, clean elections)';
    const cluster = [
      controller(partition({})),
      replica(1, { log: log(record(0), record(1)), highWatermark: 1 }, 'leader'),
      replica(2, { log: log(record(0)) }),
    ];
    const committed = { members: { m1: { process: 'm1', assignment: [] } }, committed: { 'orders-0': { offset: 1 } } };
    const at = (position: number) => worldOf(...cluster, group(committed), member('m1', { partitions: owned(position) }));
    expect(broken(at(1))).toEqual([]);
    expect(broken(at(0))).toEqual([claim]);
    expect(broken(at(2))).toEqual([claim]);
    const before = worldOf(...cluster, group({ ...committed, committed: {} }), member('m1', { partitions: owned(0) }));
    expect(broken(before, worldOf(...cluster, group(committed), ...before.cells.flat().filter(({ id }) => id === 'consumer:m1')))).toEqual([
      claim,
    ]);
    expect(
      judgedIn(at(2), [0, { kind: 'position.set', group: 'billing', member: 'm1', topic: 'orders', partition: 0, offset: 2, by: 'seek' }]),
    ).toEqual([]);
  });
});

const batch = { ordinal: 0, memory: 100, topic: 'orders', partition: 0, records: [] };
const producer = (context: object) =>
  actor('producer:web', {
    accumulator: { queues: { orders: [{ batches: [batch] }] }, memoryUsed: 100 },
    connections: {},
    client: { config: { maxInFlight: 1, bufferMemory: 150 } },
    ...context,
  });

describe('producers (D2, D1)', () => {
  it('D2: more in flight than allowed, more memory than there is', () => {
    const claim = 'D2: in-flight and memory bounds';
    const flying = (purpose: string) => ({ connections: { 1: { broker: 1, inFlight: [request, { ...request, purpose }] } } });
    const request = { purpose: 'produce', batches: [batch] };
    expect(broken(worldOf(producer(flying('produce'))))).toEqual([claim]);
    expect(broken(worldOf(producer(flying('metadata'))))).toEqual([]);
    const large = { queues: { orders: [{ batches: [{ ...batch, memory: 200 }] }] }, memoryUsed: 200 };
    expect(broken(worldOf(producer({ accumulator: large })))).toEqual([claim]);
  });

  it('D2: memory that no batch holds', () => {
    const leaking = { queues: {}, memoryUsed: 100 };
    expect(broken(worldOf(producer({ accumulator: leaking })))).toEqual(['D2: the memory of a producer is that of its batches']);
  });

  it('D1: a record that ends twice, or is sent twice', () => {
    const claim = 'D1: every record has one fate';
    const run = { topic: 'orders', partition: 0, producer: 'web', numbers: [0] };
    const acknowledged: FactBody = { kind: 'batch.acknowledged', ...run, baseOffset: 0, acks: 1, latencyMs: 1 };
    const failed: FactBody = { kind: 'batch.failed', ...run, error: 'TimeoutException' };
    const sent: FactBody = {
      kind: 'record.sent',
      topic: 'orders',
      partition: 0,
      producer: 'web',
      number: 0,
      key: null,
      bytes: 1,
      by: 'sticky',
    };
    expect(judged([0, sent], [0, acknowledged])).toEqual([]);
    expect(judged([0, sent], [0, acknowledged], [0, failed])).toEqual([claim]);
    expect(judged([0, sent], [0, sent])).toEqual([claim]);
  });

  it('D1: a fate that was taken back by going back in time may come again', () => {
    const run = { topic: 'orders', partition: 0, producer: 'web', numbers: [0] };
    const facts = tell([0, { kind: 'batch.failed', ...run, error: 'TimeoutException' }]);
    const check = createChecker();
    const world = { ...worldOf(), factCount: 1 };
    expect([...check(world, facts), ...check(world, facts)]).toEqual([]);
  });
});

describe('the kernel (N1, N2)', () => {
  const message = {
    kind: 'message',
    at: 5,
    seq: 0,
    from: 'a:a',
    to: 'b:b',
    message: { type: 'x' },
    connection: 'main',
    sentAt: 0,
    incarnation: 0,
    cause: null,
  } as const;
  const timer = { kind: 'timer', at: 5, seq: 0, to: 'producer:web', id: 'linger', message: { type: 'x' }, cause: null } as const;

  it('N2: a message that nobody counted', () => {
    const world = { ...worldOf(), queue: insert<Entry>(null, message) };
    expect(broken(world)).toEqual(['N2: messages sent = delivered + dropped + in flight']);
    expect(broken({ ...world, counters: { sent: 1, delivered: 0, dropped: 0 } })).toEqual([]);
  });

  it('N1: a timer its actor has forgotten', () => {
    const world = worldOf(producer({}));
    expect(broken({ ...world, queue: insert<Entry>(null, timer) })).toEqual(['N1: every timer that is due is known to its actor']);
  });

  it('N1: time that goes back, and something due that was left behind', () => {
    const claim = 'N1: time moves on, and nothing due was left behind';
    expect(broken({ ...worldOf(), at: 9 }, { ...worldOf(), at: 8 })).toEqual([claim]);
    const late = { ...worldOf(), at: 9, queue: insert<Entry>(null, message), counters: { sent: 1, delivered: 0, dropped: 0 } };
    expect(broken(late)).toEqual([claim]);
  });

  it('N1: a fact out of its order, before its cause, or of another time', () => {
    const claim = 'N1: facts are numbered in order, and causes come before them';
    const closed: FactBody = { kind: 'producer.closed', producer: 'web' };
    expect(judged([0, closed], [0, closed, 0])).toEqual([]);
    expect(judged([0, closed], [0, closed, 1])).toEqual([claim]);
    expect(judged([0, closed], [3, closed])).toEqual([claim]);
    expect(createChecker()({ ...worldOf(), factCount: 9 }, tell([0, closed]))).toMatchObject([{ invariant: claim }]);
  });
});

/** Which claims these facts break, in an empty world or in one given. */
const judged = (...story: readonly Told[]): string[] => judgedIn(worldOf(), ...story);
function judgedIn(world: World, ...story: readonly Told[]): string[] {
  const facts = tell(...story);
  return [...new Set(createChecker()({ ...world, factCount: facts.length }, facts).map(({ invariant }) => invariant))];
}

it('D2: every invariant of the register is tested above', async () => {
  const text = await import('node:fs').then(({ readFileSync }) => readFileSync(new URL(import.meta.url), 'utf8'));
  for (const { name } of invariants) expect(text).toContain(name);
});
