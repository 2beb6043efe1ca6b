/** F4: the loop around poll(). Process record by record, which takes time and may fail; commit as the policy says. */
import { partitionName } from '../../address.ts';
import { advance, handOver } from '../../kafka/consumer/fetching.ts';
import { sampled } from '../../kafka/consumer/metrics.ts';
import { positions, processedOffsets } from '../../kafka/consumer/offsets.ts';
import { beginWork, commitsAfter, currentRecord, failsOn, isDone, lastRecord, nextRecord } from '../../kafka/consumer/working.ts';
import type { CommittedOffset } from '../../messages.ts';
import { runCallbacks } from './callbacks.ts';
import { autoCommitIfDue, commitAsync, commitSync } from './commits.ts';
import { fetch } from './fetcher.ts';
import { forward } from './forwarding.ts';
import { RETRY_PAUSE_MS, throwAt } from './throwing.ts';
import { change, elapsed, noted, wake, type Turn } from './turn.ts';

/** `default.api.timeout.ms`, which is not modelled as a setting. */
export const API_TIMEOUT_MS = 60_000;

/** How long the application lets poll() wait. */
export const POLL_TIMEOUT_MS = 1000;

/** poll() returns: the next fetches go out first, so that they travel while the application is busy. */
export function returnRecords(turn: Turn): void {
  autoCommitIfDue(turn);
  const { slices, held, count, garbled } = handOver(turn.context);
  if (garbled !== null && count === 0) return throwAt(turn, garbled);
  const {
    self: { group, id: member },
  } = turn.context;
  const ranges = slices.map(({ topic, partition, records, from, to }) => ({
    topic,
    partition,
    from: records[from]?.offset ?? 0,
    to: (records[to - 1]?.offset ?? 0) + 1,
  }));
  const { reading } = turn.context;
  change(turn, 'reading', { held, partitions: advance(reading.partitions, slices), consumed: sampled(reading.consumed, count, turn.at) });
  change(turn, 'loop', { work: beginWork(slices), polledAt: turn.at });
  noted(turn, { kind: 'poll.returned', group, member, count, ranges });
  fetch(turn);
  takeUp(turn);
}

/** The record under the cursor is begun. Where processing takes no time, everything up to the next stop happens in this turn. */
export function takeUp(turn: Turn): void {
  const { perRecordMs } = turn.context.self.app;
  if (perRecordMs > 0) return wake(turn, 'processed', perRecordMs);
  while (!standsStill(turn)) finishRecord(turn);
}

const standsStill = ({
  context: {
    loop: { work },
  },
}: Turn): boolean => work === null || work.due !== null || isDone(work);

/** Its time has passed: the record is processed, or turns out to be one that the application cannot process. */
export function finishRecord(turn: Turn): void {
  const {
    loop: { work, processed, sinceCommit },
    self: { app, group, id: member },
  } = turn.context;
  const current = work === null ? null : currentRecord(work);
  if (work === null || current === null) return;
  const { slice, record } = current;
  const { topic, partition } = slice;
  if (failsOn(app, slice, record, work.failures)) {
    noted(turn, { kind: 'processing.failed', group, member, topic, partition, offset: record.offset, then: app.onError });
    if (app.onError === 'retry') {
      change(turn, 'loop', { work: { ...work, due: 'retry', failures: work.failures + 1 } });
      return wake(turn, 'processed', RETRY_PAUSE_MS);
    }
    if (app.onError !== 'skip') return change(turn, 'loop', { work: { ...work, due: 'failure' } });
  } else {
    noted(turn, {
      kind: 'record.processed',
      group,
      member,
      topic,
      partition,
      offset: record.offset,
      producer: record.producer,
      number: record.number,
    });
    forward(turn, record);
  }
  const next = nextRecord(work, null);
  const commits = commitsAfter(app, sinceCommit + 1, isDone(next));
  change(turn, 'loop', {
    work: commits ? { ...next, due: 'commit' } : next,
    processed: { ...processed, [partitionName(topic, partition)]: record.offset + 1 },
    sinceCommit: sinceCommit + 1,
  });
}

/** The timer of the record in hand has run out, or the rest before trying again: the same record, or the same poll(). */
export function finishAndGoOn(turn: Turn): void {
  const { work } = turn.context.loop;
  if (work?.due === 'retry') {
    const again = isDone(work) ? null : { ...work, due: null };
    change(turn, 'loop', { work: again });
    return again === null ? undefined : takeUp(turn);
  }
  finishRecord(turn);
  if (!standsStill(turn)) takeUp(turn);
}

/** The policy's synchronous commit. The application goes on only when it is answered. */
export function commitByPolicy(turn: Turn): void {
  const {
    loop: { work },
    self: { app },
  } = turn.context;
  if (work === null) return;
  const offsets =
    app.commit === 'syncPerRecord'
      ? afterLast(turn)
      : app.commit === 'syncPerPoll'
        ? positions(turn.context)
        : processedOffsets(turn.context);
  change(turn, 'loop', { work: { ...work, due: null }, sinceCommit: 0 });
  commitSync(turn, offsets, 'sync', API_TIMEOUT_MS);
}

/** O1: the record just dealt with, by itself: its offset + 1. */
function afterLast({
  context: {
    loop: { work },
  },
}: Turn): readonly CommittedOffset[] {
  const last = work === null ? null : lastRecord(work);
  return last === null ? [] : [{ topic: last.slice.topic, partition: last.slice.partition, offset: last.record.offset + 1 }];
}

/** The whole batch is dealt with, or what poll() threw; the application calls poll() again. */
export function endBatch(turn: Turn): void {
  const { loop, self } = turn.context;
  if (loop.work !== null && self.app.commit === 'asyncPerPoll') commitAsync(turn, positions(turn.context), 'async');
  // F5: a poll() that waited longer than the application lets it was called again and again meanwhile.
  const waits = Math.max(0, Math.floor((loop.polledAt - loop.pollBeganAt) / POLL_TIMEOUT_MS));
  const idle = waits === 0 ? loop.pollGaps : sampled(loop.pollGaps, POLL_TIMEOUT_MS, turn.at, waits);
  const pollGaps = sampled(idle, elapsed(turn, loop.pollBeganAt + waits * POLL_TIMEOUT_MS), turn.at);
  change(turn, 'loop', { work: null, pollBeganAt: turn.at, pollGaps });
  runCallbacks(turn);
}
