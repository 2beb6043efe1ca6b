/** What goes wrong, and what people do: commands by seed. Some are scripted beforehand, most are chosen in view of the world. */
import type { Command, Scenario, VerbView } from '../../sim/index.ts';
import { verbs } from '../../sim/index.ts';
import type { Dice } from './dice.ts';
import { consumerConfig, group, producer } from './clients.ts';

/** Everything that can be commanded. */
export const fuzzedVerbs: readonly string[] = verbs.map((verb) => verb.name);

const nodesOf = (view: VerbView, ...states: readonly string[]): string[] =>
  Object.keys(view.nodes).filter((id) => states.includes(view.nodes[id]?.state ?? ''));
const of = (view: VerbView, kind: string): string[] => Object.keys(view.nodes).filter((id) => view.nodes[id]?.kind === kind);
/** Kafka's own topics are left alone. */
const topicsOf = (view: VerbView): string[] => Object.keys(view.topics).filter((name) => !name.startsWith('__'));
const numbered = (view: VerbView, name: string): string => `${name}-${Object.keys(view.nodes).length}`;

type Maker = (dice: Dice, view: VerbView) => Command | null;

/** A command of each verb, or null where the world offers nothing to do it to. */
const makers: Readonly<Record<string, Maker>> = {
  crash: (dice, view) => onNode(dice, 'crash', nodesOf(view, 'running', 'paused')),
  restart: (dice, view) => onNode(dice, 'restart', nodesOf(view, 'crashed', 'stopped')),
  pause: (dice, view) => onNode(dice, 'pause', nodesOf(view, 'running')),
  resume: (dice, view) => onNode(dice, 'resume', nodesOf(view, 'paused')),
  shutdown: (dice, view) => onNode(dice, 'shutdown', nodesOf(view, 'running', 'paused')),
  addBroker: (_dice, view) => (view.brokers.length > 6 ? null : { do: 'addBroker' }),
  electLeaders: (dice, view) => ({ do: 'electLeaders', ...(dice.chance(0.5) && partitionOf(dice, view)) }),
  cut: (dice, view) => {
    const a = dice.pick(dice.chance(0.3) ? of(view, 'producer') : Object.keys(view.nodes));
    const others = of(view, 'broker').filter((id) => id !== a);
    return others.length === 0 ? null : { do: 'cut', between: [a, dice.pick(others)] };
  },
  heal: (dice, view) => (view.cuts.length === 0 ? null : { do: 'heal', between: [...dice.pick(view.cuts)] }),
  slowLink: (dice, view) => {
    const a = dice.pick(Object.keys(view.nodes));
    const others = of(view, 'broker').filter((id) => id !== a);
    const bandwidthBytesPerMs = dice.pick([undefined, 1, 100]);
    const slow = { latencyMs: dice.between(1, 3000), ...(bandwidthBytesPerMs && { bandwidthBytesPerMs }) };
    return others.length === 0 ? null : { do: 'slowLink', between: [a, dice.pick(others)], ...slow };
  },
  slowDisk: (dice, view) => ({ do: 'slowDisk', target: dice.pick(view.brokers), appendMs: dice.pick([0, 2, 10, 40]) }),
  send: (dice, view) => {
    const topic = dice.pick(topicsOf(view));
    const partition = dice.chance(0.2) ? dice.between(0, (view.topics[topic]?.partitions ?? 1) - 1) : undefined;
    const key = dice.pick([undefined, 'user_1', 'x']);
    return {
      do: 'send',
      producer: dice.pick(of(view, 'producer')),
      topic,
      ...(key && { key }),
      ...(partition !== undefined && { partition }),
      value: 'by hand',
    };
  },
  flush: (dice, view) => ({ do: 'flush', producer: dice.pick(of(view, 'producer')) }),
  close: (dice, view) => ({ do: 'close', target: dice.pick([...of(view, 'producer'), ...of(view, 'consumer')]) }),
  addProducer: (dice, view) => ({ do: 'addProducer', id: numbered(view, 'extra'), ...producer(dice, topicsOf(view)) }),
  addGroup: (dice, view) => {
    const id = numbered(view, 'group');
    return { do: 'addGroup', id, ...group(dice, view.profile, `${id}-m`, topicsOf(view)) };
  },
  addMember: (dice, view) => ({ do: 'addMember', group: dice.pick(Object.keys(view.groups)), id: numbered(view, 'late') }),
  removeMember: (dice, view) => ({ do: 'removeMember', member: dice.pick(of(view, 'consumer')) }),
  setConfig: (dice, view) => {
    const target = dice.pick([...of(view, 'producer'), ...of(view, 'consumer')]);
    if (view.nodes[target]?.kind === 'producer')
      return { do: 'setConfig', target, config: { 'linger.ms': dice.pick([0, 20]), 'batch.size': dice.pick([300, 16_384]) } };
    const { 'max.poll.records': records, 'auto.commit.interval.ms': interval } = consumerConfig(dice, view.profile);
    return {
      do: 'setConfig',
      target,
      config: { 'max.poll.records': records, 'auto.commit.interval.ms': interval },
    };
  },
  subscribe: (dice, view) => ({ do: 'subscribe', member: dice.pick(of(view, 'consumer')), topics: dice.some(topicsOf(view)) }),
  seek: (dice, view) => ({
    do: 'seek',
    member: dice.pick(of(view, 'consumer')),
    ...partitionOf(dice, view),
    to: dice.pick([0, 3, 50, 'beginning', 'end']),
  }),
  commit: (dice, view) => ({ do: 'commit', member: dice.pick(of(view, 'consumer')) }),
  pausePartitions: (dice, view) => ({ do: 'pausePartitions', member: dice.pick(of(view, 'consumer')), topic: dice.pick(topicsOf(view)) }),
  resumePartitions: (dice, view) => ({ do: 'resumePartitions', member: dice.pick(of(view, 'consumer')), topic: dice.pick(topicsOf(view)) }),
  createTopic: (dice, view) => {
    const replicationFactor = dice.between(1, Math.min(3, view.brokers.length));
    return { do: 'createTopic', topic: `topic-${Object.keys(view.topics).length}`, partitions: dice.between(1, 4), replicationFactor };
  },
  deleteTopic: (dice, view) => (laterTopics(view).length === 0 ? null : { do: 'deleteTopic', topic: dice.pick(laterTopics(view)) }),
  alterConfig: (dice, view) => ({ do: 'alterConfig', topic: dice.pick(topicsOf(view)), config: dice.pick(ALTERATIONS) }),
  addPartitions: (dice, view) => {
    const topic = dice.pick(topicsOf(view));
    return { do: 'addPartitions', topic, partitions: (view.topics[topic]?.partitions ?? 0) + dice.between(1, 3) };
  },
};

const ALTERATIONS: readonly Readonly<Record<string, unknown>>[] = [
  { 'segment.bytes': 20_000 },
  { 'segment.bytes': 20_000, 'retention.bytes': 60_000 },
  { 'min.insync.replicas': 2 },
  { 'min.insync.replicas': null },
];

const onNode = (dice: Dice, verb: string, nodes: readonly string[]): Command | null =>
  nodes.length === 0 ? null : { do: verb, target: asTarget(dice.pick(nodes)) };
const asTarget = (node: string): string | number => (/^\d+$/.test(node) ? Number(node) : node);

function partitionOf(dice: Dice, view: VerbView): { readonly topic: string; readonly partition: number } {
  const topic = dice.pick(topicsOf(view));
  return { topic, partition: dice.between(0, (view.topics[topic]?.partitions ?? 1) - 1) };
}

/** What runs are about stays: only topics that came later go. */
const laterTopics = (view: VerbView): string[] => topicsOf(view).filter((name) => name.startsWith('topic-'));

/** Faults come often, changes of who is there seldom. */
const WEIGHTS: Readonly<Record<string, number>> = {
  crash: 6,
  restart: 7,
  pause: 4,
  resume: 5,
  cut: 4,
  heal: 5,
  send: 3,
  addBroker: 0.3,
  addGroup: 0.3,
  addProducer: 0.5,
  createTopic: 0.5,
  deleteTopic: 0.3,
  alterConfig: 0.5,
  addPartitions: 0.7,
  close: 0.7,
  removeMember: 1,
  shutdown: 2,
};

export function trouble(dice: Dice, view: VerbView): Command | null {
  const total = fuzzedVerbs.reduce((sum, verb) => sum + (WEIGHTS[verb] ?? 1), 0);
  let left = dice.fraction() * total;
  const verb = fuzzedVerbs.find((it) => (left -= WEIGHTS[it] ?? 1) < 0) ?? 'crash';
  const make = makers[verb];
  if (make === undefined) throw new Error(`the fuzzer does not know the verb ${verb}`);
  return make(dice, view);
}

/** What takes a fault back. */
export function undoing(command: Command): Command | null {
  const back = { crash: 'restart', pause: 'resume', cut: 'heal' }[command.do];
  return back === undefined ? null : { ...command, do: back };
}

/** A few commands known beforehand; some will turn out to be impossible when their time has come, and say so. */
export function scriptedTrouble(dice: Dice, scenario: Scenario, until: number): Command[] {
  const node = (kind: 'broker' | 'controller' | 'producer' | 'consumer') => ({ kind, state: 'running' as const });
  const view: VerbView = {
    profile: scenario.kafka,
    nodes: Object.fromEntries<VerbView['nodes'][string]>([
      ...scenario.brokers.map(({ id }) => [String(id), node('broker')] as const),
      ...scenario.controllers.map((id) => [id, node('controller')] as const),
      ...scenario.producers.map(({ id }) => [id, node('producer')] as const),
      ...scenario.groups.flatMap(({ members }) => members.map(({ id }) => [id, node('consumer')] as const)),
    ]),
    topics: Object.fromEntries(scenario.topics.map(({ name, partitions }) => [name, { partitions }])),
    brokers: scenario.brokers.map(({ id }) => id),
    groups: Object.fromEntries(scenario.groups.map((spec) => [spec.id, { members: spec.members.map(({ id }) => id), spec }])),
    cuts: [],
    slowLinks: [],
    controllerAvailable: true,
    cluster: scenario.cluster.config,
  };
  const scriptable = ['crash', 'pause', 'send', 'seek', 'commit', 'flush', 'addPartitions', 'removeMember'];
  const commands = Array.from({ length: dice.between(0, 4) }, () => makers[dice.pick(scriptable)]?.(dice, view) ?? null);
  const at = commands.map(() => dice.between(1000, until)).sort((a, b) => a - b);
  return commands.flatMap((command, index) => (command === null ? [] : [{ at: at[index] ?? 0, ...command }]));
}

/** Everything mended: links healed, the paused resumed, the dead restarted, every subscription as its group's, nothing held back. */
export function mending(view: VerbView): Command[] {
  const clients = of(view, 'consumer').filter((id) => view.nodes[id]?.state !== 'stopped');
  /** A link may be cut and slow at once. */
  const ailing = new Map([...view.cuts, ...view.slowLinks].map((between) => [between.toSorted().join(), between]));
  const groupOf = (id: string) => Object.values(view.groups).find(({ members }) => members.includes(id))?.spec;
  return [
    ...[...ailing.values()].map((between) => ({ do: 'heal', between: [...between] })),
    ...view.brokers.map((target) => ({ do: 'slowDisk', target, appendMs: 0 })),
    ...nodesOf(view, 'paused').map((id) => ({ do: 'resume', target: asTarget(id) })),
    ...nodesOf(view, 'crashed').map((id) => ({ do: 'restart', target: asTarget(id) })),
    ...clients.map((id) => ({ do: 'subscribe', member: id, topics: [...(groupOf(id)?.topics ?? [])] })),
    ...clients.flatMap((id) => (groupOf(id)?.topics ?? []).map((topic) => ({ do: 'resumePartitions', member: id, topic }))),
  ];
}
