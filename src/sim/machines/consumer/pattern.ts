/**
 * G11: a subscription by pattern. Every member looks at all topics there are whenever its metadata is refreshed, and again before it joins, so
 * that one new topic need not lead to a rebalance for each. Models ConsumerCoordinator.updatePatternSubscription.
 */
import { matching, sameTopics } from '../../kafka/consumer/subscription.ts';
import type { MessageOf } from '../../messages.ts';
import { roundMs } from '../../time.ts';
import { askMetadata } from './metadata.ts';
import { change, type Turn } from './turn.ts';

/** What matches now is what it subscribes to; if that is not what it joined for, it joins again. */
export function matchTopics(turn: Turn, { topics }: MessageOf<'MetadataResponse'>): void {
  const {
    self: { pattern, topics: before },
    member: { phase, rejoin, joinedFor },
  } = turn.context;
  if (pattern === null) return;
  const found = matching(
    pattern,
    topics.filter(({ error }) => error === null).map(({ name }) => name),
  );
  if (!sameTopics(found, before)) change(turn, 'self', { topics: found });
  if (phase === 'stable' && rejoin === null && !sameTopics(found, joinedFor)) change(turn, 'member', { rejoin: 'subscription' });
}

/** It is about to join and has not looked at the topics for a while, or not at all. */
export function shouldLookAtTopics({ context, at }: Pick<Turn, 'context' | 'at'>): boolean {
  const {
    self: { pattern, config },
    member: { prepared, preparing },
    client: { metadata },
  } = context;
  if (pattern === null || prepared || preparing) return false;
  return metadata.fetchedAt === null || roundMs(at - metadata.fetchedAt) >= config.retryBackoffMs;
}

export const lookAtTopics = (turn: Turn): void => askMetadata(turn);
