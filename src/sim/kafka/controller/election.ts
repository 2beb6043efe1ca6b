/**
 * C3, C4: who leads a partition. Models KRaft's PartitionChangeBuilder without eligible leader replicas (those are in `eligible.ts`), and
 * the elections of ZooKeeper's controller: the ISR never becomes empty, its last member stays in it although fenced (C2).
 */
import type { PartitionMetadata, TopicMetadata } from '../../messages.ts';
import { electEligible } from './eligible.ts';

/** What the controller decides about a partition. */
export interface Seat {
  readonly leader: number | null;
  readonly isr: readonly number[];
  /** The leader lacked what the ISR had: records may be lost (D3). */
  readonly unclean: boolean;
  /** KIP-966; left out where the profile does without. */
  readonly elr?: readonly number[];
  readonly lastKnownElr?: readonly number[];
}

export type IsLive = (broker: number) => boolean;

/** What a topic's settings say about elections. */
export interface ElectionRules {
  /** `unclean.leader.election.enable` */
  readonly mayBeUnclean: boolean;
  /** `min.insync.replicas`, where eligible leader replicas are kept (4.3); null: they are not. */
  readonly elrBelow: number | null;
}
export type RulesOf = (topic: TopicMetadata) => ElectionRules;

/** C3: a live leader in the ISR keeps its seat; else the first live replica of the assignment in the ISR; else, if allowed, any live one, alone. */
export function electLeader(partition: PartitionMetadata, isr: readonly number[], isLive: IsLive, mayBeUnclean: boolean): Seat {
  const { leader, replicas } = partition;
  if (leader !== null && isr.includes(leader) && isLive(leader)) return { leader, isr, unclean: false };
  const heir = replicas.find((broker) => isr.includes(broker) && isLive(broker));
  if (heir !== undefined) return { leader: heir, isr, unclean: false };
  const stranger = mayBeUnclean ? replicas.find(isLive) : undefined;
  return stranger === undefined ? { leader: null, isr, unclean: false } : { leader: stranger, isr: [stranger], unclean: true };
}

/** C4: the first replica of the assignment takes its seat back if it is live and in the ISR; otherwise nothing moves. */
export function electPreferred(partition: PartitionMetadata, isLive: IsLive): Seat {
  const preferred = partition.replicas[0];
  const fit = preferred !== undefined && partition.isr.includes(preferred) && isLive(preferred);
  return { ...partition, leader: fit ? preferred : partition.leader, unclean: false };
}

/** C2: brokers leave the ISR one after the other, as they fell silent; the last member stays. */
export function shrinkIsr(isr: readonly number[], leaving: readonly number[]): readonly number[] {
  let left = isr;
  for (const broker of leaving) {
    if (left.length > 1 && left.includes(broker)) left = left.filter((it) => it !== broker);
  }
  return left;
}

/** C2, C3: the seat when these brokers leave; `struck`: those that cannot vouch for their logs. */
export function seatWithout(
  partition: PartitionMetadata,
  leaving: readonly number[],
  isLive: IsLive,
  { mayBeUnclean, elrBelow }: ElectionRules,
  struck: readonly number[] = [],
): Seat {
  if (elrBelow === null) return electLeader(partition, shrinkIsr(partition.isr, leaving), isLive, mayBeUnclean);
  const isr = partition.isr.filter((broker) => !leaving.includes(broker));
  return electEligible(partition, isr, isLive, {
    mayBeUnclean,
    elrBelow,
    struck,
    last: leaving.findLast((it) => partition.isr.includes(it)),
  });
}

/** C3: the seat with this ISR. */
export const seatWith = (partition: PartitionMetadata, isr: readonly number[], isLive: IsLive, rules: ElectionRules): Seat =>
  rules.elrBelow === null
    ? electLeader(partition, isr, isLive, rules.mayBeUnclean)
    : electEligible(partition, isr, isLive, { ...rules, elrBelow: rules.elrBelow, struck: [] });
