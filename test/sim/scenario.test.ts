import { describe, expect, test } from 'vitest';
import { parseScenarioValue } from '../../src/sim/scenario/index.ts';
import { parseScenario, readYaml } from '../../src/sim/scenario/parseText.ts';
import { ORDERS } from './support/orders.ts';
import { problemsOf } from './support/problems.ts';

describe('a good file', () => {
  test('becomes a complete scenario: defaults filled in, times in ms, keys expanded, script in order', () => {
    const scenario = parseScenario(ORDERS);
    expect(scenario).toMatchObject({ partita: 1, kafka: '4.3', seed: 7, title: null, controllers: ['controller-1'] });
    expect(scenario.brokers.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(scenario.network).toEqual({ clients: { latencyMs: 20, jitterMs: 0 }, brokers: { latencyMs: 20, jitterMs: 0 } });
    expect(scenario.topics).toEqual([
      { name: 'orders', partitions: 6, replicationFactor: 2, replicas: null, config: { 'min.insync.replicas': 2 } },
    ]);
    expect(scenario.producers[0]?.workloads[0]).toMatchObject({
      everyMs: 150,
      startAt: 0,
      stopAt: null,
      count: null,
      pick: 'turn',
      mode: 'fire',
      partition: null,
    });
    expect(scenario.producers[0]?.workloads[0]?.keys).toHaveLength(20);
    expect(scenario.script.map(({ at, do: verb }) => [at, verb])).toEqual([
      [12_000, 'crash'],
      [20_000, 'addPartitions'],
    ]);
  });

  test("a member has its group's settings, topics and application with its own on top", () => {
    const members = parseScenario(ORDERS).groups[0]?.members ?? [];
    expect(members.map(({ id, joinAt, app }) => [id, joinAt, app.perRecordMs])).toEqual([
      ['billing-1', 0, 30],
      ['billing-2', 0, 30],
      ['billing-3', 2000, 5],
    ]);
    expect(members[2]).toMatchObject({
      topics: ['orders'],
      config: { 'session.timeout.ms': 6000, 'partition.assignment.strategy': ['sticky'] },
    });
  });

  test('is the same from YAML, from JSON and from plain data, and survives JSON', () => {
    const scenario = parseScenario(ORDERS);
    const raw = readYaml(ORDERS).value;
    expect(parseScenario(JSON.stringify(raw))).toEqual(scenario);
    expect(parseScenario(JSON.stringify(raw, null, '\t'))).toEqual(scenario);
    expect(parseScenarioValue(raw)).toEqual(scenario);
    expect(JSON.parse(JSON.stringify(scenario))).toEqual(scenario);
  });

  test('is frozen to its depth, and what it was read from is not', () => {
    const raw = readYaml(ORDERS).value as { script: object[] };
    const scenario = parseScenarioValue(raw);
    expect(Object.isFrozen(scenario.groups[0]?.members[0]?.app)).toBe(true);
    expect(Object.isFrozen(raw.script[0])).toBe(false);
  });

  test('may leave everything out but its version', () => {
    const scenario = parseScenario('partita: 1');
    expect(scenario).toMatchObject({ kafka: '4.3', seed: 1, topics: [], producers: [], groups: [], script: [], cluster: { config: {} } });
    expect(scenario.brokers).toHaveLength(3);
  });

  test('with one broker has an offsets topic that fits it', () => {
    expect(parseScenario('partita: 1\nbrokers: 1').cluster.config).toEqual({ 'offsets.topic.replication.factor': 1 });
  });

  test('places replicas where it says', () => {
    const [topic] = parseScenario('partita: 1\ntopics: { t: { replicas: [[1, 2], [2, 3]] } }').topics;
    expect(topic).toMatchObject({
      partitions: 2,
      replicationFactor: 2,
      replicas: [
        [1, 2],
        [2, 3],
      ],
    });
  });

  test.each([
    ['keys: [a, 7]', { keys: ['a', '7'] }],
    ['keys: "u{01..03}"', { keys: ['u01', 'u02', 'u03'] }],
    ['keys: "{1..2}-{1..2}"', { keys: ['1-1', '1-2', '2-1', '2-2'] }],
    ['value: hello', { value: { text: 'hello' } }],
    ['value: { amount: 3 }', { value: { text: '{"amount":3}' } }],
    ['value: { bytes: 3 }', { value: { bytes: 3 } }],
    ['mode: sync', { mode: 'sync' }],
  ])('a workload may say %s', (line, expected) => {
    const text = `partita: 1\ntopics: { orders: {} }\nproducers:\n  p:\n    workload:\n      topic: orders\n      atMs: [2s, 1s]\n      ${line}\n`;
    expect(parseScenario(text).producers[0]?.workloads[0]).toMatchObject({ atMs: [1000, 2000], ...expected });
  });

  test('F4, O2: enable.auto.commit and the policy of the application follow each other', () => {
    const member = (block: string) =>
      parseScenario(`partita: 1\ntopics: { orders: {} }\ngroups: { g: { topics: [orders], members: [m], ${block} } }`).groups[0]
        ?.members[0];
    expect(member('app: { commit: syncPerPoll }')?.config).toEqual({ 'enable.auto.commit': false });
    expect(member('app: { commit: { every: 5 } }')?.app.commit).toEqual({ every: 5 });
    expect(member('config: { enable.auto.commit: false }')?.app.commit).toBe('none');
    expect(member('app: { perRecordMs: 3 }')).toMatchObject({ config: {}, app: { commit: 'auto' } });
  });

  test('clients may name a topic that the script creates', () => {
    const text = `partita: 1
producers: { p: { workload: { topic: late, everyMs: 100, partition: 3 } } }
groups: { g: { topics: [late] } }
script:
  - { at: 1s, do: createTopic, topic: late, partitions: 2 }
  - { at: 2s, do: addPartitions, topic: late, partitions: 4 }
  - { at: 3s, do: crash, target: g-1 }
  - { at: 2s, do: addMember, group: g, id: g-1 }
`;
    expect(problemsOf(text)).toEqual([]);
  });
});
