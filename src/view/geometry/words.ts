import type { Verdict } from '../../sim/index.ts';
import type { Tone } from './label.ts';
import type { Trouble } from './trouble.ts';
import type {
  BatchModel,
  BrokerModel,
  GroupModel,
  MemberModel,
  MessageModel,
  PartitionModel,
  ProducerModel,
  RecordModel,
  SegmentModel,
} from './model.ts';

export interface StateWords {
  readonly text: string;
  readonly tone: Tone;
}

/** The stage's words in the present language. Geometry places them; `marks/words.ts` says them. */
export interface Words {
  /** Changes with the language, so that what is kept is laid out again. */
  readonly locale: string;
  readonly producers: string;
  readonly brokers: string;
  readonly groups: string;
  topic(name: string, partitions: number, replicas: number): string;
  broker(id: number): string;
  brokerState(state: BrokerModel['state']): StateWords;
  /** Before the numbers of brokers. */
  readonly brokerWord: string;
  readonly controller: string;
  acks(settings: ProducerModel['settings']): string;
  /** How it batches: waits, sends at once, hears nothing back. */
  batching(settings: ProducerModel['settings']): string;
  producerState(state: string): StateWords | null;
  awaiting(count: number, most: number): string;
  /** What lies at or beyond the high watermark: on its way to the followers, or, where there is none to wait for, not to be read yet. */
  pending(partition: Pick<PartitionModel, 'leader' | 'replicas'>): string;
  highWatermark(offset: number): string;
  committed(offset: number, group: string | null): string;
  position(offset: number, group: string | null): string;
  before(count: number): string;
  logStart(offset: number): string;
  slowDisk(ms: number): string;
  readonly slowLink: string;
  nameSlowLink(a: string, b: string, ms: number): string;
  readonly leaving: string;
  /** Of these groups. */
  coordinatorOf(groups: readonly string[]): string;
  trouble(trouble: Trouble): string;
  /** What delivery came to for a group. */
  verdict(verdict: Verdict): StateWords;
  staticMember(instance: string): string;
  after(count: number): string;
  deleted(count: number): string;
  segment(baseOffset: number, active: boolean): string;
  offsetsFrom(offset: number): string;
  /** Offsets at which nothing lies any more: how many, and a word to go under their number. */
  missing(count: number): string;
  readonly missingShort: string;
  lost(count: number): string;
  /** Members of the ISR out of all replicas. */
  isr(count: number, all: number): string;
  elr(brokers: readonly number[]): string;
  behind(count: number): string;
  mapValue(from: number, to: number, start: number, end: number): string;
  readonly leaderless: string;
  readonly leader: string;
  readonly follower: string;
  groupState(state: string): StateWords;
  generation(generation: number): string;
  assignor(protocol: string | null): string;
  coordinator(broker: number | null): string;
  readonly coordinates: string;
  /** `owns` partitions, or none though its group is settled: idle. */
  memberState(member: MemberModel, owns: boolean, idle: boolean): StateWords;
  /** Of a process the group does not count. */
  absentState(state: string): StateWords;
  /** How many consumers. */
  members(count: number): string;
  silent(ms: number): string;
  /** Of a group: how many members are silent, and how long until the first session ends, ms. */
  silentMembers(count: number, leftMs: number): string;
  lag(count: number): string;
  prefetched(count: number): string;
  cut(a: string, b: string): string;
  readonly cutShort: string;
  offsets(from: number, to: number): string;
  // Notices of what is folded.
  foldedFollowers(count: number): string;
  foldedTapes(count: number): string;
  foldedMembers(count: number): string;
  hiddenThings(count: number): string;
  // Accessible names.
  nameProducer(producer: ProducerModel): string;
  nameBatch(producer: string, batch: { topic: string; partition: number }, batches: readonly BatchModel[]): string;
  /** Of the bucket that stands for so many further partitions. */
  nameBatches(producer: string, partitions: number, batches: readonly BatchModel[]): string;
  nameBroker(broker: BrokerModel): string;
  namePartition(topic: string, partition: PartitionModel): string;
  nameReplica(topic: string, partition: number, broker: number, role: string, leo: number, hw: number, inSync: boolean): string;
  nameRecord(record: RecordModel, topic: string, partition: number, pending: boolean): string;
  nameSegment(topic: string, partition: number, segment: SegmentModel, active: boolean): string;
  nameHole(topic: string, partition: number, from: number, to: number): string;
  nameLost(tape: string, offsets: readonly number[]): string;
  nameMap(topic: string, partition: number): string;
  nameGroup(group: GroupModel): string;
  nameMember(member: MemberModel, badge: string): string;
  nameAbsent(id: string, state: string): string;
  nameRibbon(topic: string, partition: number, member: string | null): string;
}

/** The same for what travels; `marks/messageWords.ts` says it. */
export interface MessageWords {
  readonly locale: string;
  nameMessage(message: MessageModel): string;
  /** `Produce` in plain words; Kafka's own name is shown beside it. */
  messageKind(type: string): string;
}

/** What everybody who asks for the group's coordinator is told while there is none. */
export const NO_COORDINATOR = 'COORDINATOR_NOT_AVAILABLE';

/** Kafka's own name for the state a group is in. One that nobody has joined yet lacks nothing: its coordinator was just never asked. */
export const termOf = ({ coordinated, coordinator, generation, state }: GroupModel): string =>
  coordinated || (coordinator !== null && generation === 0) ? state : NO_COORDINATOR;
