/** What an answer may look at: the run at one moment, and nothing of its future. */
import type {
  ActorId,
  ActorView,
  ConsumerContext,
  ControllerContext,
  Fact,
  FactKind,
  FactOf,
  FoldState,
  GroupContext,
  GroupModel,
  MemberModel,
  PartitionModel,
  ProducerContext,
  ReadModel,
  ReplicaContext,
  Scenario,
} from '../../sim/index.ts';
import { consumerActor, controllerActor, groupActor, producerActor, replicaActor } from '../../sim/index.ts';
import { causesOf } from '../causes.ts';
import { say, type Clause } from './answer.ts';

export interface Now {
  readonly model: ReadModel;
  /** All up to now; a fact's number is its place. */
  readonly facts: readonly Fact[];
  readonly scenario: Scenario;
  readonly told: FoldState;
  readonly look: (actor: ActorId) => ActorView | null;
}

export interface Place {
  readonly topic: string;
  readonly partition: number;
}

export const placeName = ({ topic, partition }: Place): string => `${topic}-${partition}`;
export const isAt = (a: Place, b: Place): boolean => a.topic === b.topic && a.partition === b.partition;

/** The last fact of these kinds that matches. */
export function last<K extends FactKind>(
  { facts }: Pick<Now, 'facts'>,
  kinds: K | readonly K[],
  matches: (fact: FactOf<K>) => boolean = () => true,
): FactOf<K> | undefined {
  const wanted: readonly string[] = typeof kinds === 'string' ? [kinds] : kinds;
  for (let i = facts.length - 1; i >= 0; i--) {
    const fact = facts[i] as Fact;
    if (wanted.includes(fact.kind) && matches(fact as FactOf<K>)) return fact as FactOf<K>;
  }
  return undefined;
}

const FAULTS: readonly FactKind[] = [
  'node.crashed',
  'node.paused',
  'node.stopped',
  'link.cut',
  'link.slowed',
  'disk.slowed',
  'broker.leaving',
  'poll.expired',
  'member.expired',
  'broker.fenced',
  'processing.failed',
];

const isFault = ({ kind }: Fact): boolean => FAULTS.includes(kind);

/** What lay behind a fact, the nearest fault first: that one and where it began; without a fault the command that led to it. */
export function faultsBehind({ facts }: Pick<Now, 'facts'>, fact: Fact): readonly Fact[] {
  const [, ...causes] = causesOf(fact, facts);
  const faults = causes.filter(isFault);
  if (faults.length === 0) return causes.filter(({ kind }) => kind === 'command.issued').slice(0, 1);
  return [...new Set([faults[0] as Fact, faults.at(-1) as Fact])];
}

/** A fact retold. */
export const told = (fact: Fact | undefined, rules: readonly string[] = []): readonly Clause[] =>
  fact === undefined ? [] : [say('told', { what: { fact: fact.id } }, { fact, rules })];

/** What lay behind a fact, retold; nothing if it began by itself. */
export function because(now: Now, fact: Fact | undefined): readonly Clause[] {
  const faults = fact === undefined ? [] : faultsBehind(now, fact);
  return faults.map((fault, i) => say(i === 0 ? 'cause' : 'first_cause', { what: { fact: fault.id } }, { fact: fault }));
}

/** A fact retold, with what lay behind it. */
export const toldWhy = (now: Now, fact: Fact | undefined, rules: readonly string[] = []): readonly Clause[] => [
  ...told(fact, rules),
  ...because(now, fact),
];

/** The last thing that befell a process, if it still lasts. */
export const faultOf = (now: Now, node: string): FactOf<'node.crashed' | 'node.paused' | 'node.stopped'> | undefined => {
  const fact = last(now, ['node.crashed', 'node.paused', 'node.stopped', 'node.restarted', 'node.resumed'], (it) => it.node === node);
  return fact === undefined || fact.kind === 'node.restarted' || fact.kind === 'node.resumed' ? undefined : fact;
};

// ── Who is who ──

export const groupNamed = ({ model }: Now, id: string): GroupModel | undefined => model.groups.find((it) => it.id === id);
export const memberNamed = (group: GroupModel | undefined, id: string): MemberModel | undefined =>
  group?.members.find((it) => it.id === id);
export const partitionAt = ({ model }: Now, { topic, partition }: Place): PartitionModel | undefined =>
  model.topics.find(({ name }) => name === topic)?.partitions[partition];

/** Every partition that a member believes it owns. */
export const ownedBy = ({ assignment }: MemberModel): readonly Place[] =>
  Object.entries(assignment).flatMap(([topic, partitions]) => partitions.map((partition) => ({ topic, partition })));

export const ownerIn = (group: GroupModel, place: Place): MemberModel | undefined =>
  group.members.find((member) => member.assignment[place.topic]?.includes(place.partition) === true);

// ── Inside the machines ──

const inside = <C>({ look }: Now, actor: ActorId): C | null => (look(actor)?.context as C | undefined) ?? null;

export const consumerOf = (now: Now, id: string) => inside<ConsumerContext>(now, consumerActor(id));
export const producerOf = (now: Now, id: string) => inside<ProducerContext>(now, producerActor(id));
export const controllerOf = (now: Now, id: string) => inside<ControllerContext>(now, controllerActor(id));
export const replicaOf = (now: Now, { topic, partition }: Place, broker: number) =>
  inside<ReplicaContext>(now, replicaActor(topic, partition, broker));
export const coordinatorOf = (now: Now, { id, coordinator }: GroupModel) =>
  coordinator === null ? null : inside<GroupContext>(now, groupActor(id, coordinator));

/** The coordinator's view of the member of a process. */
export const countedMember = (context: GroupContext | null, process: string) =>
  Object.values(context?.members ?? {}).find((it) => it.process === process);
