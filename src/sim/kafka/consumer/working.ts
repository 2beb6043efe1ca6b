/** F4: the application's loop over the records that poll() returned. */
import type { LogRecord } from '../../messages.ts';
import type { AppSpec } from '../../scenario/types.ts';
import type { Slice, Work } from './state.ts';

export const beginWork = (slices: readonly Slice[]): Work => ({ slices, slice: 0, index: slices[0]?.from ?? 0, due: null, failures: 0 });

/** The record in the application's hands, or null when the batch is done. */
export function currentRecord(work: Work): { readonly slice: Slice; readonly record: LogRecord } | null {
  const slice = work.slices[work.slice];
  const record = slice?.records[work.index];
  return slice === undefined || record === undefined ? null : { slice, record };
}

/** The record before the cursor: the one just dealt with. */
export function lastRecord(work: Work): { readonly slice: Slice; readonly record: LogRecord } | null {
  const slice = work.slices[work.slice];
  const index = slice !== undefined && work.index > slice.from ? work.slice : work.slice - 1;
  const before = work.slices[index];
  const record = before?.records[index === work.slice ? work.index - 1 : before.to - 1];
  return before === undefined || record === undefined ? null : { slice: before, record };
}

export const isDone = (work: Work): boolean => work.slice >= work.slices.length;

/** The cursor on the next record, of the next partition after the last of one. */
export function nextRecord(work: Work, due: Work['due']): Work {
  const slice = work.slices[work.slice];
  if (slice === undefined || work.index + 1 < slice.to)
    return { slices: work.slices, slice: work.slice, index: work.index + 1, due, failures: 0 };
  return { slices: work.slices, slice: work.slice + 1, index: work.slices[work.slice + 1]?.from ?? 0, due, failures: 0 };
}

/** Poll() threw: there is nothing in hand, only something to be done about it. */
export const nothingBut = (due: Work['due']): Work => ({ slices: [], slice: 0, index: 0, due, failures: 0 });

/** Is this a record that the application cannot process (yet)? */
export function failsOn({ failOn }: AppSpec, { topic, partition }: Slice, record: LogRecord, failures: number): boolean {
  if (failOn === null || failures >= (failOn.times ?? Infinity)) return false;
  return (
    (failOn.key === undefined || failOn.key === record.key) &&
    (failOn.value === undefined || failOn.value === record.value) &&
    (failOn.offset === undefined || failOn.offset === record.offset) &&
    (failOn.topic === undefined || failOn.topic === topic) &&
    (failOn.partition === undefined || failOn.partition === partition)
  );
}

/** Does the policy commit before the next record? `sinceCommit` counts this one. */
export function commitsAfter({ commit }: AppSpec, sinceCommit: number, last: boolean): boolean {
  if (typeof commit === 'object') return sinceCommit >= commit.every;
  return commit === 'syncPerRecord' || (commit === 'syncPerPoll' && last);
}
