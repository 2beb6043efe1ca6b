import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { conflictsIn, readSetting, settings, settingsFor, topicSettings, type SettingScope } from '../../src/sim/config/index.ts';
import { NOT_MODELLED } from '../../src/sim/config/notModelled.ts';

interface GoldenSetting {
  readonly name: string;
  readonly type: string;
  readonly default: unknown;
  readonly validValues: string | null;
}

/** Ranges that a scene of a minute may go below; SPEC.md's simplifications say so. */
const LOWERED_FOR_SCENES: readonly string[] = ['segment.bytes', 'log.segment.bytes'];

const SCOPES: readonly SettingScope[] = ['producer', 'consumer', 'topic', 'broker'];
const golden = (scope: SettingScope): readonly GoldenSetting[] =>
  JSON.parse(readFileSync(new URL(`../golden/vectors/config/${scope}-config.json`, import.meta.url), 'utf8')) as GoldenSetting[];

/** Kafka writes assignors as classes; we name them as members vote for them. */
const inOurWords = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map((it: unknown) =>
        it === 'org.apache.kafka.clients.consumer.RangeAssignor'
          ? 'range'
          : it === 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor'
            ? 'cooperative-sticky'
            : it,
      )
    : value;

describe.each(SCOPES)('V: settings of a %s', (scope) => {
  /** Settings that 4.3 has lost (those of ZooKeeper) have nothing there to be compared with. */
  const modelled = settings.filter((it) => it.scope === scope && it.absentIn?.includes('4.3') !== true);
  const theirs = new Map(golden(scope).map((it) => [it.name, it]));

  test("every modelled one has Kafka 4.3's default and kind", () => {
    for (const { name, type, default: defaults } of modelled) {
      expect({ name, default: defaults['4.3'] }).toEqual({ name, default: inOurWords(theirs.get(name)?.default) });
      const kinds = {
        int: ['int', 'long', 'short'],
        boolean: ['boolean'],
        enum: ['string', 'class'],
        list: ['list'],
        string: ['string'],
        number: ['double'],
      };
      expect(kinds[type], name).toContain(theirs.get(name)?.type);
    }
  });

  test('V: none takes a number below the range that Kafka 4.3 states, unless a scene needs it small', () => {
    const bounds = modelled.flatMap(({ name, min }) => {
      const least = /^\[(-?\d+),/.exec(theirs.get(name)?.validValues ?? '')?.[1];
      return least === undefined || min === undefined || min >= Number(least) ? [] : [name];
    });
    expect(bounds.filter((name) => !LOWERED_FOR_SCENES.includes(name))).toEqual([]);
  });

  test('each of Kafka 4.3 is either modelled or known to come later, none both', () => {
    const ours = [...modelled.map((it) => it.name), ...NOT_MODELLED[scope]];
    expect(ours.toSorted()).toEqual(
      golden(scope)
        .map((it) => it.name)
        .toSorted(),
    );
  });
});

describe('reading a value', () => {
  const read = (scope: SettingScope, name: string, value: unknown) => readSetting(scope, name, value, '4.3');

  test('times may be written with a unit, numbers and booleans as text', () => {
    expect(read('consumer', 'session.timeout.ms', '6s')).toEqual({ value: 6000 });
    expect(read('consumer', 'session.timeout.ms', '6000')).toEqual({ value: 6000 });
    expect(read('consumer', 'enable.auto.commit', 'false')).toEqual({ value: false });
  });

  test.each([
    [-1, 'all'],
    ['-1', 'all'],
    ['all', 'all'],
    [1, '1'],
    [0, '0'],
  ])('acks %s means %s', (written, meant) => {
    expect(read('producer', 'acks', written)).toEqual({ value: meant });
  });

  test('assignors and partitioners may be named by class', () => {
    const value = ['org.apache.kafka.clients.consumer.RoundRobinAssignor', 'StickyAssignor', 'range'];
    expect(read('consumer', 'partition.assignment.strategy', value)).toEqual({ value: ['roundrobin', 'sticky', 'range'] });
    expect(read('consumer', 'partition.assignment.strategy', 'range, sticky')).toEqual({ value: ['range', 'sticky'] });
    expect(read('producer', 'partitioner.class', 'RoundRobinPartitioner')).toEqual({
      value: 'org.apache.kafka.clients.producer.RoundRobinPartitioner',
    });
  });

  test.each([
    ['producer', 'linger', 5, /no producer setting "linger"\. Did you mean "linger\.ms"/],
    ['producer', 'session.timeout.ms', 5, /is a setting of a consumer, not of a producer/],
    ['consumer', 'check.crcs', true, /exists in Kafka but is not modelled yet/],
    ['consumer', 'isolation.level', 'read_committed', /comes with transactions, later/],
    ['consumer', 'group.protocol', 'consumer', /KIP-848 comes later/],
    ['producer', 'compression.type', 'brotli', /one of none, gzip, snappy, lz4, zstd/],
    ['topic', 'compression.type', 'zstd', /as producers compressed them/],
    ['producer', 'transactional.id', 'x', /transactions come later/],
    ['producer', 'partitioner.class', 'key-lenght', /Did you mean "key-length"/],
    ['consumer', 'partition.assignment.strategy', ['stiky'], /Did you mean "sticky"/],
    ['consumer', 'session.timeout.ms', 'soon', /is a time/],
    ['consumer', 'max.poll.records', 0, /at least 1/],
    ['producer', 'acks', 2, /all \(or -1\), 1 or 0, not 2/],
    ['consumer', 'auto.offset.reset', 'earlist', /Did you mean "earliest"/],
  ] as const)('%s %s: %s is refused with the reason', (scope, name, value, reason) => {
    const result = read(scope, name, value);
    expect('reason' in result && result.reason).toMatch(reason);
  });

  test('what names the present behaviour of a setting not modelled sets nothing', () => {
    expect(read('topic', 'compression.type', 'producer')).toEqual({ value: null });
    expect(read('consumer', 'group.protocol', 'CLASSIC')).toEqual({ value: null });
  });
});

describe('what follows from settings', () => {
  test('P7: acks=1 turns idempotence off that was on by default only', () => {
    expect(settingsFor('producer', '4.3')['enable.idempotence']).toBe(true);
    expect(settingsFor('producer', '4.3', { acks: '1' })['enable.idempotence']).toBe(false);
    expect(settingsFor('producer', '4.3', { retries: 0 })['enable.idempotence']).toBe(false);
    expect(conflictsIn('producer', '4.3', { acks: '1' })).toEqual([]);
  });

  test('P7: explicit idempotence refuses acks=1, no retries and six in flight', () => {
    const names = (overrides: Parameters<typeof conflictsIn>[2]) =>
      conflictsIn('producer', '4.3', { 'enable.idempotence': true, ...overrides }).map((it) => [it.name, it.exception]);
    expect(names({})).toEqual([]);
    expect(names({ acks: '1' })).toEqual([['acks', 'ConfigException']]);
    expect(names({ retries: 0 })).toEqual([['retries', 'ConfigException']]);
    expect(names({ 'max.in.flight.requests.per.connection': 6 })).toEqual([['max.in.flight.requests.per.connection', 'ConfigException']]);
  });

  test('P6: delivery.timeout.ms must leave room for linger.ms + request.timeout.ms; one that was not set makes room', () => {
    const overrides = { 'linger.ms': 1000, 'request.timeout.ms': 5000 };
    expect(conflictsIn('producer', '4.3', { ...overrides, 'delivery.timeout.ms': 6000 })).toEqual([]);
    expect(conflictsIn('producer', '4.3', { ...overrides, 'delivery.timeout.ms': 5999 })).toMatchObject([
      { name: 'delivery.timeout.ms', exception: 'ConfigException' },
    ]);
    expect(settingsFor('producer', '4.3', { 'request.timeout.ms': 200_000 })['delivery.timeout.ms']).toBe(200_005);
  });

  test('G7: the consumer refuses heartbeat.interval.ms ≥ session.timeout.ms', () => {
    expect(conflictsIn('consumer', '4.3', { 'session.timeout.ms': 3001 })).toEqual([]);
    expect(conflictsIn('consumer', '4.3', { 'session.timeout.ms': 3000 })).toMatchObject([
      { name: 'session.timeout.ms', exception: 'IllegalArgumentException' },
    ]);
    expect(conflictsIn('consumer', '4.3', { 'heartbeat.interval.ms': 45_000 })).toMatchObject([{ name: 'heartbeat.interval.ms' }]);
  });

  test('T3: a topic that says nothing takes what its brokers say', () => {
    const broker = settingsFor('broker', '4.3', { 'min.insync.replicas': 2 });
    expect(topicSettings('4.3', broker)['min.insync.replicas']).toBe(2);
    expect(topicSettings('4.3', broker, { 'min.insync.replicas': 3 })['min.insync.replicas']).toBe(3);
  });
});
