/** R2–R4: who may lead, who is in sync, and that copies agree as far as both say that it is safe. */
import { parsePartitionName, partitionName, replicaActor } from '../address.ts';
import { partitionOf } from '../kafka/controller/change.ts';
import { recordAt } from '../kafka/log.ts';
import type { World } from '../kernel/world.ts';
import type { ReplicaContext } from '../machines/replica.ts';
import type { PartitionMetadata } from '../messages.ts';
import { logBefore, untouchedBelow } from './log.ts';
import type { Change, Invariant, View } from './view.ts';
import { cellOf, committedImage, contextOf, invariant, uncleanTopics } from './view.ts';

/** Partitions whose committed metadata changed. */
function* partitionsNews({ world, previous, changed }: View): Generator<readonly [name: string, partition: PartitionMetadata]> {
  if (changed.controller.length === 0) return;
  const image = committedImage(world);
  const before = previous === null ? null : committedImage(previous);
  if (image === before) return;
  for (const topic of Object.values(image.topics))
    for (const partition of topic.partitions)
      if (partition !== partitionOf(before?.topics[topic.name], partition.partition))
        yield [partitionName(topic.name, partition.partition), partition];
}

export const isrWithinReplicas = invariant('D2: ISR ⊆ replicas, and the leader is one of the ISR', (view) => {
  const broken: string[] = [];
  for (const [name, { isr, replicas, leader }] of partitionsNews(view)) {
    if (isr.some((id) => !replicas.includes(id)) || new Set(isr).size < isr.length)
      broken.push(`${name}: ISR ${isr.join()} of replicas ${replicas.join()}`);
    if (leader !== null && !isr.includes(leader)) broken.push(`${name}: leader ${leader} is not in the ISR ${isr.join()}`);
  }
  for (const { cell } of view.changed.replica) {
    const { isr, replicas } = contextOf<ReplicaContext>(cell);
    if (cell.snapshot.value !== 'leader') continue;
    if ([...isr.isr, ...(isr.proposed ?? [])].some((id) => !replicas.includes(id)))
      broken.push(`${cell.id}: ISR ${isr.isr.join()}, proposed ${isr.proposed?.join() ?? 'none'}, of replicas ${replicas.join()}`);
  }
  return broken;
});

/** Now, and at any time before: a partition's epoch belongs to one broker. */
export const oneLeaderPerEpoch: Invariant = {
  name: 'D2: at most one leader per partition and epoch',
  begin: () => {
    const leaders = new Map<string, { readonly broker: number; readonly fact: number }>();
    return ({ world, changed, facts }) => {
      const broken: string[] = [];
      for (const fact of facts) {
        // T3: another topic of that name begins anew.
        if (fact.kind === 'topic.deleted')
          for (const epoch of leaders.keys()) if (parsePartitionName(epoch.split(' ')[0] ?? '').topic === fact.topic) leaders.delete(epoch);
        if (fact.kind !== 'replica.led') continue;
        const epoch = `${partitionName(fact.topic, fact.partition)} epoch ${fact.leaderEpoch}`;
        const known = leaders.get(epoch);
        // A fact with a later number was taken back by going back in time.
        if (known !== undefined && known.fact < fact.id && known.broker !== fact.broker)
          broken.push(`${epoch}: led by ${known.broker}, then by ${fact.broker}`);
        leaders.set(epoch, { broker: fact.broker, fact: fact.id });
      }
      for (const { cell } of changed.replica) {
        if (cell.snapshot.value !== 'leader') continue;
        const { topic, partition, leaderEpoch, broker } = contextOf<ReplicaContext>(cell);
        for (const other of copiesOf(world, cell.id, contextOf(cell)))
          if (other.snapshot.value === 'leader' && contextOf<ReplicaContext>(other).leaderEpoch === leaderEpoch)
            broken.push(`${partitionName(topic, partition)} epoch ${leaderEpoch}: ${broker} and ${other.id} lead`);
      }
      return broken;
    };
  },
};

/** The other replicas of a partition that exist, of the same topic and not of a deleted one of its name. */
function copiesOf(world: World, self: string, { topic, topicId, partition, replicas }: ReplicaContext) {
  return replicas.flatMap((broker) => {
    const id = replicaActor(topic, partition, broker);
    const cell = id === self ? null : cellOf(world, id);
    return cell === null || contextOf<ReplicaContext>(cell).topicId !== topicId ? [] : [cell];
  });
}

/** Only what is new to one of a pair has to be compared: the rest was, when it was new. */
export const copiesAgree: Invariant = {
  name: 'D2: replicas agree below the smaller high watermark (clean elections)',
  begin: () => {
    const unclean = uncleanTopics();
    return ({ world, previous, changed, facts }) => {
      unclean.hear(facts);
      const broken: string[] = [];
      for (const change of changed.replica) {
        const { cell, before } = change;
        const mine = contextOf<ReplicaContext>(cell);
        const old = before === null ? null : contextOf<ReplicaContext>(before);
        if (old !== null && old.log === mine.log && old.highWatermark >= mine.highWatermark) continue;
        if (mine.highWatermark === 0 || unclean.has(world, mine.topic)) continue;
        for (const other of copiesOf(world, cell.id, mine)) {
          const theirs = contextOf<ReplicaContext>(other);
          const earlier = previous === null ? null : cellOf(previous, other.id);
          const compared = Math.min(
            old?.highWatermark ?? 0,
            earlier === null ? 0 : contextOf<ReplicaContext>(earlier).highWatermark,
            keptBelow(change),
          );
          // Each copy deletes (L3) and cleans (L4) at its own time.
          const from = Math.max(compared, mine.log.startOffset, theirs.log.startOffset);
          for (let offset = from; offset < Math.min(mine.highWatermark, theirs.highWatermark); offset++) {
            const a = recordAt(mine.log, offset);
            const b = recordAt(theirs.log, offset);
            if ((a === undefined && mine.log.sparse) || (b === undefined && theirs.log.sparse)) continue;
            if (
              a === b ||
              (a?.leaderEpoch === b?.leaderEpoch && a?.producer === b?.producer && a?.number === b?.number && a?.key === b?.key)
            )
              continue;
            broken.push(`${cell.id} and ${other.id} differ at ${offset}, HW ${mine.highWatermark} and ${theirs.highWatermark}`);
            break;
          }
        }
      }
      return broken;
    };
  },
};

const keptBelow = (change: Change): number => untouchedBelow(contextOf<ReplicaContext>(change.cell).log, logBefore(change));
