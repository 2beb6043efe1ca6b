/** How a cluster comes to stand, one step after another: what is missing next, and the usual way of adding it. */
import type { Command, ReadModel } from '../../sim/index.ts';

export const steps = ['broker', 'topic', 'producer', 'group'] as const;
export type Step = (typeof steps)[number];

/** Null: everything that a cluster needs to be alive is there. */
export function nextStep({ brokers, topics, producers, groups }: ReadModel): Step | null {
  if (brokers.length === 0) return 'broker';
  if (topics.length === 0) return 'topic';
  if (producers.length === 0) return 'producer';
  return groups.length === 0 ? 'group' : null;
}

/** What a topic of a small cluster has. */
const USUAL_PARTITIONS = 3;
const MOST_REPLICAS = 3;

export const verbOf: Readonly<Record<Step | 'member', string>> = {
  broker: 'addBroker',
  topic: 'createTopic',
  producer: 'addProducer',
  group: 'addGroup',
  member: 'addMember',
};

/** The first name that is free, or else the first with a number. */
function free(names: readonly string[], taken: (name: string) => boolean): string {
  const numbered = Array.from({ length: 1000 }, (_, i) => `${names[0] ?? ''}-${i + 2}`);
  return [...names, ...numbered].find((name) => !taken(name)) ?? '';
}

const NAMES = {
  topic: ['orders', 'payments', 'logs', 'clicks'],
  producer: ['web', 'app', 'sensor', 'batch'],
  group: ['billing', 'audit', 'report', 'search'],
};

/** How many brokers a new topic can be placed on. */
const placeable = ({ brokers }: ReadModel): number => brokers.filter(({ state }) => state === 'running' || state === 'paused').length;

/** The command that a single press gives. What stands in it is what a form begins with, too. */
export function usualCommand(step: Step, model: ReadModel): Command {
  const first = model.topics[0]?.name;
  switch (step) {
    case 'broker':
      return { do: 'addBroker' };
    case 'topic':
      return {
        do: 'createTopic',
        topic: free(NAMES.topic, (name) => model.topics.some((it) => it.name === name)),
        partitions: USUAL_PARTITIONS,
        replicationFactor: Math.max(1, Math.min(MOST_REPLICAS, placeable(model))),
      };
    case 'producer': {
      const id = free(NAMES.producer, (name) => isNamed(model, name));
      return { do: 'addProducer', id, ...(first !== undefined && { workload: { topic: first, everyMs: 400, keys: 'user_{1..6}' } }) };
    }
    case 'group': {
      const id = free(NAMES.group, (name) => isNamed(model, name) || isNamed(model, `${name}-1`) || isNamed(model, `${name}-2`));
      // It comes after the producer: by Kafka's default it would pass over what was sent before it.
      const config = { 'auto.offset.reset': 'earliest' };
      return { do: 'addGroup', id, topics: first === undefined ? [] : [first], members: [`${id}-1`, `${id}-2`], config };
    }
  }
}

/** Ids share one namespace. */
const isNamed = ({ producers, groups }: ReadModel, id: string): boolean =>
  [...producers, ...groups, ...groups.flatMap(({ members, absent }) => [...members, ...absent])].some((it) => it.id === id);
