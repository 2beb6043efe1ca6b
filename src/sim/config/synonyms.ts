/** How the broker calls its default of a topic's setting, where it has another name. Models ServerTopicConfigSynonyms. */
export const BROKER_NAMES: Readonly<Record<string, string>> = {
  'max.message.bytes': 'message.max.bytes',
  'retention.ms': 'log.retention.ms',
  'retention.bytes': 'log.retention.bytes',
  'segment.bytes': 'log.segment.bytes',
  'segment.ms': 'log.roll.ms',
  'cleanup.policy': 'log.cleanup.policy',
  'delete.retention.ms': 'log.cleaner.delete.retention.ms',
  'min.cleanable.dirty.ratio': 'log.cleaner.min.cleanable.ratio',
};
