/** The present moment of the page's run, to be asked "why?". */
import type { Session } from './session.svelte.ts';
import type { Now } from './why/index.ts';

/** Null before there is a run. */
export function nowOf({ model, facts, scenario, ask }: Session): Now | null {
  if (model === null || scenario === null || ask === null) return null;
  return { model, facts, scenario, told: ask.told(), look: (actor) => ask.look(actor) };
}
