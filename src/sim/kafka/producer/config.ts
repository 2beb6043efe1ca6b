/** A producer's settings as its rules use them, read once at start. */
import type { ProfileName, Settings } from '../../config/types.ts';

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
  readonly roundRobin: boolean;
  readonly ignoreKeys: boolean;
  readonly adaptive: boolean;
}

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
    roundRobin: String(settings['partitioner.class']).endsWith('RoundRobinPartitioner'),
    ignoreKeys: settings['partitioner.ignore.keys'] === true,
    adaptive: settings['partitioner.adaptive.partitioning.enable'] === true,
  };
}

/** C5: 4.x begins again with `bootstrap.servers` when no broker it knows answers (metadata.recovery.strategy=rebootstrap, its default). */
export const rebootstraps = (profile: ProfileName): boolean => profile !== '2.8';

/** P6: since KIP-951 (3.7) a batch refused by a former leader goes to the new one without waiting for the back-off. */
export const skipsBackoffOnNewLeader = (profile: ProfileName): boolean => profile !== '2.8';
