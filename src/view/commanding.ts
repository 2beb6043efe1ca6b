/** What it takes to command a run, and to play the steps before one: see later.ts. */
export { runBefore } from '../lesson/solution.ts';
export { commands } from '../sim/index.ts';
