/** The simulator, and what judges lessons with it: fetched apart, see later.svelte.ts. */
export * as judging from '../lesson/goals.ts';
export { runBefore } from '../lesson/solution.ts';
export { CommandError, createSimulation, importRun, RunLimitError } from '../sim/index.ts';
