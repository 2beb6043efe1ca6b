/**
 * The tabs of the dock, in the order they are shown. A tab is one line: what it is called and how its panel is fetched when it is first
 * shown, so that none of them weighs on the first picture.
 */
import type { Component } from 'svelte';
import { m } from '../../i18n/paraglide/messages.js';
import { lazy } from '../../lazy.ts';
import type { Session } from '../../session.svelte.ts';

/** What a tab can give away of itself, for the export menu at the right end of the tabs. */
export interface DockExports {
  /** The file's name without its ending. */
  readonly name: string;
  readonly svg?: () => SVGSVGElement | null;
  readonly csv?: () => string;
  readonly json?: () => unknown;
}

export interface DockPanelProps {
  session: Session;
  /** Says what can be exported while the panel is shown; null: nothing. */
  offer: (exports: DockExports | null) => void;
}

export interface DockTab {
  readonly id: string;
  readonly label: () => string;
  /** How much of the page's height it takes until somebody decides, from 0 to 1; null: no more than its lanes need. */
  readonly share: number | null;
  readonly load: () => Promise<Component<DockPanelProps>>;
}

export const dockTabs: readonly DockTab[] = [
  { id: 'timeline', label: m.dock_timeline, share: null, load: async () => (await lazy.painted()).Timeline },
  { id: 'branches', label: m.dock_branches, share: 0.38, load: async () => (await lazy.using()).BranchPanel },
  { id: 'space-time', label: m.charts_space_time, share: 0.46, load: async () => (await import('../charts/SpaceTime.svelte')).default },
  { id: 'metrics', label: m.charts_metrics, share: 0.46, load: async () => (await import('../charts/Metrics.svelte')).default },
  { id: 'log', label: m.dock_log, share: 0.38, load: async () => (await lazy.using()).EventLog },
  { id: 'ledger', label: m.dock_ledger, share: 0.38, load: async () => (await lazy.using()).Ledger },
];
