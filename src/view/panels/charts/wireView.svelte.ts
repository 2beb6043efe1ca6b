/** How a person looks at the space-time diagram: kept while the page is open, whichever tab is shown. */
import { SvelteSet } from 'svelte/reactivity';
import { noise, wireKinds, type WireKind } from '../../geometry/spaceTimeKinds.ts';
import { TimeWindow } from './timeWindow.svelte.ts';

class WireView {
  readonly kinds = new SvelteSet<WireKind>(wireKinds.filter((kind) => !noise.has(kind)));
  /** Processes that are left out. */
  readonly hidden = new SvelteSet<string>();
  readonly window = new TimeWindow(1000, 20, 30_000);
  asTable = $state(false);

  toggleKind(kind: WireKind): void {
    if (!this.kinds.delete(kind)) this.kinds.add(kind);
  }

  toggleNode(node: string): void {
    if (!this.hidden.delete(node)) this.hidden.add(node);
  }
}

export const wireView = new WireView();
