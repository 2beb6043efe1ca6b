import { describe, expect, it } from 'vitest';
import { assignorNamed, type Assignment, type Assignor, type MemberSubscription, type TopicPartition } from '../../src/sim/assignors';

/** The numbers that the lesson about movers and the Rebalance view tell, from the assignors themselves. */

interface Change {
  /** Partitions whose owner changed, those of the dead included. */
  readonly moved: number;
  readonly movedFromLiving: number;
}

type Topics = Readonly<Record<string, number>>;

/** A group as its clients live it: what each remembers, and the generation. */
class Group {
  private memory = new Map<string, { owned: readonly TopicPartition[]; generation: number }>();
  private owners = new Map<string, string>();
  private generation = 0;
  private readonly assignor: Assignor;
  private readonly topics: Topics;

  constructor(name: Assignor['name'], topics: Topics) {
    const assignor = assignorNamed(name);
    if (!assignor) throw new Error(`no assignor ${name}`);
    this.assignor = assignor;
    this.topics = topics;
  }

  /** The group rebalances (as often as a cooperative protocol needs) to these members; whoever is new remembers nothing. */
  rebalance(...ids: string[]): Change & { readonly rounds: number; readonly stopped: number } {
    const before = this.owners;
    const living = ids.filter((id) => this.memory.has(id));
    this.memory = new Map([...this.memory].filter(([id]) => ids.includes(id)));
    let rounds = 0;
    for (let settled = false; !settled; rounds++) settled = this.round(ids);
    const changed = [...this.owners].filter(([partition, owner]) => before.get(partition) !== owner);
    const movedFromLiving = changed.filter(([partition]) => living.includes(before.get(partition) ?? '')).length;
    // Eager members stop everything they have; cooperative ones only what moves. What lost its owner stands still too.
    const stopped = this.assignor.protocol === 'eager' ? before.size : changed.length;
    return { moved: changed.length, movedFromLiving, rounds, stopped };
  }

  /** One generation; true when nobody had to revoke for it, or the protocol is eager. */
  private round(ids: readonly string[]): boolean {
    const assignment = this.assignor.assign({ partitionsPerTopic: this.topics, members: ids.map((id) => this.subscription(id)) });
    this.generation++;
    const revoked = ids.some((id) => (this.memory.get(id)?.owned ?? []).some((held) => !has(assignment, id, held)));
    for (const id of ids) this.memory.set(id, { owned: assignment[id] ?? [], generation: this.generation });
    this.owners = new Map(ids.flatMap((id) => (assignment[id] ?? []).map(({ topic, partition }) => [`${topic}-${partition}`, id])));
    return this.assignor.protocol === 'eager' || !revoked;
  }

  private subscription(memberId: string): MemberSubscription {
    const { owned, generation } = this.memory.get(memberId) ?? { owned: [], generation: null };
    return { memberId, groupInstanceId: null, topics: Object.keys(this.topics), owned, generation };
  }

  loadOf(id: string): number {
    return this.memory.get(id)?.owned.length ?? 0;
  }
}

function has(assignment: Assignment, id: string, { topic, partition }: TopicPartition): boolean {
  return (assignment[id] ?? []).some((other) => other.topic === topic && other.partition === partition);
}

const preset = { orders: 2, payments: 2, refunds: 2 };

describe('the preset of Rebalance: orders, payments, refunds × 2 partitions, members 1 2 3', () => {
  it.each([
    ['range', 6, 3],
    ['roundrobin', 4, 2],
    ['sticky', 2, 0],
    ['cooperative-sticky', 2, 0],
  ] as const)('A1–A4, A6: under %s the crash of 1 moves %i partitions, %i of them from the living', (name, moved, movedFromLiving) => {
    const group = new Group(name, preset);
    group.rebalance('1', '2', '3');
    expect(group.rebalance('2', '3')).toMatchObject({ moved, movedFromLiving });
  });

  it.each([
    ['range', 6, 6, 1],
    ['roundrobin', 4, 6, 1],
    ['sticky', 2, 6, 1],
    ['cooperative-sticky', 2, 2, 2],
  ] as const)('A1–A4, A6: under %s the return of 1 moves %i partitions, stops %i and takes %i round(s)', (name, moved, stopped, rounds) => {
    const group = new Group(name, preset);
    group.rebalance('1', '2', '3');
    group.rebalance('2', '3');
    expect(group.rebalance('1', '2', '3')).toMatchObject({ moved, stopped, rounds });
  });

  it('A1: 3 joining 1 and 2 under range stops everybody and gives 3 nothing', () => {
    const group = new Group('range', preset);
    group.rebalance('1', '2');
    expect(group.rebalance('1', '2', '3')).toMatchObject({ moved: 0, stopped: 6 });
    expect(group.loadOf('3')).toBe(0);
  });

  it('A1–A3: the honest counter-example: with orders and payments × 4, 3 joining 1 and 2 moves no more under range than under sticky', () => {
    const moved = (['range', 'roundrobin', 'sticky'] as const).map((name) => {
      const group = new Group(name, { orders: 4, payments: 4 });
      group.rebalance('1', '2');
      return group.rebalance('1', '2', '3').moved;
    });
    expect(moved).toEqual([2, 4, 2]);
  });
});

describe('the lesson about movers: one topic of six partitions, the first of three members crashes', () => {
  it.each([
    ['range', 3],
    ['roundrobin', 4],
    ['sticky', 2],
    ['cooperative-sticky', 2],
  ] as const)('A1–A4, A6: under %s it moves %i partitions', (name, moved) => {
    const group = new Group(name, { orders: 6 });
    group.rebalance('billing-1', 'billing-2', 'billing-3');
    expect(group.rebalance('billing-2', 'billing-3').moved).toBe(moved);
  });
});
