/** The whole run in one strip, for the moments when the timeline shows a part of it: how much happened when, rebalances, faults. */
import type { Fact } from '../../sim/index.ts';
import { isFault } from './lanes.ts';
import { rebalancesIn } from './spans.ts';
import { linear } from './timeScale.ts';

export interface OverviewInput {
  readonly facts: readonly Fact[];
  readonly horizon: number;
  readonly whole: number;
  readonly left: number;
  readonly right: number;
  readonly height: number;
}

export interface Overview {
  /** How much happened, as hills over the lower edge. */
  readonly hills: string;
  readonly spans: readonly { readonly key: string; readonly x: number; readonly width: number }[];
  /** Faults as strokes of the whole height. */
  readonly faults: string;
}

/** Width of a hill's step, px. */
const STEP = 3;
const WEIGHTS = { routine: 1, notable: 4, pivotal: 12 } as const;

export function overviewOf({ facts, horizon, whole, left, right, height }: OverviewInput): Overview {
  const scale = linear(0, whole, left, right);
  const steps = new Float64Array(Math.max(1, Math.ceil((right - left) / STEP)));
  let faults = '';
  for (const fact of facts) {
    const x = scale(fact.at);
    const step = Math.min(steps.length - 1, Math.floor((x - left) / STEP));
    steps[step] = (steps[step] ?? 0) + WEIGHTS[fact.weight];
    if (isFault(fact)) faults += `M${round(x)},0v${height}`;
  }
  const most = steps.reduce((a, b) => Math.max(a, b), 1);
  // The root lets quiet stretches be seen beside the busiest.
  const hillAt = (value: number) => round(height - Math.sqrt(value / most) * (height - 2));
  let hills = `M${left},${height}`;
  steps.forEach((value, i) => (hills += `V${hillAt(value)}H${round(Math.min(right, left + (i + 1) * STEP))}`));
  const spans = rebalancesIn(facts).map(({ from, to, fact }) => {
    const x = scale(from);
    return { key: `span ${fact.id}`, x, width: Math.max(2, scale(to ?? horizon) - x) };
  });
  return { hills: `${hills}V${height}Z`, spans, faults };
}

const round = (value: number): number => Math.round(value * 10) / 10;
