/** What an experiment of the Lab can begin with: a cluster ready to be broken. Compiled from `templates/` at build time, plain data. */
import type { Command, Scenario } from '../sim/index.ts';
import type { Arrangement, Localized } from './types.ts';

/** How many of what there is: enough for a sketch. */
export interface Shape {
  readonly brokers: number;
  readonly producers: number;
  /** Partitions of each topic. */
  readonly topics: readonly number[];
  /** Members of each group. */
  readonly groups: readonly number[];
}

/** What the gallery knows of a template without fetching it. */
export interface TemplateHead {
  /** `hot-partition`, of `templates/08-hot-partition.yaml`. */
  readonly id: string;
  readonly title: Localized;
  /** One sentence: what one will see. */
  readonly promise: Localized;
  readonly shape: Shape;
}

/** Something worth trying, given by one press. */
export interface Try {
  readonly title: Localized;
  readonly command: Command;
}

export interface Template extends TemplateHead {
  readonly arrangement: Arrangement;
  readonly tries: readonly Try[];
  readonly scenario: Scenario;
}

/** By this moment whatever a template begins with stands, and everything it suggests can be done, virtual ms. */
export const TEMPLATE_READY = 15_000;

export const shapeOf = ({ brokers, producers, topics, groups }: Scenario): Shape => ({
  brokers: brokers.length,
  producers: producers.length,
  topics: topics.map(({ partitions }) => partitions),
  groups: groups.map(({ members }) => members.length),
});
