// Section V: what the four versions differ in. Defaults of 4.3 are compared with Kafka's own list in config.test.ts.
import { describe, expect, test } from 'vitest';
import { conflictsIn, profiles, readSetting, settings, settingsFor, type ProfileName } from '../../src/sim/config/index.ts';
import { createSimulation, parseScenario } from '../../src/sim/index.ts';
import { createChecker } from '../../src/sim/invariants/index.ts';

const JAVA_ROUND_ROBIN = 'org.apache.kafka.clients.producer.RoundRobinPartitioner';

/** Default by profile, in the order of `profiles`, of everything that ever changed. */
const CHANGED: Readonly<Record<string, readonly unknown[]>> = {
  'producer acks': ['1', '1', 'all', 'all'],
  'producer enable.idempotence': [false, false, true, true],
  'producer linger.ms': [0, 0, 0, 5],
  'producer retry.backoff.max.ms': [100, 100, 1000, 1000],
  'producer partitioner.adaptive.partitioning.enable': [false, false, true, true],
  'producer metadata.recovery.strategy': ['none', 'none', 'none', 'rebootstrap'],
  'consumer session.timeout.ms': [10_000, 10_000, 45_000, 45_000],
  'consumer partition.assignment.strategy': [['range'], ['range'], ['range', 'cooperative-sticky'], ['range', 'cooperative-sticky']],
  'consumer retry.backoff.max.ms': [100, 100, 1000, 1000],
  'consumer metadata.recovery.strategy': ['none', 'none', 'none', 'rebootstrap'],
  'broker zookeeper.session.timeout.ms': [6000, 18_000, 18_000, 18_000],
  'broker replica.lag.time.max.ms': [10_000, 30_000, 30_000, 30_000],
  'broker message.max.bytes': [1_000_012, 1_048_588, 1_048_588, 1_048_588],
  'topic max.message.bytes': [1_000_012, 1_048_588, 1_048_588, 1_048_588],
};

describe('V: defaults', () => {
  test('V: the profiles are 2.3, 2.8, 3.9 and 4.3, and a scenario may ask for each', () => {
    expect(profiles).toEqual(['2.3', '2.8', '3.9', '4.3']);
    for (const kafka of profiles) expect(parseScenario(`partita: 1\nkafka: "${kafka}"`).kafka).toBe(kafka);
  });

  test.each(Object.entries(CHANGED))('V: %s changed as the table says', (name, values) => {
    const [scope, setting] = name.split(' ');
    const row = settings.find((it) => it.scope === scope && it.name === setting);
    expect(profiles.map((profile) => row?.default[profile])).toEqual(values);
  });

  test('V: everything else is the same in all four', () => {
    const differing = settings.filter(({ default: it }) =>
      profiles.some((profile) => JSON.stringify(it[profile]) !== JSON.stringify(it['4.3'])),
    );
    expect(differing.map(({ scope, name }) => `${scope} ${name}`).toSorted()).toEqual(Object.keys(CHANGED).toSorted());
  });

  test('V: nobody is known to a version in which its default breaks a rule of that version', () => {
    for (const profile of profiles)
      for (const scope of ['producer', 'consumer', 'topic', 'broker'] as const) expect(conflictsIn(scope, profile, {})).toEqual([]);
  });
});

describe('V: what a version does not know', () => {
  test.each([
    ['producer', 'retry.backoff.max.ms', 5, '2.8', 'Kafka 2.8 has no setting "retry.backoff.max.ms"; Kafka 3.9, 4.3 have it'],
    ['producer', 'partitioner.ignore.keys', true, '2.3', 'Kafka 2.3 has no setting "partitioner.ignore.keys"; Kafka 3.9, 4.3 have it'],
    [
      'consumer',
      'metadata.recovery.strategy',
      'none',
      '2.8',
      'Kafka 2.8 has no setting "metadata.recovery.strategy"; Kafka 3.9, 4.3 have it',
    ],
    [
      'producer',
      'partitioner.class',
      'RoundRobinPartitioner',
      '2.3',
      `Kafka 2.3 has no ${JAVA_ROUND_ROBIN} for "partitioner.class"; Kafka 2.8, 3.9, 4.3 have it`,
    ],
    [
      'consumer',
      'partition.assignment.strategy',
      ['range', 'cooperative-sticky'],
      '2.3',
      'Kafka 2.3 has no cooperative-sticky for "partition.assignment.strategy"; Kafka 2.8, 3.9, 4.3 have it',
    ],
  ] as const)('V: %s %s: %s is refused in a scenario of %s, naming who has it', (scope, name, value, profile, reason) => {
    expect(readSetting(scope, name, value, profile)).toEqual({ reason });
    expect(readSetting(scope, name, value, '3.9')).toHaveProperty('value');
  });

  test('V: a scenario of 2.3 that asks for one is refused with its line', () => {
    const yaml = 'partita: 1\nkafka: "2.3"\nproducers:\n  web: { topic: orders, config: { partitioner.ignore.keys: true } }\n';
    expect(() => parseScenario(yaml)).toThrow(/Kafka 2\.3 has no setting "partitioner\.ignore\.keys"; Kafka 3\.9, 4\.3 have it/);
  });
});

describe('what a client makes of its settings', () => {
  const idempotence = (profile: ProfileName, overrides: Parameters<typeof settingsFor>[2]) =>
    settingsFor('producer', profile, overrides)['enable.idempotence'];

  test('P7, V: more than five in flight: 4.3 refuses, 3.9 turns idempotence off, before it was off', () => {
    const six = { 'max.in.flight.requests.per.connection': 6 };
    const refused = (profile: ProfileName, more: Parameters<typeof settingsFor>[2] = {}) =>
      conflictsIn('producer', profile, { ...six, ...more }).length > 0;
    expect(profiles.map((profile) => refused(profile))).toEqual([false, false, false, true]);
    expect(profiles.map((profile) => refused(profile, { 'enable.idempotence': true }))).toEqual([true, true, true, true]);
    expect(refused('4.3', { acks: '1' })).toBe(true);
    expect(refused('4.3', { 'enable.idempotence': false })).toBe(false);
    expect(idempotence('3.9', {})).toBe(true);
    expect(idempotence('3.9', six)).toBe(false);
  });

  test('P7, V: in 2.3 and 2.8 explicit idempotence raises acks that were not set', () => {
    const acks = (profile: ProfileName) => settingsFor('producer', profile, { 'enable.idempotence': true })['acks'];
    expect(settingsFor('producer', '2.8')['acks']).toBe('1');
    expect(profiles.map(acks)).toEqual(['all', 'all', 'all', 'all']);
    expect(conflictsIn('producer', '2.3', { 'enable.idempotence': true })).toEqual([]);
  });

  test('P6, V: before KIP-580 (3.7) every back-off was as long as the first', () => {
    const longest = (profile: ProfileName) => settingsFor('consumer', profile, { 'retry.backoff.ms': 300 })['retry.backoff.max.ms'];
    expect(profiles.map(longest)).toEqual([300, 300, 1000, 1000]);
  });
});

const world = (kafka: string) => `
partita: 1
kafka: "${kafka}"
topics: { orders: { partitions: 3, replicationFactor: 3 } }
producers:
  web: { workload: { topic: orders, everyMs: 50, keys: "user_{1..20}", value: { bytes: 100 }, count: 100 } }
groups:
  billing: { config: { auto.offset.reset: earliest }, topics: [orders], members: [billing-1, billing-2] }
`;

test.each(profiles)('V: a whole world of %s delivers and reads what was sent, no invariant broken (D2)', (kafka) => {
  const check = createChecker();
  const broken: unknown[] = [];
  const run = createSimulation(parseScenario(world(kafka)), { watch: (after, facts) => broken.push(...check(after, facts)) });
  run.runUntil(20_000);
  expect(run.read().ledger.groups['billing']).toMatchObject({ processed: 100, duplicates: 0, skipped: 0 });
  expect(broken).toEqual([]);
});
