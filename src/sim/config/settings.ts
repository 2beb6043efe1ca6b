/**
 * Section V: every setting that the simulator models, as data. Names, ranges and the defaults of 4.3 are Kafka's own (a test compares them
 * with the list of Kafka's own classes); the defaults of 2.8 follow the version's documentation. Meanings in words live in `view/i18n`.
 */
import { assignorNames } from '../assignors/registry.ts';
import type { ProfileName, Setting, SettingScope, SettingValue } from './types.ts';

/** What differs from the usual: a range, the values of an enumeration, the default of 2.8, and whether 2.8 knows it at all. */
interface More {
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
  readonly in28?: SettingValue;
  readonly since28?: false;
}

const JAVA_INT = 2_147_483_647;
const JAVA_LONG = Number.MAX_SAFE_INTEGER;

/** The name members vote with, for the class that RoundRobinPartitioner is in Kafka. */
export const ROUND_ROBIN_PARTITIONER = 'org.apache.kafka.clients.producer.RoundRobinPartitioner';

function settingsOf(scope: SettingScope) {
  const define =
    (type: Setting['type'], unit: Setting['unit'], usual: More = {}) =>
    (name: string, value: SettingValue, more: More = {}): Setting => {
      const { in28 = value, since28, ...range } = { ...usual, ...more };
      const defaults: Record<ProfileName, SettingValue> = { '2.8': in28, '4.3': value };
      return { name, scope, type, unit, default: defaults, ...range, ...(since28 === false && { absentIn: ['2.8' as const] }) };
    };
  return {
    ms: define('int', 'ms', { min: 0, max: JAVA_INT }),
    longMs: define('int', 'ms', { min: 0, max: JAVA_LONG }),
    bytes: define('int', 'bytes', { min: 0, max: JAVA_INT }),
    longBytes: define('int', 'bytes', { min: 0, max: JAVA_LONG }),
    count: define('int', 'count', { min: 1, max: JAVA_INT }),
    boolean: define('boolean', null),
    choice: define('enum', null),
    list: define('list', null),
    text: define('string', null),
  };
}

const producer = settingsOf('producer');
const consumer = settingsOf('consumer');
const topic = settingsOf('topic');
const broker = settingsOf('broker');

const PRODUCER: readonly Setting[] = [
  producer.text('client.id', ''),
  producer.choice('acks', 'all', { values: ['all', '1', '0'], in28: '1' }),
  producer.longMs('linger.ms', 5, { in28: 0 }),
  producer.bytes('batch.size', 16_384),
  producer.longBytes('buffer.memory', 33_554_432),
  producer.longMs('max.block.ms', 60_000),
  producer.bytes('max.request.size', 1_048_576),
  producer.count('max.in.flight.requests.per.connection', 5),
  producer.ms('request.timeout.ms', 30_000),
  producer.ms('delivery.timeout.ms', 120_000),
  producer.count('retries', JAVA_INT, { min: 0 }),
  producer.longMs('retry.backoff.ms', 100),
  producer.longMs('retry.backoff.max.ms', 1000, { in28: 100, since28: false }),
  producer.longMs('reconnect.backoff.ms', 50),
  producer.longMs('reconnect.backoff.max.ms', 1000),
  producer.boolean('enable.idempotence', true, { in28: false }),
  producer.choice('partitioner.class', null, { values: [ROUND_ROBIN_PARTITIONER] }),
  producer.boolean('partitioner.ignore.keys', false, { since28: false }),
  producer.boolean('partitioner.adaptive.partitioning.enable', true, { in28: false, since28: false }),
  producer.longMs('metadata.max.age.ms', 300_000),
];

const CONSUMER: readonly Setting[] = [
  consumer.text('client.id', ''),
  consumer.list('partition.assignment.strategy', ['range', 'cooperative-sticky'], {
    values: assignorNames,
    in28: ['range'],
  }),
  consumer.ms('session.timeout.ms', 45_000, { min: 1, in28: 10_000 }),
  consumer.ms('heartbeat.interval.ms', 3000, { min: 1 }),
  consumer.ms('max.poll.interval.ms', 300_000, { min: 1 }),
  consumer.count('max.poll.records', 500),
  consumer.boolean('enable.auto.commit', true),
  consumer.ms('auto.commit.interval.ms', 5000),
  consumer.choice('auto.offset.reset', 'latest', { values: ['latest', 'earliest', 'none'] }),
  consumer.bytes('fetch.min.bytes', 1),
  consumer.ms('fetch.max.wait.ms', 500),
  consumer.bytes('fetch.max.bytes', 52_428_800),
  consumer.bytes('max.partition.fetch.bytes', 1_048_576),
  consumer.ms('request.timeout.ms', 30_000),
  consumer.longMs('retry.backoff.ms', 100),
  consumer.longMs('retry.backoff.max.ms', 1000, { in28: 100, since28: false }),
  consumer.longMs('reconnect.backoff.ms', 50),
  consumer.longMs('reconnect.backoff.max.ms', 1000),
  consumer.longMs('metadata.max.age.ms', 300_000),
];

const TOPIC: readonly Setting[] = [topic.count('min.insync.replicas', 1), topic.boolean('unclean.leader.election.enable', false)];

const BROKER: readonly Setting[] = [
  broker.ms('broker.session.timeout.ms', 9000, { min: 1 }),
  broker.ms('broker.heartbeat.interval.ms', 2000, { min: 1 }),
  broker.longMs('replica.lag.time.max.ms', 30_000, { min: 1 }),
  broker.ms('replica.fetch.wait.max.ms', 500),
  broker.bytes('replica.fetch.min.bytes', 1),
  broker.ms('replica.fetch.backoff.ms', 1000),
  broker.ms('replica.socket.timeout.ms', 30_000, { min: 1 }),
  broker.ms('group.initial.rebalance.delay.ms', 3000),
  broker.ms('group.min.session.timeout.ms', 6000),
  broker.ms('group.max.session.timeout.ms', 1_800_000),
  broker.count('offsets.topic.num.partitions', 50),
  broker.count('offsets.topic.replication.factor', 3, { max: 32_767 }),
  broker.count('min.insync.replicas', 1),
  broker.boolean('unclean.leader.election.enable', false),
  broker.count('default.replication.factor', 1),
  broker.count('num.partitions', 1),
];

export const settings: readonly Setting[] = [...PRODUCER, ...CONSUMER, ...TOPIC, ...BROKER];

const byScope: Readonly<Record<SettingScope, ReadonlyMap<string, Setting>>> = {
  producer: new Map(PRODUCER.map((it) => [it.name, it])),
  consumer: new Map(CONSUMER.map((it) => [it.name, it])),
  topic: new Map(TOPIC.map((it) => [it.name, it])),
  broker: new Map(BROKER.map((it) => [it.name, it])),
};

/** Everything that can be set for a producer, a consumer, a topic or a broker. */
export const settingsIn = (scope: SettingScope): readonly Setting[] => [...byScope[scope].values()];

/** One setting by Kafka's name, or undefined. */
export const settingNamed = (scope: SettingScope, name: string): Setting | undefined => byScope[scope].get(name);
