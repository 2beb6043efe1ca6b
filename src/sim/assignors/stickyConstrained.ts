import { listOf, partitionsByName, type GroupView, type PartitionLists } from './group.ts';
import type { Claims } from './stickyClaims.ts';
import { compareText, type TopicPartition } from './types.ts';

export interface EqualShares {
  readonly lists: PartitionLists;
  /** The new owner of each partition that a present owner gives up, or that two members claimed (A4 holds these back). */
  readonly moving: ReadonlyMap<TopicPartition, string>;
}

/**
 * A3 where everybody subscribes to the same topics: with equal appetites the shares are known beforehand, the quotient
 * or one more, so one pass over what members own and one over what is left will do.
 * Models AbstractStickyAssignor.ConstrainedAssignmentBuilder.
 */
export function assignEqualSubscriptions(group: GroupView, claims: Claims): EqualShares {
  const all = partitionsByName(group);
  const shares = new Shares(all.length, group.members.length);
  const kept: PartitionLists = new Map();
  const releasedBy = new Map<TopicPartition, string>();
  for (const [memberId, owned] of claims.owned) {
    const candidates = [...owned].filter((partition) => !claims.disputed.has(partition)).sort(byNumberThenTopic);
    const keep = shares.keep(memberId, candidates.length);
    kept.set(memberId, candidates.slice(0, keep));
    for (const partition of candidates.slice(keep)) releasedBy.set(partition, memberId);
  }

  const taken = new Set([...kept.values()].flat());
  const moving = new Map<TopicPartition, string>();
  shares.sortOpen();
  for (const partition of all.filter((candidate) => !taken.has(candidate))) {
    const memberId = shares.next((id) => listOf(kept, id).length);
    listOf(kept, memberId).push(partition);
    const formerOwner = releasedBy.get(partition);
    if ((formerOwner !== undefined && formerOwner !== memberId) || claims.disputed.has(partition)) moving.set(partition, memberId);
  }
  return { lists: kept, moving };
}

/** Low numbers first over all topics: a member that must let go keeps a mix of topics instead of one whole topic. */
function byNumberThenTopic(a: TopicPartition, b: TopicPartition): number {
  return a.partition - b.partition || compareText(a.topic, b.topic);
}

/** Who may still have how much: everybody the quotient, and as many members as the remainder says one more. */
class Shares {
  private readonly quotient: number;
  private bonusesLeft: number;
  /** Members short of the quotient, served in turn. */
  private hungry: string[] = [];
  /** Members that have the quotient and may get a bonus. */
  private content: string[] = [];
  private turn = 0;

  constructor(partitions: number, members: number) {
    this.quotient = Math.floor(partitions / members);
    this.bonusesLeft = partitions % members;
  }

  /** How many of its `owned` partitions a member keeps. Bonuses go to whom Java's map shows first. */
  keep(memberId: string, owned: number): number {
    if (owned < this.quotient) {
      this.hungry.push(memberId);
      return owned;
    }
    if (owned > this.quotient && this.bonusesLeft > 0) {
      this.bonusesLeft--;
      if (this.bonusesLeft === 0) this.content = [];
      return this.quotient + 1;
    }
    if (this.bonusesLeft > 0) this.content.push(memberId);
    return this.quotient;
  }

  sortOpen(): void {
    this.hungry.sort(compareText);
    this.content.sort(compareText);
  }

  /** The member that gets the next free partition; `sizeOf` tells what it has before. */
  next(sizeOf: (memberId: string) => number): string {
    if (this.turn >= this.hungry.length) this.turn = 0;
    const memberId = this.hungry[this.turn];
    if (memberId === undefined) return this.nextBonus();
    if (sizeOf(memberId) + 1 < this.quotient) this.turn++;
    else this.content.push(...this.hungry.splice(this.turn, 1));
    return memberId;
  }

  private nextBonus(): string {
    const memberId = this.content.shift();
    if (memberId === undefined) throw new Error('A3: shares add up to the number of partitions');
    return memberId;
  }
}
