/** The read model: plain, frozen data for drawing and judging. Tools outside rely on these names; more may be added, none renamed. */
import type { ActorId, NodeId } from './address.ts';

export type NodeState = 'running' | 'fenced' | 'crashed' | 'paused' | 'stopped';

export interface BrokerModel {
  readonly id: number;
  readonly rack: string | null;
  readonly state: NodeState;
  readonly isController: boolean;
  /** Controlled shutdown (N4): it has asked to leave and leads nothing any more. */
  readonly leaving?: true;
  /** Its disk is slow (N4): what each append takes, ms. */
  readonly appendMs?: number;
}

/** L3: what of a partition's log lies in one file. */
export interface SegmentModel {
  readonly baseOffset: number;
  /** Where the next one begins; of the last, active one the log's end. */
  readonly endOffset: number;
  readonly bytes: number;
  /** Of its newest record, by which `retention.ms` judges it. */
  readonly maxTimestamp: number;
}

export interface RecordModel {
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly timestamp: number;
  readonly producer: string;
  /** The how-manieth record of its producer. */
  readonly number: number;
}

/** One copy of a partition on one broker. */
export interface ReplicaModel {
  readonly broker: number;
  /** The machine's state: leader, follower, offline, … */
  readonly role: string;
  readonly inSync: boolean;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  /** The high watermark as this replica knows it (followers learn it one fetch later). */
  readonly highWatermark: number;
}

export interface PartitionModel {
  readonly partition: number;
  readonly leader: number | null;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  /** KIP-966: replicas out of the ISR that hold everything committed, and the leader before the ISR became empty (4.3). */
  readonly elr: readonly number[];
  readonly lastKnownElr: readonly number[];
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logEndOffset: number;
  /** The leader's log (of the last leader while there is none). */
  readonly records: readonly RecordModel[];
  /** Segments of that log, oldest first, the active one last; left out while there is but one. */
  readonly segments?: readonly SegmentModel[];
  readonly copies: readonly ReplicaModel[];
}

export interface TopicModel {
  readonly name: string;
  readonly partitions: readonly PartitionModel[];
}

/** A batch waiting or travelling in a producer. */
export interface BatchModel {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly { readonly number: number; readonly key: string | null }[];
  readonly bytes: number;
  /** Fraction of batch.size in [0, 1]. */
  readonly full: number;
  readonly createdAt: number;
  /** When linger.ms runs out, or null once ready. */
  readonly lingerUntil: number | null;
  readonly attempts: number;
}

export interface ProducerModel {
  readonly id: string;
  readonly state: string;
  /** Records accepted by send(). */
  readonly sent: number;
  readonly acknowledged: number;
  readonly failed: number;
  readonly retries: number;
  readonly batches: number;
  readonly requests: number;
  /** Calls of callbacks with a result and with an exception (workloads with `mode: async`). */
  readonly callbacks: number;
  readonly errbacks: number;
  /** By Kafka's names: times in ms, sizes in bytes, rates per second. */
  readonly metrics: {
    readonly 'record-send-rate': number;
    readonly 'batch-size-avg': number;
    readonly 'record-queue-time-avg': number;
    readonly 'request-latency-avg': number;
    readonly 'record-retry-total': number;
  };
  /** RecordMetadata of completed records, newest last (at most the last 50), e.g. `test-0@4`. */
  readonly results: readonly string[];
  readonly buffered: readonly BatchModel[];
  /** Requests without an answer yet. */
  readonly inFlight: readonly {
    readonly broker: number;
    readonly correlationId: number;
    readonly sentAt: number;
    readonly batches: readonly BatchModel[];
  }[];
  /** Memory its buffer has handed out (P4): `batch.size` per batch, however empty, until the batch is completed; bytes. */
  readonly memoryUsed?: number;
  /** Calls of send() that have not returned: since when the oldest waits, and for what. Left out: none. */
  readonly blocked?: { readonly since: number; readonly waitsFor: 'metadata' | 'memory'; readonly calls: number };
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface MemberModel {
  readonly id: string;
  readonly memberId: string;
  readonly state: string;
  /** What the process believes it owns. */
  readonly assignment: Readonly<Record<string, readonly number[]>>;
  /** Next offset poll() will return, by topic and partition. */
  readonly position: Readonly<Record<string, Readonly<Record<number, number>>>>;
  /** The topic-partition and offset in the application's hands now, or null. */
  readonly processing: { readonly topic: string; readonly partition: number; readonly offset: number } | null;
  /** Records fetched and not yet returned by poll(). */
  readonly prefetched: number;
  /** When the last heartbeats were sent, newest last (at most 12). */
  readonly heartbeats: readonly number[];
  /** The generation it believes in. */
  readonly generation: number;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Made by the reader of a world; what the process alone knows of itself has none. */
  readonly metrics?: MemberMetrics;
  /** The producer its application forwards with, once it has sent something. */
  readonly forwarding?: ProducerModel;
}

/** F5, under Kafka's names: times in ms, rates per second, over the last half to whole minute; null where nothing was measured. */
export interface MemberMetrics {
  readonly 'records-lag-max': number | null;
  readonly 'records-consumed-rate': number;
  readonly 'time-between-poll-avg': number | null;
  readonly 'time-between-poll-max': number | null;
  readonly 'fetch-latency-avg': number | null;
  readonly 'fetch-latency-max': number | null;
}

export interface GroupOffset {
  readonly topic: string;
  readonly partition: number;
  readonly committed: number | null;
  readonly logEndOffset: number;
  readonly lag: number | null;
}

export interface GroupModel {
  readonly id: string;
  /** Empty, PreparingRebalance, CompletingRebalance, Stable, Dead. Without a coordinator: what `__consumer_offsets` remembers. */
  readonly state: string;
  /** Whether a coordinator serves the group now; if not, nobody can join, heartbeat or commit. */
  readonly coordinated: boolean;
  readonly generation: number;
  readonly protocol: string | null;
  /** The leader's process id. */
  readonly leader: string | null;
  readonly coordinator: number | null;
  readonly topics: readonly string[];
  /** By Kafka's names: with what a member begins that is added without settings of its own. What was set for members since is not in it. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly members: readonly MemberModel[];
  /**
   * The coordinator's side of each member it counts, by process: when it last heard from it, how long it waits (session.timeout.ms), and when
   * its patience ends if it hears nothing more (virtual ms). Null: no session runs while the member waits in JoinGroup or SyncGroup (G3).
   */
  readonly sessions: Readonly<Record<string, { readonly heardAt: number; readonly timeoutMs: number; readonly endsAt: number | null }>>;
  /** Processes of the group the coordinator does not count (any more): not started yet, closed, failed, or crashed and expired. */
  readonly absent: readonly { readonly id: string; readonly state: string }[];
  /** Every process of the group, counted or not, in the order in which they came to be. */
  readonly processes: readonly string[];
  /** `logEndOffset` as kafka-consumer-groups shows it: the end a consumer may read to, i.e. the high watermark. */
  readonly offsets: readonly GroupOffset[];
  readonly rebalances: readonly RebalanceReport[];
}

/** A6. Counts are partitions; times are virtual ms. */
export interface RebalanceReport {
  readonly at: number;
  readonly endedAt: number | null;
  readonly reason: string;
  readonly generation: number;
  /** The assignor the members agreed on; null until the rebalance completed. */
  readonly protocol: string | null;
  readonly rounds: number;
  readonly moved: number;
  readonly movedFromLive: number;
  readonly stopped: number;
  /** Longest time any partition was without a consuming owner, detection (silence before the rebalance) included. */
  readonly pausedMs: number;
  readonly detectionMs: number;
  /** Owner before and after by `topic-partition`. */
  readonly moves: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly from: string | null;
    readonly to: string | null;
    readonly pausedMs: number;
  }[];
}

export interface GroupLedger {
  readonly processed: number;
  readonly duplicates: number;
  readonly skipped: number;
  readonly outOfOrder: number;
}

/** Did every record reach the group once, more often, or not all of them? Anything but exactlyOnce says that exactly-once is broken. */
export type Verdict = 'exactlyOnce' | 'atLeastOnce' | 'atMostOnce' | 'neither';

/** A broken guarantee (D3): the lesson, with its cause. */
export interface Breach {
  readonly guarantee: 'lost' | 'duplicate' | 'skipped' | 'outOfOrder';
  readonly at: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly producer: string;
  readonly number: number;
  readonly group: string | null;
  /** The fact that broke it. */
  readonly fact: number;
}

export interface LedgerModel {
  readonly produced: number;
  readonly acknowledged: number;
  readonly failed: number;
  readonly lost: number;
  readonly groups: Readonly<Record<string, GroupLedger>>;
  /** What delivery came to for each group so far. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  readonly breaches: readonly Breach[];
}

/** A message on its way: where it is drawn at t is arithmetic of `sentAt` and `arrivesAt`. */
export interface MessageModel {
  readonly id: number;
  readonly from: ActorId;
  readonly to: ActorId;
  readonly type: string;
  readonly sentAt: number;
  readonly arrivesAt: number;
  /** What it carries, for drawing: keys of records, error, partitions. */
  readonly message: Readonly<Record<string, unknown>>;
}

/** A message of the past or present, with what had become of it by the end of the time that was asked about. */
export interface SentMessage extends MessageModel {
  /** held: it arrived at a process that stands still. */
  readonly fate: 'underway' | 'held' | 'delivered' | 'lost';
  /** When it was taken or lost, null before that; later than `arrivesAt` where the process stood still meanwhile. */
  readonly endedAt: number | null;
  /** The link was cut; the process was dead; it was another life of the process than the one it was sent to. */
  readonly lostTo: 'cut' | 'crashed' | 'stale connection' | null;
  /** The fact that led to its being sent, and the one it was lost by. */
  readonly cause: number | null;
  readonly loss: number | null;
}

export interface LinkModel {
  readonly between: readonly [NodeId, NodeId];
  readonly cut: boolean;
  /** A fault slows it: what is added to its latency, and its bandwidth where that is limited. */
  readonly slow?: { readonly latencyMs: number; readonly bandwidthBytesPerMs: number | null };
}

export interface ReadModel {
  readonly now: number;
  readonly brokers: readonly BrokerModel[];
  readonly controller: { readonly id: NodeId | null; readonly epoch: number };
  readonly topics: readonly TopicModel[];
  readonly producers: readonly ProducerModel[];
  readonly groups: readonly GroupModel[];
  readonly ledger: LedgerModel;
  readonly messages: readonly MessageModel[];
  readonly links: readonly LinkModel[];
}
