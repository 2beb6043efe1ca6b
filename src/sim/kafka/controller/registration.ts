/**
 * C2: a broker process makes itself known. Models KRaft's ClusterControlManager.registerBroker: the broker epoch is the place of
 * the registration in the metadata log, so a broker that has read its own registration has read everything before it.
 * A new process is refused while the session of the old one runs: the controller cannot know which of the two is real, and the broker retries.
 */
import { brokerNode } from '../../address.ts';
import type { ErrorCode, MessageOf, MetadataImage } from '../../messages.ts';
import { liveIn, reseat } from './change.ts';
import type { MetadataChange } from './change.ts';
import { seatWithout } from './election.ts';
import type { RulesOf } from './election.ts';
import { fenceBrokers } from './fencing.ts';
import { isVacant } from './zookeeper.ts';

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
  { broker, rack, previousBrokerEpoch }: MessageOf<'BrokerRegistration'>,
  silentMs: number,
  rules: RulesOf,
): Registered {
  const thoughtAlive = image.brokers[broker]?.fenced === false;
  // Without a controller (ZooKeeper) nobody draws the consequences; the next one does.
  const before: MetadataChange =
    thoughtAlive && !isVacant(image) ? fenceBrokers(image, [{ broker, silentMs }], rules) : { image, told: [] };
  const crashed = brokerEpochs[broker] !== undefined && previousBrokerEpoch !== brokerEpochs[broker];
  const judged = crashed ? strike(before.image, broker, rules) : { image: before.image, told: [] };
  const brokerEpoch = image.version + 1;
  return {
    image: { ...judged.image, brokers: { ...judged.image.brokers, [broker]: { id: broker, rack, fenced: true } } },
    told: [...before.told, ...judged.told, { fact: { kind: 'broker.registered', broker, brokerEpoch } }],
    brokerEpochs: { ...brokerEpochs, [broker]: brokerEpoch },
    brokerEpoch,
  };
}

/** KIP-966: after a crash nobody knows what a log has lost, so the broker may not be elected as one that holds everything. */
const strike = (image: MetadataImage, broker: number, rules: RulesOf): MetadataChange =>
  reseat(
    image,
    () => ({ reason: 'fenced', blame: brokerNode(broker) }),
    (partition, topic) => {
      const counted = rules(topic).elrBelow !== null && [...partition.isr, ...(partition.elr ?? [])].includes(broker);
      return counted ? seatWithout(partition, [broker], liveIn(image), rules(topic), [broker]) : null;
    },
  );

/** A request of an earlier process of this broker, or of one that never registered. */
export const whyStale = (brokerEpochs: BrokerEpochs, broker: number, brokerEpoch: number): ErrorCode | null =>
  brokerEpochs[broker] === brokerEpoch ? null : 'STALE_BROKER_EPOCH';
