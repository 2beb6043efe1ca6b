/** Records that nobody of a group reads because it began to read behind them: the usual surprise of auto.offset.reset=latest (F2). */
import type { Fact, FactOf, ReadModel } from '../sim/index.ts';

/** How many of the records that the group skipped lie before the place where `latest` let it begin. */
export function passedOverByLatest(group: string, { ledger }: ReadModel, facts: readonly Fact[]): number {
  const skipped = ledger.breaches.filter((breach) => breach.guarantee === 'skipped' && breach.group === group);
  if (skipped.length === 0) return 0;
  const begun = facts.filter(
    (fact): fact is FactOf<'position.set'> => fact.kind === 'position.set' && fact.group === group && fact.by === 'latest',
  );
  return skipped.filter(({ topic, partition, offset }) =>
    begun.some((fact) => fact.topic === topic && fact.partition === partition && fact.offset > offset),
  ).length;
}
