/** Runs that obey every command there is. A page begins with {@link beginRun} instead and fetches the commands when somebody may give one. */
import type { Scenario } from '../scenario/types.ts';
import { commands } from './command.ts';
import type { SavedRun, Simulation, SimulationOptions } from './simulation.ts';
import { beginRun, resumeRun } from './simulation.ts';

/** A new run of a scenario, at t = 0. */
export const createSimulation = (scenario: Scenario, options: SimulationOptions = {}): Simulation => beginRun(scenario, commands, options);

/** A run as it was saved: same branches, same commands, same place. */
export const importRun = (saved: SavedRun, options: SimulationOptions = {}): Simulation => resumeRun(saved, commands, options);
