import type { Scenario } from './types.ts';

/**
 * Whether a run of this scenario commands nothing by itself and does without the assignors and partitioners that have to be chosen: what
 * a page can begin to show before it has fetched them.
 */
export function isPlain({ kafka, script, groups, producers }: Scenario): boolean {
  const consumers = groups.flatMap(({ config, members }) => [config, ...members.map((member) => member.config)]);
  return (
    script.length === 0 &&
    kafka === '4.3' &&
    consumers.every((config) => [config['partition.assignment.strategy'] ?? 'range'].flat()[0] === 'range') &&
    producers.every(({ config }) => config['partitioner.class'] === undefined)
  );
}
