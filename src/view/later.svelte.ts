/**
 * Giving commands, judging goals and playing the steps before one are a good part of the code, and a lesson that was just opened stands and
 * plays without it. So it is fetched apart: when somebody begins to use the page, and at the latest before a run with commands is opened,
 * or something is shown that can give one.
 */
import type { Lesson } from '../lesson/types.ts';
import type { Commands, Simulation } from '../sim/index.ts';
import type * as Parts from './laterParts.ts';

let parts: typeof Parts | null = null;
/** The same as a rune, for what is drawn from it. */
let shown = $state.raw<typeof Parts | null>(null);

function fetched(): typeof Parts {
  if (parts === null) throw new Error('This needs what is fetched later: await fetchLater() first.');
  return parts;
}

export const commands: Commands = {
  check: (world, command) => fetched().commands.check(world, command),
  obey: (world, command, at, facts) => fetched().commands.obey(world, command, at, facts),
  get choices() {
    return fetched().commands.choices;
  },
};

export const runBefore = (lesson: Lesson, step: string): Simulation | null => fetched().runBefore(lesson, step);

/** What judges goals, as soon as it is there. */
export const judging = (): typeof Parts.judging | null => shown?.judging ?? null;

export async function fetchLater(): Promise<void> {
  if (parts !== null) return;
  parts = await import('./laterParts.ts');
  shown = parts;
}

/** Now, if everything is there, or else as soon as it is. */
export function onceFetched(work: () => void): void {
  if (parts === null) void fetchLater().then(work);
  else work();
}
