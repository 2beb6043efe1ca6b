/** What a check gets and how it tells what is wrong. */
import type { SimulationOptions } from '../../sim/index.ts';
import type { LessonProblem } from '../compile/source.ts';

export type Note = (problem: LessonProblem) => void;

/** Options of the simulations that a proof runs; a broken invariant is told by what `broken` returns afterwards. */
export interface Watched {
  readonly options: SimulationOptions;
  readonly broken: () => readonly string[];
}

/** Makes the watch of one run; checks without invariants give `{}`. */
export type Watch = () => Watched;

export const unwatched: Watch = () => ({ options: {}, broken: () => [] });
