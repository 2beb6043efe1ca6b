/** Between brokers and the controller, and among controllers. */
import type { ActorId } from '../address.ts';
import type { ErrorCode } from './errors.ts';
import type { MetadataImage, PartitionMetadata, TopicMetadata } from './metadata.ts';

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
