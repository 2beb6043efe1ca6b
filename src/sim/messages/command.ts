/** From a person or a script to a client. */
import type { TopicPartition } from '../address.ts';

/** F3: an offset, an end of the log, or the first record of a time or later (offsetsForTimes). */
export type SeekTarget = number | 'beginning' | 'end' | { readonly time: number };

/** Commands that reach a producer or consumer process as calls of its API; issued by `admin:admin`, without a network in between. */
export type CommandMessage =
  | {
      readonly type: 'command.send';
      readonly topic: string;
      readonly key: string | null;
      readonly value: string | null;
      readonly partition: number | null;
      /** Its size in a batch, where it is not that of the texts. */
      readonly bytes?: number;
    }
  | { readonly type: 'command.flush' }
  /** A broker shall shut down in order (N4). */
  | { readonly type: 'command.shutdown' }
  /** close(): a producer flushes and stops, what is not settled after `timeoutMs` fails; a consumer commits (auto) and leaves, then stops. */
  | { readonly type: 'command.close'; readonly timeoutMs?: number }
  | { readonly type: 'command.subscribe'; readonly topics: readonly string[]; readonly topicPattern?: string }
  | { readonly type: 'command.seek'; readonly topic: string; readonly partition: number; readonly to: SeekTarget }
  | { readonly type: 'command.commit' }
  | { readonly type: 'command.pausePartitions'; readonly partitions: readonly TopicPartition[] }
  | { readonly type: 'command.resumePartitions'; readonly partitions: readonly TopicPartition[] }
  /** Restart the client with these settings on top of its present ones. */
  | { readonly type: 'command.setConfig'; readonly config: Readonly<Record<string, unknown>> };
