/**
 * R3: a leader proposes a new ISR and the controller judges. Models AlterPartition (KIP-497) in KRaft's
 * ReplicationControlManager.validateAlterPartitionData, in Kafka's order of checks.
 */
import type { ErrorCode, MessageOf, MetadataImage } from '../../messages.ts';
import { liveIn, partitionOf, reseat } from './change.ts';
import type { MetadataChange } from './change.ts';
import { seatWith } from './election.ts';
import type { RulesOf } from './election.ts';

type AlterPartition = MessageOf<'AlterPartition'>;

/** Why the proposal is refused, or null. The broker's own epoch is judged before (`whyStale`). */
export function whyNotAlter(image: MetadataImage, request: AlterPartition): ErrorCode | null {
  const partition = partitionOf(image.topics[request.topic], request.partition);
  if (!partition) return 'UNKNOWN_TOPIC_OR_PARTITION';
  // The leader has seen more than this controller: another one must be active.
  if (request.leaderEpoch > partition.leaderEpoch || request.partitionEpoch > partition.partitionEpoch) return 'NOT_CONTROLLER';
  if (request.leaderEpoch < partition.leaderEpoch) return 'FENCED_LEADER_EPOCH';
  if (request.broker !== partition.leader) return 'INVALID_REQUEST';
  if (request.partitionEpoch < partition.partitionEpoch) return 'INVALID_UPDATE_VERSION';
  const { newIsr } = request;
  if (!newIsr.includes(partition.leader) || !newIsr.every((broker) => partition.replicas.includes(broker))) return 'INVALID_REQUEST';
  return newIsr.every(liveIn(image)) ? null : 'INELIGIBLE_REPLICA';
}

/** The proposal as accepted: the leader stays, its partition epoch goes up. */
export const alterPartition = (image: MetadataImage, { topic, partition, newIsr }: AlterPartition, rules: RulesOf): MetadataChange =>
  reseat(
    image,
    () => ({ reason: 'isr' }),
    (it, of) => (of.name === topic && it.partition === partition ? seatWith(it, newIsr, liveIn(image), rules(of)) : null),
  );
