/** What a controller knows. `ControllerContext` is what the read model sees. */
import type { ActorId, NodeId } from '../../address.ts';
import { atLeast } from '../../config/profiles.ts';
import type { ProfileName, Settings } from '../../config/types.ts';
import { brokerSession } from '../../kafka/controller/brokerSession.ts';
import type { Told } from '../../kafka/controller/change.ts';
import type { RulesOf } from '../../kafka/controller/election.ts';
import type { Sessions } from '../../kafka/controller/fencing.ts';
import type { Heard } from '../../kafka/controller/quorum.ts';
import type { BrokerEpochs } from '../../kafka/controller/registration.ts';
import { isOn } from '../../kafka/topicConfig.ts';
import type { MessageOf, MetadataImage } from '../../messages.ts';
import type { ControlMessage, Delivered, EventOf } from '../contract.ts';
import type { ControllerInput } from '../inputs.ts';

export type TimerMessage = { readonly type: 'timer.sessions' | 'timer.beat' | 'timer.election' | 'timer.balance' };

export type Request = MessageOf<
  | 'BrokerRegistration'
  | 'BrokerHeartbeat'
  | 'AlterPartition'
  | 'CreateTopic'
  | 'CreatePartitions'
  | 'DeleteTopic'
  | 'AlterConfig'
  | 'EnsureOffsetsPartition'
  | 'ElectLeaders'
  | 'ControllerNodeCreate'
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
  readonly mayDeleteTopics: boolean;
  /** The cluster's `min.insync.replicas`. */
  readonly minIsr: number;
  /** KIP-966: 4.3. */
  readonly keepsElr: boolean;
  /** `leader.imbalance.check.interval.seconds`; null: leaders stay where they are (C4). */
  readonly balanceEveryMs: number | null;
  /** How many percent of a broker's preferred leaderships may be elsewhere. */
  readonly imbalance: number;
}

function resolve(settings: Settings, profile: ProfileName): ControllerSettings {
  const count = (name: string, otherwise: number) => Number(settings[name] ?? otherwise);
  return {
    ...brokerSession(settings, profile),
    partitions: count('num.partitions', 1),
    replicationFactor: count('default.replication.factor', 1),
    offsetsReplicationFactor: count('offsets.topic.replication.factor', 3),
    mayBeUnclean: isOn(settings['unclean.leader.election.enable']),
    mayDeleteTopics: isOn(settings['delete.topic.enable'] ?? true),
    minIsr: count('min.insync.replicas', 1),
    keepsElr: atLeast(profile, '4.3'),
    balanceEveryMs: isOn(settings['auto.leader.rebalance.enable'] ?? true)
      ? count('leader.imbalance.check.interval.seconds', 300) * 1000
      : null,
    imbalance: atLeast(profile, '3.9') ? 0 : count('leader.imbalance.per.broker.percentage', 10),
  };
}

const FORGOTTEN = { active: null, candidacy: null, sessions: {}, watchesSessions: false, pending: [], heard: {} };

export function newController({ id, controllers, profile, settings, image }: ControllerInput): ControllerContext {
  const brokerEpochs = Object.fromEntries(Object.keys(image.brokers).map((broker) => [broker, 0]));
  return {
    id,
    voters: controllers,
    settings: resolve(settings, profile),
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

/** The topic's word on elections, or else the cluster's. */
export const rulesOf =
  ({ settings }: ControllerContext): RulesOf =>
  ({ config }) => ({
    mayBeUnclean: isOn(config['unclean.leader.election.enable'] ?? settings.mayBeUnclean),
    elrBelow: settings.keepsElr ? Number(config['min.insync.replicas'] ?? settings.minIsr) : null,
  });
