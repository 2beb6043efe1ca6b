/** Looking into a world: the snapshots of actors by address, with the types of their contexts. */
import type { ActorId, NodeId } from '../address.ts';
import { brokerActor, controllerActor, groupActor, replicaActor } from '../address.ts';
import type { BrokerContext } from '../machines/broker/context.ts';
import type { ControllerContext } from '../machines/controller/context.ts';
import type { GroupContext } from '../kafka/group/state.ts';
import type { MetadataImage } from '../messages.ts';
import { tableGet } from '../kernel/table.ts';
import type { Cell, World } from '../kernel/world.ts';
import type { ReplicaContext } from '../machines/replica/context.ts';

/** An actor's named state and what it knows. */
export interface Seen<C> {
  readonly state: string;
  readonly context: C;
  /** The machine's snapshot: the same object as long as nothing changed. */
  readonly snapshot: Cell['snapshot'];
}

/** The innermost named state of a chart's value. */
function stateName(value: unknown): string {
  if (typeof value === 'string') return value;
  const inner = Object.values(value as Record<string, unknown>)[0];
  return inner === undefined ? '' : stateName(inner);
}

export function seen<C>(world: World, actor: ActorId): Seen<C> | null {
  const slot = world.slots[actor];
  if (slot === undefined) return null;
  const { snapshot } = tableGet(world.cells, slot);
  return { state: stateName(snapshot.value), context: snapshot.context as C, snapshot };
}

export const seenBroker = (world: World, id: number) => seen<BrokerContext>(world, brokerActor(id));
export const seenReplica = (world: World, topic: string, partition: number, broker: number) =>
  seen<ReplicaContext>(world, replicaActor(topic, partition, broker));
export const seenGroup = (world: World, group: string, broker: number) => seen<GroupContext>(world, groupActor(group, broker));

/** The controller that is active, or else the one with the newest metadata, dead or alive. */
export function seenController(world: World): { readonly id: NodeId; readonly active: boolean; readonly context: ControllerContext } {
  const all = world.scenario.controllers.map((id) => {
    const controller = seen<ControllerContext>(world, controllerActor(id)) as Seen<ControllerContext>;
    return { id, active: controller.state === 'active' && world.nodes[id]?.state === 'running', context: controller.context };
  });
  const newest = (a: (typeof all)[number], b: (typeof all)[number]) =>
    Number(b.active) - Number(a.active) || b.context.epoch - a.context.epoch || b.context.image.version - a.context.image.version;
  return all.toSorted(newest)[0] as (typeof all)[number];
}

/** Who decides, as people see it: the active controller, or the broker that holds ZooKeeper's controller node; null: nobody now. */
export function seenOffice(world: World): { readonly id: NodeId | null; readonly epoch: number } {
  const { id, active, context } = seenController(world);
  const { controllerEpoch, brokerController } = context.image;
  if (brokerController === undefined) return { id: active ? id : null, epoch: controllerEpoch };
  const holder = String(brokerController.broker);
  return { id: active && world.nodes[holder]?.state === 'running' ? holder : null, epoch: brokerController.epoch };
}

/** The cluster's metadata as committed. */
export const imageOf = (world: World): MetadataImage => seenController(world).context.image;

/** Topics the cluster keeps for itself: neither shown nor commanded. */
export const isInternal = (topic: string): boolean => topic.startsWith('__');
