/** What brokers tell clients and each other of the cluster. */
import type { ActorId } from '../address.ts';
import type { ErrorCode } from './errors.ts';

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
