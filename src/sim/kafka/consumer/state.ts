/**
 * What a consumer process knows: its membership in the group (Kafka's ConsumerCoordinator), what it owns and where it stands
 * (SubscriptionState), what it has fetched (FetchBuffer), and what its application is doing. Plain data; the rules are beside it.
 */
import type { TopicPartition } from '../../address.ts';
import type { ProfileName, Settings } from '../../config/types.ts';
import type { FactOf } from '../../facts.ts';
import type { CommittedOffset, ErrorCode, FetchPartition, LogRecord, MessageOf } from '../../messages.ts';
import type { AppSpec } from '../../scenario/types.ts';
import type { ClientMetadata } from '../clientMetadata.ts';
import type { Samples } from './metrics.ts';
import type { ConsumerSettings } from './settings.ts';

/** AbstractCoordinator's MemberState. `completing`: has its place in the generation, waits for the assignment. */
export type Phase = 'unjoined' | 'preparing' | 'completing' | 'stable';

/** A partition this process believes it owns. */
export interface OwnedPartition extends TopicPartition {
  /** F2: the next offset poll() will return; null until it is known. */
  readonly position: number | null;
  /**
   * Where a position that is not known yet comes from. `duration`: by_duration, counted back from when it asks. A number: the first record
   * of that time or later (offsetsForTimes).
   */
  readonly startFrom: 'committed' | 'earliest' | 'latest' | 'duration' | number;
  /** The question for the position is on its way. */
  readonly asked: boolean;
  /** The answer named no offset: it is not asked again before. */
  readonly askAgainAt?: number;
  /** F3: the application does not want records of it for now. */
  readonly paused: boolean;
  /** Its leader turned out not to lead: not fetched again before newer metadata came. */
  readonly misled: boolean;
}

/** Records of one partition that were fetched and not yet returned (Kafka's CompletedFetch); those before `next` have been. */
export interface HeldRecords extends TopicPartition {
  readonly broker: number;
  /** The position they continue. */
  readonly position: number;
  readonly records: readonly LogRecord[];
  readonly next: number;
}

/** What poll() handed over of one partition: `records[from]` up to, not including, `records[to]`. */
export interface Slice extends TopicPartition {
  readonly records: readonly LogRecord[];
  readonly from: number;
  readonly to: number;
}

/** The batch in the application's hands (F4). The cursor stands on the record being processed; past the last slice it is done. */
export interface Work {
  readonly slices: readonly Slice[];
  readonly slice: number;
  readonly index: number;
  /** What the application does before it goes on: commit, give up at this record, or rest a while and try again. */
  readonly due: 'commit' | 'failure' | 'retry' | null;
  /** How often it has failed at the record in its hands. */
  readonly failures: number;
}

export type CommitBy = FactOf<'commit.sent'>['by'];

/** commitSync(): the caller waits for the answer and sends again after a retriable error, until `deadline`. */
export interface PendingCommit {
  readonly by: CommitBy;
  readonly offsets: readonly CommittedOffset[];
  readonly deadline: number;
  /** The request in flight, or null between two attempts. */
  readonly id: number | null;
  readonly failures: number;
  /** F4: what the application commits in onPartitionsRevoked, once this automatic commit is settled. */
  readonly then: { readonly offsets: readonly CommittedOffset[]; readonly timeoutMs: number } | null;
}

/** The answer to an asynchronous commit whose callback has not run yet; `error` null: it succeeded. */
export interface Callback {
  readonly offsets: readonly CommittedOffset[];
  readonly error: ErrorCode | null;
  readonly retriable: boolean;
  /** The broker whose silence it was. */
  readonly blame?: number;
}

export type RequestType =
  | 'Metadata'
  | 'FindCoordinator'
  | 'JoinGroup'
  | 'SyncGroup'
  | 'Heartbeat'
  | 'LeaveGroup'
  | 'OffsetCommit'
  | 'OffsetFetch'
  | 'ListOffsets'
  | 'Fetch';

/** N2: requests to the group coordinator have a connection of their own, so that a parked JoinGroup holds up no fetch. */
export type ConnectionKind = 'main' | 'coordinator';

/** A request without an answer yet. */
export interface InFlight {
  readonly id: number;
  readonly type: RequestType;
  readonly broker: number;
  readonly kind: ConnectionKind;
  /** `request.timeout.ms` after it was sent. */
  readonly deadline: number;
  /** The generation it was sent in. */
  readonly generation: number;
  readonly fetch?: readonly FetchPartition[];
  readonly listed?: MessageOf<'ListOffsets'>['partitions'];
  readonly commit?: { readonly by: CommitBy; readonly offsets: readonly CommittedOffset[] };
}

/** A broker whose connection failed is left alone for a while (`reconnect.backoff.ms`). */
export interface Reconnect {
  readonly until: number;
  readonly failures: number;
}

/** Who the process is and how it is set. */
export interface Self {
  readonly id: string;
  readonly group: string;
  readonly clientId: string;
  readonly profile: ProfileName;
  readonly app: AppSpec;
  readonly joinAt: number;
  /** Its settings by Kafka's names, for looking at; `config` holds them for the rules. */
  readonly settings: Settings;
  readonly config: ConsumerSettings;
  readonly topics: readonly string[];
  /** G11: it subscribes to every topic that matches; `topics` are those it has found. */
  readonly pattern: string | null;
  /** F3: partitions it took by assign(), without a group; null: it subscribes. */
  readonly assigned: readonly TopicPartition[] | null;
}

/** Requests and what is known of the cluster (NetworkClient, ConsumerMetadata). */
export interface Client {
  readonly nextId: number;
  readonly inFlight: readonly InFlight[];
  /** When the timer for unanswered requests goes off; null: not running. */
  readonly requestsDueAt: number | null;
  /** How often a connection was given up, by `broker/kind`: its name carries the number, so that late answers are nobody's. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly reconnects: Readonly<Record<number, Reconnect>>;
  readonly metadata: ClientMetadata;
  readonly metadataAskedAt: number | null;
  /** How often metadata was asked for in vain, for the back-off. */
  readonly metadataFailures: number;
}

/** Its place in the group (ConsumerCoordinator). */
export interface Membership {
  readonly coordinator: number | null;
  readonly lookup: 'idle' | 'asking' | 'backing off';
  readonly coordinatorFailures: number;
  readonly memberId: string;
  readonly generation: number;
  readonly phase: Phase;
  /** Why it must (re)join at its next poll(); null while it need not. */
  readonly rejoin: string | null;
  /** The topics it named when it last asked to join (Kafka's joinedSubscription). */
  readonly joinedFor: readonly string[];
  /** What must be given up is given up and JoinGroup may be (re)sent (Kafka's needsJoinPrepare, inverted). */
  readonly prepared: boolean;
  /** Cooperative: the commit before JoinGroup is on its way or answered (Kafka's autoCommitOffsetRequestFuture); it reads on meanwhile. */
  readonly preparing: boolean;
  /** Cooperative: an answer that came while the application was busy, for its next poll(). */
  readonly kept: MessageOf<'JoinGroupResponse'> | MessageOf<'SyncGroupResponse'> | null;
  readonly protocol: string | null;
  /** As the group's leader: who is to be assigned while metadata of their topics is missing. */
  readonly toAssign: MessageOf<'JoinGroupResponse'>['members'] | null;
  /** G10: as a leader that came back it only watches topics; the assignment of the generation stands. */
  readonly skipsAssignment: boolean;
  /** As the leader: partitions per topic that the assignment was made for (G11); null in everybody else. */
  readonly assignedFor: { readonly topics: readonly string[]; readonly counts: Readonly<Record<string, number>> } | null;
  /** A3: what the sticky assignor remembers of the last assignment. It outlives a revocation, not the process. */
  readonly remembered: { readonly partitions: readonly TopicPartition[]; readonly generation: number };
  /** When the coordinator was last heard of (the client's own session timer). */
  readonly heardAt: number;
  /** When the last heartbeats were sent, newest last. */
  readonly heartbeats: readonly number[];
  /** The request poll() is blocked on; `id` null: it waits to send (again). Null: nothing. */
  readonly awaited: { readonly id: number | null } | null;
  readonly retries: number;
}

/** What it owns, where it stands and what it has fetched (SubscriptionState, FetchBuffer). */
export interface Reading {
  readonly partitions: Readonly<Record<string, OwnedPartition>>;
  readonly held: readonly HeldRecords[];
  /** F5: records returned by poll(), and how long fetches took. */
  readonly consumed: Samples;
  readonly fetchLatency: Samples;
}

/** What the application is doing (F4). */
export interface Loop {
  readonly work: Work | null;
  /** Next offset after the last processed record, by partition; what careful applications commit. */
  readonly processed: Readonly<Record<string, number>>;
  readonly sinceCommit: number;
  readonly polledAt: number;
  /** When poll() was called last, and the times between such calls (F5). */
  readonly pollBeganAt: number;
  readonly pollGaps: Samples;
  readonly autoCommitAt: number;
  readonly commit: PendingCommit | null;
  /** In the order of their answers; the application's thread runs them when it calls the consumer again. */
  readonly callbacks: readonly Callback[];
  /** The exception that ended the application. */
  readonly failure: string | null;
  readonly closeAsked: boolean;
  /** setConfig: settings to begin anew with after closing. */
  readonly restartWith: Settings | null;
}

/** In parts, because a turn copies what it changes: most change one or two. */
export interface ConsumerContext {
  readonly self: Self;
  readonly client: Client;
  readonly member: Membership;
  readonly reading: Reading;
  readonly loop: Loop;
}

/** A request failed in a way that may pass. */
export const RETRIABLE: ReadonlySet<ErrorCode> = new Set([
  'COORDINATOR_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
  'REQUEST_TIMED_OUT',
  'NETWORK_EXCEPTION',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_OR_FOLLOWER',
]);

/** The coordinator is not there (any more): find it again (O4). */
export const COORDINATOR_GONE: ReadonlySet<ErrorCode> = new Set([
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
  'REQUEST_TIMED_OUT',
  'NETWORK_EXCEPTION',
]);
