/** Becoming leader, staying leader with another ISR, and ceasing to be it. Models Kafka's Partition.makeLeader and makeFollower. */
import { leaderHighWatermark, moved } from '../../kafka/highWatermark.ts';
import { maximalIsr, mayJoin, outOfSync, resetFollower } from '../../kafka/isr.ts';
import type { FollowerState } from '../../kafka/isr.ts';
import { assignEpoch } from '../../kafka/leaderEpochs.ts';
import { toArray } from '../../kafka/log.ts';
import { OFFSETS_TOPIC } from '../../kafka/topicConfig.ts';
import type { ErrorCode, MessageOf, PartitionMetadata } from '../../messages.ts';
import { note } from '../contract.ts';
import { lagTimeMaxMs, noteUnlessInternal, tell, topicRules, where } from './context.ts';
import type { Turn, WaitingProduce } from './context.ts';

export type Answer = MessageOf<'replica.advanced'>['answers'][number];

/** R4: a new leader keeps its log and the HW it knew; a new epoch begins at the end of its log. */
export function takeTheLead(turn: Turn, message: MessageOf<'replica.lead'>): void {
  const { draft, intents, at } = turn;
  beginEpoch(turn, message, false);
  raiseHighWatermark(turn);
  const { broker, leaderEpoch, log, highWatermark } = draft;
  const fact = { kind: 'replica.led', ...where(draft), broker, leaderEpoch, logEndOffset: log.endOffset, highWatermark } as const;
  intents.push(at === 0 ? note(fact, { weight: 'routine' }) : note(fact));
  tell(turn, {
    type: 'replica.leading',
    ...where(draft),
    leaderEpoch,
    logStartOffset: log.startOffset,
    logEndOffset: log.endOffset,
    highWatermark,
    records: draft.topic === OFFSETS_TOPIC ? toArray(log) : [],
  });
}

/** The leader stays: another ISR was committed, another broker is alive, or its own re-election began a new epoch. */
export function leadOn(turn: Turn, message: MessageOf<'replica.lead'>): void {
  const { draft } = turn;
  if (message.metadata.leaderEpoch > draft.leaderEpoch) beginEpoch(turn, message, true);
  else {
    draft.live = message.live;
    Object.assign(draft, topicRules(draft, message.config, message.metadata));
    commitIsr(turn, message.metadata);
  }
  announce(turn, raiseHighWatermark(turn));
}

function beginEpoch({ draft, at }: Turn, { metadata, config, live }: MessageOf<'replica.lead'>, isLeader: boolean): void {
  const { leader, leaderEpoch, replicas, isr, partitionEpoch } = metadata;
  const end = draft.log.endOffset;
  Object.assign(draft, topicRules(draft, config, metadata));
  draft.leader = leader;
  draft.leaderEpoch = leaderEpoch;
  draft.replicas = replicas;
  draft.live = live;
  draft.isr = { isr, partitionEpoch, proposed: null };
  draft.epochs = assignEpoch(draft.epochs, leaderEpoch, end);
  draft.epochStart = end;
  const known = (id: number): FollowerState | undefined => (isLeader ? draft.followers.find((it) => it.id === id) : undefined);
  draft.followers = replicas.filter((id) => id !== draft.broker).map((id) => resetFollower(id, at, isr.includes(id), end, known(id)));
}

/** The controller committed this; whatever was proposed before is settled by it. */
function commitIsr({ draft }: Turn, { isr, partitionEpoch }: PartitionMetadata): boolean {
  if (partitionEpoch <= draft.isr.partitionEpoch) return false;
  draft.isr = { isr, partitionEpoch, proposed: null };
  return true;
}

/** R3: the controller's verdict on the proposed ISR. A refused one is dropped; the next check proposes what is right by then. */
export function hearVerdict(turn: Turn, { error, metadata }: MessageOf<'replica.isrAltered'>): void {
  const { draft } = turn;
  if (error !== null || metadata === null) {
    if (draft.isr.proposed !== null) draft.isr = { ...draft.isr, proposed: null };
    return;
  }
  if (metadata.leaderEpoch === draft.leaderEpoch && commitIsr(turn, metadata)) announce(turn, raiseHighWatermark(turn));
}

/** R3: looks for members of the ISR that fell behind. */
export function shrinkIsrIfNeeded(turn: Turn): void {
  const { draft, at } = turn;
  if (draft.isr.proposed !== null) return;
  const late = outOfSync(draft.followers, draft.isr.isr, draft.log.endOffset, at, lagTimeMaxMs(draft));
  if (late.length > 0)
    propose(
      turn,
      draft.isr.isr.filter((id) => !late.includes(id)),
    );
}

/** R3: a follower that has all it needs is proposed for the ISR, if its broker is unfenced. */
export function growIsrIfPossible(turn: Turn, follower: FollowerState): void {
  const { draft } = turn;
  const { isr, proposed } = draft.isr;
  if (proposed !== null || isr.includes(follower.id) || !draft.live.includes(follower.id)) return;
  if (mayJoin(follower, draft.highWatermark, draft.epochStart)) propose(turn, [...isr, follower.id]);
}

function propose(turn: Turn, newIsr: readonly number[]): void {
  const { draft } = turn;
  draft.isr = { ...draft.isr, proposed: newIsr };
  tell(turn, {
    type: 'replica.alterIsr',
    ...where(draft),
    leaderEpoch: draft.leaderEpoch,
    partitionEpoch: draft.isr.partitionEpoch,
    newIsr,
  });
}

const NO_ANSWERS: readonly Answer[] = [];

/** R2: raises the HW as far as the rules allow, and settles the requests that waited for it. */
export function raiseHighWatermark(turn: Turn): { readonly advanced: boolean; readonly answers: readonly Answer[] } {
  const { draft, at } = turn;
  const { highWatermark: before } = draft;
  const after = leaderHighWatermark(
    {
      profile: draft.profile,
      highWatermark: before,
      logEndOffset: draft.log.endOffset,
      followers: draft.followers,
      isr: draft.isr.isr,
      maximalIsr: maximalIsr(draft.isr),
      live: draft.live,
      minIsr: draft.minIsr,
      lagTimeMaxMs: lagTimeMaxMs(draft),
    },
    at,
  );
  if (after === before) return { advanced: false, answers: NO_ANSWERS };
  setHighWatermark(turn, after);
  noteUnlessInternal(turn, { kind: 'highWatermark.advanced', ...where(draft), broker: draft.broker, from: before, to: after });
  return { advanced: true, answers: answerReached(turn) };
}

export function setHighWatermark({ draft, at }: Turn, to: number): void {
  if (to === draft.highWatermark) return;
  draft.checkpoint = moved(draft.checkpoint, draft.highWatermark, at);
  draft.highWatermark = to;
}

/** R5: the HW passed their batches. Where the ISR fell below min.insync.replicas meanwhile, the writer is told so after the fact. */
function answerReached(turn: Turn): readonly Answer[] {
  const { draft } = turn;
  const reached = draft.waiting.filter(({ required }) => required <= draft.highWatermark);
  if (reached.length === 0) return NO_ANSWERS;
  draft.waiting = draft.waiting.filter(({ required }) => required > draft.highWatermark);
  const error = draft.isr.isr.length < draft.minIsr ? 'NOT_ENOUGH_REPLICAS_AFTER_APPEND' : null;
  return reached.map((it) => answerTo(turn, it, error));
}

function answerTo(turn: Turn, { ticket, baseOffset, run }: WaitingProduce, error: ErrorCode | null): Answer {
  if (error !== null) noteUnlessInternal(turn, { kind: 'produce.refused', broker: turn.draft.broker, error, ...run });
  return { ticket, error, baseOffset: error === null ? baseOffset : -1 };
}

/** Tells the broker of a new HW and of requests it can answer, if there is either. */
export function announce(turn: Turn, { advanced, answers }: ReturnType<typeof raiseHighWatermark>): void {
  if (!advanced && answers.length === 0) return;
  const { draft } = turn;
  tell(turn, {
    type: 'replica.advanced',
    ...where(draft),
    logEndOffset: draft.log.endOffset,
    highWatermark: draft.highWatermark,
    appended: null,
    records: [],
    answers,
  });
}

/** A deposed leader cannot promise anything any more: whoever waits shall ask the new one. */
export function resign(turn: Turn): void {
  settleWaiting(turn, 'NOT_LEADER_OR_FOLLOWER');
  turn.draft.followers = [];
}

/** Everybody who waits for the HW hears this instead. */
export function settleWaiting(turn: Turn, error: ErrorCode): void {
  const { draft } = turn;
  const answers = draft.waiting.map((it) => answerTo(turn, it, error));
  draft.waiting = [];
  announce(turn, { advanced: false, answers });
}
