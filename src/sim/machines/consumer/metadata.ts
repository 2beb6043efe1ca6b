/** C5: knowing who leads what. Asked for at the start, every `metadata.max.age.ms`, and when something turned out to be stale. */
import { applyResponse, leaderOf, requestUpdate } from '../../kafka/clientMetadata.ts';
import { partitionCounts, sameCounts, topicsOf } from '../../kafka/consumer/assigning.ts';
import type { ConsumerContext } from '../../kafka/consumer/state.ts';
import type { MessageOf } from '../../messages.ts';
import { change, elapsed, wake, type Turn } from './turn.ts';
import { answered, anyBroker, ask, retryBackoff } from './wire.ts';

/** What the process subscribes to; the group's leader follows the topics of all members. Null: all there are, for a pattern (G11). */
function topicsToKnow({ self: { topics, pattern }, member: { toAssign, assignedFor } }: ConsumerContext): readonly string[] | null {
  if (pattern !== null) return null;
  if (toAssign === null && assignedFor === null) return topics;
  return [...new Set([...topics, ...(assignedFor?.topics ?? []), ...topicsOf(toAssign ?? [])])];
}

export function askMetadata(turn: Turn): void {
  if (turn.context.client.inFlight.some(({ type }) => type === 'Metadata')) return;
  change(turn, 'client', { metadataAskedAt: turn.at });
  const { mayCreateTopics } = turn.context.self.config;
  const topics = topicsToKnow(turn.context);
  ask(turn, anyBroker(turn), 'main', 'Metadata', { topics, ...(!mayCreateTopics && { allowAutoTopicCreation: false }) });
}

/** What is known is stale: ask as soon as the back-off since the last time allows. */
export function refreshMetadata(turn: Turn): void {
  const {
    client: { metadata, metadataAskedAt, metadataFailures, inFlight },
  } = turn.context;
  if (inFlight.some(({ type }) => type === 'Metadata')) return;
  change(turn, 'client', { metadata: requestUpdate(metadata) });
  const wait = metadataAskedAt === null ? 0 : retryBackoff(turn, metadataFailures) - elapsed(turn, metadataAskedAt);
  if (wait <= 0) refreshNow(turn);
  else wake(turn, 'metadata', wait);
}

/** The time has come: a back-off is over, or what is known is `metadata.max.age.ms` old. */
export function refreshNow(turn: Turn): void {
  const {
    client: { metadata, metadataFailures },
  } = turn.context;
  if (metadata.updateRequested) change(turn, 'client', { metadataFailures: metadataFailures + 1 });
  askMetadata(turn);
}

/** Something is owned or wanted that the answer could not tell about. */
export function leavesGaps({ client: { metadata }, reading: { partitions } }: ConsumerContext): boolean {
  return (
    Object.keys(metadata.errors).length > 0 ||
    Object.values(partitions).some(({ topic, partition }) => leaderOf(metadata, topic, partition) === null)
  );
}

/** G11: the leader compares what it assigned with what exists now; partitions were added, or a topic came to be. */
export function noticeNewPartitions(turn: Turn): void {
  const {
    member: { assignedFor, phase, rejoin },
    client: { metadata },
  } = turn.context;
  if (assignedFor === null || phase !== 'stable' || rejoin !== null) return;
  if (!sameCounts(assignedFor.counts, partitionCounts(metadata, assignedFor.topics))) change(turn, 'member', { rejoin: 'metadata' });
}

/** Returns whether the answer was expected. */
export function learnMetadata(turn: Turn, response: MessageOf<'MetadataResponse'>): boolean {
  if (answered(turn, response.correlationId, 'Metadata') === undefined) return false;
  const {
    reading: { partitions },
  } = turn.context;
  const misled = Object.values(partitions).some((it) => it.misled);
  change(turn, 'client', { metadata: applyResponse(turn.context.client.metadata, response, turn.at) });
  change(turn, 'reading', {
    partitions: misled ? Object.fromEntries(Object.entries(partitions).map(([name, it]) => [name, { ...it, misled: false }])) : partitions,
  });
  wake(turn, 'metadata', turn.context.self.config.metadataMaxAgeMs);
  if (leavesGaps(turn.context)) refreshMetadata(turn);
  noticeNewPartitions(turn);
  return true;
}
