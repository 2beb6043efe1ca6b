/** Which machine stands behind an address, and what it is given at its creation. */
import type { AnyStateMachine } from 'xstate';
import type { ActorId, ActorKind } from '../address.ts';
import { kindOf, nameOf, nodeOf, parsePartitionName } from '../address.ts';
import { settingsFor } from '../config/resolve.ts';
import { NO_IMAGE } from '../kafka/bootstrapImage.ts';
import { brokerMachine } from '../machines/broker.ts';
import { consumerMachine } from '../machines/consumer.ts';
import { controllerMachine } from '../machines/controller.ts';
import { groupMachine } from '../machines/group.ts';
import type { BrokerInput, ConsumerInput, ControllerInput, GroupInput, ProducerInput, ReplicaInput } from '../machines/inputs.ts';
import { producerMachine } from '../machines/producer.ts';
import { replicaMachine } from '../machines/replica.ts';
import type { ProducerSpec } from '../scenario/types.ts';
import type { Scenario } from '../scenario/types.ts';
import type { World } from './world.ts';

/** Every kind of actor and its machine: the picture of a machine in the inspector is drawn from these definitions. */
export const machines: Readonly<Record<Exclude<ActorKind, 'admin'>, AnyStateMachine>> = {
  controller: controllerMachine,
  broker: brokerMachine,
  replica: replicaMachine,
  group: groupMachine,
  producer: producerMachine,
  consumer: consumerMachine,
};

const known = new Map<ActorId, AnyStateMachine>();

export function machineOf(actor: ActorId): AnyStateMachine {
  let machine = known.get(actor);
  if (machine === undefined) {
    machine = (machines as Readonly<Partial<Record<ActorKind, AnyStateMachine>>>)[kindOf(actor)];
    if (machine === undefined) throw new Error(`no machine stands behind ${actor}`);
    known.set(actor, machine);
  }
  return machine;
}

/** Settings of a broker: the cluster's with the broker's own on top. */
function brokerSettings(world: World, broker: number) {
  const { scenario } = world;
  const own = world.brokers.find((spec) => spec.id === broker)?.config ?? {};
  return settingsFor('broker', scenario.kafka, { ...scenario.cluster.config, ...own });
}

/** The producer that a member's application forwards with: another actor of the same process. */
function forwarderOf(world: World, member: string): ProducerSpec | undefined {
  const forwardTo = world.members[member]?.spec.app.forwardTo;
  return forwardTo === undefined ? undefined : { id: member, config: forwardTo.config, workloads: [] };
}

/** T4: what the script creates is not created by asking for it, unless the scenario turned that on itself. */
const createdByScript = ({ script, cluster }: Scenario): readonly string[] =>
  cluster.config['auto.create.topics.enable'] === true
    ? []
    : script.flatMap(({ do: verb, topic, name = topic }) => (verb === 'createTopic' && typeof name === 'string' ? [name] : []));

type Input = ControllerInput | BrokerInput | ReplicaInput | GroupInput | ProducerInput | ConsumerInput;

export function inputOf(world: World, actor: ActorId): Input {
  const { scenario } = world;
  const profile = scenario.kafka;
  const bootstrap = world.brokers.map((broker) => broker.id);
  const kind = kindOf(actor);
  const name = nameOf(actor);
  switch (kind) {
    case 'controller': {
      const settings = settingsFor('broker', profile, scenario.cluster.config);
      return { id: name, controllers: scenario.controllers, profile, settings, image: world.image };
    }
    case 'broker': {
      const id = Number(name);
      const rack = world.brokers.find((spec) => spec.id === id)?.rack ?? null;
      // One added later registers by itself.
      const image = world.image.brokers[id] === undefined ? NO_IMAGE : world.image;
      const scriptedTopics = createdByScript(scenario);
      return { id, rack, controllers: scenario.controllers, profile, settings: brokerSettings(world, id), image, scriptedTopics };
    }
    case 'replica': {
      const broker = Number(nodeOf(actor));
      return { ...parsePartitionName(name), broker, profile, settings: brokerSettings(world, broker) };
    }
    case 'group': {
      const broker = Number(nodeOf(actor));
      return { group: name, broker, profile, settings: brokerSettings(world, broker) };
    }
    case 'producer': {
      const spec = world.producers[name] ?? forwarderOf(world, name);
      if (spec === undefined) break;
      return { spec, seed: scenario.seed, profile, settings: settingsFor('producer', profile, spec.config), bootstrap };
    }
    case 'consumer': {
      const member = world.members[name];
      if (member === undefined) break;
      const settings = settingsFor('consumer', profile, member.spec.config);
      return { group: member.group, spec: member.spec, seed: scenario.seed, profile, settings, bootstrap };
    }
    case 'admin':
  }
  throw new Error(`${actor} is not part of the scenario`);
}
