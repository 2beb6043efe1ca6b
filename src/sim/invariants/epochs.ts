/** D2: what only ever counts up. */
import { controllerActor, partitionName } from '../address.ts';
import { partitionOf } from '../kafka/controller/change.ts';
import type { GroupContext } from '../machines/group.ts';
import type { ControllerContext } from '../machines/controller/context.ts';
import type { ReplicaContext } from '../machines/replica.ts';
import type { MetadataImage } from '../messages.ts';
import type { Change } from './view.ts';
import { cellOf, contextOf, invariant } from './view.ts';

export const epochsRise = invariant('D2: epochs never go back', ({ changed }) => [
  ...changed.controller.flatMap(controllerRises),
  ...changed.replica.flatMap(replicaRises),
]);

function controllerRises({ cell, before }: Change): string[] {
  if (before === null) return [];
  const now = contextOf<ControllerContext>(cell);
  const then = contextOf<ControllerContext>(before);
  if (now.epoch < then.epoch) return [`${cell.id}: controller epoch ${then.epoch}, then ${now.epoch}`];
  return now.image === then.image ? [] : imageRises(cell.id, now.image, then.image);
}

function imageRises(who: string, now: MetadataImage, then: MetadataImage): string[] {
  const broken: string[] = [];
  const [office, former] = [now.brokerController?.epoch ?? 0, then.brokerController?.epoch ?? 0];
  if (office < former) broken.push(`${who}: the brokers' controller epoch ${former}, then ${office}`);
  if (now.version < then.version) broken.push(`${who}: metadata version ${then.version}, then ${now.version}`);
  for (const topic of Object.values(then.topics)) {
    // T3: another topic that has the name of a deleted one begins anew.
    if (now.topics[topic.name]?.id !== topic.id) continue;
    for (const old of topic.partitions) {
      const partition = partitionOf(now.topics[topic.name], old.partition);
      if (partition === undefined || partition === old) continue;
      if (partition.leaderEpoch < old.leaderEpoch || partition.partitionEpoch < old.partitionEpoch)
        broken.push(
          `${who}: ${partitionName(topic.name, old.partition)} goes from leader epoch ${old.leaderEpoch}, partition epoch ${old.partitionEpoch} to ${partition.leaderEpoch}, ${partition.partitionEpoch}`,
        );
    }
  }
  return broken;
}

/** A crash takes what a replica was told (-1). */
function replicaRises({ cell, before }: Change): string[] {
  if (before === null) return [];
  const { leaderEpoch } = contextOf<ReplicaContext>(cell);
  const then = contextOf<ReplicaContext>(before).leaderEpoch;
  return leaderEpoch < then && leaderEpoch !== -1 ? [`${cell.id}: leader epoch ${then}, then ${leaderEpoch}`] : [];
}

export const oneActiveController = invariant('C1: one active controller per epoch', ({ world, changed }) => {
  if (changed.controller.length === 0) return [];
  const active = world.scenario.controllers.flatMap((id) => {
    const cell = cellOf(world, controllerActor(id));
    return cell?.snapshot.value === 'active' ? [contextOf<ControllerContext>(cell).log.image.controllerEpoch] : [];
  });
  return new Set(active).size === active.length ? [] : [`active controllers have the epochs ${active.join()}`];
});

/** While one coordinator holds the group: an unfinished generation may be forgotten with it (G4, O4). */
export const generationsRise = invariant('D2: generations never go back', ({ changed }) =>
  changed.group.flatMap(({ cell, before }) => {
    if (before === null || before.snapshot.value === 'Unloaded' || cell.snapshot.value === 'Unloaded') return [];
    // O5: a group that was Dead and is wanted again is a new one.
    if (before.snapshot.value === 'Dead') return [];
    const { generation } = contextOf<GroupContext>(cell);
    const then = contextOf<GroupContext>(before).generation;
    return generation < then ? [`${cell.id}: generation ${then}, then ${generation}`] : [];
  }),
);
