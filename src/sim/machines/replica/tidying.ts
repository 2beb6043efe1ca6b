/**
 * L3, L4: a replica looks after its log, whether it leads or follows. Models the checks of LogManager (every
 * `log.retention.check.interval.ms`, the first after `log.initial.task.delay.ms`) and the rounds of LogCleaner (every
 * `log.cleaner.backoff.ms`). A timer runs only where a round could find something, and is set for the round that could.
 */
import { clean, isFilthy } from '../../kafka/log/cleaning.ts';
import { deletable, nextRound, raiseStart, retentionDue, withoutFirst } from '../../kafka/log/retention.ts';
import type { Breach } from '../../kafka/log/retention.ts';
import { truncateEpochsFromStart } from '../../kafka/leaderEpochs.ts';
import { emptyLog } from '../../kafka/log.ts';
import type { Log } from '../../kafka/log.ts';
import { note, startFreshTimer, stopTimer } from '../contract.ts';
import { noteUnlessInternal, tell, where } from './context.ts';
import type { Turn } from './context.ts';
import { setHighWatermark } from './leading.ts';

/** The log grew. Nearly always there is nothing new to look after. */
export function noticeGrowth(turn: Turn, before: Log): void {
  const { log } = turn.draft;
  if (log.closed !== before.closed) {
    noteRoll(turn);
    lookAhead(turn);
  } else if (before.active.bytes === 0) lookAhead(turn);
}

const noteRoll = (turn: Turn): void =>
  noteUnlessInternal(turn, {
    kind: 'log.rolled',
    ...where(turn.draft),
    broker: turn.draft.broker,
    baseOffset: turn.draft.log.active.baseOffset,
  });

/** The replica has been told its role: rounds are counted from here. */
export function beginRounds(turn: Turn): void {
  turn.draft.startedAt = turn.at;
  lookAhead(turn);
}

/** Sets the alarms for what the rules now make of the log. */
export function lookAhead(turn: Turn): void {
  planRetention(turn);
  planCleaning(turn);
}

function planRetention(turn: Turn): void {
  const { draft, at } = turn;
  const due = draft.rules.deletes ? retentionDue(draft.log, draft.rules) : null;
  const { firstCheckMs, checkIntervalMs } = draft.rounds;
  const next = due === null ? null : nextRound(draft.startedAt + firstCheckMs, checkIntervalMs, Math.max(due, at));
  if (next === draft.retentionAt) return;
  draft.retentionAt = next;
  turn.intents.push(next === null ? stopTimer('retention') : startFreshTimer('retention', next - at, { type: 'timer.retention' }));
}

/** What the high watermark holds back now may be cleaned in a later round. */
function planCleaning(turn: Turn): void {
  const { draft, at } = turn;
  const filthy = draft.rules.compacts && isFilthy(draft.log, Infinity, draft.rules);
  const next = filthy ? nextRound(draft.startedAt, draft.rounds.cleanerMs, at) : null;
  if (next === draft.cleaningAt) return;
  draft.cleaningAt = next;
  turn.intents.push(next === null ? stopTimer('cleaner') : startFreshTimer('cleaner', next - at, { type: 'timer.cleaner' }));
}

/** L3: a round of retention. */
export function deleteOldSegments(turn: Turn): void {
  const { draft } = turn;
  draft.retentionAt = null;
  if (draft.rules.deletes) {
    deleteBy(turn, 'size');
    deleteBy(turn, 'time');
  }
  planRetention(turn);
}

function deleteBy(turn: Turn, by: Breach): void {
  const { draft, at } = turn;
  const count = deletable(draft.log, by, draft.rules, draft.highWatermark, at);
  if (count === 0) return;
  const { startOffset: from, active } = draft.log;
  draft.log = withoutFirst(draft.log, count);
  if (draft.log.active !== active) noteRoll(turn);
  beginLater(turn, from, by);
}

/** The log begins later now. */
function beginLater(turn: Turn, from: number, by: Breach | 'leader'): void {
  const { draft, intents } = turn;
  const { log, broker, leader } = draft;
  draft.epochs = truncateEpochsFromStart(draft.epochs, log.startOffset);
  const leads = leader === broker;
  const fact = { kind: 'log.deleted', ...where(draft), broker, from, to: log.startOffset, by } as const;
  if (!draft.internal) intents.push(leads ? note(fact) : note(fact, { weight: 'routine' }));
  if (leads) tell(turn, { type: 'replica.startMoved', ...where(draft), logStartOffset: log.startOffset });
}

/** A follower's log begins where the leader's does, at the latest. */
export function followStart(turn: Turn, leaders: number): void {
  const { draft } = turn;
  const from = draft.log.startOffset;
  if (leaders <= from || leaders > draft.highWatermark) return;
  draft.log = raiseStart(draft.log, leaders);
  beginLater(turn, from, 'leader');
}

/** The follower's log ends before the leader's begins: nothing in it is of use. Models AbstractFetcherThread.fetchOffsetAndTruncate. */
export function beginAnew(turn: Turn, leaders: number): void {
  const { draft } = turn;
  const from = draft.log.startOffset;
  draft.log = emptyLog(leaders);
  draft.producers = [];
  setHighWatermark(turn, leaders);
  beginLater(turn, from, 'leader');
}

/** L4: a round of the cleaner. */
export function cleanLog(turn: Turn): void {
  const { draft, at } = turn;
  draft.cleaningAt = null;
  if (draft.rules.compacts && isFilthy(draft.log, draft.highWatermark, draft.rules)) {
    const { cleanedTo: from, startOffset } = draft.log;
    const { log, removed } = clean(draft.log, draft.highWatermark, draft.rules, at);
    draft.log = log;
    noteCleaned(turn, Math.max(from, startOffset), removed);
  }
  planCleaning(turn);
}

function noteCleaned({ draft, intents }: Turn, from: number, removed: readonly number[]): void {
  if (draft.internal) return;
  const fact = { kind: 'log.cleaned', ...where(draft), broker: draft.broker, from, to: draft.log.cleanedTo, removed } as const;
  intents.push(draft.leader === draft.broker ? note(fact) : note(fact, { weight: 'routine' }));
}
