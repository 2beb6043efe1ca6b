/** What can be done to a thing on the stage. Each action is one command of the log, or opens a form that gives one. */
import type { Command, ReadModel } from '../sim/index.ts';
import type { Thing } from './geometry/thing.ts';
import { newMember } from './newMember.ts';

export type Action =
  | { readonly kind: 'command'; readonly command: Command }
  /** The form for a record of this producer. */
  | { readonly kind: 'send'; readonly producer: string }
  /** The settings in the inspector. */
  | { readonly kind: 'settings'; readonly thing: Thing }
  /** A list of the other ends of this node's links: to cut and mend them, or to slow them down. */
  | { readonly kind: 'links'; readonly node: string; readonly slow?: boolean }
  /** The same story under another setting of this group. */
  | { readonly kind: 'replay'; readonly group: string }
  /** The form of a verb that needs more than a press, with what is known already. */
  | { readonly kind: 'form'; readonly command: Command };

const command = (verb: string, args: Readonly<Record<string, unknown>>): Action => ({ kind: 'command', command: { do: verb, ...args } });

/** What goes wrong with a process, and how it is mended; what its state forbids is left out by `offered`. */
const links = (node: string): Action[] => [
  { kind: 'links', node },
  { kind: 'links', node, slow: true },
];
const form = (verb: string, args: Readonly<Record<string, unknown>>): Action => ({ kind: 'form', command: { do: verb, ...args } });

const faults = (target: string | number): Action[] => ['crash', 'restart', 'pause', 'resume'].map((verb) => command(verb, { target }));

function ofProducer(id: string): Action[] {
  const thing: Thing = { kind: 'producer', id };
  return [
    { kind: 'send', producer: id },
    command('flush', { producer: id }),
    { kind: 'settings', thing },
    ...faults(id),
    ...links(id),
    command('close', { target: id }),
  ];
}

function ofMember(thing: Extract<Thing, { kind: 'member' }>, model: ReadModel): Action[] {
  const { id } = thing;
  const member = model.groups.find((it) => it.id === thing.group)?.members.find((it) => it.id === id);
  const place = placeOf(member?.assignment ?? {});
  return [
    ...faults(id),
    { kind: 'settings', thing },
    command('commit', { member: id }),
    form('seek', { member: id, ...place }),
    form('pausePartitions', { member: id, ...place }),
    form('resumePartitions', { member: id, ...place }),
    ...links(id),
    command('removeMember', { member: id }),
    { kind: 'command', command: newMember(thing.group, model) },
  ];
}

const ofBroker = (id: number, isSlow: boolean): Action[] => [
  ...faults(id),
  command('shutdown', { target: id }),
  command('slowDisk', { target: id, ...(isSlow && { appendMs: 0 }) }),
  ...links(String(id)),
  command('addBroker', {}),
];

const hasSlowDisk = (id: number, { brokers }: ReadModel): boolean => brokers.find((it) => it.id === id)?.appendMs !== undefined;

/** Every action that makes sense for such a thing, whatever its state. */
export function actionsOf(thing: Thing, model: ReadModel): readonly Action[] {
  switch (thing.kind) {
    case 'broker':
      return ofBroker(thing.id, hasSlowDisk(thing.id, model));
    case 'controller':
      return [...faults(thing.id), ...links(thing.id)];
    case 'replica':
      return ofBroker(thing.broker, hasSlowDisk(thing.broker, model));
    case 'producer':
      return ofProducer(thing.id);
    case 'batch':
      return ofProducer(thing.producer);
    case 'member':
      return ofMember(thing, model);
    case 'group':
      return [
        { kind: 'command', command: newMember(thing.id, model) },
        { kind: 'form', command: newMember(thing.id, model, true) },
        ...(model.groups.some(({ id, members }) => id === thing.id && members.length > 0)
          ? [{ kind: 'replay', group: thing.id } as const]
          : []),
      ];
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
        form('alterConfig', { topic: thing.topic }),
        command('deleteTopic', { topic: thing.topic }),
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

/** A partition that it owns, to begin with. */
function placeOf(assignment: Readonly<Record<string, readonly number[]>>): { readonly topic?: string; readonly partition?: number } {
  const [topic, partitions] = Object.entries(assignment)[0] ?? [];
  return topic === undefined || partitions?.[0] === undefined ? {} : { topic, partition: partitions[0] };
}

/** Cut, slow down or heal for every other end of a node's links: brokers talk to all, clients to brokers only. */
export function linksOf(node: string, model: ReadModel, slow = false): readonly Action[] {
  const brokers = model.brokers.map(({ id }) => String(id));
  const clients = [...model.producers.map(({ id }) => id), ...model.groups.flatMap((group) => group.members.map(({ id }) => id))];
  const others = brokers.includes(node) ? [...brokers, ...clients] : brokers;
  const isAmiss = (other: string) =>
    model.links.some((it) => it.between.includes(node) && it.between.includes(other) && (it.cut || it.slow !== undefined));
  const end = (id: string) => (/^\d+$/.test(id) ? Number(id) : id);
  return others
    .filter((other) => other !== node)
    .map((other) => command(isAmiss(other) ? 'heal' : slow ? 'slowLink' : 'cut', { between: [end(node), end(other)] }));
}
