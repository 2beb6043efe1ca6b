import { memberRacks, racksMatter, replicaRacksOf } from './racks.ts';
import type { AssignmentInput, MemberSubscription, TopicPartition } from './types.ts';

/**
 * One topic while Range deals it out (A1): every subscriber may take the quotient of partitions by subscribers, and
 * the first ones that come for more share the remainder, one each. Models RangeAssignor.TopicAssignmentState.
 */
export class RangeTopic {
  readonly partitions: readonly TopicPartition[];
  readonly subscribers: readonly MemberSubscription[];
  readonly racksMatter: boolean;
  private readonly unassigned: Set<TopicPartition>;
  private readonly taken = new Map<string, number>();
  private readonly quotient: number;
  private extras: number;
  private readonly racksOf: Map<TopicPartition, Set<string>>;
  private readonly rackOfMember: Map<string, string>;

  /** `subscribers` in the order of A1. */
  constructor(input: AssignmentInput, partitions: readonly TopicPartition[], subscribers: readonly MemberSubscription[]) {
    this.partitions = partitions;
    this.subscribers = subscribers;
    this.unassigned = new Set(partitions);
    this.quotient = Math.floor(partitions.length / subscribers.length);
    this.extras = partitions.length % subscribers.length;
    this.rackOfMember = memberRacks(subscribers);
    this.racksOf = new Map(partitions.map((partition) => [partition, replicaRacksOf(input, partition)]));
    this.racksMatter = racksMatter(this.rackOfMember.values(), [...this.racksOf.values()]);
  }

  /** The members and their racks: topics with the same audience and length are dealt together. */
  get audience(): string {
    const members = this.subscribers.map(({ memberId }) => [memberId, this.rackOfMember.get(memberId) ?? null]);
    return JSON.stringify([this.partitions.length, ...members]);
  }

  /** How many more partitions a member may take. */
  room(memberId: string): number {
    return Math.max(0, this.quotient + (this.extras > 0 ? 1 : 0) - (this.taken.get(memberId) ?? 0));
  }

  /** A replica stands in the member's rack, or the member has none. */
  isNear(memberId: string, partition: TopicPartition): boolean {
    const rack = this.rackOfMember.get(memberId);
    return rack === undefined || (this.racksOf.get(partition)?.has(rack) ?? false);
  }

  /** The next partitions for a member, as many as it has room for, of those that `fits` lets through. */
  next(memberId: string, fits: (memberId: string, partition: TopicPartition) => boolean): TopicPartition[] {
    const room = this.room(memberId);
    const found: TopicPartition[] = [];
    for (const partition of this.unassigned) {
      if (found.length >= room) break;
      if (fits(memberId, partition)) found.push(partition);
    }
    return found;
  }

  give(memberId: string, partitions: readonly TopicPartition[]): void {
    const taken = (this.taken.get(memberId) ?? 0) + partitions.length;
    this.taken.set(memberId, taken);
    if (taken > this.quotient) this.extras--;
    for (const partition of partitions) this.unassigned.delete(partition);
  }
}
