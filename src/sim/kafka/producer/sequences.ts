/**
 * P7: sequence numbers of one partition. The broker accepts a batch only right behind the last one of this producer id and epoch, so a
 * retry can neither be written twice nor overtake. Models the per-partition part of Kafka's TransactionManager (TxnPartitionMap).
 * A batch that is given up leaves a gap of which nobody knows whether the broker has it. Until all that is under way is settled no new batch
 * goes; then the count either fits after all, or the epoch is raised and numbers begin anew (KIP-360).
 */
export interface Sequences {
  readonly epoch: number;
  readonly next: number;
  /** The last sequence number the broker acknowledged; -1 before the first. */
  readonly lastAcked: number;
  /** First sequence numbers of batches sent and not completed, in order, waiting for a retry or in flight. */
  readonly outstanding: readonly number[];
  /** The number right behind the last batch given up, while it is unknown whether the broker has that one; null: no gap. */
  readonly unresolved: number | null;
  /** The broker's count and ours differ for good: nothing goes any more, and the epoch is raised once nothing is in flight. */
  readonly broken: boolean;
}

export const freshSequences: Sequences = { epoch: -1, next: 0, lastAcked: -1, outstanding: [], unresolved: null, broken: false };

/** The producer's epoch was raised elsewhere: a partition adopts it once nothing of the old epoch is under way. */
export const adoptEpoch = (sequences: Sequences, epoch: number): Sequences =>
  sequences.epoch === epoch || sequences.outstanding.length > 0 ? sequences : { ...freshSequences, epoch };

/** A batch of `count` records takes the next numbers. */
export const takeSequences = (sequences: Sequences, count: number): Sequences => ({
  ...sequences,
  next: sequences.next + count,
  outstanding: [...sequences.outstanding, sequences.next],
});

/** A batch was cut into pieces that share its numbers (P4); each begins with one of `bases`. */
export const shareSequences = (sequences: Sequences, epoch: number, baseSequence: number, bases: readonly number[]): Sequences =>
  epoch !== sequences.epoch
    ? sequences
    : { ...sequences, outstanding: sequences.outstanding.flatMap((it) => (it === baseSequence ? bases : [it])) };

/** A batch was acknowledged; one of an epoch left behind changes nothing. */
export function acknowledgeSequences(sequences: Sequences, epoch: number, baseSequence: number, count: number): Sequences {
  if (epoch !== sequences.epoch) return sequences;
  return resolved({
    ...sequences,
    lastAcked: Math.max(sequences.lastAcked, baseSequence + count - 1),
    outstanding: sequences.outstanding.filter((it) => it !== baseSequence),
  });
}

/** A batch was given up (Kafka's markSequenceUnresolved). */
export function abandonSequences(sequences: Sequences, epoch: number, baseSequence: number, count: number): Sequences {
  if (epoch !== sequences.epoch) return sequences;
  return resolved({
    ...sequences,
    outstanding: sequences.outstanding.filter((it) => it !== baseSequence),
    unresolved: Math.max(sequences.unresolved ?? 0, baseSequence + count),
  });
}

/** Kafka's maybeResolveSequences: with nothing under way any more, the last acknowledgement tells whether there is a gap. */
function resolved(sequences: Sequences): Sequences {
  if (sequences.unresolved === null || sequences.outstanding.length > 0) return sequences;
  return sequences.lastAcked + 1 === sequences.next ? { ...sequences, unresolved: null } : { ...sequences, broken: true };
}

/** A retried batch goes only when everything before it is settled: then at most one batch of the partition is in flight. */
export const isFirstOutstanding = (sequences: Sequences, baseSequence: number): boolean => sequences.outstanding[0] === baseSequence;

/**
 * The broker cannot place this batch, although everything before it is settled: it is next in line, or right behind the gap. Any other
 * only came too early, and is tried again.
 */
export const isBehindGap = ({ unresolved, lastAcked }: Sequences, baseSequence: number): boolean =>
  baseSequence === (unresolved ?? lastAcked + 1);

/** New batches wait while earlier ones are a riddle, and everything waits while the epoch is about to be raised. */
export const holdsBack = ({ unresolved, broken }: Sequences, isNew: boolean): boolean => broken || (isNew && unresolved !== null);
