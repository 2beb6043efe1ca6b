/**
 * Section V: every setting that the simulator models, as data. Names, ranges and the defaults of 4.3 are Kafka's own (a test compares them
 * with the list of Kafka's own classes); `was`, `since` and `until` follow the documentation of the older versions, named by profile: what
 * came with 3.3 or 3.7 is there since '3.9'. Meanings in words live in `view/i18n`.
 */
import { assignors } from '../assignors/index.ts';
import { settingsOf, type More } from './define.ts';
import type { Setting, SettingScope } from './types.ts';

const JAVA_INT = 2_147_483_647;

/** The name members vote with, for the class that RoundRobinPartitioner is in Kafka. */
export const ROUND_ROBIN_PARTITIONER = 'org.apache.kafka.clients.producer.RoundRobinPartitioner';

const producer = settingsOf('producer');
const consumer = settingsOf('consumer');
const topic = settingsOf('topic');
const broker = settingsOf('broker');

/** KIP-899 (3.8) brought the setting, KIP-1102 (4.0) turned it on. */
const RECOVERY: More = { values: ['none', 'rebootstrap'], was: { '3.9': 'none' }, since: '3.9' };

const PRODUCER: readonly Setting[] = [
  producer.list('bootstrap.servers', null),
  producer.text('client.id', ''),
  producer.choice('acks', 'all', { values: ['all', '1', '0'], was: { '2.8': '1' } }),
  producer.longMs('linger.ms', 5, { was: { '3.9': 0 } }),
  producer.bytes('batch.size', 16_384),
  producer.longBytes('buffer.memory', 33_554_432),
  producer.longMs('max.block.ms', 60_000),
  producer.bytes('max.request.size', 1_048_576),
  producer.count('max.in.flight.requests.per.connection', 5),
  producer.ms('request.timeout.ms', 30_000),
  producer.ms('delivery.timeout.ms', 120_000),
  producer.count('retries', JAVA_INT, { min: 0 }),
  producer.longMs('retry.backoff.ms', 100),
  producer.longMs('retry.backoff.max.ms', 1000, { was: { '2.8': 100 }, since: '3.9' }),
  producer.longMs('reconnect.backoff.ms', 50),
  producer.longMs('reconnect.backoff.max.ms', 1000),
  producer.boolean('enable.idempotence', true, { was: { '2.8': false } }),
  producer.choice('partitioner.class', null, {
    values: [ROUND_ROBIN_PARTITIONER, 'key-length', 'first-partition', 'hash-mod', 'process-hash', 'crc32', 'random'],
    valuesSince: { [ROUND_ROBIN_PARTITIONER]: '2.8' },
  }),
  producer.boolean('partitioner.ignore.keys', false, { since: '3.9' }),
  producer.boolean('partitioner.adaptive.partitioning.enable', true, { was: { '2.8': false }, since: '3.9' }),
  producer.longMs('partitioner.availability.timeout.ms', 0, { since: '3.9' }),
  producer.bytes('send.buffer.bytes', 131_072, { min: -1 }),
  producer.bytes('receive.buffer.bytes', 32_768, { min: -1 }),
  producer.choice('compression.type', 'none', { values: ['none', 'gzip', 'snappy', 'lz4', 'zstd'] }),
  producer.longMs('metadata.max.age.ms', 300_000),
  producer.choice('metadata.recovery.strategy', 'rebootstrap', RECOVERY),
];

const CONSUMER: readonly Setting[] = [
  consumer.list('bootstrap.servers', null),
  consumer.text('client.id', ''),
  consumer.text('group.instance.id', null),
  consumer.text('client.rack', '', { since: '2.8' }),
  consumer.list('partition.assignment.strategy', ['range', 'cooperative-sticky'], {
    values: assignors.map(({ name }) => name),
    was: { '2.8': ['range'] },
    valuesSince: { 'cooperative-sticky': '2.8' },
  }),
  consumer.ms('session.timeout.ms', 45_000, { min: 1, was: { '2.8': 10_000 } }),
  consumer.ms('heartbeat.interval.ms', 3000, { min: 1 }),
  consumer.ms('max.poll.interval.ms', 300_000, { min: 1 }),
  consumer.count('max.poll.records', 500),
  consumer.boolean('enable.auto.commit', true),
  consumer.ms('auto.commit.interval.ms', 5000),
  consumer.choice('auto.offset.reset', 'latest', { values: ['latest', 'earliest', 'none'], valuesSince: { by_duration: '4.3' } }),
  consumer.bytes('fetch.min.bytes', 1),
  consumer.ms('fetch.max.wait.ms', 500),
  consumer.bytes('fetch.max.bytes', 52_428_800),
  consumer.bytes('max.partition.fetch.bytes', 1_048_576),
  consumer.ms('request.timeout.ms', 30_000),
  consumer.longMs('retry.backoff.ms', 100),
  consumer.longMs('retry.backoff.max.ms', 1000, { was: { '2.8': 100 }, since: '3.9' }),
  consumer.longMs('reconnect.backoff.ms', 50),
  consumer.longMs('reconnect.backoff.max.ms', 1000),
  consumer.bytes('send.buffer.bytes', 131_072, { min: -1 }),
  consumer.bytes('receive.buffer.bytes', 65_536, { min: -1 }),
  consumer.longMs('metadata.max.age.ms', 300_000),
  consumer.boolean('allow.auto.create.topics', true),
  consumer.choice('metadata.recovery.strategy', 'rebootstrap', RECOVERY),
];

/** L3, L4. Kafka 4.x wants segments of at least 1 MiB, older ones 14 bytes: scenes may have small ones in every version. */
const SEGMENT: More = { min: 14 };
const NO_LIMIT: More = { min: -1 };
const POLICY: More = { values: ['delete', 'compact'] };
const DAY_MS = 86_400_000;

const TOPIC: readonly Setting[] = [
  topic.count('min.insync.replicas', 1),
  topic.boolean('unclean.leader.election.enable', false),
  topic.bytes('max.message.bytes', 1_048_588, { was: { '2.3': 1_000_012 } }),
  topic.list('cleanup.policy', ['delete'], POLICY),
  topic.bytes('segment.bytes', 1_073_741_824, SEGMENT),
  topic.longMs('segment.ms', 7 * DAY_MS, { min: 1 }),
  topic.longMs('retention.ms', 7 * DAY_MS, NO_LIMIT),
  topic.longBytes('retention.bytes', -1, NO_LIMIT),
  topic.longMs('delete.retention.ms', DAY_MS),
  topic.ratio('min.cleanable.dirty.ratio', 0.5),
];

const BROKER: readonly Setting[] = [
  broker.ms('broker.session.timeout.ms', 9000, { min: 1, since: '3.9' }),
  broker.ms('broker.heartbeat.interval.ms', 2000, { min: 1, since: '3.9' }),
  broker.ms('zookeeper.session.timeout.ms', 18_000, { min: 1, until: '2.8', was: { '2.3': 6000 } }),
  broker.longMs('replica.lag.time.max.ms', 30_000, { min: 1, was: { '2.3': 10_000 } }),
  broker.ms('replica.fetch.wait.max.ms', 500),
  broker.bytes('replica.fetch.min.bytes', 1),
  broker.ms('replica.fetch.backoff.ms', 1000),
  broker.ms('replica.socket.timeout.ms', 30_000, { min: 1 }),
  broker.ms('group.initial.rebalance.delay.ms', 3000),
  broker.ms('group.min.session.timeout.ms', 6000),
  broker.ms('group.max.session.timeout.ms', 1_800_000),
  broker.count('group.max.size', JAVA_INT),
  broker.minutes('offsets.retention.minutes', 10_080),
  broker.longMs('offsets.retention.check.interval.ms', 600_000, { min: 1 }),
  broker.count('offsets.topic.num.partitions', 50),
  broker.count('offsets.topic.replication.factor', 3, { max: 32_767 }),
  broker.count('min.insync.replicas', 1),
  broker.boolean('unclean.leader.election.enable', false),
  broker.count('default.replication.factor', 1),
  broker.count('num.partitions', 1),
  broker.boolean('delete.topic.enable', true),
  broker.bytes('message.max.bytes', 1_048_588, { was: { '2.3': 1_000_012 } }),
  broker.list('log.cleanup.policy', ['delete'], POLICY),
  broker.bytes('log.segment.bytes', 1_073_741_824, SEGMENT),
  broker.longMs('log.roll.ms', null, { min: 1 }),
  broker.longMs('log.retention.ms', null, NO_LIMIT),
  broker.longBytes('log.retention.bytes', -1, NO_LIMIT),
  broker.longMs('log.retention.check.interval.ms', 300_000, { min: 1 }),
  broker.longMs('log.initial.task.delay.ms', 30_000, { since: '3.9' }),
  broker.longMs('log.cleaner.backoff.ms', 15_000),
  broker.longMs('log.cleaner.delete.retention.ms', DAY_MS),
  broker.ratio('log.cleaner.min.cleanable.ratio', 0.5),
  broker.boolean('auto.create.topics.enable', true),
  broker.boolean('auto.leader.rebalance.enable', true),
  broker.count('leader.imbalance.check.interval.seconds', 300),
  broker.count('leader.imbalance.per.broker.percentage', 10, { min: 0, until: '3.9' }),
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
