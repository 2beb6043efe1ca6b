/** Brokers and replicas. */
import type { NodeId, TopicPartition } from '../address.ts';
import type { ErrorCode } from '../messages.ts';

/** A run of records of one producer inside one partition: `numbers[i]` lies at `baseOffset + i` once appended. */
export interface RecordRun extends TopicPartition {
  readonly producer: string;
  readonly numbers: readonly number[];
}

export type BrokerFact =
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
  | ({ readonly kind: 'produce.refused'; readonly broker: number; readonly error: ErrorCode } & RecordRun);
