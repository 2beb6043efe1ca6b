/**
 * A page does not wait for the simulator. The first picture of a lesson is drawn from the world that the simulator computed when the page was
 * built (`lesson.first`); the simulator itself, and what judges goals, is fetched when that picture stands, and then computes the same world.
 * Whatever is asked of a run in between is done as soon as there is one.
 */
import type { Lesson } from '../lesson/types.ts';
import type { Simulation } from '../sim/index.ts';
import type * as Parts from './laterParts.ts';

let parts: typeof Parts | null = null;
/** The same as a rune, for what is drawn from it. */
let shown = $state.raw<typeof Parts | null>(null);

/** The simulator. Throws if it was not fetched yet. */
export function simulator(): typeof Parts {
  if (parts === null) throw new Error('The simulator was not fetched yet: await fetchLater() first.');
  return parts;
}

export const runBefore = (lesson: Lesson, step: string): Simulation | null => simulator().runBefore(lesson, step);

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
