import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../src/sim/scenario/parseText.ts';
import type { Command } from '../../src/sim/scenario/types.ts';
import { checkCommand, planCommand, verbs, type NodeView, type VerbView } from '../../src/sim/scenario/verbs/index.ts';

const scenario = parseScenario(`partita: 1
topics: { orders: { partitions: 2 } }
producers: { web-1: { config: { linger.ms: 10 } } }
groups:
  billing:
    topics: [orders]
    config: { session.timeout.ms: 6000 }
    members: [billing-1, billing-2]
`);
const billing = scenario.groups[0];
if (billing === undefined) throw new Error('the scenario of these tests has a group');

/** Three brokers, a controller, a producer and a group of two, everything running; then what a story changes. */
function world(states: Readonly<Record<string, NodeView['state']>> = {}, more: Partial<VerbView> = {}): VerbView {
  const node = (id: string, kind: NodeView['kind'], config?: NodeView['config']): NodeView => ({
    kind,
    state: states[id] ?? 'running',
    ...(config && { config }),
  });
  return {
    profile: '4.3',
    nodes: {
      1: node('1', 'broker'),
      2: node('2', 'broker'),
      3: node('3', 'broker'),
      'controller-1': node('controller-1', 'controller'),
      'web-1': node('web-1', 'producer', { 'linger.ms': 10 }),
      'billing-1': node('billing-1', 'consumer', billing?.config),
      'billing-2': node('billing-2', 'consumer', billing?.config),
    },
    topics: { orders: { partitions: 2 } },
    brokers: [1, 2, 3],
    groups: { billing: { members: ['billing-1', 'billing-2'], spec: billing as NonNullable<typeof billing> } },
    cuts: [],
    slowLinks: [],
    controllerAvailable: true,
    cluster: {},
    ...more,
  };
}

/** What the kernel would do, or the code and words of the refusal. */
function told(command: Command, view = world()) {
  const plan = planCommand(command, view);
  return plan.ok ? plan.operations : `${plan.error.code}: ${plan.error.message}`;
}

test('every verb of the language is known, once', () => {
  const names = verbs.map((it) => it.name);
  expect(new Set(names).size).toBe(names.length);
  const language =
    'crash restart pause resume shutdown cut heal slowLink slowDisk send flush close addBroker addProducer addGroup addMember removeMember subscribe createTopic deleteTopic addPartitions alterConfig seek commit pausePartitions resumePartitions electLeaders setConfig';
  expect(names.toSorted()).toEqual(language.split(' ').toSorted());
});

describe('N4: faults of processes', () => {
  test.each(['crash', 'pause'])('%s strikes a broker by its number, clients and controllers by their ids', (verb) => {
    for (const target of [1, '1', 'web-1', 'billing-2', 'controller-1'])
      expect(told({ do: verb, target })).toEqual([{ op: verb, node: String(target) }]);
  });

  test.each([
    ['crash', 'crashed', /^wrongState: broker 1 has crashed: it cannot crash/],
    ['crash', 'stopped', /^wrongState/],
    ['restart', 'running', /^wrongState: broker 1 is running: it cannot be restarted/],
    ['restart', 'paused', /^wrongState/],
    ['pause', 'paused', /^wrongState/],
    ['resume', 'running', /^wrongState: broker 1 is running: it cannot be resumed/],
  ] as const)('%s is refused for what is %s', (verb, state, reason) => {
    expect(told({ do: verb, target: 1 }, world({ 1: state }))).toMatch(reason);
  });

  test('a paused process can be killed, a stopped one restarted', () => {
    expect(told({ do: 'crash', target: 1 }, world({ 1: 'paused' }))).toEqual([{ op: 'crash', node: '1' }]);
    expect(told({ do: 'restart', target: 'billing-1' }, world({ 'billing-1': 'stopped' }))).toEqual([{ op: 'restart', node: 'billing-1' }]);
  });

  test('a target that does not exist is answered with the nearest', () => {
    expect(told({ do: 'crash', target: 'biling-2' })).toBe(
      'unknownTarget: target: there is no broker, producer, member or controller "biling-2". Did you mean "billing-2"?',
    );
    expect(told({ do: 'crash', target: 'billing' })).toMatch(/"billing" is a group, not a/);
  });
});

describe('N4: faults of links', () => {
  test('cut and heal take two processes, or groups of them', () => {
    expect(told({ do: 'cut', between: [1, 'web-1'] })).toEqual([{ op: 'cut', between: ['1', 'web-1'] }]);
    expect(told({ do: 'cut', between: [1, [2, 3]] })).toEqual([
      { op: 'cut', between: ['1', '2'] },
      { op: 'cut', between: ['1', '3'] },
    ]);
  });

  test('a link is cut once, in either direction, and healed only if cut', () => {
    const cut = world({}, { cuts: [['1', '2']] });
    expect(told({ do: 'cut', between: [2, 1] }, cut)).toMatch(/^wrongState: .*is cut already/);
    expect(told({ do: 'heal', between: [2, 1] }, cut)).toEqual([{ op: 'heal', between: ['2', '1'] }]);
    expect(told({ do: 'heal', between: [1, 3] }, cut)).toMatch(/^wrongState: .*is not cut/);
    expect(told({ do: 'cut', between: [1, [2, 3]] }, cut)).toEqual([{ op: 'cut', between: ['1', '3'] }]);
    expect(told({ do: 'cut', between: [1, 1] })).toMatch(/no link to itself/);
  });
});

describe("calls of a client's API", () => {
  test('send gives a record to the producer', () => {
    expect(told({ do: 'send', producer: 'web-1', topic: 'orders', key: 7, value: { a: 1 } })).toEqual([
      {
        op: 'tell',
        actor: 'producer:web-1',
        message: { type: 'command.send', topic: 'orders', key: '7', value: '{"a":1}', partition: null },
      },
    ]);
    expect(told({ do: 'send', producer: 'web-1', topic: 'orders', partition: 2 })).toMatch(
      /^UNKNOWN_TOPIC_OR_PARTITION: .*partitions 0 to 1/,
    );
    expect(told({ do: 'send', producer: 'web-1', topic: 'order' })).toMatch(/^UNKNOWN_TOPIC_OR_PARTITION: .*Did you mean "orders"/);
    expect(told({ do: 'send', producer: 'billing-1', topic: 'orders' })).toMatch(/is a member, not a producer/);
  });

  test('a dead client cannot be called, a paused one answers later', () => {
    expect(told({ do: 'flush', producer: 'web-1' }, world({ 'web-1': 'crashed' }))).toMatch(
      /^wrongState: web-1 has crashed: it cannot flush/,
    );
    expect(told({ do: 'flush', target: 'web-1' }, world({ 'web-1': 'paused' }))).toEqual([
      { op: 'tell', actor: 'producer:web-1', message: { type: 'command.flush' } },
    ]);
  });

  test('close and removeMember both end a client cleanly', () => {
    const closing = [{ op: 'tell', actor: 'consumer:billing-1', message: { type: 'command.close' } }];
    expect(told({ do: 'close', target: 'billing-1' })).toEqual(closing);
    expect(told({ do: 'removeMember', group: 'billing', id: 'billing-1' })).toEqual(closing);
    expect(told({ do: 'close', target: 'web-1' })).toMatchObject([{ actor: 'producer:web-1' }]);
  });

  test('F3: seek, commit, subscribe and pausing partitions reach the consumer', () => {
    const message = (command: Command) => {
      const plan = told(command);
      return typeof plan === 'string' ? plan : plan.map((it) => (it.op === 'tell' ? it.message : it));
    };
    expect(message({ do: 'seek', member: 'billing-1', topic: 'orders', partition: 1, to: 'beginning' })).toEqual([
      { type: 'command.seek', topic: 'orders', partition: 1, to: 'beginning' },
    ]);
    expect(message({ do: 'seek', member: 'billing-1', topic: 'orders', partition: 1, to: 'start' })).toMatch(/whole number, not "start"/);
    expect(message({ do: 'commit', member: 'billing-1' })).toEqual([{ type: 'command.commit' }]);
    expect(message({ do: 'subscribe', member: 'billing-1', topics: ['orders'] })).toEqual([
      { type: 'command.subscribe', topics: ['orders'] },
    ]);
    const both = [
      { topic: 'orders', partition: 0 },
      { topic: 'orders', partition: 1 },
    ];
    expect(message({ do: 'pausePartitions', member: 'billing-1', topic: 'orders' })).toEqual([
      { type: 'command.pausePartitions', partitions: both },
    ]);
    expect(message({ do: 'resumePartitions', member: 'billing-1', topic: 'orders', partitions: [1] })).toEqual([
      { type: 'command.resumePartitions', partitions: both.slice(1) },
    ]);
  });
});

describe('who comes and who goes', () => {
  test('addMember takes over what its group says, and the next free id if none is given', () => {
    expect(told({ do: 'addMember', group: 'billing', app: { perRecordMs: 5 } })).toMatchObject([
      {
        op: 'addMember',
        group: 'billing',
        spec: { id: 'billing-3', topics: ['orders'], config: { 'session.timeout.ms': 6000 }, app: { perRecordMs: 5, commit: 'auto' } },
      },
    ]);
    expect(told({ do: 'addMember', group: 'billing', id: 'billing-2' })).toMatch(/^idTaken: .*already that of a member of billing/);
    expect(told({ do: 'addMember', group: 'biling' })).toMatch(/^unknownTarget: .*Did you mean "billing"/);
  });

  test('addProducer and addGroup read the same as the file does', () => {
    expect(told({ do: 'addProducer', id: 'web-2', workload: { topic: 'orders', everyMs: '1s' } })).toMatchObject([
      { op: 'addProducer', spec: { id: 'web-2', workloads: [{ topic: 'orders', everyMs: 1000 }] } },
    ]);
    expect(told({ do: 'addGroup', id: 'audit', topics: ['orders'], members: ['audit-1'] })).toMatchObject([
      { op: 'addGroup', spec: { id: 'audit', members: [{ id: 'audit-1' }] } },
    ]);
    expect(told({ do: 'addProducer', id: 'web-2', config: { linger: 5 } })).toMatch(/Did you mean "linger\.ms"/);
  });

  test('G7: setConfig is refused with what the client would throw, seen together with the settings it has', () => {
    expect(told({ do: 'setConfig', target: 'billing-1', config: { 'heartbeat.interval.ms': '5s' } })).toEqual([
      { op: 'tell', actor: 'consumer:billing-1', message: { type: 'command.setConfig', config: { 'heartbeat.interval.ms': 5000 } } },
    ]);
    expect(told({ do: 'setConfig', target: 'billing-1', config: { 'heartbeat.interval.ms': 6000 } })).toMatch(
      /^IllegalArgumentException: heartbeat\.interval\.ms \(6000\) must be lower than session\.timeout\.ms \(6000\)/,
    );
    expect(told({ do: 'setConfig', target: 'web-1', config: { 'enable.idempotence': true, acks: 1 } })).toMatch(/^ConfigException/);
    expect(told({ do: 'setConfig', target: 1, config: {} })).toMatch(/is a broker, not a producer or member/);
  });
});

describe('topics', () => {
  test('T1: createTopic asks the controller, or is refused by the name Kafka gives the error', () => {
    expect(
      told({ do: 'createTopic', topic: 'payments', partitions: 3, replicationFactor: 2, config: { 'min.insync.replicas': 2 } }),
    ).toEqual([
      {
        op: 'admin',
        message: {
          type: 'CreateTopic',
          correlationId: 0,
          topic: 'payments',
          partitions: 3,
          replicationFactor: 2,
          replicas: null,
          config: { 'min.insync.replicas': 2 },
        },
      },
    ]);
    expect(told({ do: 'createTopic', topic: 'orders' })).toMatch(/^TOPIC_ALREADY_EXISTS/);
    expect(told({ do: 'createTopic', topic: 'a b' })).toMatch(/^INVALID_TOPIC_EXCEPTION/);
    expect(told({ do: 'createTopic', topic: 'x', replicationFactor: 4 })).toMatch(/^INVALID_REPLICATION_FACTOR/);
  });

  test('T2: partitions can be added, never removed', () => {
    expect(told({ do: 'addPartitions', topic: 'orders', partitions: 3 })).toEqual([
      { op: 'admin', message: { type: 'CreatePartitions', correlationId: 0, topic: 'orders', partitions: 3 } },
    ]);
    expect(told({ do: 'addPartitions', topic: 'orders', partitions: 2 })).toMatch(/^INVALID_PARTITIONS/);
    expect(told({ do: 'addPartitions', topic: 'order', partitions: 2 })).toMatch(/^UNKNOWN_TOPIC_OR_PARTITION/);
  });

  test('T3: a topic is deleted by name', () => {
    expect(told({ do: 'deleteTopic', topic: 'orders' })).toEqual([
      { op: 'admin', message: { type: 'DeleteTopic', correlationId: 0, topic: 'orders' } },
    ]);
    expect(told({ do: 'deleteTopic', topic: 'order' })).toMatch(/^UNKNOWN_TOPIC_OR_PARTITION/);
    expect(told({ do: 'deleteTopic', topic: 'orders' }, world({}, { cluster: { 'delete.topic.enable': false } }))).toMatch(
      /^TOPIC_DELETION_DISABLED/,
    );
  });

  test('T3: settings of a topic are set, and null gives them back to the broker', () => {
    const config = { 'retention.ms': '10s', 'cleanup.policy': ['compact', 'delete'], 'max.message.bytes': null };
    expect(told({ do: 'alterConfig', topic: 'orders', config })).toEqual([
      {
        op: 'admin',
        message: {
          type: 'AlterConfig',
          correlationId: 0,
          topic: 'orders',
          set: { 'retention.ms': 10_000, 'cleanup.policy': 'compact,delete' },
          remove: ['max.message.bytes'],
        },
      },
    ]);
    for (const wrong of [{ 'retention.ms': -2 }, { 'cleanup.policy': 'drop' }, { 'linger.ms': 5 }, { 'retension.ms': null }])
      expect(told({ do: 'alterConfig', topic: 'orders', config: wrong })).toMatch(/^INVALID/);
    expect(told({ do: 'alterConfig', topic: 'order', config: {} })).toMatch(/^UNKNOWN_TOPIC_OR_PARTITION/);
  });

  test('C1: without a majority of the controllers nothing in the metadata changes', () => {
    expect(told({ do: 'createTopic', topic: 'payments' }, world({}, { controllerAvailable: false }))).toMatch(/^REQUEST_TIMED_OUT/);
  });
});

test('an unknown verb and a missing parameter are told apart', () => {
  expect(checkCommand({ do: 'crush', target: 1 }, world())).toMatchObject([
    { code: 'unknownVerb', message: expect.stringContaining('Did you mean "crash"') as string },
  ]);
  expect(checkCommand({ do: 'crash' }, world())).toMatchObject([{ message: '"target" of crash is missing' }]);
  expect(checkCommand({ do: 'crash', target: 1 }, world())).toEqual([]);
});

describe('what stands inside a workload or an application', () => {
  const partsOf = (verb: string, name: string) =>
    verbs
      .find((it) => it.name === verb)
      ?.parameters.find((it) => it.name === name)
      ?.parts?.map((it) => it.name) ?? [];

  test.each([
    ['addProducer', 'workload', {}],
    ['addGroup', 'app', { topics: ['orders'] }],
    ['addMember', 'app', { group: 'billing' }],
  ])('%s: what a form offers for %s is what a reader knows, no more and no less', (verb, name, rest) => {
    const parts = partsOf(verb, name);
    expect(parts.length).toBeGreaterThan(5);
    const unknown = told({ do: verb, ...rest, [name]: { nothing: 1 } });
    expect(unknown).toContain(`There are ${parts.join(', ')}.`);
  });
});
