/** From a producer to a leader, and back. */
import type { TopicPartition } from '../address.ts';
import type { ErrorCode } from './errors.ts';
import type { ProduceBatch } from './records.ts';

export type ProduceMessage =
  | {
      readonly type: 'Produce';
      readonly correlationId: number;
      readonly acks: -1 | 0 | 1;
      /** How long the broker may wait for acks=all, ms (the client's request.timeout.ms). */
      readonly timeoutMs: number;
      readonly batches: readonly ProduceBatch[];
    }
  /** Not sent for acks=0. `baseOffset` is -1 on error. `leader`: the new leader, where the broker knows it (3.7+). */
  | {
      readonly type: 'ProduceResponse';
      readonly correlationId: number;
      readonly results: readonly (TopicPartition & {
        readonly error: ErrorCode | null;
        readonly baseOffset: number;
        readonly leader?: { readonly id: number; readonly epoch: number };
      })[];
    }
  /** The broker closed the connection this arrives on: the only way it can show that an acks=0 request failed (R5). */
  | { readonly type: 'ConnectionClosed' }
  | { readonly type: 'InitProducerId'; readonly correlationId: number; readonly producerId: number | null; readonly producerEpoch: number }
  | {
      readonly type: 'InitProducerIdResponse';
      readonly correlationId: number;
      readonly error: ErrorCode | null;
      readonly producerId: number;
      readonly producerEpoch: number;
    };
