/** What commands come down to: the few things that the kernel can do to a world from outside. */
import type { ActorId, NodeId } from '../address.ts';
import type { CommandMessage, MessageOf } from '../messages.ts';
import type { Slowness } from '../network.ts';
import type { BrokerSpec, GroupSpec, MemberSpec, ProducerSpec } from './types.ts';

export type Operation =
  | { readonly op: 'crash' | 'restart' | 'pause' | 'resume'; readonly node: NodeId }
  | { readonly op: 'cut' | 'heal'; readonly between: readonly [NodeId, NodeId] }
  | { readonly op: 'slowLink'; readonly link: Slowness & { readonly between: readonly [NodeId, NodeId] } }
  | { readonly op: 'slowDisk'; readonly disk: { readonly node: NodeId; readonly appendMs: number } }
  /** A call of a client's API, made in its own process. */
  | { readonly op: 'tell'; readonly actor: ActorId; readonly message: CommandMessage }
  /** A request to the active controller; the kernel gives it a fresh `correlationId`. */
  | {
      readonly op: 'admin';
      readonly message: MessageOf<'CreateTopic' | 'CreatePartitions' | 'DeleteTopic' | 'AlterConfig' | 'ElectLeaders'>;
    }
  | { readonly op: 'addBroker'; readonly spec: BrokerSpec }
  | { readonly op: 'addProducer'; readonly spec: ProducerSpec }
  | { readonly op: 'addGroup'; readonly spec: GroupSpec }
  | { readonly op: 'addMember'; readonly group: string; readonly spec: MemberSpec };
