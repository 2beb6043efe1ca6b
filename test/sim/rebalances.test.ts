import { describe, expect, it } from 'vitest';
import type { TopicPartition } from '../../src/sim/address.ts';
import type { MemberSubscription } from '../../src/sim/assignors/index.ts';
import { assignorNamed } from '../../src/sim/assignors/index.ts';
import type { FactBody, RebalanceReason } from '../../src/sim/facts.ts';
import { createFold } from '../../src/sim/guarantees/index.ts';
import type { RebalanceReport } from '../../src/sim/model.ts';
import type { Told } from './support/told.ts';
import { tell } from './support/told.ts';

type Owned = Readonly<Record<string, readonly TopicPartition[]>>;

/** A group under an eager assignor, telling the facts its coordinator and its members would. */
class Story {
  readonly told: Told[] = [];
  private owned: Owned = {};
  private generation = 0;
  private readonly assignor;
  private readonly topics: Readonly<Record<string, number>>;

  constructor(assignor: string, topics: Readonly<Record<string, number>>) {
    const found = assignorNamed(assignor);
    if (found === undefined) throw new Error(`no assignor ${assignor}`);
    this.assignor = found;
    this.topics = topics;
  }

  say(at: number, body: FactBody, cause: number | null = null): void {
    this.told.push([at, body, cause]);
  }

  /** Who still lives gives everything up, and 20 ms after the assignment the members have theirs. */
  rebalance(at: number, reason: RebalanceReason, member: string, members: readonly string[]): void {
    this.say(at, { kind: 'rebalance.started', group: 'g', reason, member, generation: this.generation });
    for (const id of members)
      if (this.owned[id] !== undefined)
        this.say(at + 100, { kind: 'partitions.revoked', group: 'g', member: id, partitions: this.owned[id] });
    const subscriptions: MemberSubscription[] = members.map((memberId) => ({
      memberId,
      groupInstanceId: null,
      topics: Object.keys(this.topics),
      owned: this.owned[memberId] ?? [],
      generation: this.owned[memberId] === undefined ? null : this.generation,
      rack: null,
    }));
    const assignment = this.assignor.assign({ partitionsPerTopic: this.topics, members: subscriptions });
    this.generation++;
    this.owned = Object.fromEntries(members.map((id) => [id, assignment[id] ?? []]));
    this.say(at + 200, {
      kind: 'rebalance.completed',
      group: 'g',
      generation: this.generation,
      protocol: this.assignor.name,
      leader: members[0] ?? '',
      assignment: this.owned,
    });
    for (const id of members) this.assigned(at + 220, id);
  }

  private assigned(at: number, member: string): void {
    const owned = this.owned[member] ?? [];
    this.say(at, { kind: 'partitions.assigned', group: 'g', member, generation: this.generation, added: owned, owned });
  }

  /** The process dies; a session later the coordinator notices. */
  crash(at: number, member: string, survivors: readonly string[]): void {
    this.say(at, { kind: 'node.crashed', node: member });
    const fault = this.told.length - 1;
    this.say(at + 5500, { kind: 'member.expired', group: 'g', member, memberId: member, silentMs: 6000, reason: 'session' }, fault);
    this.rebalance(at + 5500, 'expired', member, survivors);
  }

  get reports(): readonly RebalanceReport[] {
    const facts = tell(...this.told);
    return createFold(facts).at(facts.length).rebalances['g'] ?? [];
  }
}

const preset = { orders: 2, payments: 2, refunds: 2 };
const group = (assignor: string, topics: Readonly<Record<string, number>>, ...members: string[]): Story => {
  const story = new Story(assignor, topics);
  story.rebalance(0, 'join', members[0] ?? '', members);
  return story;
};

describe('what a rebalance cost (A6)', () => {
  it('A6: the first assignment moves and stops nothing', () => {
    const [first] = group('range', preset, '1', '2', '3').reports;
    expect(first).toMatchObject({ at: 0, endedAt: 200, reason: 'join', generation: 1, protocol: 'range', rounds: 1 });
    expect(first).toMatchObject({ moved: 0, movedFromLive: 0, stopped: 0, pausedMs: 0, detectionMs: 0 });
    expect(first?.moves[0]).toEqual({ topic: 'orders', partition: 0, from: null, to: '1', pausedMs: 0 });
  });

  it.each([
    ['range', 3],
    ['roundrobin', 4],
    ['sticky', 2],
  ] as const)('A6: one topic of six, under %s the crash of the first of three moves %i', (assignor, moved) => {
    const story = group(assignor, { orders: 6 }, 'c1', 'c2', 'c3');
    story.crash(10_000, 'c1', ['c2', 'c3']);
    expect(story.reports[1]).toMatchObject({ moved, reason: 'expired', generation: 2 });
  });

  it.each([
    ['range', 6, 3],
    ['roundrobin', 4, 2],
    ['sticky', 2, 0],
  ] as const)(
    'A6: the preset under %s: the crash of 1 moves %i, %i of them from the living, and stops all six',
    (assignor, moved, movedFromLive) => {
      const story = group(assignor, preset, '1', '2', '3');
      story.crash(10_000, '1', ['2', '3']);
      expect(story.reports[1]).toMatchObject({ moved, movedFromLive, stopped: 6, rounds: 1 });
    },
  );

  it('A6: paused time counts from the crash for the partitions of the dead, from the revocation for the others', () => {
    const story = group('sticky', { orders: 3 }, 'c1', 'c2', 'c3');
    story.crash(10_000, 'c1', ['c2', 'c3']);
    const report = story.reports[1];
    expect(report).toMatchObject({ detectionMs: 5500, pausedMs: 5720 });
    const paused = report?.moves.map((move) => [move.from, move.to === move.from, move.pausedMs]);
    expect(paused).toEqual([
      ['c1', false, 5720],
      ['c2', true, 120],
      ['c3', true, 120],
    ]);
  });

  it('A6: without a known fault detection is the silence itself', () => {
    const story = group('range', { orders: 2 }, 'c1', 'c2');
    story.say(20_000, { kind: 'member.expired', group: 'g', member: 'c1', memberId: 'c1', silentMs: 6000, reason: 'session' });
    story.rebalance(20_000, 'expired', 'c1', ['c2']);
    expect(story.reports[1]).toMatchObject({ detectionMs: 6000 });
  });

  it('A6: a zombie that is still reading does not pause its partitions, and loses them without effect', () => {
    const story = group('range', { orders: 2 }, 'c1', 'c2');
    story.rebalance(20_000, 'expired', 'c1', ['c2']);
    story.say(25_000, { kind: 'partitions.lost', group: 'g', member: 'c1', partitions: [{ topic: 'orders', partition: 0 }] });
    expect(story.reports[1]).toMatchObject({ stopped: 1, pausedMs: 120, moved: 1 });
  });

  it('A6: a process that is held up and goes on in time costs no rebalance and leaves no trace in the next one', () => {
    const story = group('range', { orders: 2 }, 'c1', 'c2');
    story.say(5000, { kind: 'node.paused', node: 'c1' });
    story.say(7000, { kind: 'node.resumed', node: 'c1', pausedMs: 2000 });
    story.rebalance(9000, 'join', 'c3', ['c1', 'c2', 'c3']);
    expect(story.reports).toHaveLength(2);
    expect(story.reports[1]).toMatchObject({ stopped: 2, pausedMs: 120, detectionMs: 0, moved: 0 });
  });

  it('A6: a join phase that another trigger interrupts belongs to the same rebalance', () => {
    const story = group('range', { orders: 2 }, 'c1', 'c2');
    story.say(9000, { kind: 'rebalance.started', group: 'g', reason: 'join', member: 'c3', generation: 1 });
    story.say(9500, { kind: 'rebalance.started', group: 'g', reason: 'join', member: 'c4', generation: 2 });
    story.rebalance(9600, 'join', 'c4', ['c1', 'c2', 'c3', 'c4']);
    expect(story.reports).toHaveLength(2);
    expect(story.reports[1]).toMatchObject({ at: 9000, rounds: 2 });
  });

  it('A6: the second round of the cooperative protocol belongs to the first', () => {
    const p0 = { topic: 'orders', partition: 0 };
    const p1 = { topic: 'orders', partition: 1 };
    const story = new Story('cooperative-sticky', { orders: 2 });
    const completed = (generation: number, assignment: Owned): FactBody => ({
      kind: 'rebalance.completed',
      group: 'g',
      generation,
      protocol: 'cooperative-sticky',
      leader: 'c1',
      assignment,
    });
    const assigned = (member: string, ...owned: TopicPartition[]): FactBody => ({
      kind: 'partitions.assigned',
      group: 'g',
      member,
      generation: 0,
      added: owned,
      owned,
    });
    story.say(0, { kind: 'rebalance.started', group: 'g', reason: 'join', member: 'c1', generation: 0 });
    story.say(100, completed(1, { c1: [p0, p1] }));
    story.say(120, assigned('c1', p0, p1));
    story.say(1000, { kind: 'rebalance.started', group: 'g', reason: 'join', member: 'c2', generation: 1 });
    story.say(1100, completed(2, { c1: [p0], c2: [] }));
    story.say(1120, { kind: 'partitions.revoked', group: 'g', member: 'c1', partitions: [p1] });
    story.say(1140, { kind: 'rebalance.started', group: 'g', reason: 'rejoin', member: 'c1', generation: 2 });
    story.say(1200, completed(3, { c1: [p0], c2: [p1] }));
    story.say(1220, assigned('c2', p1));
    expect(story.reports).toHaveLength(2);
    expect(story.reports[1]).toMatchObject({ at: 1000, endedAt: 1200, rounds: 2, moved: 1, movedFromLive: 1, stopped: 1, pausedMs: 100 });
  });

  it('A6: a group that everybody left begins anew: nothing moved', () => {
    const story = group('range', { orders: 2 }, 'c1');
    story.say(5000, { kind: 'rebalance.started', group: 'g', reason: 'leave', member: 'c1', generation: 1 });
    story.say(5000, { kind: 'group.changed', group: 'g', from: 'PreparingRebalance', to: 'Empty', generation: 2 });
    story.rebalance(9000, 'join', 'c2', ['c2']);
    expect(story.reports.map(({ endedAt, moved }) => [endedAt, moved])).toEqual([
      [200, 0],
      [5000, 0],
      [9200, 0],
    ]);
  });
});
