/**
 * The closed union of what happened. Facts are codes and numbers; the words live in `view/i18n`. The picture's captions, the timeline, the
 * ledger, predicates of lessons and "why?" all read facts, never a machine's inside.
 */
import type { ActorId, NodeId, TopicPartition } from './address.ts';
import type { CommittedOffset, ErrorCode } from './messages.ts';

/** routine: playback runs past it · notable: shown · pivotal: playback slows down around it. */
export type Weight = 'routine' | 'notable' | 'pivotal';

/** A run of records of one producer inside one partition: `numbers[i]` lies at `baseOffset + i` once appended. */
export interface RecordRun extends TopicPartition {
  readonly producer: string;
  readonly numbers: readonly number[];
}

export type RebalanceReason =
  | 'join' // a new member
  | 'rejoin' // a member came back to Join while Stable (new subscription, metadata, owner change)
  | 'leave' // LeaveGroup, or a member replaced
  | 'expired' // session.timeout.ms
  | 'syncTimeout' // no SyncGroup within the rebalance timeout
  | 'storeFailed' // the assignment could not be written to __consumer_offsets
  | 'coordinatorLoaded';

export type FactBody =
  // ── commands and faults (noted by the kernel; actor = admin or the node's main actor)
  | { readonly kind: 'command.issued'; readonly do: string; readonly args: Readonly<Record<string, unknown>> }
  /** A script's command that could not be carried out when its time came; `error`: why, by Kafka's name where Kafka has one. */
  | {
      readonly kind: 'command.refused';
      readonly do: string;
      readonly args: Readonly<Record<string, unknown>>;
      readonly error: string;
    }
  | { readonly kind: 'node.crashed'; readonly node: NodeId }
  /** It ended by itself, in order. */
  | { readonly kind: 'node.stopped'; readonly node: NodeId }
  | { readonly kind: 'node.restarted'; readonly node: NodeId }
  | { readonly kind: 'node.paused'; readonly node: NodeId }
  | { readonly kind: 'node.resumed'; readonly node: NodeId; readonly pausedMs: number }
  | { readonly kind: 'link.cut'; readonly between: readonly [NodeId, NodeId] }
  | { readonly kind: 'link.healed'; readonly between: readonly [NodeId, NodeId] }
  /** `latencyMs` on top of the link's own; `bandwidthBytesPerMs` null: as before. */
  | {
      readonly kind: 'link.slowed';
      readonly between: readonly [NodeId, NodeId];
      readonly latencyMs: number;
      readonly bandwidthBytesPerMs: number | null;
    }
  /** Each append takes `appendMs`; 0: as fast as ever. */
  | { readonly kind: 'disk.slowed'; readonly broker: number; readonly appendMs: number }
  | {
      readonly kind: 'message.dropped';
      readonly from: ActorId;
      readonly to: ActorId;
      readonly message: string;
      readonly reason: 'cut' | 'crashed' | 'stale connection';
    }
  // ── controller
  | { readonly kind: 'controller.elected'; readonly controller: NodeId; readonly controllerEpoch: number }
  /** ZooKeeper profiles: which server of the ensemble leads it. */
  | { readonly kind: 'zookeeper.led'; readonly node: NodeId; readonly epoch: number }
  | { readonly kind: 'broker.registered'; readonly broker: number; readonly brokerEpoch: number }
  | { readonly kind: 'broker.fenced'; readonly broker: number; readonly silentMs: number }
  | { readonly kind: 'broker.unfenced'; readonly broker: number }
  /** A broker asked to shut down: its leaderships move and it leaves the ISRs before it goes. */
  | { readonly kind: 'broker.leaving'; readonly broker: number; readonly leaders: number }
  | { readonly kind: 'topic.created'; readonly topic: string; readonly replicas: readonly (readonly number[])[] }
  | { readonly kind: 'partitions.added'; readonly topic: string; readonly from: number; readonly to: number }
  | { readonly kind: 'topic.deleted'; readonly topic: string }
  /** `config`: what was set; `removed`: names of settings that fall back to the broker's. */
  | {
      readonly kind: 'config.altered';
      readonly topic: string;
      readonly config: Readonly<Record<string, string | number | boolean>>;
      readonly removed: readonly string[];
    }
  | ({
      readonly kind: 'leader.elected'; // leader null: the partition is offline
      readonly leader: number | null;
      readonly previousLeader: number | null;
      readonly leaderEpoch: number;
      readonly isr: readonly number[];
      readonly unclean: boolean;
      readonly reason: 'created' | 'fenced' | 'unfenced' | 'preferred' | 'unclean' | 'isr' | 'shutdown';
    } & TopicPartition)
  | ({
      readonly kind: 'isr.changed';
      readonly isr: readonly number[];
      readonly removed: readonly number[];
      readonly added: readonly number[];
    } & TopicPartition)
  // ── brokers and replicas
  | { readonly kind: 'metadata.learned'; readonly node: NodeId; readonly version: number }
  | ({
      readonly kind: 'replica.led';
      readonly broker: number;
      readonly leaderEpoch: number;
      readonly logEndOffset: number;
      readonly highWatermark: number;
    } & TopicPartition)
  | ({ readonly kind: 'replica.followed'; readonly broker: number; readonly leaderEpoch: number; readonly leader: number } & TopicPartition)
  | ({ readonly kind: 'replica.truncated'; readonly broker: number; readonly from: number; readonly to: number } & TopicPartition)
  | ({ readonly kind: 'replica.copied'; readonly broker: number; readonly from: number; readonly to: number } & TopicPartition)
  | ({ readonly kind: 'highWatermark.advanced'; readonly broker: number; readonly from: number; readonly to: number } & TopicPartition)
  /** L3: the active segment was closed; a new one begins at `baseOffset`. */
  | ({ readonly kind: 'log.rolled'; readonly broker: number; readonly baseOffset: number } & TopicPartition)
  /** L3: the log begins at `to` now. `leader`: a follower heard that its leader's does. */
  | ({
      readonly kind: 'log.deleted';
      readonly broker: number;
      readonly from: number;
      readonly to: number;
      readonly by: 'size' | 'time' | 'leader';
    } & TopicPartition)
  /** L4: everything below `to` has been cleaned, from `from` on for the first time; these offsets are gone. */
  | ({
      readonly kind: 'log.cleaned';
      readonly broker: number;
      readonly from: number;
      readonly to: number;
      readonly removed: readonly number[];
    } & TopicPartition)
  /** The leader appended a batch. Internal topics are not noted. */
  | ({
      readonly kind: 'batch.appended';
      readonly broker: number;
      readonly leaderEpoch: number;
      readonly baseOffset: number;
      readonly bytes: number;
    } & RecordRun)
  | ({ readonly kind: 'batch.duplicate'; readonly broker: number; readonly baseOffset: number } & RecordRun)
  | ({ readonly kind: 'produce.refused'; readonly broker: number; readonly error: ErrorCode } & RecordRun)
  // ── producer
  | ({
      readonly kind: 'record.sent'; // send() returned: the record lies in the accumulator
      readonly producer: string;
      readonly number: number;
      readonly key: string | null;
      readonly bytes: number;
      readonly by: 'key' | 'explicit' | 'sticky' | 'roundRobin' | 'custom' | 'random';
    } & TopicPartition)
  | { readonly kind: 'record.rejected'; readonly producer: string; readonly number: number; readonly topic: string; readonly error: string }
  | ({
      readonly kind: 'batch.ready';
      readonly reason: 'full' | 'linger' | 'memory' | 'flush' | 'close' | 'piggyback' | 'retry';
      readonly bytes: number;
      readonly waitedMs: number;
    } & RecordRun)
  | {
      readonly kind: 'produce.requested';
      readonly producer: string;
      readonly broker: number;
      readonly correlationId: number;
      readonly acks: -1 | 0 | 1;
      readonly batches: readonly RecordRun[];
    }
  /** The record's future completed. `results` as RecordMetadata prints: `test-0@4`, `test-0@-1`. For acks=0 `acks` is 0 and the record never counts as acknowledged. */
  | ({
      readonly kind: 'batch.acknowledged';
      readonly baseOffset: number;
      readonly acks: -1 | 0 | 1;
      readonly latencyMs: number;
    } & RecordRun)
  | ({ readonly kind: 'batch.retried'; readonly error: ErrorCode; readonly attempt: number; readonly backoffMs: number } & RecordRun)
  /** P4: the broker found it too large; `into` smaller ones go instead. */
  | ({ readonly kind: 'batch.split'; readonly into: number; readonly bytes: number } & RecordRun)
  | ({ readonly kind: 'batch.failed'; readonly error: string } & RecordRun)
  /** P8: callbacks given to send() ran, with the results (error null) or with an exception. Partition -1: send() had not chosen one. */
  | ({ readonly kind: 'callback.called'; readonly error: string | null } & RecordRun)
  /** Buffered or in flight when the process died: nobody will ever hear of them. */
  | ({ readonly kind: 'batch.forgotten' } & RecordRun)
  /** P7, 3.9: more than five requests in flight; the client warns and goes on without. */
  | { readonly kind: 'idempotence.disabled'; readonly producer: string }
  | { readonly kind: 'producer.closed'; readonly producer: string }
  | { readonly kind: 'producer.failed'; readonly producer: string; readonly error: string }
  // ── consumer
  | {
      readonly kind: 'consumer.joining';
      readonly group: string;
      readonly member: string;
      readonly memberId: string;
      readonly reason: string;
    }
  | { readonly kind: 'heartbeat.sent'; readonly group: string; readonly member: string; readonly generation: number }
  | {
      readonly kind: 'rebalance.noticed';
      readonly group: string;
      readonly member: string;
      readonly by: 'heartbeat' | 'commit' | 'sync' | 'join';
    }
  | {
      readonly kind: 'assignment.computed';
      readonly group: string;
      readonly member: string;
      readonly assignor: string;
      readonly generation: number;
      readonly assignment: Readonly<Record<string, readonly TopicPartition[]>>;
    }
  | { readonly kind: 'partitions.revoked'; readonly group: string; readonly member: string; readonly partitions: readonly TopicPartition[] }
  | {
      readonly kind: 'partitions.assigned';
      readonly group: string;
      readonly member: string;
      readonly generation: number;
      readonly added: readonly TopicPartition[];
      readonly owned: readonly TopicPartition[];
    }
  /** F3: assign() — it takes these partitions without a group. */
  | { readonly kind: 'partitions.chosen'; readonly group: string; readonly member: string; readonly partitions: readonly TopicPartition[] }
  /** Ownership ended without a chance to commit (fenced, expired, unknown member). */
  | { readonly kind: 'partitions.lost'; readonly group: string; readonly member: string; readonly partitions: readonly TopicPartition[] }
  | ({
      readonly kind: 'position.set';
      readonly group: string;
      readonly member: string;
      readonly offset: number;
      readonly by: 'committed' | 'earliest' | 'latest' | 'time' | 'seek';
    } & TopicPartition)
  | {
      readonly kind: 'poll.returned';
      readonly group: string;
      readonly member: string;
      readonly count: number;
      readonly ranges: readonly (TopicPartition & { readonly from: number; readonly to: number })[];
    }
  | ({
      readonly kind: 'record.processed';
      readonly group: string;
      readonly member: string;
      readonly offset: number;
      readonly producer: string;
      readonly number: number;
    } & TopicPartition)
  | ({
      readonly kind: 'processing.failed';
      readonly group: string;
      readonly member: string;
      readonly offset: number;
      readonly then: 'close' | 'crash' | 'skip' | 'retry';
    } & TopicPartition)
  /** F4: poll() threw at a record that cannot be deserialized; its position has not moved. */
  | ({
      readonly kind: 'poll.failed';
      readonly group: string;
      readonly member: string;
      readonly offset: number;
      readonly error: string;
      readonly then: 'close' | 'crash' | 'skip' | 'retry';
    } & TopicPartition)
  | {
      readonly kind: 'commit.sent';
      readonly group: string;
      readonly member: string;
      readonly generation: number;
      readonly offsets: readonly CommittedOffset[];
      readonly by: 'auto' | 'sync' | 'async' | 'close' | 'revoke' | 'command';
    }
  /** F4: the callback of an asynchronous commit heard that it succeeded. */
  | { readonly kind: 'commit.completed'; readonly group: string; readonly member: string; readonly offsets: readonly CommittedOffset[] }
  | {
      readonly kind: 'commit.failed';
      readonly group: string;
      readonly member: string;
      readonly error: ErrorCode;
      readonly exception: string;
      readonly offsets: readonly CommittedOffset[];
    }
  /** max.poll.interval.ms passed without poll(): the client leaves by itself. */
  | { readonly kind: 'poll.expired'; readonly group: string; readonly member: string; readonly silentMs: number }
  | { readonly kind: 'consumer.closed'; readonly group: string; readonly member: string }
  | { readonly kind: 'consumer.failed'; readonly group: string; readonly member: string; readonly error: string }
  // ── group coordinator
  | {
      readonly kind: 'coordinator.loaded';
      readonly group: string;
      readonly broker: number;
      readonly generation: number;
      readonly members: number;
    }
  | { readonly kind: 'group.changed'; readonly group: string; readonly from: string; readonly to: string; readonly generation: number }
  | {
      readonly kind: 'rebalance.started';
      readonly group: string;
      readonly reason: RebalanceReason;
      readonly member: string;
      readonly generation: number;
    }
  | {
      readonly kind: 'rebalance.completed';
      readonly group: string;
      readonly generation: number;
      readonly protocol: string;
      readonly leader: string;
      readonly assignment: Readonly<Record<string, readonly TopicPartition[]>>;
    }
  | { readonly kind: 'member.idGiven'; readonly group: string; readonly member: string; readonly memberId: string }
  | { readonly kind: 'member.joined'; readonly group: string; readonly member: string; readonly memberId: string; readonly members: number }
  /** G10: a static member's process began anew and took over the place of the one before. */
  | {
      readonly kind: 'member.replaced';
      readonly group: string;
      readonly member: string;
      readonly memberId: string;
      readonly instance: string;
      /** The member id that is fenced from now on. */
      readonly replaced: string;
    }
  | { readonly kind: 'member.left'; readonly group: string; readonly member: string; readonly memberId: string; readonly reason: string }
  | {
      readonly kind: 'member.expired';
      readonly group: string;
      readonly member: string;
      readonly memberId: string;
      readonly silentMs: number;
      readonly reason: 'session' | 'rebalance' | 'sync' | 'pending';
    }
  | {
      readonly kind: 'heartbeat.received';
      readonly group: string;
      readonly member: string;
      readonly generation: number;
      readonly error: ErrorCode | null;
    }
  | { readonly kind: 'join.refused'; readonly group: string; readonly member: string; readonly error: ErrorCode }
  | {
      readonly kind: 'offsets.committed';
      readonly group: string;
      readonly member: string;
      readonly generation: number;
      readonly offsets: readonly CommittedOffset[];
    }
  /** O5: nobody uses them any more. */
  | { readonly kind: 'offsets.expired'; readonly group: string; readonly partitions: readonly TopicPartition[] }
  | {
      readonly kind: 'commit.refused';
      readonly group: string;
      readonly member: string;
      readonly generation: number;
      readonly error: ErrorCode;
      readonly offsets: readonly CommittedOffset[];
    };

export type FactKind = FactBody['kind'];

/** A fact of a run. `id` counts from 0 within a branch; `cause` is the id of the fact that led here, null for the first ones. */
export type Fact = FactBody & {
  readonly id: number;
  readonly at: number;
  readonly actor: ActorId;
  readonly weight: Weight;
  readonly cause: number | null;
};
export type FactOf<K extends FactKind> = Extract<Fact, { readonly kind: K }>;

/** In facts, `member` is the scenario's id of the process (`billing-2`); `memberId` is what the coordinator knows it by. */
const NOTABLE: readonly FactKind[] = [
  'command.issued',
  'command.refused',
  'node.restarted',
  'node.stopped',
  'node.resumed',
  'link.healed',
  'zookeeper.led',
  'broker.registered',
  'broker.unfenced',
  'broker.leaving',
  'topic.created',
  'partitions.added',
  'config.altered',
  'log.deleted',
  'log.cleaned',
  'isr.changed',
  'replica.led',
  'produce.refused',
  'record.rejected',
  'batch.retried',
  'batch.split',
  'idempotence.disabled',
  'batch.duplicate',
  'producer.closed',
  'consumer.joining',
  'rebalance.noticed',
  'assignment.computed',
  'partitions.revoked',
  'partitions.assigned',
  'partitions.chosen',
  'processing.failed',
  'poll.failed',
  'consumer.closed',
  'coordinator.loaded',
  'group.changed',
  'member.joined',
  'member.left',
  'member.replaced',
  'offsets.expired',
  'commit.failed',
];
const PIVOTAL: readonly FactKind[] = [
  'node.crashed',
  'node.paused',
  'link.cut',
  'link.slowed',
  'disk.slowed',
  'broker.fenced',
  'topic.deleted',
  'leader.elected',
  'replica.truncated',
  'batch.failed',
  'batch.forgotten',
  'producer.failed',
  'partitions.lost',
  'poll.expired',
  'consumer.failed',
  'rebalance.started',
  'rebalance.completed',
  'member.expired',
  'join.refused',
  'commit.refused',
];
const WEIGHTS: ReadonlyMap<FactKind, Weight> = new Map([
  ...NOTABLE.map((kind) => [kind, 'notable'] as const),
  ...PIVOTAL.map((kind) => [kind, 'pivotal'] as const),
]);

/** How much a kind of fact usually matters; a note may say otherwise. */
export const weightOf = (kind: FactKind): Weight => WEIGHTS.get(kind) ?? 'routine';
