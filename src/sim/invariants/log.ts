/** L1, L2: the shape of each log. */
import { recordAt } from '../kafka/log.ts';
import type { Log } from '../kafka/log.ts';
import type { ReplicaContext } from '../machines/replica.ts';
import type { Change } from './view.ts';
import { contextOf, invariant } from './view.ts';

export const offsetsInOrder = invariant('L2: log start ≤ last stable offset ≤ high watermark ≤ log end', ({ changed }) =>
  changed.replica.flatMap(({ cell }) => {
    const { log, highWatermark } = contextOf<ReplicaContext>(cell);
    const ordered = 0 <= log.startOffset && log.startOffset <= highWatermark && highWatermark <= log.endOffset;
    return ordered ? [] : [`${cell.id}: start ${log.startOffset}, HW ${highWatermark}, end ${log.endOffset}`];
  }),
);

/** Where a version of a log may differ from the one before: what both hold below was not touched. */
export function untouchedBelow(log: Log, before: Log | null): number {
  if (before === null || before.endOffset === 0) return 0;
  if (before === log) return log.endOffset;
  if (before.cleanedTo !== log.cleanedTo) return log.startOffset;
  const last = before.endOffset - 1;
  return log.endOffset > last && recordAt(log, last) === recordAt(before, last) ? before.endOffset : 0;
}

export const logBefore = ({ before }: Change): Log | null => (before === null ? null : contextOf<ReplicaContext>(before).log);

/** Only cleaning (L4) leaves holes, in the log that is cleaned and in what is copied from it. */
export const offsetsDense = invariant('L1: offsets are dense, epochs never fall along a log', ({ changed }) =>
  changed.replica.flatMap((change) => {
    const { log } = contextOf<ReplicaContext>(change.cell);
    const before = logBefore(change);
    if (log === before) return [];
    const from = Math.max(log.startOffset, untouchedBelow(log, before));
    let epoch = from > log.startOffset ? (recordAt(log, from - 1)?.leaderEpoch ?? -1) : -1;
    for (let offset = from; offset < log.endOffset; offset++) {
      const record = recordAt(log, offset);
      if (record === undefined && log.sparse) continue;
      if (record === undefined) return [`${change.cell.id}: at offset ${offset} lies nothing`];
      if (record.leaderEpoch < epoch) return [`${change.cell.id}: epoch ${record.leaderEpoch} at ${offset} follows epoch ${epoch}`];
      epoch = record.leaderEpoch;
    }
    return [];
  }),
);
