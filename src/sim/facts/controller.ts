/** The controller and its quorum. */
import type { NodeId, TopicPartition } from '../address.ts';

export type ControllerFact =
  | { readonly kind: 'controller.elected'; readonly controller: NodeId; readonly controllerEpoch: number }
  /** ZooKeeper profiles: which server of the ensemble leads it. */
  | { readonly kind: 'zookeeper.led'; readonly node: NodeId; readonly epoch: number }
  | { readonly kind: 'broker.registered'; readonly broker: number; readonly brokerEpoch: number }
  | { readonly kind: 'broker.fenced'; readonly broker: number; readonly silentMs: number }
  | { readonly kind: 'broker.unfenced'; readonly broker: number }
  /** A broker asked to shut down: its leaderships move and it leaves the ISRs before it goes. */
  | { readonly kind: 'broker.leaving'; readonly broker: number; readonly leaders: number }
  | { readonly kind: 'topic.created'; readonly topic: string; readonly replicas: readonly (readonly number[])[] }
  | { readonly kind: 'partitions.added'; readonly topic: string; readonly from: number; readonly to: number }
  | { readonly kind: 'topic.deleted'; readonly topic: string }
  /** `config`: what was set; `removed`: names of settings that fall back to the broker's. */
  | {
      readonly kind: 'config.altered';
      readonly topic: string;
      readonly config: Readonly<Record<string, string | number | boolean>>;
      readonly removed: readonly string[];
    }
  | ({
      readonly kind: 'leader.elected'; // leader null: the partition is offline
      readonly leader: number | null;
      readonly previousLeader: number | null;
      readonly leaderEpoch: number;
      readonly isr: readonly number[];
      readonly unclean: boolean;
      readonly reason: 'created' | 'fenced' | 'unfenced' | 'preferred' | 'unclean' | 'isr' | 'shutdown';
    } & TopicPartition)
  | ({
      readonly kind: 'isr.changed';
      readonly isr: readonly number[];
      readonly removed: readonly number[];
      readonly added: readonly number[];
    } & TopicPartition);
