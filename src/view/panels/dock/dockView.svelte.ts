/** How a person arranged the dock: its height, and the tab of each place. Kept between visits. */
import { page } from '../../page.svelte.ts';

interface Kept {
  readonly height: number | null;
  readonly tabs: Readonly<Record<string, string>>;
}

const KEY = 'dock';

class DockView {
  private kept = $state.raw<Kept | null>(null);

  private get chosen(): Kept {
    return this.kept ?? page.keeper.get<Kept>(KEY) ?? { height: null, tabs: {} };
  }

  /** px; null: as the page thinks best. */
  get height(): number | null {
    return this.chosen.height;
  }
  set height(height: number | null) {
    this.keep({ ...this.chosen, height });
  }

  /** The tab last shown in such a place. */
  tabOf(place: string): string | null {
    return this.chosen.tabs[place] ?? null;
  }
  show(place: string, tab: string): void {
    this.keep({ ...this.chosen, tabs: { ...this.chosen.tabs, [place]: tab } });
  }

  private keep(chosen: Kept): void {
    this.kept = chosen;
    page.keeper.set(KEY, chosen);
  }
}

export const dockView = new DockView();
