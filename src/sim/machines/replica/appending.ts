/** P7, R5: the leader takes a producer's batch. Models Kafka's Partition.appendRecordsToLeader and UnifiedLog.append. */
import { batchBytes, runOf } from '../../kafka/batch.ts';
import { followerFetched } from '../../kafka/isr.ts';
import { append } from '../../kafka/log.ts';
import { judge, remember } from '../../kafka/producerState.ts';
import type { RecordRun } from '../../facts.ts';
import type { BatchHeader, ErrorCode, LogRecord, MessageOf, ProduceBatch } from '../../messages.ts';
import { noteUnlessInternal, tell, where } from './context.ts';
import type { Turn } from './context.ts';
import { raiseHighWatermark } from './leading.ts';
import type { Answer } from './leading.ts';
import { noticeGrowth } from './tidying.ts';

type Append = MessageOf<'replica.append'>;

/** Errors are Kafka's, in its order of checks: too few in sync (acks=all only), too large, without a key (L4), sequence. */
export function appendBatch(turn: Turn, message: Append): void {
  const { draft } = turn;
  const { batch, acks } = message;
  const bytes = batchBytes(batch);
  if (acks === -1 && draft.isr.isr.length < draft.minIsr) return refuse(turn, message, 'NOT_ENOUGH_REPLICAS');
  if (bytes > draft.maxMessageBytes) return refuse(turn, message, 'MESSAGE_TOO_LARGE');
  if (draft.rules.compacts && batch.records.some(({ key }) => key === null)) return refuse(turn, message, 'INVALID_RECORD');
  if (bytes > draft.rules.segmentBytes) return refuse(turn, message, 'RECORD_LIST_TOO_LARGE');
  const header: BatchHeader = {
    baseOffset: draft.log.endOffset,
    count: batch.records.length,
    producerId: batch.producerId,
    producerEpoch: batch.producerEpoch,
    baseSequence: batch.baseSequence,
  };
  const verdict = judge(draft.producers, header);
  if (verdict.kind === 'refused') return refuse(turn, message, verdict.error);
  if (verdict.kind === 'duplicate') return answerDuplicate(turn, message, verdict.of);

  refreshFollowers(turn, message.seen);
  const { broker, leaderEpoch } = draft;
  const records = stored(batch, header, leaderEpoch);
  const { log } = draft;
  draft.log = append(log, records, draft.rules);
  draft.producers = remember(draft.producers, header);
  const run = runOf(batch);
  noteUnlessInternal(turn, { kind: 'batch.appended', broker, leaderEpoch, baseOffset: header.baseOffset, bytes, ...run });
  noticeGrowth(turn, log);
  finish(turn, message, header, run, records);
}

function stored({ records }: ProduceBatch, batch: BatchHeader, leaderEpoch: number): LogRecord[] {
  // P10: the log keeps what it got; a record of a compressed batch takes its share of that.
  return records.map(({ producer, number, key, value, bytes, packed, timestamp }, i) => ({
    producer,
    number,
    key,
    value,
    bytes: packed ?? bytes,
    timestamp,
    offset: batch.baseOffset + i,
    leaderEpoch,
    batch,
  }));
}

/** Followers that asked from the end until now had all there was. The broker kept these fetches from us, as they told nothing else. */
function refreshFollowers({ draft }: Turn, seen: Append['seen']): void {
  const end = draft.log.endOffset;
  draft.followers = draft.followers.map((it) => {
    const at = seen[it.id];
    return at === undefined || it.logEndOffset !== end || at <= it.lastFetchAt ? it : followerFetched(it, end, at, end);
  });
}

/** R5: acks=0 and 1 are settled by the append, acks=all by the HW passing the batch. */
function finish(
  turn: Turn,
  { ticket, acks }: Append,
  { baseOffset, count }: BatchHeader,
  run: RecordRun,
  records: readonly LogRecord[],
): void {
  const { draft } = turn;
  const required = baseOffset + count;
  const waits = acks === -1 && required > draft.highWatermark;
  if (waits) draft.waiting = [...draft.waiting, { ticket, required, baseOffset, run }];
  const { answers } = raiseHighWatermark(turn);
  report(turn, ticket, records, waits ? answers : [{ ticket, error: null, baseOffset }, ...answers]);
}

/** P7: it is in the log already; the answer is the one that got lost. */
function answerDuplicate(turn: Turn, message: Append, of: BatchHeader): void {
  const run = runOf(message.batch);
  noteUnlessInternal(turn, { kind: 'batch.duplicate', broker: turn.draft.broker, baseOffset: of.baseOffset, ...run });
  finish(turn, message, of, run, []);
}

function refuse(turn: Turn, { ticket, batch }: Append, error: ErrorCode): void {
  noteUnlessInternal(turn, { kind: 'produce.refused', broker: turn.draft.broker, error, ...runOf(batch) });
  report(turn, ticket, [], [{ ticket, error, baseOffset: -1 }]);
}

function report(turn: Turn, appended: number, records: readonly LogRecord[], answers: readonly Answer[]): void {
  const { log, highWatermark } = turn.draft;
  tell(turn, { type: 'replica.advanced', ...where(turn.draft), logEndOffset: log.endOffset, highWatermark, appended, records, answers });
}

/** Asked although it does not lead: whoever asked shall find the leader. */
export const refuseAppend = (turn: Turn, message: Append): void => refuse(turn, message, 'NOT_LEADER_OR_FOLLOWER');
