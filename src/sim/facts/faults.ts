/** Commands and faults, noted by the kernel; the actor is the admin or the main actor of the node. */
import type { ActorId, NodeId } from '../address.ts';

export type FaultFact =
  | { readonly kind: 'command.issued'; readonly do: string; readonly args: Readonly<Record<string, unknown>> }
  /** A script's command that could not be carried out when its time came; `error`: why, by Kafka's name where Kafka has one. */
  | {
      readonly kind: 'command.refused';
      readonly do: string;
      readonly args: Readonly<Record<string, unknown>>;
      readonly error: string;
    }
  | { readonly kind: 'node.crashed'; readonly node: NodeId }
  /** It ended by itself, in order. */
  | { readonly kind: 'node.stopped'; readonly node: NodeId }
  | { readonly kind: 'node.restarted'; readonly node: NodeId }
  | { readonly kind: 'node.paused'; readonly node: NodeId }
  | { readonly kind: 'node.resumed'; readonly node: NodeId; readonly pausedMs: number }
  | { readonly kind: 'link.cut'; readonly between: readonly [NodeId, NodeId] }
  | { readonly kind: 'link.healed'; readonly between: readonly [NodeId, NodeId] }
  /** `latencyMs` on top of the link's own; `bandwidthBytesPerMs` null: as before. */
  | {
      readonly kind: 'link.slowed';
      readonly between: readonly [NodeId, NodeId];
      readonly latencyMs: number;
      readonly bandwidthBytesPerMs: number | null;
    }
  /** Each append takes `appendMs`; 0: as fast as ever. */
  | { readonly kind: 'disk.slowed'; readonly broker: number; readonly appendMs: number }
  | {
      readonly kind: 'message.dropped';
      readonly from: ActorId;
      readonly to: ActorId;
      readonly message: string;
      readonly reason: 'cut' | 'crashed' | 'stale connection';
    };
