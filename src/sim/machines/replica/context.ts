/** What a replica knows, and one turn of it: a working copy of its context and what it asks the kernel for. */
import { brokerActor } from '../../address.ts';
import type { ActorId } from '../../address.ts';
import type { ProfileName, SettingValue, Settings } from '../../config/types.ts';
import type { RecordRun } from '../../facts.ts';
import { NO_CHECKPOINT, checkpointed, effectiveMinIsr } from '../../kafka/highWatermark.ts';
import type { Checkpoint } from '../../kafka/highWatermark.ts';
import type { FollowerState, IsrState } from '../../kafka/isr.ts';
import type { LeaderEpochs } from '../../kafka/leaderEpochs.ts';
import { EMPTY_LOG } from '../../kafka/log.ts';
import type { Log } from '../../kafka/log.ts';
import { LOG_DEFAULTS, logRules } from '../../kafka/log/rules.ts';
import type { LogRules } from '../../kafka/log/rules.ts';
import type { ProducerStates } from '../../kafka/producerState.ts';
import { topicSetting } from '../../kafka/topicConfig.ts';
import type { MessageOf, PartitionMetadata, ReplicaMessage, TopicMetadata } from '../../messages.ts';
import type { AnyMessage, Delivered, Intent, Rule } from '../contract.ts';
import { note, send } from '../contract.ts';
import type { ReplicaInput } from '../inputs.ts';

/** A produce request with acks=all that waits for the HW to reach `required` (R5). */
export interface WaitingProduce {
  readonly ticket: number;
  readonly required: number;
  readonly baseOffset: number;
  readonly run: RecordRun;
}

export interface ReplicaContext {
  readonly topic: string;
  readonly partition: number;
  readonly broker: number;
  readonly profile: ProfileName;
  readonly settings: Settings;
  /** Whom it speaks to. */
  readonly brokerActor: ActorId;
  /** Internal topics happen behind the scenes: most of what they do is not noted. */
  readonly internal: boolean;

  // on disk
  /** Which topic of that name its log is of (T3). */
  readonly topicId: number;
  readonly log: Log;
  readonly epochs: LeaderEpochs;
  readonly producers: ProducerStates;
  readonly checkpoint: Checkpoint;

  // in memory
  readonly highWatermark: number;
  readonly leader: number | null;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  /** Replicas whose brokers are unfenced, as this broker knows. */
  readonly live: readonly number[];
  readonly isr: IsrState;
  readonly minIsr: number;
  readonly maxMessageBytes: number;
  readonly rules: LogRules;
  /** L3, L4: since when it looks after its log, how often, and when it will next; null: there is nothing to look for. */
  readonly startedAt: number;
  readonly rounds: Rounds;
  readonly retentionAt: number | null;
  readonly cleaningAt: number | null;
  /** Leader only: where its epoch begins in the log, what it knows of the others, who waits for an answer. */
  readonly epochStart: number;
  readonly followers: readonly FollowerState[];
  readonly waiting: readonly WaitingProduce[];
}

/** How often a broker looks for what can go from its logs (L3, L4). */
export interface Rounds {
  readonly firstCheckMs: number;
  readonly checkIntervalMs: number;
  readonly cleanerMs: number;
}

const roundsOf = (settings: Settings): Rounds => ({
  firstCheckMs: Number(settings['log.initial.task.delay.ms'] ?? 30_000),
  checkIntervalMs: Number(settings['log.retention.check.interval.ms'] ?? 300_000),
  cleanerMs: Number(settings['log.cleaner.backoff.ms'] ?? 15_000),
});

const NO_ISR: IsrState = { isr: [], partitionEpoch: -1, proposed: null };
/** Kafka's default of `max.message.bytes` (since 2.5). */
const MAX_MESSAGE_BYTES = 1_048_588;

export function newReplica(input: ReplicaInput): ReplicaContext {
  const { topic, partition, broker, profile, settings } = input;
  return {
    topic,
    partition,
    broker,
    profile,
    settings,
    brokerActor: brokerActor(broker),
    internal: topic.startsWith('__'),
    topicId: 0,
    log: EMPTY_LOG,
    epochs: [],
    producers: [],
    checkpoint: NO_CHECKPOINT,
    highWatermark: 0,
    leader: null,
    leaderEpoch: -1,
    replicas: [],
    live: [],
    isr: NO_ISR,
    minIsr: 1,
    maxMessageBytes: MAX_MESSAGE_BYTES,
    rules: LOG_DEFAULTS,
    startedAt: 0,
    rounds: roundsOf(settings),
    retentionAt: null,
    cleaningAt: null,
    epochStart: 0,
    followers: [],
    waiting: [],
  };
}

/** N2: the log survives a crash, the HW goes back to its checkpoint (which an orderly end has just written), what was in memory is gone. */
export function afterCrash(context: ReplicaContext, at: number, clean: boolean): ReplicaContext {
  const { log, checkpoint } = context;
  const known = Math.min(checkpointed(checkpoint, context.highWatermark, at), log.endOffset);
  const highWatermark = clean ? context.highWatermark : Math.max(known, log.startOffset);
  return {
    ...context,
    highWatermark,
    checkpoint: { highWatermark, movedAt: at },
    leader: null,
    leaderEpoch: -1,
    isr: NO_ISR,
    live: [],
    retentionAt: null,
    cleaningAt: null,
    followers: [],
    waiting: [],
  };
}

/** The settings of the topic that count for a replica, worked out once per news from the controller. */
export function topicRules(context: ReplicaContext, config: TopicMetadata['config'], { replicas }: PartitionMetadata) {
  const setting = (name: string, otherwise: number): number => {
    const value: SettingValue | undefined = topicSetting(config, context.settings, name);
    return value === undefined || value === null ? otherwise : Number(value);
  };
  return {
    minIsr: effectiveMinIsr(context.profile, setting('min.insync.replicas', 1), replicas.length),
    maxMessageBytes: setting('max.message.bytes', MAX_MESSAGE_BYTES),
    rules: logRules(config, context.settings),
  };
}

export const lagTimeMaxMs = ({ settings }: ReplicaContext): number => Number(settings['replica.lag.time.max.ms'] ?? 30_000);

type Draft = { -readonly [K in keyof ReplicaContext]: ReplicaContext[K] };
export type Got<T extends ReplicaMessage['type']> = Delivered<MessageOf<T>>;

export interface Turn {
  /** A private copy: a turn's steps write its top level; what hangs below is replaced, never changed. */
  readonly draft: Draft;
  readonly at: number;
  readonly intents: Intent[];
}

/** A rule written as steps on a draft. */
export function turnOf<M extends AnyMessage>(steps: (turn: Turn, message: M) => void): Rule<ReplicaContext, Delivered<M>> {
  return (context, event) => {
    const turn: Turn = { draft: { ...context }, at: event.at, intents: [] };
    steps(turn, event.message);
    return { context: turn.draft, intents: turn.intents };
  };
}

export const tell = ({ draft, intents }: Turn, message: ReplicaMessage): void => {
  intents.push(send(draft.brokerActor, message));
};

export const where = ({ topic, partition }: ReplicaContext) => ({ topic, partition });

/** Notes what only the topics of the scenario's own are noted for. */
export function noteUnlessInternal({ draft, intents }: Turn, fact: Parameters<typeof note>[0]): void {
  if (!draft.internal) intents.push(note(fact));
}
