/** Inside one broker: same node, same turn. */
import type { ActorId, TopicPartition } from '../address.ts';
import type { ErrorCode } from './errors.ts';
import type { FetchPartition, FetchedPartition } from './fetch.ts';
import type { GroupRequest, GroupResponse } from './group.ts';
import type { PartitionMetadata, TopicMetadata } from './metadata.ts';
import type { LogRecord, ProduceBatch, ProducerRecord } from './records.ts';

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
