/**
 * P7: sequence numbers of one partition. The broker accepts a batch only right behind the last one of this producer id and epoch, so a
 * retry can neither be written twice nor overtake. Models the per-partition part of Kafka's TransactionManager (TxnPartitionMap).
 * Simplified: a sequence lost for good (a batch given up, a gap the broker cannot explain) raises the epoch for this partition at once;
 * Kafka first waits until what is still in flight there is settled.
 */
export interface Sequences {
  readonly epoch: number;
  readonly next: number;
  /** The last sequence number the broker acknowledged; -1 before the first. */
  readonly lastAcked: number;
  /** First sequence numbers of batches sent and not completed, in order, waiting for a retry or in flight. */
  readonly outstanding: readonly number[];
}

export const freshSequences: Sequences = { epoch: -1, next: 0, lastAcked: -1, outstanding: [] };

/** The producer's epoch was raised elsewhere: a partition adopts it once nothing of the old epoch is under way. */
export const adoptEpoch = (sequences: Sequences, epoch: number): Sequences =>
  sequences.epoch === epoch || sequences.outstanding.length > 0 ? sequences : { ...freshSequences, epoch };

/** A batch of `count` records takes the next numbers. */
export const takeSequences = (sequences: Sequences, count: number): Sequences => ({
  ...sequences,
  next: sequences.next + count,
  outstanding: [...sequences.outstanding, sequences.next],
});

/** A batch was acknowledged; one of an epoch left behind changes nothing. */
export function acknowledgeSequences(sequences: Sequences, epoch: number, baseSequence: number, count: number): Sequences {
  if (epoch !== sequences.epoch) return sequences;
  return {
    ...sequences,
    lastAcked: Math.max(sequences.lastAcked, baseSequence + count - 1),
    outstanding: sequences.outstanding.filter((it) => it !== baseSequence),
  };
}

/** A retried batch goes only when everything before it is settled: then at most one batch of the partition is in flight. */
export const isFirstOutstanding = (sequences: Sequences, baseSequence: number): boolean => sequences.outstanding[0] === baseSequence;

/** The batch that the broker must accept next: if it refuses this one, its and our counts differ for good. */
export const isNextInLine = (sequences: Sequences, baseSequence: number): boolean => baseSequence === sequences.lastAcked + 1;
