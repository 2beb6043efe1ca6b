/**
 * A scenario back in the words of its language: what parseScenarioValue reads into the same scenario again. What a reader would fill in
 * by itself is left out, so that the text is as short as a person would have written it.
 */
import { runsOnZooKeeper } from '../config/index.ts';
import type { Json, JsonRecord } from './plain.ts';
import { given } from './plain.ts';
import { keysOf } from './keys.ts';
import type { BrokerSpec, ConfigOverrides, LinkSpec, ProducerSpec, Scenario, TopicSpec, WorkloadSpec } from './types.ts';
import { groupValue } from './writeGroups.ts';

/** Times above are written as numbers: seconds with decimals would no longer be exact. */
const LONGEST_IN_WORDS = 86_400_000;

export function scenarioValue(scenario: Scenario): JsonRecord {
  return given({
    partita: scenario.partita,
    kafka: scenario.kafka,
    seed: scenario.seed,
    title: scenario.title,
    network: networkValue(scenario.network),
    ...controllersValue(scenario),
    cluster: configured(clusterConfig(scenario)),
    brokers: brokersValue(scenario.brokers),
    topics: mapping(scenario.topics.map((topic) => [topic.name, topicValue(topic)])),
    producers: mapping(scenario.producers.map((producer) => [producer.id, producerValue(producer)])),
    groups: mapping(scenario.groups.map((group) => [group.id, groupValue(group)])),
    script:
      scenario.script.length === 0 ? null : scenario.script.map((command) => ({ ...(command as JsonRecord), at: timeValue(command.at) })),
  });
}

const mapping = (entries: readonly (readonly [string, Json])[]): Json => (entries.length === 0 ? null : Object.fromEntries(entries));

const configured = (config: ConfigOverrides): Json => (Object.keys(config).length === 0 ? null : { config: { ...config } });

/** `12s`, `1.5s`, or a number of ms where that says it better. */
function timeValue(ms: number): Json {
  return ms > 0 && ms % 100 === 0 && ms <= LONGEST_IN_WORDS ? `${ms / 1000}s` : ms;
}

const USUAL_LINK: LinkSpec = { latencyMs: 20, jitterMs: 0 };

function networkValue({ clients, brokers }: Scenario['network']): Json {
  const common = (['latencyMs', 'jitterMs', 'bandwidthBytesPerMs'] as const).every((name) => clients[name] === brokers[name]);
  const beside = (link: LinkSpec) => {
    const { latencyMs, jitterMs, bandwidthBytesPerMs = null } = link;
    const rest = given({
      latencyMs: latencyMs === USUAL_LINK.latencyMs ? null : latencyMs,
      jitterMs: jitterMs === USUAL_LINK.jitterMs ? null : jitterMs,
      bandwidthBytesPerMs,
    });
    return Object.keys(rest).length === 0 ? null : rest;
  };
  if (common) return beside(clients);
  return given({ clients: beside(clients), brokers: beside(brokers) });
}

/** C1: controllers of their own by number, or the brokers that are controllers as well; ZooKeeper's servers by number. */
function controllersValue({ kafka, controllers }: Scenario): JsonRecord {
  if (runsOnZooKeeper(kafka)) return controllers.length === 1 ? {} : { zookeeper: controllers.length };
  const combined = controllers.every((id) => /^\d+$/.test(id));
  if (combined) return { controllers: controllers.map(Number) };
  return controllers.length === 1 ? {} : { controllers: controllers.length };
}

/** What a small cluster's offsets topic was lowered to is not the author's word. */
function clusterConfig({ cluster, brokers }: Scenario): ConfigOverrides {
  const name = 'offsets.topic.replication.factor';
  const { [name]: factor, ...rest } = cluster.config;
  const lowered = brokers.length < 3 && factor === Math.max(1, brokers.length) && Object.keys(cluster.config).at(-1) === name;
  return lowered ? rest : cluster.config;
}

function brokersValue(brokers: readonly BrokerSpec[]): Json {
  const plain = ({ rack, config }: BrokerSpec) => rack === null && Object.keys(config).length === 0;
  if (brokers.every((broker, index) => plain(broker) && broker.id === index + 1)) return brokers.length;
  return brokers.map((broker) =>
    plain(broker) ? broker.id : given({ id: broker.id, rack: broker.rack, ...(configured(broker.config) as JsonRecord | null) }),
  );
}

function topicValue({ partitions, replicationFactor, replicas, config }: TopicSpec): Json {
  const placed: JsonRecord = replicas === null ? { partitions, replicationFactor } : { replicas: replicas.map((ids) => [...ids]) };
  return { ...placed, ...(configured(config) as JsonRecord | null) };
}

function producerValue({ config, workloads }: ProducerSpec): Json {
  const [first] = workloads;
  const workload = workloads.length === 1 && first !== undefined ? workloadValue(first) : workloads.map(workloadValue);
  return given({ ...(configured(config) as JsonRecord | null), workload: workloads.length === 0 ? null : workload });
}

function workloadValue(spec: WorkloadSpec): Json {
  const { topic, everyMs, atMs, count, startAt, stopAt, keys, pick, value, partition, mode, poison = null } = spec;
  const written = given({
    topic,
    everyMs,
    atMs: atMs === null ? null : [...atMs],
    count,
    startAt: startAt === 0 ? null : timeValue(startAt),
    stopAt: stopAt === null ? null : timeValue(stopAt),
    keys: keys === null ? null : keysOf(keys),
    pick: pick === 'turn' ? null : pick,
    partition,
    mode: mode === 'fire' ? null : mode,
    poison: poison === null ? null : [...poison],
  });
  // A null here is a tombstone (L4), not something left out.
  if ('text' in value) return { ...written, value: value.text };
  return value.bytes === 100 && value.kind === undefined ? written : { ...written, value: { ...value } };
}
