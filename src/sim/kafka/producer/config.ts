/** A producer's settings as its rules use them, read once at start. */
import { atLeast } from '../../config/profiles.ts';
import type { ProfileName, Settings, SettingValue } from '../../config/types.ts';
import type { Codec } from './codecs.ts';

export interface ProducerConfig {
  readonly acks: -1 | 0 | 1;
  readonly idempotent: boolean;
  readonly batchSize: number;
  readonly lingerMs: number;
  readonly bufferMemory: number;
  readonly maxBlockMs: number;
  readonly maxRequestSize: number;
  readonly maxInFlight: number;
  readonly requestTimeoutMs: number;
  readonly deliveryTimeoutMs: number;
  readonly retries: number;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  readonly reconnectBackoffMs: number;
  readonly reconnectBackoffMaxMs: number;
  readonly metadataMaxAgeMs: number;
  /** C5: begins again with `bootstrap.servers` when no broker it knows answers. */
  readonly rebootstraps: boolean;
  readonly codec: Codec;
  /** `default`, `round-robin`, or the name of another. */
  readonly partitioner: string;
  readonly ignoreKeys: boolean;
  readonly adaptive: boolean;
  /** How long a broker may take nothing before partitions there are avoided; 0: for ever. */
  readonly availabilityTimeoutMs: number;
}

const partitionerName = (value: SettingValue): string =>
  value === null ? 'default' : String(value).endsWith('RoundRobinPartitioner') ? 'round-robin' : String(value);

export function configOf(settings: Settings): ProducerConfig {
  const number = (name: string) => Number(settings[name]);
  const acks = String(settings['acks']);
  return {
    acks: acks === '0' ? 0 : acks === '1' ? 1 : -1,
    idempotent: settings['enable.idempotence'] === true,
    batchSize: number('batch.size'),
    lingerMs: number('linger.ms'),
    bufferMemory: number('buffer.memory'),
    maxBlockMs: number('max.block.ms'),
    maxRequestSize: number('max.request.size'),
    maxInFlight: number('max.in.flight.requests.per.connection'),
    requestTimeoutMs: number('request.timeout.ms'),
    deliveryTimeoutMs: number('delivery.timeout.ms'),
    retries: number('retries'),
    retryBackoffMs: number('retry.backoff.ms'),
    retryBackoffMaxMs: number('retry.backoff.max.ms'),
    reconnectBackoffMs: number('reconnect.backoff.ms'),
    reconnectBackoffMaxMs: number('reconnect.backoff.max.ms'),
    metadataMaxAgeMs: number('metadata.max.age.ms'),
    rebootstraps: settings['metadata.recovery.strategy'] === 'rebootstrap',
    codec: (settings['compression.type'] ?? 'none') as Codec,
    partitioner: partitionerName(settings['partitioner.class'] ?? null),
    ignoreKeys: settings['partitioner.ignore.keys'] === true,
    adaptive: settings['partitioner.adaptive.partitioning.enable'] === true,
    availabilityTimeoutMs: number('partitioner.availability.timeout.ms'),
  };
}

/** P6: since KIP-951 (3.7) a batch refused by a former leader goes to the new one without waiting for the back-off. */
export const skipsBackoffOnNewLeader = (profile: ProfileName): boolean => atLeast(profile, '3.9');
