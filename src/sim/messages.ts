/**
 * Everything that travels: requests and responses between processes, by the names of Kafka's protocol, and the local messages
 * between the actors of one broker. A closed union: a machine that gets an unknown one is a bug.
 * Every request carries a `correlationId`, unique per sending actor; its response echoes it.
 */
import type { ActorId, TopicPartition } from './address.ts';

/** Protocol errors by Kafka's names (golden/config/errors.json says which are retriable). */
export type ErrorCode =
  | 'UNKNOWN_SERVER_ERROR'
  | 'OFFSET_OUT_OF_RANGE'
  | 'UNKNOWN_TOPIC_OR_PARTITION'
  | 'LEADER_NOT_AVAILABLE'
  | 'NOT_LEADER_OR_FOLLOWER'
  | 'REQUEST_TIMED_OUT'
  | 'NETWORK_EXCEPTION'
  | 'MESSAGE_TOO_LARGE'
  | 'COORDINATOR_LOAD_IN_PROGRESS'
  | 'COORDINATOR_NOT_AVAILABLE'
  | 'NOT_COORDINATOR'
  | 'NOT_ENOUGH_REPLICAS'
  | 'NOT_ENOUGH_REPLICAS_AFTER_APPEND'
  | 'ILLEGAL_GENERATION'
  | 'INCONSISTENT_GROUP_PROTOCOL'
  | 'UNKNOWN_MEMBER_ID'
  | 'INVALID_SESSION_TIMEOUT'
  | 'REBALANCE_IN_PROGRESS'
  | 'MEMBER_ID_REQUIRED'
  | 'FENCED_INSTANCE_ID'
  | 'GROUP_MAX_SIZE_REACHED'
  | 'FENCED_LEADER_EPOCH'
  | 'UNKNOWN_LEADER_EPOCH'
  | 'OUT_OF_ORDER_SEQUENCE_NUMBER'
  | 'UNKNOWN_PRODUCER_ID'
  | 'INVALID_PRODUCER_EPOCH'
  | 'NOT_CONTROLLER'
  | 'STALE_BROKER_EPOCH'
  | 'DUPLICATE_BROKER_REGISTRATION'
  | 'INVALID_UPDATE_VERSION'
  | 'INELIGIBLE_REPLICA'
  | 'NEW_LEADER_ELECTED'
  | 'TOPIC_ALREADY_EXISTS'
  | 'INVALID_PARTITIONS'
  | 'INVALID_REPLICATION_FACTOR'
  | 'INVALID_REPLICA_ASSIGNMENT'
  | 'INVALID_TOPIC_EXCEPTION'
  | 'INVALID_REQUEST'
  | 'INVALID_CONFIG'
  | 'INVALID_RECORD'
  | 'RECORD_LIST_TOO_LARGE'
  | 'TOPIC_DELETION_DISABLED'
  | 'ELECTION_NOT_NEEDED'
  | 'PREFERRED_LEADER_NOT_AVAILABLE'
  | 'ELIGIBLE_LEADERS_NOT_AVAILABLE';

// ── Records and batches ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A record as a producer sends it. `producer` and `number` identify it for the ledger; Kafka itself has no such identity. */
export interface ProducerRecord {
  readonly producer: string;
  /** The how-manieth record of this producer, from 0. */
  readonly number: number;
  readonly key: string | null;
  readonly value: string | null;
  /** Serialized size of key and value with Kafka's per-record overhead, in bytes. */
  readonly bytes: number;
  /** P10: its share of a compressed batch, in bytes. Left out: it is not compressed. */
  readonly packed?: number;
  /** P8: the application gave send() a callback. */
  readonly callback?: true;
  /** CreateTime, virtual ms. */
  readonly timestamp: number;
}

/** A record in a log. Records of internal topics (`__consumer_offsets`) have producer `''` and number -1. */
export interface LogRecord extends ProducerRecord {
  readonly offset: number;
  readonly leaderEpoch: number;
  /** The batch it was appended in, one object shared by all its records. */
  readonly batch?: BatchHeader;
  /** L4, tombstones the cleaner has met: until when they stay (KIP-534). */
  readonly deleteHorizon?: number;
}

/** What a log keeps of a batch (L1): by it followers, and so new leaders, recognise a batch that is sent again (P7). */
export interface BatchHeader {
  readonly baseOffset: number;
  readonly count: number;
  readonly producerId: number | null;
  readonly producerEpoch: number;
  readonly baseSequence: number;
}

/** How a batch was compressed (P10). */
export type Compressor = 'gzip' | 'snappy' | 'lz4' | 'zstd';

/** One batch for one partition inside a Produce request. Sequence numbers are set when the producer is idempotent (P7). */
export interface ProduceBatch extends TopicPartition {
  /** P10: left out where nothing is compressed. */
  readonly codec?: Compressor;
  readonly records: readonly ProducerRecord[];
  readonly producerId: number | null;
  readonly producerEpoch: number;
  readonly baseSequence: number;
}

// ── Metadata ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface PartitionMetadata {
  readonly partition: number;
  readonly leader: number | null;
  readonly leaderEpoch: number;
  /** Raised by every change the controller makes to this partition (KRaft's partitionEpoch). */
  readonly partitionEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  /** KIP-966: replicas out of the ISR that hold everything committed. Left out: none. */
  readonly elr?: readonly number[];
  /** The leader before the ISR became empty; elected on its return when nobody else is left. */
  readonly lastKnownElr?: readonly number[];
}

export interface TopicMetadata {
  readonly name: string;
  /** T3: tells a topic from a deleted one of its name (KIP-516). Left out: 0, of a topic that was there from the start. */
  readonly id?: number;
  readonly partitions: readonly PartitionMetadata[];
  /** Topic settings that differ from the broker's defaults, by Kafka's names. */
  readonly config: Readonly<Record<string, string | number | boolean>>;
}

export interface BrokerMetadata {
  readonly id: number;
  readonly rack: string | null;
  readonly fenced: boolean;
  /** It is about to leave: it keeps its session, but leads nothing and joins no ISR (KIP-841). */
  readonly inControlledShutdown?: true;
}

/** The cluster as the controller knows it; brokers hold copies that are a little older (C5). Raised `version` = newer. */
export interface MetadataImage {
  readonly version: number;
  readonly controllerEpoch: number;
  /** The active controller's address. */
  readonly controller: ActorId | null;
  /** ZooKeeper profiles: the broker that holds the controller node (null: none at present), in its epoch. Left out: KRaft. */
  readonly brokerController?: { readonly broker: number | null; readonly epoch: number };
  readonly brokers: Readonly<Record<number, BrokerMetadata>>;
  readonly topics: Readonly<Record<string, TopicMetadata>>;
}

export type MetadataMessage =
  /** `topics: null` asks for all. */
  | {
      readonly type: 'Metadata';
      readonly correlationId: number;
      readonly topics: readonly string[] | null;
      /** False: a topic that does not exist shall not be created (T4). */
      readonly allowAutoTopicCreation?: boolean;
    }
  | {
      readonly type: 'MetadataResponse';
      readonly correlationId: number;
      /** A1: by broker; left out where none has one. */
      readonly racks?: Readonly<Record<number, string>>;
      /** Live (unfenced) brokers. */
      readonly brokers: readonly number[];
      readonly topics: readonly {
        readonly name: string;
        readonly id?: number;
        readonly error: ErrorCode | null;
        readonly partitions: readonly PartitionMetadata[];
      }[];
    };

// ── Produce ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

export type ProduceMessage =
  | {
      readonly type: 'Produce';
      readonly correlationId: number;
      readonly acks: -1 | 0 | 1;
      /** How long the broker may wait for acks=all, ms (the client's request.timeout.ms). */
      readonly timeoutMs: number;
      readonly batches: readonly ProduceBatch[];
    }
  /** Not sent for acks=0. `baseOffset` is -1 on error. `leader`: the new leader, where the broker knows it (3.7+). */
  | {
      readonly type: 'ProduceResponse';
      readonly correlationId: number;
      readonly results: readonly (TopicPartition & {
        readonly error: ErrorCode | null;
        readonly baseOffset: number;
        readonly leader?: { readonly id: number; readonly epoch: number };
      })[];
    }
  /** The broker closed the connection this arrives on: the only way it can show that an acks=0 request failed (R5). */
  | { readonly type: 'ConnectionClosed' }
  | { readonly type: 'InitProducerId'; readonly correlationId: number; readonly producerId: number | null; readonly producerEpoch: number }
  | {
      readonly type: 'InitProducerIdResponse';
      readonly correlationId: number;
      readonly error: ErrorCode | null;
      readonly producerId: number;
      readonly producerEpoch: number;
    };

// ── Fetch ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface FetchPartition extends TopicPartition {
  readonly fetchOffset: number;
  /** The leader epoch the fetcher knows; the broker fences older and refuses newer ones. */
  readonly currentLeaderEpoch: number;
  /** Followers: epoch of the last record they hold (-1: none), so that the leader can spot divergence (R4). */
  readonly lastFetchedEpoch: number;
  readonly maxBytes: number;
}

export interface FetchedPartition extends TopicPartition {
  readonly error: ErrorCode | null;
  readonly records: readonly LogRecord[];
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  /** Where the fetcher's log and the leader's parted: truncate to `endOffset`, then fetch again (R4). */
  readonly divergingEpoch?: { readonly epoch: number; readonly endOffset: number };
  readonly leader?: { readonly id: number; readonly epoch: number };
}

export type FetchMessage =
  | {
      readonly type: 'Fetch';
      readonly correlationId: number;
      /** A follower's broker id, or null for a consumer. */
      readonly replicaId: number | null;
      readonly maxWaitMs: number;
      readonly minBytes: number;
      readonly maxBytes: number;
      readonly isolationLevel: 'read_uncommitted' | 'read_committed';
      readonly partitions: readonly FetchPartition[];
    }
  /**
   * As in Kafka's fetch sessions (KIP-227) only partitions with something to tell are in it: records, an error, or another high watermark
   * than the one last sent on this connection. No partition at all: nothing new within maxWaitMs.
   */
  | { readonly type: 'FetchResponse'; readonly correlationId: number; readonly partitions: readonly FetchedPartition[] }
  /** `timestamp` -2: earliest, -1: latest (as the consumer may read: HW or LSO), otherwise the first record at or after it; its `offset` is -1 if there is none. */
  | {
      readonly type: 'ListOffsets';
      readonly correlationId: number;
      readonly isolationLevel: 'read_uncommitted' | 'read_committed';
      readonly partitions: readonly (TopicPartition & { readonly timestamp: number })[];
    }
  | {
      readonly type: 'ListOffsetsResponse';
      readonly correlationId: number;
      readonly partitions: readonly (TopicPartition & { readonly error: ErrorCode | null; readonly offset: number })[];
    };

// ── Consumer groups (classic protocol) ───────────────────────────────────────────────────────────────────────────────────────

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

// ── Brokers and the controller (KRaft) ───────────────────────────────────────────────────────────────────────────────────────

export type ControllerMessage =
  /** `previousBrokerEpoch`: its last one, if it ended in order; left out after a crash or at the first start. */
  | {
      readonly type: 'BrokerRegistration';
      readonly correlationId: number;
      readonly broker: number;
      readonly rack: string | null;
      readonly previousBrokerEpoch?: number;
    }
  | {
      readonly type: 'BrokerRegistrationResponse';
      readonly correlationId: number;
      readonly error: ErrorCode | null;
      readonly brokerEpoch: number;
      readonly controller: ActorId | null;
    }
  /** `metadataVersion`: how far the broker has caught up; it is unfenced once it has seen its own registration. */
  | {
      readonly type: 'BrokerHeartbeat';
      readonly correlationId: number;
      readonly broker: number;
      readonly brokerEpoch: number;
      readonly metadataVersion: number;
      readonly wantShutDown?: true;
    }
  | {
      readonly type: 'BrokerHeartbeatResponse';
      readonly correlationId: number;
      readonly error: ErrorCode | null;
      readonly fenced: boolean;
      readonly controller: ActorId | null;
      readonly shouldShutDown?: true;
    }
  | {
      readonly type: 'AlterPartition';
      readonly correlationId: number;
      readonly broker: number;
      readonly brokerEpoch: number;
      readonly topic: string;
      readonly partition: number;
      readonly leaderEpoch: number;
      readonly partitionEpoch: number;
      readonly newIsr: readonly number[];
    }
  | {
      readonly type: 'AlterPartitionResponse';
      readonly correlationId: number;
      readonly error: ErrorCode | null;
      readonly topic: string;
      readonly partition: number;
      readonly metadata: PartitionMetadata | null;
    }
  /** The metadata log, simplified to whole images pushed by the active controller to every registered broker. */
  | { readonly type: 'MetadataUpdate'; readonly image: MetadataImage }
  | {
      readonly type: 'CreateTopic';
      readonly correlationId: number;
      readonly topic: string;
      readonly partitions: number;
      readonly replicationFactor: number;
      /** Explicit placement, or null to let the controller place. */
      readonly replicas: readonly (readonly number[])[] | null;
      readonly config: Readonly<Record<string, string | number | boolean>>;
    }
  | { readonly type: 'CreatePartitions'; readonly correlationId: number; readonly topic: string; readonly partitions: number }
  | { readonly type: 'DeleteTopic'; readonly correlationId: number; readonly topic: string }
  /** `remove`: settings that shall fall back to the broker's. */
  | {
      readonly type: 'AlterConfig';
      readonly correlationId: number;
      readonly topic: string;
      readonly set: TopicMetadata['config'];
      readonly remove: readonly string[];
    }
  /** C4. `topic: null`: all; `partition: null`: all of the topic. */
  | {
      readonly type: 'ElectLeaders';
      readonly correlationId: number;
      readonly topic: string | null;
      readonly partition: number | null;
      readonly election: 'preferred' | 'unclean';
    }
  /** A coordinator is asked for and its `__consumer_offsets` partition does not exist yet: create it. No answer but the metadata. */
  | { readonly type: 'EnsureOffsetsPartition'; readonly partition: number }
  // ZooKeeper profiles (C1): the node whose creator is the controller.
  | { readonly type: 'ControllerNodeDeleted' }
  | { readonly type: 'ControllerNodeCreate'; readonly broker: number; readonly brokerEpoch: number }
  // The metadata quorum (C1), simplified from Raft: whole images instead of entries. A log is newer by (controllerEpoch, version) of its image.
  | { readonly type: 'QuorumVote'; readonly controllerEpoch: number; readonly logEpoch: number; readonly logVersion: number }
  /** `controllerEpoch`: of the candidacy answered. */
  | { readonly type: 'QuorumVoteResponse'; readonly controllerEpoch: number; readonly granted: boolean }
  /** The active controller's sign of life, with its whole log; versions up to `committed` are acknowledged by a majority. */
  | {
      readonly type: 'QuorumBeat';
      readonly controllerEpoch: number;
      readonly image: MetadataImage;
      readonly brokerEpochs: Readonly<Record<number, number>>;
      readonly committed: number;
    }
  /** `version`: how much of the log the voter holds. A greater `controllerEpoch` than the beat's tells a stale active controller to step down. */
  | { readonly type: 'QuorumBeatResponse'; readonly controllerEpoch: number; readonly version: number }
  | { readonly type: 'AdminResponse'; readonly correlationId: number; readonly error: ErrorCode | null };

// ── Inside one broker (same node, same turn) ─────────────────────────────────────────────────────────────────────────────────

export type LocalMessage =
  /** From outside: the broker's disk takes so long for an append from now on (N4). */
  | { readonly type: 'disk.slowed'; readonly appendMs: number }
  /** A client's or coordinator's group request handed on; `ticket` comes back with the answer. */
  | { readonly type: 'group.request'; readonly ticket: number; readonly clientActor: ActorId; readonly request: GroupRequest }
  | { readonly type: 'group.response'; readonly ticket: number; readonly response: GroupResponse }
  /**
   * The broker became (or stopped being) leader of the `__consumer_offsets` partition that holds this group. `records`: all records of this
   * group in that log (Kafka, too, loads to the log's end), to load state from (keys as in `kafka/offsetsTopic.ts`). The coordinator
   * is the actor `group:<name>@<broker>`; it exists from the first message addressed to it.
   */
  | {
      readonly type: 'group.elected';
      readonly offsetsPartition: number;
      readonly leaderEpoch: number;
      readonly records: readonly LogRecord[];
    }
  | { readonly type: 'group.resigned' }
  /** T3: what was committed for it goes with it. */
  | { readonly type: 'group.topicDeleted'; readonly topic: string }
  /** The coordinator asks for a durable write to `__consumer_offsets-<n>` (acks=all) and hears when it is replicated or refused. */
  | {
      readonly type: 'offsets.append';
      readonly offsetsPartition: number;
      readonly ticket: number;
      readonly records: readonly ProducerRecord[];
    }
  | { readonly type: 'offsets.appended'; readonly ticket: number; readonly error: ErrorCode | null };

/** What the broker tells its replicas, and hears from them. A replica speaks to nobody but its broker. */
export type ReplicaMessage =
  /** Lead the partition; or, for the leader of this epoch, news about it. `live`: replicas whose brokers are unfenced and may join the ISR. */
  | {
      readonly type: 'replica.lead';
      readonly metadata: PartitionMetadata;
      readonly config: TopicMetadata['config'];
      readonly live: readonly number[];
      readonly topicId?: number;
    }
  | {
      readonly type: 'replica.follow';
      readonly metadata: PartitionMetadata;
      readonly config: TopicMetadata['config'];
      readonly topicId?: number;
    }
  /** T3: the topic's settings are others now. */
  | { readonly type: 'replica.configure'; readonly metadata: PartitionMetadata; readonly config: TopicMetadata['config'] }
  /** T3: the topic is no more. */
  | { readonly type: 'replica.delete' }
  /** `seen`: when the broker last heard a follower (by broker id) ask for this partition, for R3. */
  | {
      readonly type: 'replica.append';
      readonly ticket: number;
      readonly acks: -1 | 0 | 1;
      readonly batch: ProduceBatch;
      readonly seen: Readonly<Record<number, number>>;
    }
  /** `arrived`: a fetch that has just come in tells where its follower is (R1); one that waited at the broker told so before. */
  | {
      readonly type: 'replica.read';
      readonly ticket: number;
      readonly replicaId: number | null;
      readonly arrived: boolean;
      readonly fetch: FetchPartition;
    }
  /** F3: which visible record is the first of this time or later? */
  | { readonly type: 'replica.lookUp'; readonly ticket: number; readonly timestamp: number }
  /** A follower fetched where there is nothing to read: it holds everything below (R1). */
  | { readonly type: 'replica.fetched'; readonly replicaId: number; readonly fetchOffset: number }
  | { readonly type: 'replica.checkIsr' }
  /** The controller's answer to `replica.alterIsr`. */
  | { readonly type: 'replica.isrAltered'; readonly error: ErrorCode | null; readonly metadata: PartitionMetadata | null }
  | {
      readonly type: 'replica.copy';
      readonly leaderEpoch: number;
      readonly fetchOffset: number;
      readonly records: readonly LogRecord[];
      readonly highWatermark: number;
      /** Where the leader's log begins (L3). */
      readonly logStartOffset?: number;
    }
  /** The leader's log begins after the end of this one: nothing of it is left there (L3). */
  | { readonly type: 'replica.startAt'; readonly leaderEpoch: number; readonly logStartOffset: number }
  | {
      readonly type: 'replica.truncate';
      readonly leaderEpoch: number;
      readonly divergingEpoch: { readonly epoch: number; readonly endOffset: number };
    }
  // from the replica
  /** The leader's log begins later now (L3). */
  | ({ readonly type: 'replica.startMoved'; readonly logStartOffset: number } & TopicPartition)
  /** `records`: the whole log of a `__consumer_offsets` partition, for its coordinators to load (O4); otherwise empty. */
  | ({
      readonly type: 'replica.leading';
      readonly leaderEpoch: number;
      readonly logStartOffset: number;
      readonly logEndOffset: number;
      readonly highWatermark: number;
      readonly records: readonly LogRecord[];
    } & TopicPartition)
  /** Where a follower stands after `replica.follow` or `replica.truncate`: it needs what comes next. */
  | ({
      readonly type: 'replica.positioned';
      readonly leaderEpoch: number;
      readonly logEndOffset: number;
      readonly lastEpoch: number;
    } & TopicPartition)
  /**
   * The leader's log or high watermark moved, or produce requests can be answered. `appended`: the ticket of the append this follows on
   * (null: none) and `records` what it added.
   */
  | ({
      readonly type: 'replica.advanced';
      readonly logEndOffset: number;
      readonly highWatermark: number;
      readonly appended: number | null;
      readonly records: readonly LogRecord[];
      readonly answers: readonly { readonly ticket: number; readonly error: ErrorCode | null; readonly baseOffset: number }[];
    } & TopicPartition)
  | { readonly type: 'replica.found'; readonly ticket: number; readonly offset: number; readonly error: ErrorCode | null }
  | { readonly type: 'replica.records'; readonly ticket: number; readonly bytes: number; readonly fetched: FetchedPartition }
  | ({
      readonly type: 'replica.alterIsr';
      readonly leaderEpoch: number;
      readonly partitionEpoch: number;
      readonly newIsr: readonly number[];
    } & TopicPartition);

// ── From a person or a script to a client ────────────────────────────────────────────────────────────────────────────────────

/** F3: an offset, an end of the log, or the first record of a time or later (offsetsForTimes). */
export type SeekTarget = number | 'beginning' | 'end' | { readonly time: number };

/** Commands that reach a producer or consumer process as calls of its API; issued by `admin:admin`, without a network in between. */
export type CommandMessage =
  | {
      readonly type: 'command.send';
      readonly topic: string;
      readonly key: string | null;
      readonly value: string | null;
      readonly partition: number | null;
      /** Its size in a batch, where it is not that of the texts. */
      readonly bytes?: number;
    }
  | { readonly type: 'command.flush' }
  /** A broker shall shut down in order (N4). */
  | { readonly type: 'command.shutdown' }
  /** close(): a producer flushes and stops, what is not settled after `timeoutMs` fails; a consumer commits (auto) and leaves, then stops. */
  | { readonly type: 'command.close'; readonly timeoutMs?: number }
  | { readonly type: 'command.subscribe'; readonly topics: readonly string[]; readonly topicPattern?: string }
  | { readonly type: 'command.seek'; readonly topic: string; readonly partition: number; readonly to: SeekTarget }
  | { readonly type: 'command.commit' }
  | { readonly type: 'command.pausePartitions'; readonly partitions: readonly TopicPartition[] }
  | { readonly type: 'command.resumePartitions'; readonly partitions: readonly TopicPartition[] }
  /** Restart the client with these settings on top of its present ones. */
  | { readonly type: 'command.setConfig'; readonly config: Readonly<Record<string, unknown>> };

export type Message =
  MetadataMessage | ProduceMessage | FetchMessage | GroupMessage | ControllerMessage | LocalMessage | ReplicaMessage | CommandMessage;
export type MessageOf<T extends Message['type']> = Extract<Message, { readonly type: T }>;
