/** The settings of a consumer as the rules read them: once per process, so that no rule looks a name up. */
import { durationOfReset } from '../../config/isoDuration.ts';
import type { Settings, SettingValue } from '../../config/types.ts';

export interface ConsumerSettings {
  /** G10: `group.instance.id` of a static member. */
  readonly instanceId: string | null;
  /** A1: `client.rack`. */
  readonly rack: string | null;
  readonly strategies: readonly string[];
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly maxPollIntervalMs: number;
  readonly maxPollRecords: number;
  readonly autoCommit: boolean;
  readonly autoCommitIntervalMs: number;
  /** A number: the records of so many ms before now (by_duration). */
  readonly offsetReset: 'earliest' | 'latest' | 'none' | number;
  readonly fetchMinBytes: number;
  readonly fetchMaxWaitMs: number;
  readonly fetchMaxBytes: number;
  readonly maxPartitionFetchBytes: number;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  readonly reconnectBackoffMs: number;
  readonly reconnectBackoffMaxMs: number;
  readonly metadataMaxAgeMs: number;
  /** T4 */
  readonly mayCreateTopics: boolean;
  /** C5: begins again with `bootstrap.servers` when no broker it knows answers. */
  readonly rebootstraps: boolean;
}

function offsetReset(value: SettingValue | undefined): ConsumerSettings['offsetReset'] {
  if (value === 'earliest' || value === 'none') return value;
  return (typeof value === 'string' ? durationOfReset(value) : null) ?? 'latest';
}

export function consumerSettings(settings: Settings): ConsumerSettings {
  const number = (name: string): number => {
    const value = settings[name];
    if (typeof value !== 'number') throw new Error(`${name} must be a number, not ${String(value)}`);
    return value;
  };
  const retryBackoffMs = number('retry.backoff.ms');
  const instanceId = settings['group.instance.id'];
  const rack = settings['client.rack'];
  return {
    instanceId: typeof instanceId === 'string' ? instanceId : null,
    rack: typeof rack === 'string' && rack !== '' ? rack : null,
    strategies: settings['partition.assignment.strategy'] as readonly string[],
    sessionTimeoutMs: number('session.timeout.ms'),
    heartbeatIntervalMs: number('heartbeat.interval.ms'),
    maxPollIntervalMs: number('max.poll.interval.ms'),
    maxPollRecords: number('max.poll.records'),
    autoCommit: settings['enable.auto.commit'] === true,
    autoCommitIntervalMs: number('auto.commit.interval.ms'),
    offsetReset: offsetReset(settings['auto.offset.reset']),
    fetchMinBytes: number('fetch.min.bytes'),
    fetchMaxWaitMs: number('fetch.max.wait.ms'),
    fetchMaxBytes: number('fetch.max.bytes'),
    maxPartitionFetchBytes: number('max.partition.fetch.bytes'),
    requestTimeoutMs: number('request.timeout.ms'),
    retryBackoffMs,
    retryBackoffMaxMs: number('retry.backoff.max.ms'),
    reconnectBackoffMs: number('reconnect.backoff.ms'),
    reconnectBackoffMaxMs: number('reconnect.backoff.max.ms'),
    metadataMaxAgeMs: number('metadata.max.age.ms'),
    mayCreateTopics: settings['allow.auto.create.topics'] !== false,
    rebootstraps: settings['metadata.recovery.strategy'] === 'rebootstrap',
  };
}
