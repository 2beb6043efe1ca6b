/** The parts of a scenario that stand from the start: network, controllers, brokers, topics. */
import { settingsFor } from '../config/index.ts';
import { isTopicName, MAX_TOPIC_NAME_LENGTH } from '../kafka/topicRules.ts';
import { listed } from '../nearest.ts';
import type { ReadContext } from './context.ts';
import { duration, entries, fields, int, isRecord, items, text, type Cursor } from './cursor.ts';
import { checkConflicts, readConfig } from './settings.ts';
import type { BrokerSpec, ConfigOverrides, LinkSpec, Scenario, TopicSpec } from './types.ts';

/** Bounds of a scene that a page can still draw. */
const MOST_BROKERS = 50;
export const MOST_PARTITIONS = 1000;
const LINK = ['latencyMs', 'jitterMs', 'bandwidthBytesPerMs'];

export function readNetwork(cursor: Cursor): Scenario['network'] {
  fields(cursor, [...LINK, 'clients', 'brokers']);
  const common = readLink(cursor, { latencyMs: 20, jitterMs: 0 });
  const linkOf = (name: 'clients' | 'brokers') => {
    fields(cursor.at(name), LINK);
    return readLink(cursor.at(name), common);
  };
  return { clients: linkOf('clients'), brokers: linkOf('brokers') };
}

function readLink(cursor: Cursor, usual: LinkSpec): LinkSpec {
  const bandwidthBytesPerMs = int(cursor.at('bandwidthBytesPerMs'), usual.bandwidthBytesPerMs, 1);
  return {
    latencyMs: duration(cursor.at('latencyMs'), usual.latencyMs),
    jitterMs: duration(cursor.at('jitterMs'), usual.jitterMs),
    ...(bandwidthBytesPerMs !== undefined && { bandwidthBytesPerMs }),
  };
}

export function readCluster(cursor: Cursor, context: Pick<ReadContext, 'profile'>): ConfigOverrides {
  fields(cursor, ['config']);
  const config = readConfig(cursor.at('config'), 'broker', context);
  checkConflicts(cursor.at('config'), 'broker', config, context);
  return config;
}

/**
 * The offsets topic fits the cluster: with fewer than three brokers its default of three replicas could never be created and no group
 * would find a coordinator, so (as in Kafka's own single-broker quick start) it is lowered. Asking for more than there are is a mistake.
 */
export function fitOffsetsTopic(cursor: Cursor, cluster: ConfigOverrides, brokers: number): ConfigOverrides {
  const name = 'offsets.topic.replication.factor';
  const given = cluster[name];
  if (given === undefined) return brokers < 3 ? { ...cluster, [name]: Math.max(1, brokers) } : cluster;
  if (Number(given) <= brokers) return cluster;
  return cursor
    .at('config')
    .at(name)
    .fail(`${name} ${Number(given)} is larger than the number of brokers (${brokers})`, cluster, {
      onKey: true,
      code: 'INVALID_REPLICATION_FACTOR',
    });
}

/** A number of brokers (ids 1, 2, …; 0: the cluster begins empty, brokers join later), or a list of ids or { id, rack, config }. */
export function readBrokers(cursor: Cursor, context: ReadContext): readonly BrokerSpec[] {
  const plain = (id: number): BrokerSpec => ({ id, rack: null, config: {} });
  const declared = (at: Cursor, spec: BrokerSpec) => {
    context.names.declare(at, String(spec.id), 'broker');
    return spec;
  };
  if (cursor.missing || typeof cursor.value === 'number')
    return Array.from({ length: int(cursor, 3, 0, MOST_BROKERS) }, (_, i) => declared(cursor, plain(i + 1)));
  const list = items(cursor, 'brokers: numbers, or { id, rack }');
  if (list.length === 0 && Array.isArray(cursor.value)) cursor.fail('a cluster needs a broker', undefined);
  return list.flatMap((at) => {
    if (!isRecord(at.value)) {
      const id = int(at, null, 0);
      if (id !== null) return [declared(at, plain(id))];
      return at.missing ? at.fail('an empty entry: write the number of a broker', []) : [];
    }
    fields(at, ['id', 'rack', 'config']);
    const config = readConfig(at.at('config'), 'broker', context);
    const rack = text(at.at('rack'), null);
    const id = int(at.at('id'), null, 0);
    if (id !== null) return [declared(at.at('id'), { id, rack, config })];
    return at.at('id').missing ? at.fail('the broker has no id', []) : [];
  });
}

/** Kafka's rule of names (T1), and names that the simulator keeps for itself. */
export function topicNameProblem(name: string): string | null {
  if (name.length > MAX_TOPIC_NAME_LENGTH) return `the name of a topic has at most ${MAX_TOPIC_NAME_LENGTH} characters`;
  if (!isTopicName(name)) return `"${name}" is no name of a topic: use letters a–z, digits, ".", "_" and "-", and not "." or ".." alone`;
  return name === '__consumer_offsets' || name === '__transaction_state' || name in {} ? `"${name}" is reserved` : null;
}

export function readTopics(cursor: Cursor, context: ReadContext): readonly TopicSpec[] {
  return entries(cursor, 'topics by name').map(([name, at]) => {
    const wrong = topicNameProblem(name);
    if (wrong !== null) at.fail(wrong, undefined, { onKey: true, code: 'INVALID_TOPIC_EXCEPTION' });
    fields(at, ['partitions', 'replicationFactor', 'replicas', 'config']);
    const spec = { name, ...readPlacement(at, context), config: readConfig(at.at('config'), 'topic', context) };
    context.names.topics.set(name, spec.partitions);
    return spec;
  });
}

/** `partitions` and `replicationFactor` (or the cluster's defaults), or explicit `replicas` that say both. */
export function readPlacement(at: Cursor, context: ReadContext): Pick<TopicSpec, 'partitions' | 'replicationFactor' | 'replicas'> {
  const brokers = context.names.of('broker');
  const usual = settingsFor('broker', context.profile, context.cluster);
  const replicas = at.at('replicas').missing ? null : readReplicas(at.at('replicas'), brokers);
  const partitions = int(at.at('partitions'), null, 1, MOST_PARTITIONS, { code: 'INVALID_PARTITIONS' });
  const factor = int(at.at('replicationFactor'), null, 1, undefined, { code: 'INVALID_REPLICATION_FACTOR' });
  if (replicas !== null) {
    const width = replicas[0]?.length ?? 1;
    if (partitions !== null && partitions !== replicas.length)
      at.at('partitions').fail(`"replicas" lists ${replicas.length} partitions, not ${partitions}`, undefined);
    if (factor !== null && factor !== width)
      at.at('replicationFactor').fail(`"replicas" gives each partition ${width} replicas, not ${factor}`, undefined);
    return { partitions: replicas.length, replicationFactor: width, replicas };
  }
  const replicationFactor = factor ?? (usual['default.replication.factor'] as number);
  if (replicationFactor > brokers.length) {
    const reason = `replication factor ${replicationFactor} is larger than the number of brokers (${brokers.length})`;
    const place = at.at('replicationFactor');
    at.problems.add(place.missing ? at.path : place.path, reason, { code: 'INVALID_REPLICATION_FACTOR' });
  }
  return { partitions: partitions ?? (usual['num.partitions'] as number), replicationFactor, replicas: null };
}

const INVALID_ASSIGNMENT = { code: 'INVALID_REPLICA_ASSIGNMENT' } as const;

function readReplicas(cursor: Cursor, brokers: readonly string[]): readonly (readonly number[])[] | null {
  const lists = items(cursor, 'replicas per partition, like [[1, 2], [2, 3]]').map((at) => ({
    at,
    ids: items(at, 'brokers, the preferred leader first').map((it) => {
      const id = int(it, null, 0);
      if (id !== null && !brokers.includes(String(id)))
        it.fail(`there is no broker ${id}. There are ${listed(brokers)}.`, undefined, INVALID_ASSIGNMENT);
      return id ?? -1;
    }),
  }));
  if (lists.length === 0) return cursor.fail('a topic needs a partition', null);
  for (const { at, ids } of lists) {
    if (ids.length === 0) at.fail('a partition needs a replica', undefined, INVALID_ASSIGNMENT);
    else if (new Set(ids).size < ids.length) at.fail('a broker holds at most one replica of a partition', undefined, INVALID_ASSIGNMENT);
    else if (ids.length !== lists[0]?.ids.length)
      at.fail('every partition of a topic has the same number of replicas', undefined, INVALID_ASSIGNMENT);
  }
  return lists.map(({ ids }) => ids);
}
