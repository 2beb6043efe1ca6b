/** What groups went through on the way to a moment, where the world of the moment does not tell it any more. */
import type { Fact } from '../../sim/index.ts';
import { FactFeed } from '../factFeed.ts';
import { MetricsFold } from '../metricsFold.ts';
import { rows, type Row } from './models.ts';

/** For how long nobody read partitions that somebody had read, summed over partitions, ms: the metric of the dock's charts. */
export function rowsOfCourse(facts: readonly Fact[], at: number): Row[] {
  const fold = new MetricsFold();
  new FactFeed(fold).feed(facts);
  return [...fold.groups].flatMap(([group, { unread }]) => rows('course', group, { unread: Math.round(unread.area(at)) }));
}
