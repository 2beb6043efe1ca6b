/** Consumer groups as the read model shows them: the coordinator's word on the group, each process's own word on what it believes. */
import { consumerActor, partitionName, producerActor } from '../address.ts';
import type { NodeId } from '../address.ts';
import { settingsFor } from '../config/index.ts';
import type { ConsumerContext } from '../kafka/consumer/state.ts';
import type { GroupContext } from '../kafka/group/state.ts';
import { coordinatorPartition, DEFAULT_OFFSETS_PARTITIONS } from '../kafka/javaHash.ts';
import { recordsOf } from '../kafka/log.ts';
import type { Log } from '../kafka/log.ts';
import { OFFSETS_TOPIC, readGroup as readStoredGroup } from '../kafka/offsetsTopic.ts';
import type { NodeRecord, World } from '../kernel/world.ts';
import type { ProducerContext } from '../machines/producer/context.ts';
import { readProducer } from '../machines/producer/read.ts';
import { readMember } from '../machines/consumer/read.ts';
import type { MetadataImage, PartitionMetadata } from '../messages.ts';
import type { GroupModel, GroupOffset, MemberModel, RebalanceReport, TopicModel } from '../model.ts';
import type { Seen } from './look.ts';
import { seen, seenGroup, seenReplica } from './look.ts';
import { readMetrics } from './memberMetrics.ts';
import type { Memo } from './memo.ts';

/** The partition of `__consumer_offsets` that keeps a group (O4). */
function homeOf(world: World, image: MetadataImage, group: string): PartitionMetadata | null {
  const configured = world.scenario.cluster.config['offsets.topic.num.partitions'];
  const number = coordinatorPartition(group, Number(configured ?? DEFAULT_OFFSETS_PARTITIONS));
  return image.topics[OFFSETS_TOPIC]?.partitions.find(({ partition }) => partition === number) ?? null;
}

/** What is said of a group: by its coordinator, or, while it has none, by the longest copy of its log. */
interface Known {
  readonly coordinated: boolean;
  readonly state: string;
  readonly generation: number;
  readonly protocol: string | null;
  /** Process ids. */
  readonly leader: string | null;
  readonly processes: readonly string[];
  readonly committed: GroupContext['committed'];
  readonly sessions: GroupModel['sessions'];
}

const saidBy = ({ state, generation, protocol, leader, members, committed }: GroupContext): Known => ({
  coordinated: true,
  state,
  generation,
  protocol,
  leader: leader === null ? null : (members[leader]?.process ?? null),
  processes: Object.values(members).map(({ process }) => process),
  committed,
  sessions: Object.fromEntries(
    Object.values(members).map(({ process, lastHeartbeat, sessionTimeoutMs, isNew, join, sync }) => {
      const parked = isNew || join !== null || sync !== null;
      return [process, { heardAt: lastHeartbeat, timeoutMs: sessionTimeoutMs, endsAt: parked ? null : lastHeartbeat + sessionTimeoutMs }];
    }),
  ),
});

function rememberedIn(log: Log | null, group: string): Known {
  const { metadata, committed } = readStoredGroup(group, log === null ? [] : recordsOf(log));
  const members = metadata?.members ?? [];
  return {
    coordinated: false,
    state: members.length > 0 ? 'Stable' : 'Empty',
    generation: metadata?.generation ?? 0,
    protocol: metadata?.protocol ?? null,
    leader: members.find(({ memberId }) => memberId === metadata?.leader)?.clientHost ?? null,
    processes: members.map(({ clientHost }) => clientHost),
    committed,
    sessions: {},
  };
}

/** The longest copy: what was committed lies in it. */
function longestLog(world: World, home: PartitionMetadata | null): Log | null {
  const copies = (home?.replicas ?? []).map((broker) => seenReplica(world, OFFSETS_TOPIC, home?.partition ?? 0, broker)?.context.log);
  return copies.reduce<Log | null>(
    (longest, log) => (log !== undefined && log.endOffset > (longest?.endOffset ?? 0) ? log : longest),
    null,
  );
}

function knownOf(world: World, home: PartitionMetadata | null, group: string, memo: Memo): Known {
  const coordinator = home?.leader ?? null;
  const actor = coordinator === null ? null : seenGroup(world, group, coordinator);
  if (actor !== null && actor.context.state !== 'Unloaded')
    return memo.get(`coordinator ${group}`, [actor.snapshot], () => saidBy(actor.context));
  const log = longestLog(world, home);
  return memo.get(`remembered ${group}`, [log], () => rememberedIn(log, group));
}

export function readGroups(
  world: World,
  image: MetadataImage,
  topics: readonly TopicModel[],
  rebalances: Readonly<Record<string, readonly RebalanceReport[]>>,
  now: number,
  memo: Memo,
): readonly GroupModel[] {
  const models = Object.keys(world.groups).map((group) => {
    const home = homeOf(world, image, group);
    const coordinator = home?.leader ?? null;
    const known = knownOf(world, home, group, memo);
    const processes = Object.keys(world.members)
      .filter((id) => world.members[id]?.group === group)
      .map((id) => readProcess(world, id, topics, now, memo));
    const inputs = [coordinator, known, topics, rebalances[group], ...processes];
    return memo.get(`group ${group}`, inputs, () =>
      readGroup(world, group, coordinator, known, processes, topics, rebalances[group] ?? []),
    );
  });
  return memo.list('groups', models);
}

interface Process {
  readonly model: MemberModel;
  /** Running or paused, and neither closed nor failed. */
  readonly alive: boolean;
  readonly topics: readonly string[];
}

const GONE: ReadonlySet<string> = new Set(['not started', 'closed', 'failed', 'crashed']);

/** The machine's state, overruled by what happened to its node. */
function stateOf(machine: string, node: NodeRecord['state']): string {
  return node === 'running' || GONE.has(machine) ? machine : node;
}

function readProcess(world: World, id: NodeId, topics: readonly TopicModel[], now: number, memo: Memo): Process {
  const consumer = seen<ConsumerContext>(world, consumerActor(id)) as Seen<ConsumerContext>;
  const node = world.nodes[id]?.state ?? 'crashed';
  const producer = consumer.context.self.app.forwardTo === undefined ? null : seen<ProducerContext>(world, producerActor(id));
  const metrics = readMetrics(consumer.context, topics, now, memo);
  return memo.get(`member ${id}`, [consumer.snapshot, node, producer?.snapshot, metrics], () => {
    const state = stateOf(consumer.state, node);
    const forwarding = producer === null ? {} : { forwarding: readProducer(producer.state, producer.context) };
    return {
      model: { ...readMember(state, consumer.context), metrics, ...forwarding },
      alive: !GONE.has(state),
      topics: consumer.context.self.topics,
    };
  });
}

function readGroup(
  world: World,
  group: string,
  coordinator: number | null,
  known: Known,
  processes: readonly Process[],
  topics: readonly TopicModel[],
  rebalances: readonly RebalanceReport[],
): GroupModel {
  const { coordinated, state, generation, protocol, leader, committed, sessions } = known;
  const present = processes.filter(({ alive, model }) => alive || known.processes.includes(model.id));
  const subscribed = [...new Set([...(world.groups[group]?.topics ?? []), ...present.flatMap((it) => it.topics)])];
  return {
    id: group,
    state,
    coordinated,
    generation,
    protocol,
    leader,
    coordinator,
    topics: subscribed,
    settings: settingsFor('consumer', world.scenario.kafka, world.groups[group]?.config),
    members: present.map(({ model }) => model),
    sessions,
    absent: processes.filter((it) => !present.includes(it)).map(({ model: { id, state: ended } }) => ({ id, state: ended })),
    processes: processes.map(({ model }) => model.id),
    offsets: subscribed.flatMap((name) => readOffsets(topics, name, committed)),
    rebalances,
  };
}

function readOffsets(topics: readonly TopicModel[], name: string, stored: Known['committed']): readonly GroupOffset[] {
  const partitions = topics.find((topic) => topic.name === name)?.partitions ?? [];
  return partitions.map(({ partition, highWatermark }) => {
    const committed = stored[partitionName(name, partition)]?.offset ?? null;
    const lag = committed === null ? null : Math.max(0, highWatermark - committed);
    return { topic: name, partition, committed, logEndOffset: highWatermark, lag };
  });
}
