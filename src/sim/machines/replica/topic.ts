/** T3: what a replica makes of other settings, and of the end of its topic. Models Partition.delete and LogManager.updateTopicConfig. */
import { newReplica, topicRules } from './context.ts';
import type { ReplicaContext, Turn } from './context.ts';
import type { MessageOf } from '../../messages.ts';
import { announce, raiseHighWatermark, settleWaiting } from './leading.ts';
import { lookAhead } from './tidying.ts';

/** The next append, check or round goes by the new settings; a lower min.insync.replicas may let the HW move at once (R2). */
export function configure(turn: Turn, { metadata, config }: MessageOf<'replica.configure'>): void {
  const { draft } = turn;
  Object.assign(draft, topicRules(draft, config, metadata));
  if (draft.leader === draft.broker) announce(turn, raiseHighWatermark(turn));
  lookAhead(turn);
}

/** The log goes with its topic. Who waits for an answer hears that there is no such topic. */
export function forgetTopic(turn: Turn): void {
  settleWaiting(turn, 'UNKNOWN_TOPIC_OR_PARTITION');
  Object.assign(turn.draft, nothingKept(turn.draft));
  lookAhead(turn);
}

/** A log that was there when this broker was not: of a topic that was deleted since, whose name another one has now. */
export function recognise({ draft }: Turn, { topicId = 0 }: MessageOf<'replica.lead' | 'replica.follow'>): void {
  if (topicId !== draft.topicId) Object.assign(draft, nothingKept(draft), { topicId });
}

const nothingKept = ({ topic, partition, broker, profile, settings, retentionAt, cleaningAt }: ReplicaContext): ReplicaContext => ({
  ...newReplica({ topic, partition, broker, profile, settings }),
  retentionAt,
  cleaningAt,
});
