/**
 * C3 from 4.x on: eligible leader replicas (ELR, KIP-966). Models PartitionChangeBuilder with them. While the ISR is smaller than
 * `min.insync.replicas` the high watermark stands still (R2), so a replica that leaves it then goes on holding all that is committed: it is
 * eligible. The ISR may become empty; then an eligible replica leads, without loss.
 */
import type { PartitionMetadata } from '../../messages.ts';
import type { IsLive, Seat } from './election.ts';

export interface Eligibility {
  readonly mayBeUnclean: boolean;
  readonly elrBelow: number;
  /** Brokers that came back from a crash: what they hold is not certain any more. */
  readonly struck: readonly number[];
  /** Of those that leave together, the last to have been in the ISR: it led in the end. */
  readonly last?: number | undefined;
}

const NOBODY: readonly number[] = [];

/** Former members of the ISR, as long as that is too small, without those that have lost the right. */
function eligible({ isr: before, elr = NOBODY, replicas }: PartitionMetadata, isr: readonly number[], { elrBelow, struck }: Eligibility) {
  if (isr.length >= Math.min(elrBelow, replicas.length)) return NOBODY;
  return [...new Set([...elr, ...before])].filter((it) => !isr.includes(it) && !struck.includes(it));
}

/**
 * A live leader in the ISR stays. Else the first live replica in the ISR, or, if that is empty, in the ELR. If both are empty, the last known
 * leader; nobody else may have as much. Only then, if allowed, anybody.
 */
export function electEligible(partition: PartitionMetadata, isr: readonly number[], isLive: IsLive, rules: Eligibility): Seat {
  const { leader, replicas, lastKnownElr = NOBODY } = partition;
  const elr = eligible(partition, isr, rules);
  const fit = (broker: number) => isLive(broker) && (isr.length > 0 ? isr : elr).includes(broker);
  const heir = leader !== null && fit(leader) ? leader : replicas.find(fit);
  if (heir !== undefined) {
    const fromElr = elr.includes(heir);
    const rest = fromElr ? eligible({ ...partition, elr }, [heir], rules) : elr;
    return { leader: heir, isr: fromElr ? [heir] : isr, unclean: false, elr: rest, lastKnownElr: NOBODY };
  }
  const lastKnown = elr.length === 0 && isr.length === 0 ? lastKnownElr.find(isLive) : undefined;
  const anybody = lastKnown ?? (rules.mayBeUnclean ? replicas.find(isLive) : undefined);
  if (anybody !== undefined) return { leader: anybody, isr: [anybody], unclean: true, elr: NOBODY, lastKnownElr: NOBODY };
  const known = isr.length === 0 && leader !== null ? [rules.last ?? leader] : lastKnownElr;
  return { leader: null, isr, unclean: false, elr, lastKnownElr: known };
}
