/** One turn of a broker: a working copy of its context, what it asks the kernel for, and how rules find their way in what it knows. */
import { replicaActor } from '../../address.ts';
import type { ActorId } from '../../address.ts';
import { atLeast } from '../../config/profiles.ts';
import type { ErrorCode, Message, MessageOf, MetadataImage, PartitionMetadata } from '../../messages.ts';
import type { AnyMessage, Delivered, Intent, Rule } from '../contract.ts';
import { send } from '../contract.ts';
import type { BrokerContext, ChannelId, Hosted } from './context.ts';

type Draft = { -readonly [K in keyof BrokerContext]: BrokerContext[K] };
export type Got<T extends Message['type']> = Delivered<MessageOf<T>>;

export interface Turn {
  /** A private copy: a turn's steps write its top level; what hangs below is replaced, never changed. */
  readonly draft: Draft;
  readonly at: number;
  readonly intents: Intent[];
  /** Connections that have been answered and hold further requests. */
  readonly freed: ChannelId[];
}

/** A rule written as steps on a draft. */
export function turnOf<M extends AnyMessage>(steps: (turn: Turn, event: Delivered<M>) => void): Rule<BrokerContext, Delivered<M>> {
  return (context, event) => {
    const turn: Turn = { draft: { ...context }, at: event.at, intents: [], freed: [] };
    steps(turn, event);
    return { context: turn.draft, intents: turn.intents };
  };
}

export const say = ({ intents }: Turn, to: ActorId, message: Message, connection?: string): void => {
  intents.push(send(to, message, connection));
};

export const nextTicket = ({ draft }: Turn): number => (draft.ticket += 1);
export const nextCorrelationId = ({ draft }: Turn): number => (draft.correlationId += 1);

export const slotOf = ({ slots }: BrokerContext, topic: string, partition: number): number => slots[topic]?.[partition] ?? -1;

export function hostedAt(context: BrokerContext, topic: string, partition: number): Hosted | undefined {
  return context.hosted[slotOf(context, topic, partition)];
}

/** The replica if it leads here and now, or why it does not. */
export function ledAt(context: BrokerContext, topic: string, partition: number): Hosted | ErrorCode {
  const hosted = hostedAt(context, topic, partition);
  if (hosted?.role === 'leader') return hosted;
  return hosted !== undefined || metadataOf(context.image, topic, partition) !== undefined
    ? 'NOT_LEADER_OR_FOLLOWER'
    : 'UNKNOWN_TOPIC_OR_PARTITION';
}

/** Of `__consumer_offsets` only used partitions exist, so that a number is not always an index. */
export function metadataOf(image: MetadataImage, topic: string, partition: number): PartitionMetadata | undefined {
  const partitions = image.topics[topic]?.partitions;
  const guess = partitions?.[partition];
  return guess?.partition === partition ? guess : partitions?.find((it) => it.partition === partition);
}

/** KIP-951 (3.7+): whoever asked the wrong broker is told the right one at once. */
export function leaderHint(context: BrokerContext, topic: string, partition: number): { leader?: { id: number; epoch: number } } {
  if (!atLeast(context.profile, '3.9')) return {};
  const metadata = metadataOf(context.image, topic, partition);
  return metadata === undefined || metadata.leader === null || metadata.leader === context.id
    ? {}
    : { leader: { id: metadata.leader, epoch: metadata.leaderEpoch } };
}

export const newHosted = (id: number, topic: string, metadata: PartitionMetadata): Hosted => ({
  topic,
  partition: metadata.partition,
  actor: replicaActor(topic, metadata.partition, id),
  role: 'follower',
  metadata,
  live: [],
  epochStart: 0,
  logStartOffset: 0,
  logEndOffset: 0,
  highWatermark: 0,
});
