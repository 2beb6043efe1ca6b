/** What verbs may know of a world when they judge a command. */
import type { NodeId } from '../address.ts';
import { consumerActor, producerActor } from '../address.ts';
import { imageOf, isInternal, seen, seenOffice } from '../read/look.ts';
import type { NodeView, VerbView } from '../scenario/verbs/index.ts';
import type { World } from './world.ts';

export function verbView(world: World): VerbView {
  const image = imageOf(world);
  return {
    profile: world.scenario.kafka,
    nodes: Object.fromEntries(Object.keys(world.nodes).map((id) => [id, nodeView(world, id)])),
    topics: Object.fromEntries(
      Object.values(image.topics)
        .filter(({ name }) => !isInternal(name))
        .map(({ name, partitions }) => [name, { partitions: partitions.length }]),
    ),
    brokers: Object.keys(image.brokers).map(Number),
    groups: Object.fromEntries(Object.values(world.groups).map((spec) => [spec.id, { members: membersOf(world, spec.id), spec }])),
    cuts: Object.values(world.cuts).map(({ between }) => between),
    slowLinks: Object.values(world.slowLinks).map(({ between }) => between),
    controllerAvailable: seenOffice(world).id !== null,
    cluster: world.scenario.cluster.config,
  };
}

const membersOf = (world: World, group: string): string[] => Object.keys(world.members).filter((id) => world.members[id]?.group === group);

const ENDED: Readonly<Record<string, NodeView['state']>> = { closed: 'stopped', failed: 'stopped', crashed: 'crashed' };

function nodeView(world: World, id: NodeId): NodeView {
  const state = world.nodes[id]?.state ?? 'crashed';
  const member = world.members[id];
  const producer = world.producers[id];
  const config = member?.spec.config ?? producer?.config;
  if (config === undefined) return { kind: /^\d+$/.test(id) ? 'broker' : 'controller', state };
  const machine = seen(world, member === undefined ? producerActor(id) : consumerActor(id));
  const kind = member === undefined ? 'producer' : 'consumer';
  // The node may run while its process has ended by itself: closed, or killed by its own application.
  const own = state === 'running' ? ENDED[machine?.state ?? ''] : undefined;
  return { kind, state: own ?? state, config, ...(member?.spec.assign !== undefined && { assigned: true }) };
}
