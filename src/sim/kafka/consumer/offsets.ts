/** O1, O2: what a commit says, and what becomes of it. Models ConsumerCoordinator and SubscriptionState.allConsumed. */
import { parsePartitionName } from '../../address.ts';
import { atLeast } from '../../config/profiles.ts';
import type { ProfileName } from '../../config/types.ts';
import type { CommittedOffset, ErrorCode } from '../../messages.ts';
import type { ConsumerContext } from './state.ts';

/** commit() without arguments: the positions, i.e. everything earlier polls returned, processed or not. */
export function positions({ reading: { partitions } }: ConsumerContext): readonly CommittedOffset[] {
  const offsets: CommittedOffset[] = [];
  for (const { topic, partition, position } of Object.values(partitions))
    if (position !== null) offsets.push({ topic, partition, offset: position });
  return offsets;
}

/** What was processed of what is owned: last processed + 1. */
export function processedOffsets({ loop: { processed }, reading: { partitions } }: ConsumerContext): readonly CommittedOffset[] {
  return Object.entries(processed)
    .filter(([name]) => partitions[name] !== undefined)
    .map(([name, offset]) => ({ ...parsePartitionName(name), offset }));
}

/** O3: the exception an application sees. An asynchronous commit is not retried, which its exception says; 2.3 had no word for a rebalance. */
export function commitException(profile: ProfileName, error: ErrorCode, retriable: boolean, asynchronous: boolean): string {
  switch (error) {
    case 'UNKNOWN_MEMBER_ID':
    case 'ILLEGAL_GENERATION':
      return 'CommitFailedException';
    case 'REBALANCE_IN_PROGRESS':
      return atLeast(profile, '2.8') ? 'RebalanceInProgressException' : 'CommitFailedException';
    case 'FENCED_INSTANCE_ID':
      return 'FencedInstanceIdException';
    default:
      if (!retriable) return 'KafkaException';
      return asynchronous ? 'RetriableCommitFailedException' : 'TimeoutException';
  }
}
