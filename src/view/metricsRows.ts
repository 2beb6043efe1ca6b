/** The metrics as rows and as data, to take along: one row per moment, one column per line of a chart. */
import type { MetricChart } from './metricsCharts.ts';
import { windowFor } from './metricsSampler.ts';

/** Times of the rows: every `step` ms from `from` to `to`. */
const timesOf = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.max(0, Math.floor(to / step) - Math.ceil(from / step) + 1) }, (_, i) => (Math.ceil(from / step) + i) * step);

const columnsOf = (charts: readonly MetricChart[]) =>
  charts.flatMap((chart) => chart.lines.map((line) => ({ name: `${chart.id}.${line.key} (${chart.unit})`, chart, line })));

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 1000) / 1000);

/** The first row names the columns; a value that is not known is an empty cell. */
export function metricRows(charts: readonly MetricChart[], from: number, to: number, step: number): (string | number)[][] {
  const columns = columnsOf(charts);
  return [
    ['t_ms', ...columns.map(({ name }) => name)],
    ...timesOf(from, to, step).map((t) => [t, ...columns.map(({ line }) => rounded(line.at(t, windowFor(step))) ?? '')]),
  ];
}

export function metricData(charts: readonly MetricChart[], from: number, to: number, step: number) {
  const times = timesOf(from, to, step);
  return {
    t_ms: times,
    charts: charts.map(({ id, unit, kafka, lines, bands }) => ({
      id,
      unit,
      kafka,
      rebalances: bands,
      lines: Object.fromEntries(lines.map(({ key, at }) => [key, times.map((t) => rounded(at(t, windowFor(step))))])),
    })),
  };
}
