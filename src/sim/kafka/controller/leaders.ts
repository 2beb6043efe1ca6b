/**
 * C4, N4: leaders that move although nobody failed. Models KRaft's ReplicationControlManager.electLeaders, maybeBalancePartitionLeaders and
 * handleBrokerInControlledShutdown, and of ZooKeeper's controller the check of its imbalance.
 */
import type { ErrorCode, MessageOf, MetadataImage, PartitionMetadata } from '../../messages.ts';
import { liveIn, partitionOf, reseat } from './change.ts';
import type { MetadataChange } from './change.ts';
import { electPreferred, seatWith, seatWithout } from './election.ts';
import type { IsLive, RulesOf } from './election.ts';

type ElectLeaders = MessageOf<'ElectLeaders'>;

const asked = ({ topic, partition }: ElectLeaders, name: string, it: PartitionMetadata): boolean =>
  (topic === null || topic === name) && (partition === null || partition === it.partition);

const couldMove = (partition: PartitionMetadata, isLive: IsLive): boolean => electPreferred(partition, isLive).leader !== partition.leader;

/** C4: why nothing can be elected where exactly one partition was asked for; for many, those that need nothing are passed over. */
export function whyNotElect(image: MetadataImage, request: ElectLeaders): ErrorCode | null {
  if (request.topic === null) return null;
  const topic = image.topics[request.topic];
  if (topic === undefined) return 'UNKNOWN_TOPIC_OR_PARTITION';
  if (request.partition === null) return null;
  const partition = partitionOf(topic, request.partition);
  if (partition === undefined) return 'UNKNOWN_TOPIC_OR_PARTITION';
  if (request.election === 'unclean') {
    if (partition.leader !== null) return 'ELECTION_NOT_NEEDED';
    return partition.replicas.some(liveIn(image)) ? null : 'ELIGIBLE_LEADERS_NOT_AVAILABLE';
  }
  if (partition.leader === partition.replicas[0]) return 'ELECTION_NOT_NEEDED';
  return couldMove(partition, liveIn(image)) ? null : 'PREFERRED_LEADER_NOT_AVAILABLE';
}

/** C4: on request: preferred leaders take their seats; or, where nobody leads, anybody alive does (D3). */
export const electLeaders = (image: MetadataImage, request: ElectLeaders, rules: RulesOf): MetadataChange =>
  reseat(
    image,
    () => ({ reason: request.election }),
    (partition, topic) => {
      if (!asked(request, topic.name, partition)) return null;
      if (request.election === 'preferred') return electPreferred(partition, liveIn(image));
      const anybody = { ...rules(topic), mayBeUnclean: true };
      return partition.leader === null ? seatWith(partition, partition.isr, liveIn(image), anybody) : null;
    },
  );

/**
 * C4: every `leader.imbalance.check.interval.seconds`. `above`: the percentage of a broker's preferred leaderships that may be elsewhere
 * before ZooKeeper's controller moves them; KRaft's moves every one.
 */
export function balanceLeaders(image: MetadataImage, above: number): MetadataChange {
  const preferred = new Map<number, { all: number; elsewhere: number }>();
  for (const { partitions } of Object.values(image.topics))
    for (const { leader, replicas } of partitions) {
      const [first = -1] = replicas;
      const { all, elsewhere } = preferred.get(first) ?? { all: 0, elsewhere: 0 };
      preferred.set(first, { all: all + 1, elsewhere: elsewhere + (leader === first ? 0 : 1) });
    }
  const unbalanced = (broker: number): boolean => {
    const { all, elsewhere } = preferred.get(broker) ?? { all: 1, elsewhere: 0 };
    return (100 * elsewhere) / all > above;
  };
  return reseat(
    image,
    () => ({ reason: 'preferred' }),
    (partition) => (unbalanced(partition.replicas[0] ?? -1) ? electPreferred(partition, liveIn(image)) : null),
  );
}

/** N4: a broker wants to shut down: from now on it leads nothing, and leaves the ISRs where somebody else is in them. */
export function beginShutdown(image: MetadataImage, broker: number, rules: RulesOf): MetadataChange {
  const before = image.brokers[broker];
  if (before === undefined) return { image, told: [] };
  const marked: MetadataImage = { ...image, brokers: { ...image.brokers, [broker]: { ...before, inControlledShutdown: true } } };
  const leaders = Object.values(image.topics).flatMap((topic) => topic.partitions.filter(({ leader }) => leader === broker)).length;
  const moved = reseat(
    marked,
    () => ({ reason: 'shutdown' }),
    (partition, topic) => (partition.isr.includes(broker) ? seatWithout(partition, [broker], liveIn(marked), rules(topic)) : null),
  );
  return { image: moved.image, told: [{ fact: { kind: 'broker.leaving', broker, leaders } }, ...moved.told] };
}
