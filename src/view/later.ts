/**
 * Judging and carrying out commands is a good part of the simulator, and a lesson that was just opened plays without it. So it is fetched
 * apart: at the latest before a run with commands is opened, or something is shown that can give one.
 */
import type { Lesson } from '../lesson/types.ts';
import type { Commands, Simulation } from '../sim/index.ts';
import type * as Commanding from './commanding.ts';

let commanding: typeof Commanding | null = null;

function fetched(): typeof Commanding {
  if (commanding === null) throw new Error('Commands are asked for before they were fetched: await fetchCommands() first.');
  return commanding;
}

export const commands: Commands = {
  check: (world, command) => fetched().commands.check(world, command),
  obey: (world, command, at, facts) => fetched().commands.obey(world, command, at, facts),
};

export const runBefore = (lesson: Lesson, step: string): Simulation | null => fetched().runBefore(lesson, step);

export async function fetchCommands(): Promise<void> {
  commanding ??= await import('./commanding.ts');
}

/** Now, if commands are there, or else as soon as they are. */
export function withCommands(work: () => void): void {
  if (commanding === null) void fetchCommands().then(work);
  else work();
}
