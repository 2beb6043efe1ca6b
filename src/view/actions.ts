/** What can be done to a thing on the stage. Each action is one command of the log, or opens a form that gives one. */
import type { Command, ReadModel } from '../sim/index.ts';
import type { Thing } from './geometry/thing.ts';

export type Action =
  | { readonly kind: 'command'; readonly command: Command }
  /** The form for a record of this producer. */
  | { readonly kind: 'send'; readonly producer: string }
  /** The settings in the inspector. */
  | { readonly kind: 'settings'; readonly thing: Thing }
  /** A list of the other ends of this node's links. */
  | { readonly kind: 'links'; readonly node: string };

const command = (verb: string, args: Readonly<Record<string, unknown>>): Action => ({ kind: 'command', command: { do: verb, ...args } });

/** What goes wrong with a process, and how it is mended; what its state forbids is left out by `offered`. */
const faults = (target: string | number): Action[] => ['crash', 'restart', 'pause', 'resume'].map((verb) => command(verb, { target }));

function ofProducer(id: string): Action[] {
  const thing: Thing = { kind: 'producer', id };
  return [
    { kind: 'send', producer: id },
    command('flush', { producer: id }),
    { kind: 'settings', thing },
    ...faults(id),
    { kind: 'links', node: id },
    command('close', { target: id }),
  ];
}

function ofMember(thing: Extract<Thing, { kind: 'member' }>): Action[] {
  const { id } = thing;
  return [
    ...faults(id),
    { kind: 'settings', thing },
    command('commit', { member: id }),
    { kind: 'links', node: id },
    command('removeMember', { member: id }),
    command('addMember', { group: thing.group }),
  ];
}

const ofBroker = (id: number): Action[] => [
  ...faults(id),
  command('shutdown', { target: id }),
  { kind: 'links', node: String(id) },
  command('addBroker', {}),
];

/** Every action that makes sense for such a thing, whatever its state. */
export function actionsOf(thing: Thing, model: ReadModel): readonly Action[] {
  switch (thing.kind) {
    case 'broker':
      return ofBroker(thing.id);
    case 'controller':
      return [...faults(thing.id), { kind: 'links', node: thing.id }];
    case 'replica':
      return ofBroker(thing.broker);
    case 'producer':
      return ofProducer(thing.id);
    case 'batch':
      return ofProducer(thing.producer);
    case 'member':
      return ofMember(thing);
    case 'group':
      return [command('addMember', { group: thing.id })];
    case 'partition': {
      const topic = model.topics.find((it) => it.name === thing.topic);
      const partition = topic?.partitions[thing.partition];
      const leader = partition?.leader ?? null;
      const strayed = partition !== undefined && leader !== null && leader !== partition.replicas[0];
      const more = topic === undefined ? [] : [command('addPartitions', { topic: thing.topic, partitions: topic.partitions.length + 1 })];
      return [
        ...model.producers.map(({ id }): Action => ({ kind: 'send', producer: id })),
        ...(leader === null ? [] : [command('crash', { target: leader })]),
        ...(strayed ? [command('electLeaders', { topic: thing.topic, partition: thing.partition })] : []),
        ...more,
      ];
    }
    case 'link':
      return [command('heal', { between: thing.between })];
    case 'record':
    case 'message':
      return [];
  }
}

/** Those that can be done now. */
export const offered = (actions: readonly Action[], can: (command: Command) => boolean): readonly Action[] =>
  actions.filter((action) => action.kind !== 'command' || can(action.command));

/** Cut or heal for every other end of a node's links: brokers talk to all, clients to brokers only. */
export function linksOf(node: string, model: ReadModel): readonly Action[] {
  const brokers = model.brokers.map(({ id }) => String(id));
  const clients = [...model.producers.map(({ id }) => id), ...model.groups.flatMap((group) => group.members.map(({ id }) => id))];
  const others = brokers.includes(node) ? [...brokers, ...clients] : brokers;
  const isCut = (other: string) => model.links.some(({ between, cut }) => cut && between.includes(node) && between.includes(other));
  const end = (id: string) => (/^\d+$/.test(id) ? Number(id) : id);
  return others
    .filter((other) => other !== node)
    .map((other) => command(isCut(other) ? 'heal' : 'cut', { between: [end(node), end(other)] }));
}
