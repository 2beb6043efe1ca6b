/** Which facts tell of a thing on the stage, and which actors stand behind it. */
import { brokerActor, consumerActor, controllerActor, groupActor, nodeOf, producerActor, replicaActor } from '../sim/index.ts';
import type { ActorId, Fact, ReadModel } from '../sim/index.ts';
import { sameThing, type Thing } from './geometry/thing.ts';

const named = (fact: Fact, name: string): unknown => (fact as unknown as Readonly<Record<string, unknown>>)[name];
const inPartition = (fact: Fact, topic: string, partition: number): boolean =>
  named(fact, 'topic') === topic && named(fact, 'partition') === partition;

/** Whether a fact tells of the thing itself. */
export function isAbout(fact: Fact, thing: Thing): boolean {
  switch (thing.kind) {
    case 'broker':
      return fact.actor === brokerActor(thing.id) || named(fact, 'broker') === thing.id || named(fact, 'node') === String(thing.id);
    case 'controller':
      return fact.actor === controllerActor(thing.id) || named(fact, 'controller') === thing.id || named(fact, 'node') === thing.id;
    case 'producer':
      return fact.actor === producerActor(thing.id) || named(fact, 'producer') === thing.id || named(fact, 'node') === thing.id;
    case 'member':
      return fact.actor === consumerActor(thing.id) || named(fact, 'member') === thing.id || named(fact, 'node') === thing.id;
    case 'group':
      return named(fact, 'group') === thing.id;
    case 'partition':
      return inPartition(fact, thing.topic, thing.partition);
    case 'replica':
      return (
        inPartition(fact, thing.topic, thing.partition) &&
        (named(fact, 'broker') === thing.broker || nodeOf(fact.actor) === String(thing.broker))
      );
    case 'batch':
      return inPartition(fact, thing.topic, thing.partition) && named(fact, 'producer') === thing.producer;
    case 'record':
      return recordFact(fact, thing);
    case 'link':
    case 'message':
      return false;
  }
}

function recordFact(fact: Fact, { topic, partition, offset }: Extract<Thing, { kind: 'record' }>): boolean {
  if (!inPartition(fact, topic, partition)) return false;
  const base = named(fact, 'baseOffset');
  const numbers = named(fact, 'numbers');
  if (typeof base === 'number' && Array.isArray(numbers)) return base <= offset && offset < base + numbers.length;
  return named(fact, 'offset') === offset;
}

/** The machines behind a thing, the one that speaks for it first. */
export function actorsOf(thing: Thing, model: ReadModel, all: readonly ActorId[]): readonly ActorId[] {
  const there = (wanted: readonly ActorId[]) => wanted.filter((actor) => all.includes(actor));
  switch (thing.kind) {
    case 'broker':
      return there([brokerActor(thing.id)]);
    case 'controller':
      return there([controllerActor(thing.id)]);
    case 'producer':
    case 'batch':
      return there([producerActor(thing.kind === 'batch' ? thing.producer : thing.id)]);
    case 'member':
      return there([consumerActor(thing.id)]);
    case 'group': {
      const coordinator = model.groups.find((group) => group.id === thing.id)?.coordinator ?? null;
      return coordinator === null ? [] : there([groupActor(thing.id, coordinator)]);
    }
    case 'replica':
      return there([replicaActor(thing.topic, thing.partition, thing.broker)]);
    case 'partition': {
      const partition = model.topics.find((topic) => topic.name === thing.topic)?.partitions[thing.partition];
      const order = (broker: number) => (broker === partition?.leader ? 0 : 1);
      const brokers = (partition?.replicas ?? []).toSorted((a, b) => order(a) - order(b));
      return there(brokers.map((broker) => replicaActor(thing.topic, thing.partition, broker)));
    }
    case 'record':
    case 'message':
    case 'link':
      return [];
  }
}

/** What a fact tells of, as things one can look at; the closest first. */
export function thingsOf(fact: Fact, { brokers, controller, producers, groups, topics }: ReadModel): readonly Thing[] {
  const found: Thing[] = [];
  const add = (thing: Thing, there: boolean) => void (there && !found.some((it) => sameThing(it, thing)) && found.push(thing));
  const [topic, partition, offset] = [named(fact, 'topic'), named(fact, 'partition'), named(fact, 'offset')];
  const place = typeof topic === 'string' && typeof partition === 'number' && partition >= 0 ? { topic, partition } : null;
  const held = place === null ? undefined : topics.find(({ name }) => name === topic)?.partitions[place.partition];
  if (place !== null && typeof offset === 'number')
    add({ kind: 'record', ...place, offset }, held?.records.some((it) => it.offset === offset) === true);
  const group = named(fact, 'group');
  const names = [named(fact, 'member'), named(fact, 'producer'), named(fact, 'node'), named(fact, 'controller'), nodeOf(fact.actor)];
  for (const name of names.map(String)) {
    const own = groups.find(({ members, absent }) => [...members, ...absent].some(({ id }) => id === name));
    if (own !== undefined) add({ kind: 'member', group: own.id, id: name }, true);
    add(
      { kind: 'producer', id: name },
      producers.some(({ id }) => id === name),
    );
    add(
      { kind: 'broker', id: Number(name) },
      brokers.some(({ id }) => String(id) === name),
    );
    add({ kind: 'controller', id: name }, controller.id === name && !brokers.some(({ id }) => String(id) === name));
  }
  add(
    { kind: 'group', id: String(group) },
    groups.some(({ id }) => id === group),
  );
  if (place !== null) add({ kind: 'partition', ...place }, held !== undefined);
  const broker = named(fact, 'broker') ?? named(fact, 'leader');
  if (typeof broker === 'number')
    add(
      { kind: 'broker', id: broker },
      brokers.some(({ id }) => id === broker),
    );
  return found;
}
