/** What the kernel gives each machine at its creation. Plain data; settings are complete (defaults of the profile filled in). */
import type { NodeId } from '../address.ts';
import type { ProfileName, Settings } from '../config/types.ts';
import type { MetadataImage } from '../messages.ts';
import type { MemberSpec, ProducerSpec } from '../scenario/types.ts';

/** A cluster of a scenario is up at t = 0: `image` already holds its brokers, topics and leaders (simplification: no start-up phase). */
export interface ControllerInput {
  readonly id: NodeId;
  /** All voters of the metadata quorum, this one included. */
  readonly controllers: readonly NodeId[];
  readonly profile: ProfileName;
  /** Broker-scope settings of the cluster. */
  readonly settings: Settings;
  readonly image: MetadataImage;
}

export interface BrokerInput {
  readonly id: number;
  readonly rack: string | null;
  readonly controllers: readonly NodeId[];
  readonly profile: ProfileName;
  readonly settings: Settings;
  /** The bootstrap image at t = 0; an empty one (version 0) for a broker added later, which then registers by itself. */
  readonly image: MetadataImage;
  /** Topics that the script creates. */
  readonly scriptedTopics?: readonly string[];
}

export interface ReplicaInput {
  readonly topic: string;
  readonly partition: number;
  readonly broker: number;
  readonly profile: ProfileName;
  /** The broker's settings; the topic's own come with the broker's messages. */
  readonly settings: Settings;
}

export interface GroupInput {
  readonly group: string;
  readonly broker: number;
  readonly profile: ProfileName;
  readonly settings: Settings;
}

export interface ProducerInput {
  readonly spec: ProducerSpec;
  /** The scenario's seed: workload draws are hash(seed, producer, record number). */
  readonly seed: number;
  readonly profile: ProfileName;
  readonly settings: Settings;
  /** Broker ids to ask for metadata first. */
  readonly bootstrap: readonly number[];
}

export interface ConsumerInput {
  readonly group: string;
  readonly spec: MemberSpec;
  readonly seed: number;
  readonly profile: ProfileName;
  readonly settings: Settings;
  readonly bootstrap: readonly number[];
}
