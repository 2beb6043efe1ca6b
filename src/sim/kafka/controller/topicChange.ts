/**
 * T3: a topic ends, or gets other settings. Models KRaft's ReplicationControlManager.deleteTopics and
 * ConfigurationControlManager.incrementalAlterConfigs with what follows from it for leaders.
 */
import type { ErrorCode, MessageOf, MetadataImage, TopicMetadata } from '../../messages.ts';
import { OFFSETS_TOPIC } from '../topicConfig.ts';
import { liveIn, reseat } from './change.ts';
import type { MetadataChange } from './change.ts';
import { seatWith } from './election.ts';
import type { RulesOf } from './election.ts';
import { withTopic } from './topics.ts';

const MIN_ISR = 'min.insync.replicas';

export function whyNotDelete(image: MetadataImage, name: string, mayDelete: boolean): ErrorCode | null {
  if (!mayDelete) return 'TOPIC_DELETION_DISABLED';
  return image.topics[name] === undefined || name === OFFSETS_TOPIC ? 'UNKNOWN_TOPIC_OR_PARTITION' : null;
}

/** Its logs go as each broker hears of it. */
export function deleteTopic(image: MetadataImage, name: string): MetadataChange {
  const { [name]: _gone, ...topics } = image.topics;
  return { image: { ...image, topics }, told: [{ fact: { kind: 'topic.deleted', topic: name } }] };
}

function reconfigured(topic: TopicMetadata, { set, remove }: MessageOf<'AlterConfig'>): TopicMetadata {
  const config = { ...topic.config, ...set };
  for (const name of remove) delete config[name];
  return { ...topic, config };
}

/** Partitions without a leader get one if the topic allows an unclean one now; another min.insync.replicas ends what eligibility meant (KIP-966). */
export function alterConfig(image: MetadataImage, topic: TopicMetadata, request: MessageOf<'AlterConfig'>, rules: RulesOf): MetadataChange {
  const after = reconfigured(topic, request);
  const changed = withTopic(image, after);
  const minIsrChanged = topic.config[MIN_ISR] !== after.config[MIN_ISR];
  const led = reseat(
    changed,
    () => ({ reason: 'unclean' }),
    (partition, { name }) => {
      if (name !== topic.name) return null;
      const { elr: _elr, ...rest } = partition;
      const it = minIsrChanged ? rest : partition;
      return it.leader === null && rules(after).mayBeUnclean
        ? seatWith(it, it.isr, liveIn(changed), rules(after))
        : { ...it, unclean: false };
    },
  );
  const { set: config, remove: removed } = request;
  return { image: led.image, told: [{ fact: { kind: 'config.altered', topic: topic.name, config, removed } }, ...led.told] };
}
