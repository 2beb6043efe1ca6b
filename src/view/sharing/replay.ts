/** Whether the commands of a shared run can still be given: the only way to know is to give them. */
import { createSimulation, RunLimitError, type LoggedCommand, type SavedRun, type Scenario, type Simulation } from '../../sim/index.ts';
import type { SharedProblem } from './problems.ts';

export type SavedBranch = SavedRun['branches'][number];

export interface Replayed {
  readonly branch: SavedBranch;
  /** How far it can be simulated, virtual ms; Infinity: as far as was asked. */
  readonly limit: number;
}

/** The branch with the commands that can be carried out, each judged in the world that those before it lead to. `until`: how far it is shown. */
export function replay(
  scenario: Scenario,
  branch: SavedBranch,
  id: number,
  until: number,
  note: (problem: SharedProblem) => void,
): Replayed {
  const simulation = createSimulation(scenario);
  const commands: LoggedCommand[] = [];
  try {
    for (const logged of branch.commands) if (carriesOut(simulation, logged, id, note)) commands.push(logged);
    simulation.seek(Math.max(until, branch.end ?? 0, simulation.now));
    return { branch: { ...branch, commands }, limit: Infinity };
  } catch (error) {
    if (!(error instanceof RunLimitError)) throw error;
    const { end } = simulation;
    note({ kind: 'tooLong', branch: id, at: end });
    return { branch: { ...branch, commands: commands.filter(({ at }) => at < end), end }, limit: end };
  }
}

function carriesOut(
  simulation: Simulation,
  { at, command }: LoggedCommand,
  branch: number,
  note: (problem: SharedProblem) => void,
): boolean {
  simulation.seek(at);
  const { at: _, ...plain } = command;
  const [problem] = simulation.check(plain);
  if (problem !== undefined) note({ kind: 'command', branch, at, verb: command.do, reason: problem.message });
  else simulation.dispatch(plain);
  return problem === undefined;
}
