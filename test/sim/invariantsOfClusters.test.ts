import { describe, expect, it } from 'vitest';
import type { FactBody } from '../../src/sim/facts.ts';
import { append, truncate } from '../../src/sim/kafka/log.ts';
import {
  broken,
  controller,
  emptyImage,
  group,
  judged,
  judgedIn,
  log,
  member,
  owned,
  belongs,
  partition,
  producer,
  replica,
} from './support/broken.ts';
import { actor, record, worldOf } from './support/worlds.ts';

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
    const gap = { ...log(record(0), record(7)), sparse: false };
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
