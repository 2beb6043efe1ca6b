/**
 * C2: a broker process makes itself known. Models KRaft's ClusterControlManager.registerBroker: the broker epoch is the place of
 * the registration in the metadata log, so a broker that has read its own registration has read everything before it.
 * A new process is refused while the session of the old one runs: the controller cannot know which of the two is real, and the broker retries.
 */
import type { ErrorCode, MessageOf, MetadataImage } from '../../messages.ts';
import type { MetadataChange } from './change.ts';
import { fenceBrokers } from './fencing.ts';
import type { MayBeUnclean } from './fencing.ts';

/** By broker: the metadata version of its registration. Those of the first image hold from version 0. */
export type BrokerEpochs = Readonly<Record<number, number>>;

export interface Registered extends MetadataChange {
  readonly brokerEpochs: BrokerEpochs;
  readonly brokerEpoch: number;
}

/** DUPLICATE_BROKER_REGISTRATION: a process of this id was heard within `broker.session.timeout.ms`. */
export const isStillThere = (image: MetadataImage, broker: number, silentMs: number, sessionTimeoutMs: number): boolean =>
  image.brokers[broker]?.fenced === false && silentMs < sessionTimeoutMs;

export function registerBroker(
  image: MetadataImage,
  brokerEpochs: BrokerEpochs,
  { broker, rack }: MessageOf<'BrokerRegistration'>,
  silentMs: number,
  mayBeUnclean: MayBeUnclean,
): Registered {
  const thoughtAlive = image.brokers[broker]?.fenced === false;
  const before: MetadataChange = thoughtAlive ? fenceBrokers(image, [{ broker, silentMs }], mayBeUnclean) : { image, told: [] };
  const brokerEpoch = image.version + 1;
  return {
    image: { ...before.image, brokers: { ...before.image.brokers, [broker]: { id: broker, rack, fenced: true } } },
    told: [...before.told, { fact: { kind: 'broker.registered', broker, brokerEpoch } }],
    brokerEpochs: { ...brokerEpochs, [broker]: brokerEpoch },
    brokerEpoch,
  };
}

/** A request of an earlier process of this broker, or of one that never registered. */
export const whyStale = (brokerEpochs: BrokerEpochs, broker: number, brokerEpoch: number): ErrorCode | null =>
  brokerEpochs[broker] === brokerEpoch ? null : 'STALE_BROKER_EPOCH';
