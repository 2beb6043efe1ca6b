/** Producers. */
import type { TopicPartition } from '../address.ts';
import type { ErrorCode } from '../messages.ts';
import type { RecordRun } from './brokers.ts';

export type ProducerFact =
  | ({
      readonly kind: 'record.sent'; // send() returned: the record lies in the accumulator
      readonly producer: string;
      readonly number: number;
      readonly key: string | null;
      readonly bytes: number;
      readonly by: 'key' | 'explicit' | 'sticky' | 'roundRobin' | 'custom' | 'random';
    } & TopicPartition)
  | { readonly kind: 'record.rejected'; readonly producer: string; readonly number: number; readonly topic: string; readonly error: string }
  | ({
      readonly kind: 'batch.ready';
      readonly reason: 'full' | 'linger' | 'memory' | 'flush' | 'close' | 'piggyback' | 'retry';
      readonly bytes: number;
      readonly waitedMs: number;
    } & RecordRun)
  | {
      readonly kind: 'produce.requested';
      readonly producer: string;
      readonly broker: number;
      readonly correlationId: number;
      readonly acks: -1 | 0 | 1;
      readonly batches: readonly RecordRun[];
    }
  /** The record's future completed. `results` as RecordMetadata prints: `test-0@4`, `test-0@-1`. For acks=0 `acks` is 0 and the record never counts as acknowledged. */
  | ({
      readonly kind: 'batch.acknowledged';
      readonly baseOffset: number;
      readonly acks: -1 | 0 | 1;
      readonly latencyMs: number;
    } & RecordRun)
  | ({ readonly kind: 'batch.retried'; readonly error: ErrorCode; readonly attempt: number; readonly backoffMs: number } & RecordRun)
  /** P4: the broker found it too large; `into` smaller ones go instead. */
  | ({ readonly kind: 'batch.split'; readonly into: number; readonly bytes: number } & RecordRun)
  | ({ readonly kind: 'batch.failed'; readonly error: string } & RecordRun)
  /** P8: callbacks given to send() ran, with the results (error null) or with an exception. Partition -1: send() had not chosen one. */
  | ({ readonly kind: 'callback.called'; readonly error: string | null } & RecordRun)
  /** Buffered or in flight when the process died: nobody will ever hear of them. */
  | ({ readonly kind: 'batch.forgotten' } & RecordRun)
  /** P7, 3.9: more than five requests in flight; the client warns and goes on without. */
  | { readonly kind: 'idempotence.disabled'; readonly producer: string }
  | { readonly kind: 'producer.closed'; readonly producer: string }
  | { readonly kind: 'producer.failed'; readonly producer: string; readonly error: string };
