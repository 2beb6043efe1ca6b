/** Parts of a run that are fetched apart: see later.svelte.ts. */
export * as judging from '../lesson/goals.ts';
export { runBefore } from '../lesson/solution.ts';
export { commands } from '../sim/index.ts';
