/**
 * A topic's setting: the topic's own value, or else the broker's, which sometimes goes by another name. Models LogConfig's
 * synonyms (ServerTopicConfigSynonyms) for the settings a scenario can give.
 */
import type { SettingValue, Settings } from '../config/types.ts';

export const OFFSETS_TOPIC = '__consumer_offsets';

const BROKER_NAMES: Readonly<Record<string, string>> = {
  'max.message.bytes': 'message.max.bytes',
  'retention.ms': 'log.retention.ms',
  'retention.bytes': 'log.retention.bytes',
  'segment.bytes': 'log.segment.bytes',
  'segment.ms': 'log.roll.ms',
  'cleanup.policy': 'log.cleanup.policy',
};

/** The value that counts for a topic, or undefined if neither topic nor broker says anything. */
export function topicSetting(config: Readonly<Record<string, SettingValue>>, broker: Settings, name: string): SettingValue | undefined {
  return config[name] ?? broker[name] ?? broker[BROKER_NAMES[name] ?? name];
}

/** A setting that is on: YAML gives booleans, Kafka's tools give text. */
export const isOn = (value: SettingValue | undefined): boolean => value === true || value === 'true';
