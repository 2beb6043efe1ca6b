/** One partition of one topic, as Kafka's TopicPartition. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/**
 * What one member of a group tells the leader in its JoinGroup request (Kafka's Subscription, decoded).
 *
 * The memory of the sticky assignors (A3) lives in the client's process: a consumer remembers the partitions and the
 * generation of its last assignment and sends both with its next subscription. So the caller passes
 * - `owned`: for `sticky` the partitions of the last assignment, even though the eager protocol has revoked them; for
 *   `cooperative-sticky` those it really holds while joining; `[]` in a process that has had none. Others ignore it;
 * - `generation`: the generation that goes with `owned`, or null (equally −1) in a process that never had an assignment;
 * - `subscriptionGeneration`: only for members that speak an old subscription format, which leaves the field out
 *   (null). Kafka judges the *earlier* of two claimants by this field and the later one by `generation`. Leave it
 *   undefined and it equals `generation`, as with every current client.
 */
export interface MemberSubscription {
  readonly memberId: string;
  /** `group.instance.id` of a static member. */
  readonly groupInstanceId: string | null;
  readonly topics: readonly string[];
  readonly owned: readonly TopicPartition[];
  readonly generation: number | null;
  readonly subscriptionGeneration?: number | null;
  /** `client.rack`. */
  readonly rack?: string | null;
}

/** What the group leader knows when it computes an assignment. */
export interface AssignmentInput {
  /** Partition counts of the topics that exist; a subscribed name absent here, or with 0, is a missing topic. */
  readonly partitionsPerTopic: Readonly<Record<string, number>>;
  /** In the order of the JoinGroup response: with colliding hashes the JVM's maps remember it. */
  readonly members: readonly MemberSubscription[];
  /** topic → partition → racks of its replicas, where brokers have racks. */
  readonly replicaRacks?: Readonly<Record<string, readonly (readonly (string | null)[])[]>>;
}

/** Member id → its partitions, in the order Kafka's own list has them. Every member has an entry. */
export type Assignment = Readonly<Record<string, readonly TopicPartition[]>>;

/** A pure function from subscriptions to an assignment, run by the group's leader (Kafka's ConsumerPartitionAssignor). */
export interface Assignor {
  /** The name members vote with (G5). */
  readonly name: 'range' | 'roundrobin' | 'sticky' | 'cooperative-sticky';
  readonly kafkaClass: string;
  readonly protocol: 'eager' | 'cooperative';
  assign(input: AssignmentInput): Assignment;
}

/** Order by UTF-16 code units, as Java's String.compareTo: `c10` before `c2`, `B` before `a`, no locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
