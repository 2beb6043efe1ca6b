/** Consumer groups, classic protocol. */
import type { TopicPartition } from '../address.ts';
import type { ErrorCode } from './errors.ts';

/** What a member says of itself to the assignor of the group's leader (Kafka's Subscription). */
export interface Subscription {
  readonly topics: readonly string[];
  /** Partitions owned, as sticky assignors and the cooperative protocol send them. */
  readonly owned: readonly TopicPartition[];
  /** Generation in which `owned` was assigned; -1 if none. */
  readonly generation: number;
  readonly rack: string | null;
}

export interface MemberProtocol {
  readonly name: string;
  readonly subscription: Subscription;
}

export interface CommittedOffset extends TopicPartition {
  /** The next position to read (O1). */
  readonly offset: number;
}

export type GroupMessage =
  | { readonly type: 'FindCoordinator'; readonly correlationId: number; readonly group: string }
  | {
      readonly type: 'FindCoordinatorResponse';
      readonly correlationId: number;
      readonly group: string;
      readonly error: ErrorCode | null;
      readonly coordinator: number;
    }
  | {
      readonly type: 'JoinGroup';
      readonly correlationId: number;
      readonly group: string;
      /** Empty until the coordinator has given one (MEMBER_ID_REQUIRED). */
      readonly memberId: string;
      readonly groupInstanceId: string | null;
      readonly clientId: string;
      readonly sessionTimeoutMs: number;
      /** The client's max.poll.interval.ms. */
      readonly rebalanceTimeoutMs: number;
      readonly protocols: readonly MemberProtocol[];
      /** Why the member joins, in a code for words: `subscribe`, `rejoin`, `metadata`, … */
      readonly reason: string;
    }
  | {
      readonly type: 'JoinGroupResponse';
      readonly correlationId: number;
      readonly error: ErrorCode | null;
      readonly generation: number;
      readonly protocol: string | null;
      readonly leader: string;
      readonly memberId: string;
      /** G10: a returning leader need not compute: everybody keeps what they have (KIP-814). */
      readonly skipAssignment?: boolean;
      /** Filled for the leader only, in the coordinator's order. */
      readonly members: readonly {
        readonly memberId: string;
        readonly groupInstanceId: string | null;
        readonly subscription: Subscription;
      }[];
    }
  | {
      readonly type: 'SyncGroup';
      readonly correlationId: number;
      readonly group: string;
      readonly memberId: string;
      /** G10; left out by dynamic members, as in Heartbeat and OffsetCommit. */
      readonly groupInstanceId?: string | null;
      readonly generation: number;
      /** Filled by the leader only. */
      readonly assignments: Readonly<Record<string, readonly TopicPartition[]>>;
    }
  | {
      readonly type: 'SyncGroupResponse';
      readonly correlationId: number;
      readonly error: ErrorCode | null;
      readonly assignment: readonly TopicPartition[];
    }
  | {
      readonly type: 'Heartbeat';
      readonly correlationId: number;
      readonly group: string;
      readonly memberId: string;
      readonly groupInstanceId?: string | null;
      readonly generation: number;
    }
  | { readonly type: 'HeartbeatResponse'; readonly correlationId: number; readonly error: ErrorCode | null }
  | {
      readonly type: 'LeaveGroup';
      readonly correlationId: number;
      readonly group: string;
      readonly memberId: string;
      readonly reason: string;
    }
  | { readonly type: 'LeaveGroupResponse'; readonly correlationId: number; readonly error: ErrorCode | null }
  | {
      readonly type: 'OffsetCommit';
      readonly correlationId: number;
      readonly group: string;
      readonly memberId: string;
      readonly groupInstanceId?: string | null;
      readonly generation: number;
      readonly offsets: readonly CommittedOffset[];
    }
  | { readonly type: 'OffsetCommitResponse'; readonly correlationId: number; readonly error: ErrorCode | null }
  | { readonly type: 'OffsetFetch'; readonly correlationId: number; readonly group: string; readonly partitions: readonly TopicPartition[] }
  | {
      readonly type: 'OffsetFetchResponse';
      readonly correlationId: number;
      readonly error: ErrorCode | null;
      /** `offset: null`: nothing committed. */
      readonly offsets: readonly (TopicPartition & { readonly offset: number | null })[];
    };

/** The requests a broker hands to a group coordinator that lives on it (the coordinator answers the broker, which answers the client). */
export type GroupRequest = Extract<
  GroupMessage,
  { readonly type: 'JoinGroup' | 'SyncGroup' | 'Heartbeat' | 'LeaveGroup' | 'OffsetCommit' | 'OffsetFetch' }
>;
export type GroupResponse = Extract<
  GroupMessage,
  {
    readonly type:
      | 'JoinGroupResponse'
      | 'SyncGroupResponse'
      | 'HeartbeatResponse'
      | 'LeaveGroupResponse'
      | 'OffsetCommitResponse'
      | 'OffsetFetchResponse';
  }
>;
