/** How a check tells what is wrong, and what it asks about a run. */
import type { LoggedCommand, Scenario } from '../../sim/index.ts';
import type { LessonProblem } from '../compile/source.ts';

export type Note = (problem: LessonProblem) => void;

/** Runs these commands anew up to `end` and tells which invariants broke. The simulator's own judges lie outside of what lessons see. */
export type Inspect = (scenario: Scenario, commands: readonly LoggedCommand[], end: number) => readonly string[];

export const uninspected: Inspect = () => [];
