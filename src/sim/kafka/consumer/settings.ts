/** The settings of a consumer as the rules read them: once per process, so that no rule looks a name up. */
import type { Settings } from '../../config/types.ts';

export interface ConsumerSettings {
  readonly strategies: readonly string[];
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly maxPollIntervalMs: number;
  readonly maxPollRecords: number;
  readonly autoCommit: boolean;
  readonly autoCommitIntervalMs: number;
  readonly offsetReset: 'earliest' | 'latest' | 'none';
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
}

export function consumerSettings(settings: Settings): ConsumerSettings {
  const number = (name: string): number => {
    const value = settings[name];
    if (typeof value !== 'number') throw new Error(`${name} must be a number, not ${String(value)}`);
    return value;
  };
  const retryBackoffMs = number('retry.backoff.ms');
  const reset = settings['auto.offset.reset'];
  return {
    strategies: settings['partition.assignment.strategy'] as readonly string[],
    sessionTimeoutMs: number('session.timeout.ms'),
    heartbeatIntervalMs: number('heartbeat.interval.ms'),
    maxPollIntervalMs: number('max.poll.interval.ms'),
    maxPollRecords: number('max.poll.records'),
    autoCommit: settings['enable.auto.commit'] === true,
    autoCommitIntervalMs: number('auto.commit.interval.ms'),
    offsetReset: reset === 'earliest' || reset === 'none' ? reset : 'latest',
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
  };
}
