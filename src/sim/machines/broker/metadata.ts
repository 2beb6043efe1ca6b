/** C5: what this broker hears of the cluster, and what its replicas are told of it. Models Kafka's BrokerMetadataPublisher and ReplicaManager.applyDelta. */
import { brokerNode } from '../../address.ts';
import { liveIn } from '../../kafka/controller/change.ts';
import type { MessageOf, MetadataImage, PartitionMetadata, TopicMetadata } from '../../messages.ts';
import { note, startTimer } from '../contract.ts';
import { createMissing } from './autoCreate.ts';
import { reply } from './channels.ts';
import { indexOf } from './context.ts';
import { newHosted, say, slotOf } from './turn.ts';
import type { ChannelId, Hosted } from './context.ts';
import type { Turn } from './turn.ts';
import { giveGroupsUp } from './coordinating.ts';
import { wakeFetches } from './fetching.ts';
import { stopFetching } from './replicating.ts';
import { configureReplicas, dropDeleted } from './topics.ts';

/** An image this process may act on: newer than its own, and no leftover of its former life that still has it leading. */
export const isNews = ({ image, brokerEpoch, id }: Turn['draft'], update: MetadataImage): boolean =>
  update.version > image.version && (brokerEpoch !== null || update.brokers[id]?.fenced === true);

export const isUnfenced = (image: MetadataImage, id: number): boolean => image.brokers[id]?.fenced === false;

export function learnMetadata(turn: Turn, image: MetadataImage): void {
  const { draft, intents, at } = turn;
  const before = draft.image;
  draft.image = image;
  draft.controller = indexOf(draft.controllers, image.controller) ?? draft.controller;
  if (at > 0) intents.push(note({ kind: 'metadata.learned', node: brokerNode(draft.id), version: image.version }));
  const changed = [...dropDeleted(turn, before, image)];
  for (const topic of Object.values(image.topics)) {
    if (topic === before.topics[topic.name] && image.brokers === before.brokers) continue;
    const known = before.topics[topic.name];
    if (known !== undefined && known.id === topic.id && known.config !== topic.config) configureReplicas(turn, topic);
    for (const partition of topic.partitions) if (partition.replicas.includes(draft.id)) giveRole(turn, topic, partition, changed);
  }
  if (changed.length > 0) wakeFetches(turn, changed);
  if (!draft.open) intents.push(startTimer('open', 0, { type: 'timer.open' }));
  // Caught up with its own registration: it says so now, not an interval later.
  if (waitsToBeUnfenced(draft) && draft.asked === null) intents.push(startTimer('heartbeat', 0, { type: 'timer.heartbeat' }));
}

/** C2: it holds everything up to its registration and is fenced still; the next heartbeat will unfence it. */
export const waitsToBeUnfenced = ({ image, brokerEpoch, id }: Turn['draft']): boolean =>
  brokerEpoch !== null && image.version >= brokerEpoch && image.brokers[id]?.fenced === true;

/** Tells a replica what is new for it. A committed ISR may have reached its leader before the image that holds it. */
function giveRole(turn: Turn, topic: TopicMetadata, news: PartitionMetadata, changed: number[]): void {
  const { draft } = turn;
  const slot = slotOf(draft, topic.name, news.partition);
  const before = draft.hosted[slot];
  const metadata = before !== undefined && before.metadata.partitionEpoch > news.partitionEpoch ? before.metadata : news;
  const live = metadata.replicas.filter(liveIn(draft.image));
  const leads = metadata.leader === draft.id && isUnfenced(draft.image, draft.id);
  const hosted: Hosted = { ...(before ?? newHosted(draft.id, topic.name, metadata)), role: leads ? 'leader' : 'follower', metadata, live };
  place(turn, slot, hosted);
  if (leads) {
    const knows = before?.role === 'leader' && before.metadata.partitionEpoch === metadata.partitionEpoch && sameIds(before.live, live);
    if (knows) return;
    if (before?.role !== 'leader') stopFetching(turn, topic.name, metadata);
    say(turn, hosted.actor, { type: 'replica.lead', metadata, config: topic.config, live, ...idOf(topic) });
    return;
  }
  const { leader, leaderEpoch } = metadata;
  if (before?.role === 'follower' && before.metadata.leaderEpoch === leaderEpoch && before.metadata.leader === leader) return;
  stopFetching(turn, topic.name, metadata);
  // A fenced broker leads nothing, whatever stands in the metadata.
  const told = leader === draft.id ? { ...metadata, leader: null } : metadata;
  say(turn, hosted.actor, { type: 'replica.follow', metadata: told, config: topic.config, ...idOf(topic) });
  if (before?.role !== 'leader') return;
  changed.push(slot);
  giveGroupsUp(turn, topic.name, news.partition);
}

const idOf = ({ id }: TopicMetadata): { readonly topicId?: number } => (id === undefined ? {} : { topicId: id });

const sameIds = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((id, i) => id === b[i]);

function place({ draft }: Turn, slot: number, hosted: Hosted): void {
  if (slot >= 0) {
    draft.hosted = draft.hosted.with(slot, hosted);
    return;
  }
  const { topic, partition } = hosted;
  draft.slots = { ...draft.slots, [topic]: { ...draft.slots[topic], [partition]: draft.hosted.length } };
  draft.hosted = [...draft.hosted, hosted];
}

/** The controller committed an ISR: known at once to what the broker answers, not only with the next image. */
export function learnPartition(turn: Turn, topic: string, metadata: PartitionMetadata): void {
  const { draft } = turn;
  const slot = slotOf(draft, topic, metadata.partition);
  const hosted = draft.hosted[slot];
  if (
    hosted !== undefined &&
    metadata.partitionEpoch > hosted.metadata.partitionEpoch &&
    metadata.leaderEpoch === hosted.metadata.leaderEpoch
  )
    draft.hosted = draft.hosted.with(slot, { ...hosted, metadata });
}

/** A1: of the brokers that have one. */
function racksOf(image: MetadataImage): Readonly<Record<number, string>> | null {
  let racks: Record<number, string> | null = null;
  for (const { id, rack } of Object.values(image.brokers)) if (rack !== null) (racks ??= {})[id] = rack;
  return racks;
}

/** What clients are told: live brokers, and topics as this broker knows them. */
export function describeCluster(
  turn: Turn,
  id: ChannelId,
  { topics: names, correlationId, allowAutoTopicCreation = true }: MessageOf<'Metadata'>,
): void {
  const { image } = turn.draft;
  const topics = (names ?? Object.keys(image.topics)).map((name) => {
    const topic = image.topics[name];
    if (topic === undefined) return { name, error: createMissing(turn, name, allowAutoTopicCreation), partitions: [] };
    const { id, partitions } = topic;
    return { name, ...(id !== undefined && { id }), error: null, partitions };
  });
  const brokers = Object.values(image.brokers)
    .filter(({ fenced }) => !fenced)
    .map((broker) => broker.id);
  const racks = racksOf(image);
  reply(turn, id, { type: 'MetadataResponse', correlationId, brokers, ...(racks && { racks }), topics });
}
