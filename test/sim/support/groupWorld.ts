/** Whole worlds with one group in them, with every invariant watched at every turn: what a coordinator and its members do together. */
import type { Command, Fact, FactKind, FactOf, ReadModel, Simulation } from '../../../src/sim/index.ts';
import { createSimulation, parseScenarioValue } from '../../../src/sim/index.ts';
import { createChecker } from '../../../src/sim/invariants/index.ts';

export interface GroupStory {
  readonly kafka?: string;
  readonly seed?: number;
  readonly partitions?: number;
  /** Settings of every consumer. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly cluster?: Readonly<Record<string, unknown>>;
  readonly app?: Readonly<Record<string, unknown>>;
  readonly members: readonly (string | Readonly<Record<string, unknown>>)[];
  readonly script?: readonly (Command & { readonly at: number })[];
  /** A record every so many ms; 0: none. */
  readonly everyMs?: number;
  /** Anything else of the scenario, on top. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Group `g` reads `orders`, sessions of 6 s, a heartbeat a second, and starts without a delay, so that a story is short. */
export function groupWorld(story: GroupStory): Simulation {
  const { kafka = '4.3', seed = 3, partitions = 6, config = {}, cluster = {}, app = { perRecordMs: 1 }, members, everyMs = 50 } = story;
  const check = createChecker();
  const scenario = parseScenarioValue({
    partita: 1,
    kafka,
    seed,
    network: { latencyMs: 10 },
    brokers: 3,
    cluster: { config: { 'group.initial.rebalance.delay.ms': 500, ...cluster } },
    topics: { orders: { partitions, replicationFactor: 2 } },
    producers: everyMs === 0 ? {} : { web: { workload: { topic: 'orders', everyMs, keys: 'k{1..24}', stopAt: 50_000 } } },
    groups: {
      g: {
        topics: ['orders'],
        config: { 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 1000, 'auto.offset.reset': 'earliest', ...config },
        app,
        members,
      },
    },
    script: story.script ?? [],
    ...story.more,
  });
  return createSimulation(scenario, {
    watch: (world, facts) => {
      const [first] = check(world, facts);
      if (first !== undefined) throw new Error(`at ${world.at}: ${first.invariant}: ${first.detail}`);
    },
  });
}

/** What happened of some kinds, as it is told in a line. */
export const told = <K extends FactKind>(run: Simulation, ...kinds: K[]): FactOf<K>[] =>
  run.facts().filter((fact: Fact): fact is FactOf<K> => (kinds as FactKind[]).includes(fact.kind));

export const groupOf = (model: ReadModel, id = 'g') => model.groups.find((it) => it.id === id)!;

export const owners = (model: ReadModel): Record<string, readonly number[]> =>
  Object.fromEntries(groupOf(model).members.map(({ id, assignment }) => [id, assignment['orders'] ?? []]));
