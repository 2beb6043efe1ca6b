/** Which machine stands behind an address, and what it is given at its creation. */
import type { AnyStateMachine } from 'xstate';
import type { ActorId, ActorKind } from '../address.ts';
import { kindOf, nameOf, nodeOf, parsePartitionName } from '../address.ts';
import { settingsFor } from '../config/resolve.ts';
import { brokerMachine } from '../machines/broker.ts';
import { consumerMachine } from '../machines/consumer.ts';
import { controllerMachine } from '../machines/controller.ts';
import { groupMachine } from '../machines/group.ts';
import type { BrokerInput, ConsumerInput, ControllerInput, GroupInput, ProducerInput, ReplicaInput } from '../machines/inputs.ts';
import { producerMachine } from '../machines/producer.ts';
import { replicaMachine } from '../machines/replica.ts';
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
  const own = scenario.brokers.find((spec) => spec.id === broker)?.config ?? {};
  return settingsFor('broker', scenario.kafka, { ...scenario.cluster.config, ...own });
}

type Input = ControllerInput | BrokerInput | ReplicaInput | GroupInput | ProducerInput | ConsumerInput;

export function inputOf(world: World, actor: ActorId): Input {
  const { scenario } = world;
  const profile = scenario.kafka;
  const bootstrap = scenario.brokers.map((broker) => broker.id);
  const kind = kindOf(actor);
  const name = nameOf(actor);
  switch (kind) {
    case 'controller': {
      const settings = settingsFor('broker', profile, scenario.cluster.config);
      return { id: name, controllers: scenario.controllers, profile, settings, image: world.image };
    }
    case 'broker': {
      const id = Number(name);
      const rack = scenario.brokers.find((spec) => spec.id === id)?.rack ?? null;
      return { id, rack, controllers: scenario.controllers, profile, settings: brokerSettings(world, id), image: world.image };
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
      const spec = world.producers[name];
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
