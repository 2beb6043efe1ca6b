/**
 * T4: asked for a topic that does not exist, a broker has it created with the cluster's defaults and lets the client ask again. Models
 * Kafka's AutoTopicCreationManager. Simplified: a topic that the scenario's script creates is left to the script.
 */
import { controllerActor } from '../../address.ts';
import { runsOnZooKeeper } from '../../config/profiles.ts';
import { isTopicName } from '../../kafka/topicRules.ts';
import type { ErrorCode } from '../../messages.ts';
import { nextCorrelationId, say } from './turn.ts';
import type { Turn } from './turn.ts';

/** What the client is told of the missing topic; ZooKeeper's brokers write it down themselves and say that its leader is still missing. */
export function createMissing(turn: Turn, topic: string, allowed: boolean): ErrorCode {
  const { draft } = turn;
  const { autoCreateTopics, scriptedTopics } = draft.config;
  if (!allowed || !autoCreateTopics || scriptedTopics.includes(topic)) return 'UNKNOWN_TOPIC_OR_PARTITION';
  if (!isTopicName(topic)) return 'INVALID_TOPIC_EXCEPTION';
  say(turn, controllerActor(draft.controllers[draft.controller] ?? ''), {
    type: 'CreateTopic',
    correlationId: nextCorrelationId(turn),
    topic,
    partitions: -1,
    replicationFactor: -1,
    replicas: null,
    config: {},
  });
  return runsOnZooKeeper(draft.profile) ? 'LEADER_NOT_AVAILABLE' : 'UNKNOWN_TOPIC_OR_PARTITION';
}
