/** Why a broker that crashed shows less than it did before: its high watermark comes back from a file that is at most 5 s old (N2, R2). */
import type { PartitionModel } from '../../sim/index.ts';
import { say, type Clause } from './answer.ts';
import { isAt, last, type Now, type Place } from './now.ts';

/** Empty unless a crash took the high watermark of this partition back and it has not caught up since. */
export function restored(now: Now, place: Place, { leader, replicas, highWatermark: hw }: PartitionModel): readonly Clause[] {
  const holder = leader ?? (replicas.length === 1 ? replicas[0] : undefined);
  const fault = last(now, 'node.crashed', ({ node }) => node === String(holder));
  if (fault === undefined) return [];
  const before = last(now, 'highWatermark.advanced', (fact) => isAt(fact, place) && fact.broker === holder && fact.id < fault.id);
  if (before === undefined || before.to <= hw) return [];
  return [
    say('hw_restored', { broker: { node: fault.node }, hw, before: before.to }, { fact: fault, rules: ['N2', 'R2'] }),
    say('hw_kept', { from: hw, before: before.to }, { fact: before, rules: ['N2', 'R6'] }),
  ];
}
