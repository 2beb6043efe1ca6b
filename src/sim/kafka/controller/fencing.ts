/**
 * C2, C3: a broker that fell silent is fenced, one that is back is unfenced. Models KRaft's BrokerHeartbeatManager and
 * ReplicationControlManager.handleBrokerFenced / handleBrokerUnfenced.
 */
import { brokerNode } from '../../address.ts';
import type { MetadataImage, PartitionMetadata } from '../../messages.ts';
import { elapsedMs } from '../../time.ts';
import { liveIn, reseat } from './change.ts';
import type { MetadataChange, Told } from './change.ts';
import { seatWith, seatWithout } from './election.ts';
import type { RulesOf } from './election.ts';

/** When each broker was last heard. Soft state of the active controller: a new one gives everybody a fresh session. */
export type Sessions = Readonly<Record<number, number>>;

export interface Silent {
  readonly broker: number;
  readonly silentMs: number;
}

export const openSessions = (image: MetadataImage, at: number): Sessions =>
  Object.fromEntries(Object.keys(image.brokers).map((broker) => [broker, at]));

/** C2: live brokers not heard for `broker.session.timeout.ms`, the longest silent first. */
export function silentBrokers(image: MetadataImage, sessions: Sessions, at: number, timeoutMs: number): Silent[] {
  return Object.values(image.brokers)
    .filter(({ fenced }) => !fenced)
    .map(({ id }) => ({ broker: id, silentMs: elapsedMs(sessions[id] ?? at, at) }))
    .filter(({ silentMs }) => silentMs >= timeoutMs)
    .toSorted((a, b) => b.silentMs - a.silentMs);
}

/** How long until the next live broker could be overdue, or null if none is alive. */
export function nextSessionCheck(image: MetadataImage, sessions: Sessions, at: number, timeoutMs: number): number | null {
  let earliest: number | null = null;
  for (const { id, fenced } of Object.values(image.brokers)) {
    if (fenced) continue;
    const deadline = (sessions[id] ?? at) + timeoutMs;
    if (earliest === null || deadline < earliest) earliest = deadline;
  }
  return earliest === null ? null : Math.max(0, elapsedMs(at, earliest));
}

export const setFenced = (image: MetadataImage, ids: readonly number[], fenced: boolean): MetadataImage => {
  const brokers = { ...image.brokers };
  for (const id of ids) {
    const broker = brokers[id];
    if (broker) brokers[id] = { id, rack: broker.rack, fenced };
  }
  return { ...image, brokers };
};

/** C2, C3: the silent brokers leave the ISRs and their leaderships move, all in one change. */
export function fenceBrokers(image: MetadataImage, silent: readonly Silent[], rules: RulesOf): MetadataChange {
  const ids = silent.map(({ broker }) => broker);
  const fenced = setFenced(image, ids, true);
  const isLive = liveIn(fenced);
  const told: Told[] = silent.map(({ broker, silentMs }) => ({
    fact: { kind: 'broker.fenced', broker, silentMs },
    blame: brokerNode(broker),
  }));
  const culprit = ({ leader, isr }: PartitionMetadata) => ids.find((id) => id === leader) ?? ids.find((id) => isr.includes(id)) ?? -1;
  const moved = reseat(
    fenced,
    (partition) => ({ reason: 'fenced', blame: brokerNode(culprit(partition)) }),
    (partition, topic) => (ids.some((id) => partition.isr.includes(id)) ? seatWithout(partition, ids, isLive, rules(topic)) : null),
  );
  return { image: moved.image, told: [...told, ...moved.told] };
}

/** C2: an unfenced broker may lead again; partitions without a leader get one if they can. Ordinary leaders stay where they are. */
export function unfenceBroker(image: MetadataImage, broker: number, rules: RulesOf): MetadataChange {
  const unfenced = setFenced(image, [broker], false);
  const isLive = liveIn(unfenced);
  const led = reseat(
    unfenced,
    () => ({ reason: 'unfenced' }),
    (partition, topic) => (partition.leader === null ? seatWith(partition, partition.isr, isLive, rules(topic)) : null),
  );
  return { image: led.image, told: [{ fact: { kind: 'broker.unfenced', broker } }, ...led.told] };
}
