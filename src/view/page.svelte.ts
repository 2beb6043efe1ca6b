/** What the whole page shares besides the run: what is kept between visits. `main.ts` sets it before anything is drawn. */
import { Autosave } from './autosave.ts';
import { session } from './session.svelte.ts';
import { openKeeper } from './storage.ts';
import type { Keeper } from './storage.ts';

/** Whether the browser refuses to keep anything; the notice of it can be dismissed for this visit. */
class Blocked {
  yes = $state(false);
  private dismissed = $state(false);

  get shown(): boolean {
    return this.yes && !this.dismissed;
  }

  dismiss(): void {
    this.dismissed = true;
  }
}

export const blocked = new Blocked();

const forgetful: Keeper = {
  blocked: true,
  get: () => undefined,
  set: () => undefined,
  remove: () => undefined,
  keys: () => [],
  settled: () => Promise.resolve(),
};

export const page: { keeper: Keeper; autosave: Autosave } = { keeper: forgetful, autosave: new Autosave(session, forgetful) };

/** Opens what was kept. */
export async function openPage(factory: IDBFactory | undefined): Promise<void> {
  page.keeper = await openKeeper(factory, () => (blocked.yes = true));
  page.autosave = new Autosave(session, page.keeper);
  blocked.yes = page.keeper.blocked;
}
