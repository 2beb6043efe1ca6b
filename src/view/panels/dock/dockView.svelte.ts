/** How a person arranged the dock: the height of each tab, and the tab of each place. Kept between visits. */
import { page } from '../../page.svelte.ts';

interface Kept {
  /** By tab, px. */
  readonly heights: Readonly<Record<string, number>>;
  readonly tabs: Readonly<Record<string, string>>;
}

const KEY = 'dock';

class DockView {
  private kept = $state.raw<Kept | null>(null);

  private get chosen(): Kept {
    return { heights: {}, tabs: {}, ...(this.kept ?? page.keeper.get<Partial<Kept>>(KEY)) };
  }

  /** px; null: as the page thinks best. */
  heightOf(tab: string): number | null {
    return this.chosen.heights[tab] ?? null;
  }
  resize(tab: string, height: number | null): void {
    const { [tab]: _, ...others } = this.chosen.heights;
    this.keep({ ...this.chosen, heights: height === null ? others : { ...others, [tab]: height } });
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
