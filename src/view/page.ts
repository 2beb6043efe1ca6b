/** What the whole page shares besides the run: what is kept between visits. Set once by `main.ts` before anything is drawn. */
import { Autosave } from './autosave.ts';
import { session } from './session.svelte.ts';
import type { Keeper } from './storage.ts';

interface Page {
  keeper: Keeper;
  autosave: Autosave;
}

const forgetful: Keeper = {
  blocked: true,
  get: () => undefined,
  set: () => undefined,
  remove: () => undefined,
  keys: () => [],
  settled: () => Promise.resolve(),
};

export const page: Page = { keeper: forgetful, autosave: new Autosave(session, forgetful) };

export function remember(keeper: Keeper): void {
  page.keeper = keeper;
  page.autosave = new Autosave(session, keeper);
}
