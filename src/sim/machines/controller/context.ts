/** What a controller knows. `ControllerContext` is what the read model sees. */
import type { ActorId, NodeId } from '../../address.ts';
import type { Settings } from '../../config/types.ts';
import type { Told } from '../../kafka/controller/change.ts';
import type { MayBeUnclean, Sessions } from '../../kafka/controller/fencing.ts';
import type { Heard } from '../../kafka/controller/quorum.ts';
import type { BrokerEpochs } from '../../kafka/controller/registration.ts';
import { isOn, topicSetting } from '../../kafka/topicConfig.ts';
import type { MessageOf, MetadataImage } from '../../messages.ts';
import type { ControlMessage, Delivered, EventOf } from '../contract.ts';
import type { ControllerInput } from '../inputs.ts';

export type TimerMessage = { readonly type: 'timer.sessions' } | { readonly type: 'timer.beat' } | { readonly type: 'timer.election' };

export type Request = MessageOf<
  'BrokerRegistration' | 'BrokerHeartbeat' | 'AlterPartition' | 'CreateTopic' | 'CreatePartitions' | 'EnsureOffsetsPartition'
>;
export type QuorumMessage = MessageOf<'QuorumVote' | 'QuorumVoteResponse' | 'QuorumBeat' | 'QuorumBeatResponse'>;
export type Answer = MessageOf<'BrokerRegistrationResponse' | 'BrokerHeartbeatResponse' | 'AlterPartitionResponse' | 'AdminResponse'>;

export type ControllerEvent = EventOf<ControlMessage | Request | QuorumMessage | TimerMessage>;
export type Got<T extends (Request | QuorumMessage)['type']> = Delivered<MessageOf<T>>;

/** The end of the metadata log: what this controller works on, acknowledged or not. */
export interface MetadataLog {
  readonly image: MetadataImage;
  readonly brokerEpochs: BrokerEpochs;
}

export interface Reply {
  readonly to: ActorId;
  readonly connection: string | null;
  readonly message: Answer;
}

/** A change in the log that waits for its majority; nobody hears of it before (C1). */
export interface Pending {
  readonly image: MetadataImage;
  readonly told: readonly Told[];
  readonly replies: readonly Reply[];
}

export interface Candidacy {
  readonly epoch: number;
  readonly granted: readonly NodeId[];
  readonly refused: readonly NodeId[];
}

export interface ControllerContext {
  readonly id: NodeId;
  readonly voters: readonly NodeId[];
  readonly settings: ControllerSettings;
  // On disk.
  /** The committed metadata: what brokers are told. */
  readonly image: MetadataImage;
  readonly log: MetadataLog;
  /** The newest controller epoch seen or voted in. */
  readonly epoch: number;
  readonly votedFor: NodeId | null;
  // In memory.
  /** Whom it believes to be the active controller, itself included. */
  readonly active: NodeId | null;
  readonly activeHeardAt: number;
  readonly candidacy: Candidacy | null;
  // In memory, of the active controller.
  /** When each broker was last heard. */
  readonly sessions: Sessions;
  readonly watchesSessions: boolean;
  readonly pending: readonly Pending[];
  readonly heard: Readonly<Record<NodeId, Heard>>;
  /** When metadata was last pushed to the brokers. */
  readonly pushedAt: number;
}

export interface ControllerSettings {
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly offsetsReplicationFactor: number;
  readonly mayBeUnclean: boolean;
}

function resolve(settings: Settings): ControllerSettings {
  const count = (name: string, otherwise: number) => Number(settings[name] ?? otherwise);
  return {
    sessionTimeoutMs: count('broker.session.timeout.ms', 9000),
    heartbeatIntervalMs: count('broker.heartbeat.interval.ms', 2000),
    partitions: count('num.partitions', 1),
    replicationFactor: count('default.replication.factor', 1),
    offsetsReplicationFactor: count('offsets.topic.replication.factor', 3),
    mayBeUnclean: isOn(settings['unclean.leader.election.enable']),
  };
}

const FORGOTTEN = { active: null, candidacy: null, sessions: {}, watchesSessions: false, pending: [], heard: {} };

export function newController({ id, controllers, settings, image }: ControllerInput): ControllerContext {
  const brokerEpochs = Object.fromEntries(Object.keys(image.brokers).map((broker) => [broker, 0]));
  return {
    id,
    voters: controllers,
    settings: resolve(settings),
    image,
    log: { image, brokerEpochs },
    epoch: image.controllerEpoch,
    votedFor: null,
    ...FORGOTTEN,
    activeHeardAt: 0,
    pushedAt: 0,
  };
}

/** The metadata log, the epoch and the vote are on disk; sessions, candidacies and unanswered requests are not. */
export const forget = (context: ControllerContext): ControllerContext => ({ ...context, ...FORGOTTEN });

/** The topic's word on unclean election, or else the cluster's. */
export const mayBeUnclean =
  ({ settings }: ControllerContext): MayBeUnclean =>
  (topic) =>
    isOn(topicSetting(topic.config, { 'unclean.leader.election.enable': settings.mayBeUnclean }, 'unclean.leader.election.enable'));
