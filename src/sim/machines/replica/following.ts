/** A follower: truncate to where it agrees with its leader, then copy (R4). Models Kafka's ReplicaFetcherThread as far as one partition goes. */
import { followerHighWatermark } from '../../kafka/highWatermark.ts';
import { assignEpoch, latestEpoch, truncateEpochs, truncationPoint } from '../../kafka/leaderEpochs.ts';
import { copy, toArray, truncate } from '../../kafka/log.ts';
import { rememberAll } from '../../kafka/producerState.ts';
import type { LogRecord, MessageOf } from '../../messages.ts';
import { note } from '../contract.ts';
import { noteUnlessInternal, tell, topicRules, where } from './context.ts';
import type { Turn } from './context.ts';
import { resign, setHighWatermark } from './leading.ts';
import { beginAnew, followStart, noticeGrowth } from './tidying.ts';

/** A new leader or none: what it knows of its log stays as it is until the leader shows where they part. */
export function follow(turn: Turn, { metadata, config }: MessageOf<'replica.follow'>): void {
  const { draft, intents } = turn;
  Object.assign(draft, topicRules(draft, config, metadata));
  const { leader, leaderEpoch, replicas, isr, partitionEpoch } = metadata;
  draft.leader = leader;
  draft.leaderEpoch = leaderEpoch;
  draft.replicas = replicas;
  draft.isr = { isr, partitionEpoch, proposed: null };
  if (leader !== null) intents.push(note({ kind: 'replica.followed', ...where(draft), broker: draft.broker, leaderEpoch, leader }));
  standAt(turn);
}

export function stepDown(turn: Turn, message: MessageOf<'replica.follow'>): void {
  resign(turn);
  follow(turn, message);
}

/** Tells the broker from where to fetch. */
function standAt(turn: Turn): void {
  const { leaderEpoch, log, epochs } = turn.draft;
  const position = { leaderEpoch, logEndOffset: log.endOffset, lastEpoch: latestEpoch(epochs) };
  tell(turn, { type: 'replica.positioned', ...where(turn.draft), ...position });
}

/** L3: the leader deleted what this log would need next. */
export function startWhereLeaderDoes(turn: Turn, { leaderEpoch, logStartOffset }: MessageOf<'replica.startAt'>): void {
  if (leaderEpoch !== turn.draft.leaderEpoch) return;
  beginAnew(turn, logStartOffset);
  standAt(turn);
}

/** R4: records the leader never had go; so does what they taught about producers. */
export function truncateToLeader(turn: Turn, { leaderEpoch, divergingEpoch }: MessageOf<'replica.truncate'>): void {
  const { draft, intents } = turn;
  if (leaderEpoch !== draft.leaderEpoch) return;
  const from = draft.log.endOffset;
  const to = truncationPoint(draft.epochs, from, divergingEpoch);
  draft.epochs = truncateEpochs(draft.epochs, to);
  if (to < from) {
    draft.log = truncate(draft.log, to);
    draft.producers = rememberAll([], toArray(draft.log));
    setHighWatermark(turn, Math.min(draft.highWatermark, to));
    intents.push(note({ kind: 'replica.truncated', ...where(draft), broker: draft.broker, from, to }));
  }
  standAt(turn);
}

/** R1, R2: records from the leader, and its HW as it was before it heard of this fetch. L3: and where its log begins. */
export function copyRecords(turn: Turn, message: MessageOf<'replica.copy'>): void {
  const { draft } = turn;
  const { leaderEpoch, fetchOffset, records, highWatermark, logStartOffset = 0 } = message;
  if (leaderEpoch !== draft.leaderEpoch) return;
  if (fetchOffset !== draft.log.endOffset) return standAt(turn);
  if (records.length > 0) {
    const { log } = draft;
    draft.log = copy(log, records, draft.rules);
    learnEpochs(turn, records);
    draft.producers = rememberAll(draft.producers, records);
    noteUnlessInternal(turn, { kind: 'replica.copied', ...where(draft), broker: draft.broker, from: fetchOffset, to: draft.log.endOffset });
    noticeGrowth(turn, log);
  }
  setHighWatermark(turn, Math.max(draft.log.startOffset, followerHighWatermark(highWatermark, draft.log.endOffset)));
  if (logStartOffset > draft.log.startOffset) followStart(turn, logStartOffset);
}

function learnEpochs({ draft }: Turn, records: readonly LogRecord[]): void {
  if ((records.at(-1) as LogRecord).leaderEpoch === latestEpoch(draft.epochs)) return;
  for (const { leaderEpoch, offset } of records) draft.epochs = assignEpoch(draft.epochs, leaderEpoch, offset);
}
