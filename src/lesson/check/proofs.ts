/** Lessons are proven by playing them: each goal false before, true after the solution, one option of each prediction right. */
import { CommandError, importRun, RunLimitError, type Simulation } from '../../sim/index.ts';
import type { CompiledLesson } from '../compile/lesson.ts';
import { holds, runOf, type JudgeOptions } from '../judge.ts';
import { stateText } from '../now.ts';
import { PredicateError, type Predicate } from '../predicate.ts';
import { beginStep, playSolution } from '../solution.ts';
import { languages, type Prediction, type Step } from '../types.ts';
import type { Inspect, Note } from './note.ts';

export function proveLesson({ lesson, folder, locate }: CompiledLesson, note: Note, inspect: Inspect): void {
  const file = `${folder}/lesson.yaml`;
  let simulation: Simulation | null = null;
  for (const [index, step] of lesson.steps.entries()) {
    const say = (reason: string, ...path: (string | number)[]) =>
      note({ file, line: locate('steps', index, ...path), reason: `step "${step.id}": ${reason}` });
    try {
      const run = beginStep(lesson, step, simulation);
      if (run.simulation !== simulation && simulation !== null) inspectRun(simulation, inspect, say);
      simulation = run.simulation;
      proveStep(step, simulation, run.options, say);
    } catch (error) {
      if (error instanceof CommandError) say(`its solution gives a command that is refused: ${error.message}`);
      else if (error instanceof PredicateError || error instanceof RunLimitError || error instanceof Error) say(error.message);
      else throw error;
    }
    if (index === lesson.steps.length - 1 && simulation !== null) inspectRun(simulation, inspect, say);
  }
}

/** Every branch of a run, from its beginning to its end. */
function inspectRun(simulation: Simulation, inspect: Inspect, say: Say): void {
  for (const { commands, end } of simulation.branches())
    for (const detail of inspect(simulation.scenario, commands, end))
      say(`an invariant breaks, which is a fault of the simulator: ${detail}`);
}

type Say = (reason: string, ...path: (string | number)[]) => void;

function proveStep(step: Step, simulation: Simulation, options: JudgeOptions, say: Say): void {
  if (step.tasks.length === 0) return;
  for (const { now } of step.tasks)
    if (now !== null) for (const language of languages) stateText(now[language], runOf(simulation, options), String);
  const now = (predicate: Predicate) => holds(predicate, simulation, options);
  for (const [i, { id, goal }] of step.tasks.entries())
    if (now(goal)) say(`the goal of "${id}" holds before anything was done: ask for something that is not so yet`, 'tasks', i, 'goal');
  for (const [i, { holds: claim }] of step.watch.entries())
    if (now(claim)) say('what there is to watch is there before the step runs', 'watch', i, 'holds');
  if (!playSolution(simulation, step, options)) {
    for (const [i, { id, goal }] of step.tasks.entries())
      if (!now(goal)) say(`the solution does not reach the goal of "${id}": mend the goal or solution/${step.id}`, 'tasks', i, 'goal');
    return;
  }
  for (const [i, { holds: claim }] of step.watch.entries())
    if (!now(claim)) say('what there is to watch does not happen in the solution', 'watch', i, 'holds');
  if (step.predict !== null) provePrediction(step.predict, simulation, options, say);
}

/** A goal that is reached while things still move would settle the prediction by chance, virtual ms. */
const SETTLED = 1000;

function provePrediction({ options: offered }: Prediction, simulation: Simulation, options: JudgeOptions, say: Say): void {
  const rightIn = (run: Simulation) => offered.filter((option) => holds(option.holds, run, options)).map(({ id }) => id);
  const right = rightIn(simulation);
  if (right.length !== 1) {
    const found = right.length === 0 ? 'no option' : `more than one option (${right.join(', ')})`;
    return say(`${found} of the prediction is right after the solution: exactly one has to be`, 'predict');
  }
  const later = importRun(simulation.export());
  later.seek(later.now + SETTLED);
  if (rightIn(later).join() !== right.join())
    say(
      `when the goals are reached "${right.join()}" is right, a second later "${rightIn(later).join(', ')}": let the goals wait until things have settled`,
      'predict',
    );
}
