import { listOf, type GroupView, type PartitionLists } from './group.ts';
import { compareText, type TopicPartition } from './types.ts';

/**
 * Who has how much while the general sticky algorithm shifts partitions: lists, owners, and the members ordered by
 * load (then by id), kept together so that they cannot disagree.
 */
export class Loads {
  readonly owner: Map<TopicPartition, string>;
  private readonly lists: PartitionLists;
  private readonly order: string[];
  private readonly topicsOf: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(group: GroupView, lists: ReadonlyMap<string, readonly TopicPartition[]>) {
    this.lists = new Map([...lists].map(([memberId, list]) => [memberId, [...list]]));
    this.owner = new Map([...lists].flatMap(([memberId, list]) => list.map((partition) => [partition, memberId])));
    this.topicsOf = new Map(group.members.map(({ memberId, topics }) => [memberId, new Set(topics)]));
    this.order = [...this.lists.keys()].sort((a, b) => this.compare(a, b));
  }

  load(memberId: string): number {
    return listOf(this.lists, memberId).length;
  }

  subscribes(memberId: string, topic: string): boolean {
    return this.topicsOf.get(memberId)?.has(topic) ?? false;
  }

  /** Members from the least to the most loaded. */
  get leastLoadedFirst(): readonly string[] {
    return this.order;
  }

  leastLoadedSubscriber(topic: string): string | undefined {
    return this.order.find((memberId) => this.subscribes(memberId, topic));
  }

  give(partition: TopicPartition, memberId: string): void {
    this.changing([memberId], () => listOf(this.lists, memberId).push(partition));
    this.owner.set(partition, memberId);
  }

  move(partition: TopicPartition, from: string, to: string): void {
    this.changing([from, to], () => {
      const list = listOf(this.lists, from);
      list.splice(list.indexOf(partition), 1);
      listOf(this.lists, to).push(partition);
    });
    this.owner.set(partition, to);
  }

  /** The sum of load differences over all pairs of these members: 0 is perfect balance. */
  imbalance(memberIds: readonly string[]): number {
    const loads = memberIds.map((memberId) => this.load(memberId)).sort((a, b) => a - b);
    return loads.reduce((sum, load, index) => sum + load * (2 * index - loads.length + 1), 0);
  }

  /** A copy of all lists as they are now. */
  snapshot(): PartitionLists {
    return new Map([...this.lists].map(([memberId, list]) => [memberId, [...list]]));
  }

  private changing(memberIds: readonly string[], change: () => void): void {
    for (const memberId of memberIds) this.order.splice(this.place(memberId), 1);
    change();
    for (const memberId of memberIds) this.order.splice(this.place(memberId), 0, memberId);
  }

  /** Binary search: where a member stands, or would stand, in the order by load. */
  private place(memberId: string): number {
    let low = 0;
    let high = this.order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.order[middle];
      if (other !== undefined && this.compare(other, memberId) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private compare(a: string, b: string): number {
    return this.load(a) - this.load(b) || compareText(a, b);
  }
}
