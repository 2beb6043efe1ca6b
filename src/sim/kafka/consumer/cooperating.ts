/** G8, G5: which rebalance protocol a client speaks, and what the cooperative one lets it keep. Models ConsumerCoordinator's RebalanceProtocol. */
import type { TopicPartition } from '../../address.ts';
import { partitionName } from '../../address.ts';
import { owning } from './assigning.ts';
import type { ConsumerContext, HeldRecords, OwnedPartition } from './state.ts';

type Owned = Readonly<Record<string, OwnedPartition>>;

/** The protocol that all its assignors support, the most advanced of those: one eager assignor in the list makes the client eager. */
export const isCooperative = ({ self: { config } }: ConsumerContext): boolean =>
  config.strategies.every((name) => name === 'cooperative-sticky');

/** What an assignment takes away from a member that kept everything while it rejoined. An eager one has nothing left to take. */
export function takenAway(context: ConsumerContext, assignment: readonly TopicPartition[]): readonly TopicPartition[] {
  if (!isCooperative(context)) return [];
  const stays = new Set(assignment.map(({ topic, partition }) => partitionName(topic, partition)));
  return named(Object.values(context.reading.partitions).filter((it) => !stays.has(partitionName(it.topic, it.partition))));
}

/** Topics it does not subscribe to any more are the only ones a cooperative member gives up before it joins. */
export const unsubscribed = ({ self, reading: { partitions } }: ConsumerContext): readonly TopicPartition[] =>
  named(Object.values(partitions).filter(({ topic }) => !self.topics.includes(topic)));

const named = (owned: readonly OwnedPartition[]): readonly TopicPartition[] => owned.map(({ topic, partition }) => ({ topic, partition }));

/** In the order of the assignment: what was owned keeps its position, what is new has to find one (F2). */
export function sharing(partitions: Owned, assignment: readonly TopicPartition[]): Owned {
  const next: Record<string, OwnedPartition> = { ...owning(assignment) };
  for (const name in next) next[name] = partitions[name] ?? (next[name] as OwnedPartition);
  return next;
}

export const without = (partitions: Owned, gone: readonly TopicPartition[]): Owned => {
  const names = new Set(gone.map(({ topic, partition }) => partitionName(topic, partition)));
  return Object.fromEntries(Object.entries(partitions).filter(([name]) => !names.has(name)));
};

/** Records of partitions that are owned no more are dropped. */
export const heldOf = (held: readonly HeldRecords[], partitions: Owned): readonly HeldRecords[] =>
  held.filter(({ topic, partition }) => partitions[partitionName(topic, partition)] !== undefined);

/** What was processed of what is still owned. */
export const processedOf = (processed: Readonly<Record<string, number>>, partitions: Owned): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(processed).filter(([name]) => partitions[name] !== undefined));
