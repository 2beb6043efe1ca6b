/** When a healed world has come to rest: every live replica in sync, producers drained, every committing group Stable with lag 0. */
import type { ReadModel, Simulation } from '../../sim/index.ts';
import type { GroupModel, TopicModel } from '../../sim/model.ts';

/** What is not yet as it should be, a sentence each. */
export function unsettled(simulation: Simulation, model: ReadModel): string[] {
  return [
    ...model.brokers.flatMap(({ id, state }) => (state === 'running' ? [] : [`broker ${id} is ${state}`])),
    ...model.topics.flatMap(outOfSync),
    ...model.producers.flatMap(({ id, state, buffered, inFlight }) => {
      const waiting = buffered.length + inFlight.length;
      return waiting === 0 || state === 'closed' || state === 'failed' ? [] : [`${id} (${state}) still has ${waiting} batches`];
    }),
    ...model.groups.flatMap((group) => unfinished(simulation, group, model)),
  ];
}

const outOfSync = ({ name, partitions }: TopicModel): string[] =>
  partitions.flatMap(({ partition, leader, isr, replicas }) => {
    if (leader === null) return [`${name}-${partition} has no leader`];
    return isr.length === replicas.length ? [] : [`${name}-${partition}: ISR ${isr.join()} of ${replicas.join()}`];
  });

function unfinished(simulation: Simulation, group: GroupModel, model: ReadModel): string[] {
  const { groups, members } = simulation.world();
  // Who assigned itself partitions takes no part in the group.
  const joined = group.members.filter(({ id }) => members[id]?.spec.assign === undefined);
  if (joined.every(({ state }) => state === 'closed' || state === 'failed' || state === 'crashed')) return [];
  if (group.state !== 'Stable') return [`${group.id} is ${group.state}`];
  const app = groups[group.id]?.app;
  // Who tries again for ever never gets past a poison pill.
  if (app?.commit === 'none' || app?.onError === 'retry') return [];
  return group.offsets.flatMap(({ topic, partition, committed, lag }) => {
    const name = `${topic}-${partition}`;
    if (lag === 0) return [];
    // Nothing was ever to be committed: whoever owns the partition stands at its end.
    const position = joined.map((member) => member.position[topic]?.[partition]).find((it) => it !== undefined);
    const { highWatermark: end, logStartOffset: start = 0 } = model.topics.find((it) => it.name === topic)?.partitions[partition] ?? {};
    // Nor where what was committed has been deleted since (L3).
    if ((committed ?? -1) < start && position !== undefined && position === end) return [];
    return [`${group.id} lags at ${name}: committed ${committed ?? 'nothing'}, position ${position ?? 'nobody'}, end ${end}`];
  });
}
