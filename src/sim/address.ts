/**
 * Who is who. An *actor* is one running machine; a *node* is the process (and machine of metal) it lives in.
 * Replicas and group coordinators live on a broker's node and die with it; every other actor is a node of its own.
 */

/** A process that can crash, pause or be cut off: `"1"` for broker 1, otherwise the id of the scenario. */
export type NodeId = string;

/** `broker:1` · `replica:orders-0@1` · `group:billing@1` · `controller:controller-1` · `producer:web-1` · `consumer:billing-1` · `admin:admin` */
export type ActorId = string;

export type ActorKind = 'controller' | 'broker' | 'replica' | 'group' | 'producer' | 'consumer' | 'admin';

/** One partition of one topic, Kafka's TopicPartition. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export const brokerActor = (broker: number): ActorId => `broker:${broker}`;
export const replicaActor = (topic: string, partition: number, broker: number): ActorId => `replica:${topic}-${partition}@${broker}`;
export const groupActor = (group: string, broker: number): ActorId => `group:${group}@${broker}`;
export const controllerActor = (controller: string): ActorId => `controller:${controller}`;
export const producerActor = (producer: string): ActorId => `producer:${producer}`;
export const consumerActor = (member: string): ActorId => `consumer:${member}`;
/** Whoever issues commands: a person at the page, or the scenario's script. It lives outside the cluster. */
export const ADMIN: ActorId = 'admin:admin';

export const brokerNode = (broker: number): NodeId => String(broker);

const nodes = new Map<ActorId, NodeId>();

/** The node an actor lives on: what follows `@`, or else what follows the first `:`. Asked for with every message, so it is remembered. */
export function nodeOf(actor: ActorId): NodeId {
  let node = nodes.get(actor);
  if (node === undefined) {
    const at = actor.lastIndexOf('@');
    node = actor.slice(at >= 0 ? at + 1 : actor.indexOf(':') + 1);
    nodes.set(actor, node);
  }
  return node;
}

/** The kind of machine behind an address. */
export function kindOf(actor: ActorId): ActorKind {
  return actor.slice(0, actor.indexOf(':')) as ActorKind;
}

/** What an actor is called within its kind: `orders-0`, `billing`, `web-1`. */
export function nameOf(actor: ActorId): string {
  const at = actor.lastIndexOf('@');
  return actor.slice(actor.indexOf(':') + 1, at >= 0 ? at : undefined);
}

/** `orders-0`: how Kafka writes a topic-partition. */
export const partitionName = (topic: string, partition: number): string => `${topic}-${partition}`;

/** The inverse of {@link partitionName}; the partition number follows the last dash. */
export function parsePartitionName(name: string): TopicPartition {
  const dash = name.lastIndexOf('-');
  return { topic: name.slice(0, dash), partition: Number(name.slice(dash + 1)) };
}
