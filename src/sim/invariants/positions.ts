/** O1, R6: where a group stands in the log: committed ≤ position ≤ true high watermark. */
import { consumerActor, groupActor, partitionName, replicaActor } from '../address.ts';
import type { ConsumerContext, OwnedPartition } from '../kafka/consumer/state.ts';
import { partitionOf } from '../kafka/controller/change.ts';
import type { World } from '../kernel/world.ts';
import type { GroupContext } from '../machines/group.ts';
import type { ReplicaContext } from '../machines/replica.ts';
import type { Invariant } from './view.ts';
import { cellOf, committedImage, contextOf, uncleanTopics } from './view.ts';

/**
 * The true HW is not written anywhere: what was ever visible lies in every in-sync copy, so it is bounded by the shortest of these.
 * The leader's own HW may lag behind it (R4).
 */
function trueHighWatermark(world: World, topic: string, partition: number): number {
  const isr = partitionOf(committedImage(world).topics[topic], partition)?.isr ?? [];
  const ends = isr.map((broker) => {
    const cell = cellOf(world, replicaActor(topic, partition, broker));
    return cell === null ? 0 : contextOf<ReplicaContext>(cell).log.endOffset;
  });
  return ends.length === 0 ? Infinity : Math.min(...ends);
}

/** The coordinator that holds the group; a deposed one may not know yet. */
function coordinatorOf(world: World, group: string): GroupContext | null {
  let newest: GroupContext | null = null;
  for (const { id } of world.brokers) {
    const cell = cellOf(world, groupActor(group, id));
    if (cell === null || cell.snapshot.value === 'Unloaded') continue;
    const context = contextOf<GroupContext>(cell);
    if (newest === null || context.generation > newest.generation) newest = context;
  }
  return newest;
}

export const positionsBetween: Invariant = {
  name: 'D2: committed ≤ position ≤ the true HW for current owners (no seek, clean elections)',
  begin: () => {
    /** `group|topic-partition` that somebody sought in: positions are free there. */
    const sought = new Set<string>();
    /** Topics that were deleted: who read them stands nowhere. */
    const gone = new Set<string>();
    const unclean = uncleanTopics();
    return ({ world, changed, facts }) => {
      unclean.hear(facts);
      for (const fact of facts)
        if (fact.kind === 'position.set' && fact.by === 'seek') sought.add(`${fact.group}|${partitionName(fact.topic, fact.partition)}`);
        else if (fact.kind === 'topic.deleted') gone.add(fact.topic);
        else if (fact.kind === 'command.issued' && fact.do === 'seek') {
          const { member, topic, partition } = fact.args;
          sought.add(`${world.members[String(member)]?.group}|${String(topic)}-${String(partition)}`);
        }
      const broken: string[] = [];
      const judge = (consumer: ConsumerContext, owned: OwnedPartition): void => {
        const name = partitionName(owned.topic, owned.partition);
        if (
          owned.position === null ||
          gone.has(owned.topic) ||
          sought.has(`${consumer.self.group}|${name}`) ||
          unclean.has(world, owned.topic)
        )
          return;
        const end = trueHighWatermark(world, owned.topic, owned.partition);
        if (owned.position > end)
          broken.push(`${consumer.self.id} stands at ${owned.position} of ${name}, whose true HW is at most ${end}`);
        const coordinator = coordinatorOf(world, consumer.self.group);
        const current =
          coordinator?.state === 'Stable' &&
          coordinator.generation === consumer.member.generation &&
          coordinator.members[consumer.member.memberId] !== undefined;
        const committed = current ? (coordinator.committed[name]?.offset ?? 0) : 0;
        if (committed > owned.position)
          broken.push(`${consumer.self.id} stands at ${owned.position} of ${name}, committed is ${committed}`);
      };
      for (const { cell, before } of changed.consumer) {
        const consumer = contextOf<ConsumerContext>(cell);
        if (consumer.member.phase !== 'stable') continue;
        const then = before === null ? null : contextOf<ConsumerContext>(before);
        if (then?.reading.partitions === consumer.reading.partitions && then.member.phase === 'stable') continue;
        for (const owned of Object.values(consumer.reading.partitions)) judge(consumer, owned);
      }
      for (const { cell, before } of changed.group) {
        const group = contextOf<GroupContext>(cell);
        if (group.state !== 'Stable' || (before !== null && contextOf<GroupContext>(before).committed === group.committed)) continue;
        for (const { process } of Object.values(group.members)) {
          const member = cellOf(world, consumerActor(process));
          if (member === null || contextOf<ConsumerContext>(member).member.phase !== 'stable') continue;
          for (const owned of Object.values(contextOf<ConsumerContext>(member).reading.partitions)) judge(contextOf(member), owned);
        }
      }
      return broken;
    };
  },
};
