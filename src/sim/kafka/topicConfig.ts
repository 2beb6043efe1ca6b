/**
 * A topic's setting: the topic's own value, or else the broker's, which sometimes goes by another name. Models LogConfig's
 * synonyms (ServerTopicConfigSynonyms) for the settings a scenario can give.
 */
import { BROKER_NAMES } from '../config/synonyms.ts';
import type { SettingValue, Settings } from '../config/types.ts';

export const OFFSETS_TOPIC = '__consumer_offsets';

/** The value that counts for a topic, or undefined if neither topic nor broker says anything. */
export function topicSetting(config: Readonly<Record<string, SettingValue>>, broker: Settings, name: string): SettingValue | undefined {
  return config[name] ?? broker[name] ?? broker[BROKER_NAMES[name] ?? name];
}

/** A setting that is on: YAML gives booleans, Kafka's tools give text. */
export const isOn = (value: SettingValue | undefined): boolean => value === true || value === 'true';
