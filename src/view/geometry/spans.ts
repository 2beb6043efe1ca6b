/** Rebalances as stretches of time: from the first reason until the group is settled again. */
import type { Fact } from '../../sim/index.ts';

export interface RebalanceSpan {
  readonly group: string;
  readonly from: number;
  /** Null: still going on. */
  readonly to: number | null;
  /** The generation it ended in. */
  readonly generation: number | null;
  readonly fact: Fact;
}

export function rebalancesIn(facts: readonly Fact[]): readonly RebalanceSpan[] {
  const open = new Map<string, Fact>();
  const spans: RebalanceSpan[] = [];
  for (const fact of facts) {
    if (fact.kind === 'rebalance.started') {
      if (!open.has(fact.group)) open.set(fact.group, fact);
    } else if (fact.kind === 'rebalance.completed' || (fact.kind === 'group.changed' && fact.to === 'Empty')) {
      const start = open.get(fact.group);
      if (start !== undefined) spans.push({ group: fact.group, from: start.at, to: fact.at, generation: fact.generation, fact: start });
      open.delete(fact.group);
    }
  }
  for (const [group, start] of open) spans.push({ group, from: start.at, to: null, generation: null, fact: start });
  return spans;
}
