/** Playing a step: where it begins, its solution, and running on until its goals are reached. The same for checks and for "show me". */
import { createSimulation, type Simulation } from '../sim/index.ts';
import { holds, looksBack, type JudgeOptions } from './judge.ts';
import { announcedIn, optionOf, PATIENCE } from './moves.ts';
import type { Lesson, Move, Step } from './types.ts';

/** How often goals that look back are looked at while a solution runs on, virtual ms. */
const LOOK_EVERY = 100;

function play(simulation: Simulation, step: Step, move: Move, options: JudgeOptions): void {
  if ('back' in move) {
    do simulation.stepBack();
    while (simulation.now > 0 && !holds(move.back, simulation, options));
    return;
  }
  const chosen = 'choose' in move ? optionOf(step, move.choose) : null;
  simulation.seek(chosen?.at ?? simulation.now + move.after);
  for (const command of 'command' in move ? [move.command] : (chosen?.commands ?? [])) simulation.dispatch(command);
}

/** Plays a step in a simulation that stands at its beginning. Whether the goals were reached. */
export function playSolution(simulation: Simulation, step: Step, options: JudgeOptions): boolean {
  for (const move of step.solution ?? []) play(simulation, step, move, options);
  return runOn(simulation, step, options);
}

/** Instant by instant, as a student sees it: what holds at the very first moment of success is what settles the prediction. */
function runOn(simulation: Simulation, { tasks }: Step, options: JudgeOptions): boolean {
  const dear = tasks.some(({ goal }) => looksBack(goal));
  const limit = simulation.now + PATIENCE;
  while (!tasks.every(({ goal }) => holds(goal, simulation, options))) {
    if (simulation.now >= limit) return false;
    const before = simulation.now;
    if (!dear) simulation.step();
    if (simulation.now === before) simulation.seek(before + LOOK_EVERY);
  }
  return true;
}

export interface StepRun {
  readonly simulation: Simulation;
  readonly step: Step;
  readonly options: JudgeOptions;
}

/** A run that stands at the beginning of a step. */
export function beginStep(lesson: Lesson, step: Step, before: Simulation | null): StepRun {
  const fresh = before === null || step.reset;
  const simulation = fresh ? createSimulation(lesson.scene) : before;
  if (fresh) simulation.seek(step.start);
  return { simulation, step, options: { stepStartedAt: simulation.facts().length, announced: announcedIn(lesson) } };
}

/** The run of a lesson whose steps before this one were solved as the solution says: where a step begins that was jumped to. */
export function runBefore(lesson: Lesson, stepId: string): Simulation | null {
  let simulation: Simulation | null = null;
  for (const step of lesson.steps) {
    if (step.id === stepId) return simulation;
    const run = beginStep(lesson, step, simulation);
    simulation = run.simulation;
    if (step.tasks.length > 0) playSolution(simulation, step, run.options);
  }
  return simulation;
}
