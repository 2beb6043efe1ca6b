/** How a person looks at the metrics: kept while the page is open, whichever tab is shown. */
import { SvelteSet } from 'svelte/reactivity';
import { usualMetrics, type MetricId } from '../../metricsCharts.ts';

class MetricsView {
  readonly shown = new SvelteSet<MetricId>(usualMetrics);
  /** The producer, group or partition whose lines stand out. */
  chosen = $state<string | null>(null);
  /** How much of the run is shown, up to its latest moment, ms; null: all of it. */
  span = $state<number | null>(null);
  asTable = $state(false);

  toggle(id: MetricId): void {
    if (!this.shown.delete(id)) this.shown.add(id);
  }
}

export const metricsView = new MetricsView();
