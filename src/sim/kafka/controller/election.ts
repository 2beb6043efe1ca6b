/**
 * C3, C4: who leads a partition. Models KRaft's PartitionChangeBuilder.electLeader without eligible leader replicas (ELR, KIP-966,
 * comes later): the ISR never becomes empty, its last member stays in it although fenced (C2).
 */
import type { PartitionMetadata } from '../../messages.ts';

/** What the controller decides about a partition. */
export interface Seat {
  readonly leader: number | null;
  readonly isr: readonly number[];
  /** The leader lacked what the ISR had: records may be lost (D3). */
  readonly unclean: boolean;
}

export type IsLive = (broker: number) => boolean;

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
  return { leader: fit ? preferred : partition.leader, isr: partition.isr, unclean: false };
}

/** C2: brokers leave the ISR one after the other, as they fell silent; the last member stays. */
export function shrinkIsr(isr: readonly number[], leaving: readonly number[]): readonly number[] {
  let left = isr;
  for (const broker of leaving) {
    if (left.length > 1 && left.includes(broker)) left = left.filter((it) => it !== broker);
  }
  return left;
}
