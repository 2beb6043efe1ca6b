/** Consumer groups as the read model shows them: the coordinator's word on the group, each process's own word on what it believes. */
import { consumerActor, partitionName } from '../address.ts';
import type { NodeId } from '../address.ts';
import type { ConsumerContext } from '../kafka/consumer/state.ts';
import type { GroupContext } from '../kafka/group/state.ts';
import { coordinatorPartition, DEFAULT_OFFSETS_PARTITIONS } from '../kafka/javaHash.ts';
import type { World } from '../kernel/world.ts';
import { readMember } from '../machines/consumer/read.ts';
import type { MetadataImage } from '../messages.ts';
import type { GroupModel, GroupOffset, MemberModel, RebalanceReport, TopicModel } from '../model.ts';
import type { Seen } from './look.ts';
import { seen, seenGroup } from './look.ts';
import type { Memo } from './memo.ts';

const OFFSETS_TOPIC = '__consumer_offsets';

/** Which broker coordinates a group: the leader of its partition of `__consumer_offsets` (O4). */
export function coordinatorOf(world: World, image: MetadataImage, group: string): number | null {
  const configured = world.scenario.cluster.config['offsets.topic.num.partitions'];
  const number = coordinatorPartition(group, Number(configured ?? DEFAULT_OFFSETS_PARTITIONS));
  return image.topics[OFFSETS_TOPIC]?.partitions.find(({ partition }) => partition === number)?.leader ?? null;
}

export function readGroups(
  world: World,
  image: MetadataImage,
  topics: readonly TopicModel[],
  rebalances: Readonly<Record<string, readonly RebalanceReport[]>>,
  memo: Memo,
): readonly GroupModel[] {
  const models = Object.keys(world.groups).map((group) => {
    const coordinator = coordinatorOf(world, image, group);
    const state = coordinator === null ? null : seenGroup(world, group, coordinator);
    const processes = Object.keys(world.members)
      .filter((id) => world.members[id]?.group === group)
      .map((id) => readProcess(world, id, memo));
    const inputs = [coordinator, state?.snapshot, topics, rebalances[group], ...processes];
    return memo.get(`group ${group}`, inputs, () =>
      readGroup(world, group, coordinator, state, processes, topics, rebalances[group] ?? []),
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
function stateOf(machine: string, node: 'running' | 'paused' | 'crashed'): string {
  return node === 'running' || GONE.has(machine) ? machine : node;
}

function readProcess(world: World, id: NodeId, memo: Memo): Process {
  const consumer = seen<ConsumerContext>(world, consumerActor(id)) as Seen<ConsumerContext>;
  const node = world.nodes[id]?.state ?? 'crashed';
  return memo.get(`member ${id}`, [consumer.snapshot, node], () => {
    const state = stateOf(consumer.state, node);
    return { model: readMember(state, consumer.context), alive: !GONE.has(state), topics: consumer.context.self.topics };
  });
}

function readGroup(
  world: World,
  group: string,
  coordinator: number | null,
  seenState: Seen<GroupContext> | null,
  processes: readonly Process[],
  topics: readonly TopicModel[],
  rebalances: readonly RebalanceReport[],
): GroupModel {
  const known = seenState?.context;
  const counted = new Set(Object.values(known?.members ?? {}).map((member) => member.process));
  const present = processes.filter(({ alive, model }) => alive || counted.has(model.id));
  const subscribed = [...new Set([...(world.groups[group]?.topics ?? []), ...present.flatMap((it) => it.topics)])];
  const leader = known === undefined || known.leader === null ? undefined : known.members[known.leader];
  return {
    id: group,
    // Before anybody asked for it the coordinator knows no such group; it would begin Empty.
    state: coordinator === null ? 'Unloaded' : (known?.state ?? 'Empty'),
    generation: known?.generation ?? 0,
    protocol: known?.protocol ?? null,
    leader: leader?.process ?? null,
    coordinator,
    topics: subscribed,
    members: present.map(({ model }) => model),
    sessions: sessionsOf(known),
    absent: processes.filter((it) => !present.includes(it)).map(({ model: { id, state } }) => ({ id, state })),
    offsets: subscribed.flatMap((name) => readOffsets(topics, name, known)),
    rebalances,
  };
}

/** Since when each process is silent, as its coordinator counts it. */
const sessionsOf = (known: GroupContext | undefined): GroupModel['sessions'] =>
  Object.fromEntries(
    Object.values(known?.members ?? {}).map(({ process, lastHeartbeat, sessionTimeoutMs }) => [
      process,
      { heardAt: lastHeartbeat, timeoutMs: sessionTimeoutMs },
    ]),
  );

function readOffsets(topics: readonly TopicModel[], name: string, known: GroupContext | undefined): readonly GroupOffset[] {
  const partitions = topics.find((topic) => topic.name === name)?.partitions ?? [];
  return partitions.map(({ partition, highWatermark }) => {
    const committed = known?.committed[partitionName(name, partition)]?.offset ?? null;
    const lag = committed === null ? null : Math.max(0, highWatermark - committed);
    return { topic: name, partition, committed, logEndOffset: highWatermark, lag };
  });
}
