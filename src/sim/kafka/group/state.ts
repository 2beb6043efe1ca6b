/**
 * What a group coordinator knows of one group (Kafka's ClassicGroup and ClassicGroupMember), and what its rules may ask for.
 * Plain data, never changed in place: a rule gets the group and gives back the next one, adding its wishes to `out`.
 */
import type { NodeId, TopicPartition } from '../../address.ts';
import type { FactBody, RebalanceReason, Weight } from '../../facts.ts';
import type { CommittedOffset, GroupRequest, GroupResponse, MemberProtocol, ProducerRecord } from '../../messages.ts';

/** G1. `Unloaded`: this broker does not lead the group's partition of `__consumer_offsets` (Kafka has no such object then). */
export type GroupState = 'Unloaded' | 'Dead' | 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable';

/** A request that waits for its answer: JoinGroup for the others, SyncGroup for the leader's assignment. */
export interface Parked {
  readonly ticket: number;
  readonly correlationId: number;
}

export interface GroupMember {
  readonly memberId: string;
  /** The scenario's id of the process behind it. */
  readonly process: NodeId;
  readonly clientId: string;
  /** G10: set by static members. */
  readonly groupInstanceId: string | null;
  readonly sessionTimeoutMs: number;
  /** The client's max.poll.interval.ms. */
  readonly rebalanceTimeoutMs: number;
  readonly protocols: readonly MemberProtocol[];
  readonly assignment: readonly TopicPartition[];
  /** When it last gave a sign of life: Heartbeat, OffsetCommit, or the answer to its parked request. */
  readonly lastHeartbeat: number;
  /** Its very first JoinGroup is still parked: that one may wait five minutes, and no session runs. */
  readonly isNew: boolean;
  readonly join: Parked | null;
  readonly sync: Parked | null;
  /** Got this generation's JoinGroup answer and has not sent its SyncGroup. */
  readonly owesSync: boolean;
}

/** A member id handed out with MEMBER_ID_REQUIRED and not yet back (KIP-394). */
export interface PendingMember {
  readonly memberId: string;
  readonly process: NodeId;
  readonly since: number;
}

export interface JoinPhase {
  /** First rebalance of an Empty group: it waits `group.initial.rebalance.delay.ms`, longer while members arrive. */
  readonly initial: boolean;
  readonly delayMs: number;
  readonly remainingMs: number;
  readonly newMemberAdded: boolean;
  /** Its time is up: whoever has not rejoined is left behind. */
  readonly over: boolean;
}

/** A durable write that is under way. */
export type PendingWrite =
  | {
      readonly kind: 'commit';
      readonly client: Parked;
      readonly process: NodeId;
      readonly generation: number;
      readonly offsets: readonly CommittedOffset[];
      readonly at: number;
    }
  | { readonly kind: 'assignment'; readonly generation: number; readonly assignments: Readonly<Record<string, readonly TopicPartition[]>> }
  /** G10: a static member's new member id; `before`: the place it took over. */
  | { readonly kind: 'return'; readonly memberId: string; readonly before: GroupMember; readonly wasLeader: string | null }
  /** O5: offsets that are forgotten, and whether the group goes with them; `committed`: what it kept when that was decided. */
  | {
      readonly kind: 'expiry';
      readonly partitions: readonly TopicPartition[];
      readonly dies: boolean;
      /** T3: they went with their topic. */
      readonly deleted?: true;
      readonly committed: GroupContext['committed'];
    }
  /** Nobody waits for it: if it is lost, an older generation without living members comes back at most. */
  | { readonly kind: 'empty' };

export interface GroupLimits {
  readonly initialRebalanceDelayMs: number;
  readonly minSessionTimeoutMs: number;
  readonly maxSessionTimeoutMs: number;
  readonly maxSize: number;
  readonly offsetsRetentionMs: number;
  readonly retentionCheckMs: number;
  /** G3: who never sends SyncGroup is removed (KAFKA-12890, 2.8); before, the group waited. */
  readonly syncExpires: boolean;
  /** G10: KIP-814 (3.2). */
  readonly tellsReturningLeader: boolean;
}

/** O5: an offset and when it was committed. */
export interface StoredOffset extends CommittedOffset {
  readonly committedAt: number;
}

export interface GroupContext {
  readonly group: string;
  readonly broker: number;
  readonly limits: GroupLimits;
  /** Always the state the chart is in. */
  readonly state: GroupState;
  /** Which partition of `__consumer_offsets` keeps this group; -1 while unloaded. */
  readonly offsetsPartition: number;
  readonly generation: number;
  readonly protocol: string | null;
  /** Member id of the group's leader. */
  readonly leader: string | null;
  /** By member id, in the order they joined. */
  readonly members: Readonly<Record<string, GroupMember>>;
  readonly pending: Readonly<Record<string, PendingMember>>;
  /** By `topic-partition`; only what is durable. */
  readonly committed: Readonly<Record<string, StoredOffset>>;
  /** O5: when its last member went; null while it has members, or never had any. */
  readonly emptySince: number | null;
  readonly joinPhase: JoinPhase | null;
  /** Why the join phase must be opened (again), until the chart has done so. */
  readonly due: { readonly reason: RebalanceReason; readonly process: NodeId } | null;
  readonly writes: Readonly<Record<number, PendingWrite>>;
  readonly nextTicket: number;
}

export const unloadedGroup = (group: string, broker: number, limits: GroupLimits, nextTicket = 0): GroupContext => ({
  group,
  broker,
  limits,
  state: 'Unloaded',
  offsetsPartition: -1,
  generation: 0,
  protocol: null,
  leader: null,
  members: {},
  pending: {},
  committed: {},
  emptySince: null,
  joinPhase: null,
  due: null,
  writes: {},
  nextTicket,
});

/** A request as it reaches the coordinator. */
export interface Ask<R extends GroupRequest = GroupRequest> {
  readonly request: R;
  readonly ticket: number;
  readonly process: NodeId;
  readonly at: number;
  /** The member id to hand out, should this be a JoinGroup without one. */
  readonly newMemberId: string;
}

export type AskOf<T extends GroupRequest['type']> = Ask<Extract<GroupRequest, { readonly type: T }>>;

export type GroupTimer =
  | { readonly type: 'timer.session'; readonly memberId: string }
  | { readonly type: 'timer.join' }
  | { readonly type: 'timer.sync' }
  | { readonly type: 'timer.expiry' };

export type Effect =
  | { readonly kind: 'answer'; readonly ticket: number; readonly response: GroupResponse }
  | { readonly kind: 'note'; readonly fact: FactBody; readonly blame?: NodeId; readonly weight?: Weight }
  | { readonly kind: 'schedule'; readonly id: string; readonly delayMs: number; readonly timer: GroupTimer }
  | { readonly kind: 'cancel'; readonly id: string }
  | { readonly kind: 'append'; readonly ticket: number; readonly records: readonly ProducerRecord[] };

export type Effects = Effect[];
