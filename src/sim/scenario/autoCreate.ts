/** T4: where a scenario turns `auto.create.topics.enable` on itself, its clients may name topics that do not exist: they come to be. */
import { settingsFor } from '../config/index.ts';
import { isTopicName } from '../kafka/topicRules.ts';
import type { ReadContext } from './context.ts';
import { isRecord, type Cursor } from './cursor.ts';

const NAME = 'auto.create.topics.enable';

/** Names under `topic` and `topics`, however deep. */
function namedIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namedIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'topic' || key === 'topics' ? [inner].flat().filter((it) => typeof it === 'string') : namedIn(inner),
  );
}

export function nameWhatClientsCreate(root: Cursor, { names, profile, cluster }: ReadContext): void {
  if (cluster[NAME] !== true) return;
  const partitions = settingsFor('broker', profile, cluster)['num.partitions'] as number;
  for (const part of ['producers', 'groups', 'script'])
    for (const topic of namedIn(root.at(part).value))
      if (isTopicName(topic) && !names.topics.has(topic)) names.topics.set(topic, partitions);
}
