/** The world at t = 0: a cluster that is up, and client processes that have just been started. */
import { brokerActor, brokerNode, consumerActor, controllerActor, producerActor } from '../address.ts';
import type { Fact } from '../facts.ts';
import { bootstrapImage } from '../kafka/bootstrapImage.ts';
import type { Scenario } from '../scenario/types.ts';
import { Draft } from './draft.ts';
import { socketsOf } from './sockets.ts';
import { NONE } from './wire.ts';
import type { World } from './world.ts';

export function beginWorld(scenario: Scenario, facts: Fact[]): World {
  const empty: World = {
    scenario,
    at: 0,
    turn: 0,
    actorTurns: 0,
    seq: 0,
    factCount: 0,
    scriptDone: 0,
    commandsDone: 0,
    queue: null,
    slots: {},
    cells: [],
    nodes: {},
    cuts: {},
    slowLinks: NONE,
    sockets: socketsOf([...scenario.producers, ...scenario.groups.flatMap(({ members }) => members)]),
    counters: { sent: 0, delivered: 0, dropped: 0 },
    image: bootstrapImage(scenario),
    brokers: scenario.brokers,
    producers: Object.fromEntries(scenario.producers.map((spec) => [spec.id, spec])),
    groups: Object.fromEntries(scenario.groups.map((spec) => [spec.id, spec])),
    members: Object.fromEntries(scenario.groups.flatMap((group) => group.members.map((spec) => [spec.id, { group: group.id, spec }]))),
  };
  const draft = new Draft(empty, facts);
  const actors = [
    ...scenario.controllers.map((id) => ({ node: id, actor: controllerActor(id) })),
    ...scenario.brokers.map(({ id }) => ({ node: brokerNode(id), actor: brokerActor(id) })),
    ...scenario.producers.map(({ id }) => ({ node: id, actor: producerActor(id) })),
    ...scenario.groups.flatMap((group) => group.members.map(({ id }) => ({ node: id, actor: consumerActor(id) }))),
  ];
  // In combined mode a broker and its controller share a process.
  for (const node of new Set(actors.map((it) => it.node))) draft.addNode(node);
  for (const { actor } of actors) {
    draft.create(actor, null);
    draft.settle();
  }
  return draft.world;
}
