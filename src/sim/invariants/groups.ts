/** G9, O3: who owns what, and whose commits count. */
import { consumerActor, partitionName } from '../address.ts';
import type { ConsumerContext } from '../kafka/consumer/state.ts';
import type { World } from '../kernel/world.ts';
import type { GroupContext } from '../machines/group.ts';
import { cellOf, contextOf, invariant } from './view.ts';

/** What the coordinator handed out, and what members of one generation believe. A zombie believes in an earlier one (G13). */
export const oneOwner = invariant('G9: at most one current owner per partition and generation', ({ world, changed }) => {
  const broken: string[] = [];
  for (const { cell, before } of changed.group) {
    const group = contextOf<GroupContext>(cell);
    if (group.state !== 'Stable' || (before !== null && contextOf<GroupContext>(before).members === group.members)) continue;
    broken.push(
      ...sharedBy(
        Object.values(group.members).map(({ process, assignment }) => [
          process,
          assignment.map((it) => partitionName(it.topic, it.partition)),
        ]),
        cell.id,
      ),
    );
  }
  for (const { cell, before } of changed.consumer) {
    const mine = contextOf<ConsumerContext>(cell);
    if (mine.member.phase !== 'stable' || (before !== null && sameClaim(mine, contextOf<ConsumerContext>(before)))) continue;
    for (const other of othersInGroup(world, mine))
      if (other.member.phase === 'stable' && other.member.generation === mine.member.generation)
        broken.push(
          ...sharedBy(
            [mine, other].map(({ self, reading }) => [self.id, Object.keys(reading.partitions)]),
            `${mine.self.group} generation ${mine.member.generation}`,
          ),
        );
  }
  return broken;
});

const sameClaim = (a: ConsumerContext, b: ConsumerContext): boolean =>
  a.reading.partitions === b.reading.partitions && a.member.generation === b.member.generation && a.member.phase === b.member.phase;

function othersInGroup(world: World, { self: { id, group, config } }: ConsumerContext): ConsumerContext[] {
  return Object.entries(world.members).flatMap(([member, it]) => {
    const cell = it.group !== group || member === id ? null : cellOf(world, consumerActor(member));
    const other = cell === null ? null : contextOf<ConsumerContext>(cell);
    // G10: of two processes under one instance id the older is fenced, and hears of it with its next heartbeat.
    const fenced = other !== null && config.instanceId !== null && other.self.config.instanceId === config.instanceId;
    return other === null || fenced ? [] : [other];
  });
}

function sharedBy(owners: readonly (readonly [owner: string, partitions: readonly string[]])[], where: string): string[] {
  const owned = new Map<string, string>();
  const broken: string[] = [];
  for (const [owner, partitions] of owners)
    for (const partition of partitions) {
      const known = owned.get(partition);
      if (known !== undefined) broken.push(`${where}: ${partition} belongs to ${known} and to ${owner}`);
      owned.set(partition, owner);
    }
  return broken;
}

export const acceptedCommitsCurrent = invariant('D2: accepted group commits are current', ({ changed }) =>
  changed.group.flatMap(({ cell, before }) => {
    const group = contextOf<GroupContext>(cell);
    const then = before === null ? null : contextOf<GroupContext>(before);
    if (then?.writes === group.writes) return [];
    return Object.entries(group.writes).flatMap(([ticket, write]) => {
      if (write.kind !== 'commit' || then?.writes[Number(ticket)] !== undefined) return [];
      const current = write.generation === group.generation || write.generation === then?.generation;
      const standalone = write.generation < 0 && Object.keys(group.members).length === 0;
      return current || standalone
        ? []
        : [`${cell.id} in generation ${group.generation} took a commit of generation ${write.generation} from ${write.process}`];
    });
  }),
);
