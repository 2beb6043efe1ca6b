/** L3, T3: what a broker makes of logs that begin later, of other settings, and of topics that are no more. Models ReplicaManager.stopPartitions. */
import { groupActor } from '../../address.ts';
import type { MetadataImage, TopicMetadata } from '../../messages.ts';
import { hostedAt, say, slotOf } from './turn.ts';
import type { Got, Turn } from './turn.ts';
import { stopFetching } from './replicating.ts';

export function hearStart({ draft }: Turn, { message: { topic, partition, logStartOffset } }: Got<'replica.startMoved'>): void {
  const slot = slotOf(draft, topic, partition);
  const hosted = draft.hosted[slot];
  if (hosted !== undefined) draft.hosted = draft.hosted.with(slot, { ...hosted, logStartOffset });
}

/** Tells the topic's replicas here what its settings are now. */
export function configureReplicas({ draft, ...turn }: Turn, { name, partitions, config }: TopicMetadata): void {
  for (const metadata of partitions) {
    const hosted = hostedAt(draft, name, metadata.partition);
    if (hosted !== undefined) say({ draft, ...turn }, hosted.actor, { type: 'replica.configure', metadata: hosted.metadata, config });
  }
}

/** Topics of before that are not in the new image, or only by name (KIP-516): their replicas here end. Returns where they were. */
export function dropDeleted(turn: Turn, before: MetadataImage, image: MetadataImage): readonly number[] {
  if (before.topics === image.topics) return [];
  return Object.values(before.topics).flatMap((topic) =>
    image.topics[topic.name]?.id === topic.id && image.topics[topic.name] !== undefined ? [] : dropTopic(turn, topic),
  );
}

/** Their places in `hosted` stay taken, so that those of others stay what they are; nobody is led there to any more. */
function dropTopic(turn: Turn, { name, partitions }: TopicMetadata): readonly number[] {
  const { draft } = turn;
  const dropped: number[] = [];
  for (const metadata of partitions) {
    const slot = slotOf(draft, name, metadata.partition);
    const hosted = draft.hosted[slot];
    if (hosted === undefined) continue;
    stopFetching(turn, name, metadata);
    draft.hosted = draft.hosted.with(slot, { ...hosted, role: 'follower' });
    say(turn, hosted.actor, { type: 'replica.delete' });
    dropped.push(slot);
  }
  for (const group of Object.keys(draft.groups)) say(turn, groupActor(group, draft.id), { type: 'group.topicDeleted', topic: name });
  const { [name]: _gone, ...slots } = draft.slots;
  draft.slots = slots;
  return dropped;
}
