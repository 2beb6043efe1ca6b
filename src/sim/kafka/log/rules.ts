/** What a topic's settings say of its logs (L3, L4), defaults of the broker filled in. Models LogConfig. */
import type { SettingValue, Settings } from '../../config/types.ts';
import { topicSetting } from '../topicConfig.ts';
import type { CleaningRules } from './cleaning.ts';
import type { RetentionRules } from './retention.ts';
import { ROLL_DEFAULTS } from './segment.ts';
import type { RollRules } from './segment.ts';

export interface LogRules extends RollRules, RetentionRules, CleaningRules {
  /** `cleanup.policy`. */
  readonly deletes: boolean;
  readonly compacts: boolean;
}

const DAY_MS = 86_400_000;

/** Kafka's own defaults. */
export const LOG_DEFAULTS: LogRules = {
  ...ROLL_DEFAULTS,
  retentionMs: 7 * DAY_MS,
  retentionBytes: -1,
  minDirtyRatio: 0.5,
  deleteRetentionMs: DAY_MS,
  deletes: true,
  compacts: false,
};

export function logRules(config: Readonly<Record<string, SettingValue>>, broker: Settings): LogRules {
  const number = (name: string, otherwise: number) => Number(topicSetting(config, broker, name) ?? otherwise);
  const policy = String(topicSetting(config, broker, 'cleanup.policy') ?? 'delete').split(',');
  return {
    segmentBytes: number('segment.bytes', LOG_DEFAULTS.segmentBytes),
    segmentMs: number('segment.ms', LOG_DEFAULTS.segmentMs),
    retentionMs: number('retention.ms', LOG_DEFAULTS.retentionMs),
    retentionBytes: number('retention.bytes', LOG_DEFAULTS.retentionBytes),
    minDirtyRatio: number('min.cleanable.dirty.ratio', LOG_DEFAULTS.minDirtyRatio),
    deleteRetentionMs: number('delete.retention.ms', LOG_DEFAULTS.deleteRetentionMs),
    deletes: policy.includes('delete'),
    compacts: policy.includes('compact'),
  };
}
