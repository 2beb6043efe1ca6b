/** Consumers. */
import type { TopicPartition } from '../address.ts';
import type { CommittedOffset, ErrorCode } from '../messages.ts';

export type ConsumerFact =
  | {
      readonly kind: 'consumer.joining';
      readonly group: string;
      readonly member: string;
      readonly memberId: string;
      readonly reason: string;
    }
  | { readonly kind: 'heartbeat.sent'; readonly group: string; readonly member: string; readonly generation: number }
  | {
      readonly kind: 'rebalance.noticed';
      readonly group: string;
      readonly member: string;
      readonly by: 'heartbeat' | 'commit' | 'sync' | 'join';
    }
  | {
      readonly kind: 'assignment.computed';
      readonly group: string;
      readonly member: string;
      readonly assignor: string;
      readonly generation: number;
      readonly assignment: Readonly<Record<string, readonly TopicPartition[]>>;
    }
  | { readonly kind: 'partitions.revoked'; readonly group: string; readonly member: string; readonly partitions: readonly TopicPartition[] }
  | {
      readonly kind: 'partitions.assigned';
      readonly group: string;
      readonly member: string;
      readonly generation: number;
      readonly added: readonly TopicPartition[];
      readonly owned: readonly TopicPartition[];
    }
  /** F3: assign() — it takes these partitions without a group. */
  | { readonly kind: 'partitions.chosen'; readonly group: string; readonly member: string; readonly partitions: readonly TopicPartition[] }
  /** Ownership ended without a chance to commit (fenced, expired, unknown member). */
  | { readonly kind: 'partitions.lost'; readonly group: string; readonly member: string; readonly partitions: readonly TopicPartition[] }
  | ({
      readonly kind: 'position.set';
      readonly group: string;
      readonly member: string;
      readonly offset: number;
      readonly by: 'committed' | 'earliest' | 'latest' | 'time' | 'seek';
    } & TopicPartition)
  | {
      readonly kind: 'poll.returned';
      readonly group: string;
      readonly member: string;
      readonly count: number;
      readonly ranges: readonly (TopicPartition & { readonly from: number; readonly to: number })[];
    }
  | ({
      readonly kind: 'record.processed';
      readonly group: string;
      readonly member: string;
      readonly offset: number;
      readonly producer: string;
      readonly number: number;
    } & TopicPartition)
  | ({
      readonly kind: 'processing.failed';
      readonly group: string;
      readonly member: string;
      readonly offset: number;
      readonly then: 'close' | 'crash' | 'skip' | 'retry';
    } & TopicPartition)
  /** F4: poll() threw at a record that cannot be deserialized; its position has not moved. */
  | ({
      readonly kind: 'poll.failed';
      readonly group: string;
      readonly member: string;
      readonly offset: number;
      readonly error: string;
      readonly then: 'close' | 'crash' | 'skip' | 'retry';
    } & TopicPartition)
  | {
      readonly kind: 'commit.sent';
      readonly group: string;
      readonly member: string;
      readonly generation: number;
      readonly offsets: readonly CommittedOffset[];
      readonly by: 'auto' | 'sync' | 'async' | 'close' | 'revoke' | 'command';
    }
  /** F4: the callback of an asynchronous commit heard that it succeeded. */
  | { readonly kind: 'commit.completed'; readonly group: string; readonly member: string; readonly offsets: readonly CommittedOffset[] }
  | {
      readonly kind: 'commit.failed';
      readonly group: string;
      readonly member: string;
      readonly error: ErrorCode;
      readonly exception: string;
      readonly offsets: readonly CommittedOffset[];
    }
  /** max.poll.interval.ms passed without poll(): the client leaves by itself. */
  | { readonly kind: 'poll.expired'; readonly group: string; readonly member: string; readonly silentMs: number }
  | { readonly kind: 'consumer.closed'; readonly group: string; readonly member: string }
  | { readonly kind: 'consumer.failed'; readonly group: string; readonly member: string; readonly error: string };
