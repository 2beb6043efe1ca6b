/** Partitions as the read model shows them: the controller's word on leader and ISR, the replicas' own word on their logs. */
import { recordsOf } from '../kafka/log.ts';
import type { Log } from '../kafka/log.ts';
import type { World } from '../kernel/world.ts';
import type { ReplicaContext } from '../machines/replica/context.ts';
import type { PartitionMetadata, TopicMetadata } from '../messages.ts';
import type { PartitionModel, ReplicaModel, SegmentModel, TopicModel } from '../model.ts';
import type { Seen } from './look.ts';
import { isInternal, seenReplica } from './look.ts';
import type { Memo } from './memo.ts';

export function readTopics(world: World, topics: Readonly<Record<string, TopicMetadata>>, memo: Memo): readonly TopicModel[] {
  const models = Object.values(topics)
    .filter(({ name }) => !isInternal(name))
    .map((topic) => readTopic(world, topic, memo));
  return memo.list('topics', models);
}

function readTopic(world: World, topic: TopicMetadata, memo: Memo): TopicModel {
  const partitions = topic.partitions.map((partition) => {
    const copies = partition.replicas.map((broker) => seenReplica(world, topic.name, partition.partition, broker));
    const inputs = [partition, ...copies.map((copy) => copy?.snapshot)];
    return memo.get(`partition ${topic.name}-${partition.partition}`, inputs, () => readPartition(partition, copies));
  });
  return memo.get(`topic ${topic.name}`, partitions, () => ({ name: topic.name, partitions }));
}

const NONE: readonly number[] = [];

type Copy = Seen<ReplicaContext> | null;

function readPartition(metadata: PartitionMetadata, copies: readonly Copy[]): PartitionModel {
  const { partition, leader, leaderEpoch, replicas, isr, elr = NONE, lastKnownElr = NONE } = metadata;
  const shown = copies.find((copy) => copy?.context.broker === leader) ?? lastLeader(copies);
  const log = shown?.context.log;
  const highWatermark = shown?.context.highWatermark ?? 0;
  return {
    partition,
    leader,
    leaderEpoch,
    replicas,
    isr,
    elr,
    lastKnownElr,
    logStartOffset: log?.startOffset ?? 0,
    highWatermark,
    // Without transactions nothing is open below the HW, so that both are one.
    lastStableOffset: highWatermark,
    logEndOffset: log?.endOffset ?? 0,
    // Not remembered per log: scrubbing meets thousands of versions.
    records: log === undefined ? [] : recordsOf(log),
    ...(log === undefined || log.closed.length === 0 ? {} : { segments: segmentsOf(log) }),
    copies: replicas.map((broker, i) => readCopy(broker, copies[i] ?? null, isr.includes(broker))),
  };
}

function segmentsOf({ closed, active, endOffset }: Log): readonly SegmentModel[] {
  const all = [...closed, active];
  return all.map(({ baseOffset, bytes, maxTimestamp }, i) => ({
    baseOffset,
    endOffset: all[i + 1]?.baseOffset ?? endOffset,
    bytes,
    maxTimestamp,
  }));
}

/** While nobody leads: the copy of the newest epoch, and among those the longest. */
function lastLeader(copies: readonly Copy[]): Copy {
  const newestEpoch = (copy: Seen<ReplicaContext>) => copy.context.epochs.at(-1)?.epoch ?? -1;
  const there = copies.filter((copy) => copy !== null);
  return there.toSorted((a, b) => newestEpoch(b) - newestEpoch(a) || b.context.log.endOffset - a.context.log.endOffset)[0] ?? null;
}

const readCopy = (broker: number, copy: Copy, inSync: boolean): ReplicaModel => ({
  broker,
  role: copy?.state ?? 'offline',
  inSync,
  logStartOffset: copy?.context.log.startOffset ?? 0,
  logEndOffset: copy?.context.log.endOffset ?? 0,
  highWatermark: copy?.context.highWatermark ?? 0,
});
