/** A ready scene: a situation worth watching, with its moments named. Compiled from `scenes/` at build time, plain data, both languages inside. */
import type { Fact, Scenario } from '../sim/index.ts';
import { isFactOf, type FactPredicate } from './predicate.ts';
import type { Arrangement, Layer, Localized } from './types.ts';

/** A fact that the scene is about, told in a sentence or two. Where it lies in time is found in the run. */
export interface Moment {
  readonly title: Localized;
  /** HTML, inside a line. */
  readonly text: Localized;
  readonly fact: FactPredicate;
}

/** The same scene with one thing changed. */
export interface Variant {
  readonly title: Localized;
  /** What becomes different; HTML, inside a line. */
  readonly text: Localized;
  readonly scenario: Scenario;
}

/** What the list knows of a scene without opening it. */
export interface SceneHead {
  /** `unclean-election`, of `scenes/01-unclean-election.yaml`. */
  readonly id: string;
  readonly title: Localized;
  /** The first paragraph of what is told about it; HTML, inside a line. */
  readonly lead: Localized;
}

export interface ReadyScene extends SceneHead {
  /** HTML. */
  readonly about: Localized;
  /** Numbers of SPEC.md that it shows. */
  readonly rules: readonly string[];
  readonly reveal: readonly Layer[];
  readonly arrangement: Arrangement;
  /** How much virtual time passes in a second, ms. Null: the pace follows what happens. */
  readonly perSecond: number | null;
  /** Where it opens, virtual ms. */
  readonly start: number;
  readonly scenario: Scenario;
  readonly moments: readonly Moment[];
  readonly variants: readonly Variant[];
}

/** Within this time of its beginning a scene has shown what it is about, virtual ms. */
export const SCENE_LENGTH = 60_000;

/** Of each moment its fact in this run: the first one that fits after the moment before. Null where it has not come. */
export function momentsIn(moments: readonly Moment[], facts: readonly Fact[]): readonly (Fact | null)[] {
  let next = 0;
  return moments.map(({ fact: wanted }) => {
    for (let i = next; i < facts.length; i++) {
      const fact = facts[i] as Fact;
      if (!isFactOf(fact, wanted)) continue;
      next = i + 1;
      return fact;
    }
    return null;
  });
}
