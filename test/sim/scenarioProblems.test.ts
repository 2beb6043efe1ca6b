import { describe, expect, test } from 'vitest';
import { problemsOf } from './support/problems.ts';

const linesOf = (text: string) => problemsOf(text).map(({ path, line }) => `${line}: ${path}`);
/** The reasons for a scenario of one extra block. */
const reasons = (block: string, head = 'partita: 1\ntopics: { orders: { partitions: 2 } }\n') =>
  problemsOf(head + block)
    .map((it) => it.reason)
    .join('\n');

describe('a bad file', () => {
  test('with five different mistakes gives exactly five problems with their lines', () => {
    const text = `partita: 1
brokers: 2
topics:
  orders: { partitions: 6, replicationFactor: 3 }
producers:
  web-1:
    config:
      linger: 20
    workload: { topic: ordrs, everyMs: 150 }
groups:
  billing:
    topics: [orders]
    members:
      - billing-1
      - { id: billing-2, joinAt: soon }
script:
  - { at: 12s, do: crush, target: billing-2 }
`;
    expect(linesOf(text)).toEqual([
      '4: topics/orders/replicationFactor',
      '8: producers/web-1/config/linger',
      '9: producers/web-1/workload/topic',
      '15: groups/billing/members/1/joinAt',
      '17: script/0/do',
    ]);
    expect(
      problemsOf(text)
        .map((it) => it.reason)
        .join('\n'),
    ).toMatchInlineSnapshot(`
      "replication factor 3 is larger than the number of brokers (2)
      there is no producer setting "linger". Did you mean "linger.ms"?
      there is no topic "ordrs". Did you mean "orders"?
      here stands a time (12s, 150ms, or a whole number of ms), not "soon"
      there is no verb "crush". Did you mean "crash"?"
    `);
  });

  test('that is no YAML says where', () => {
    expect(problemsOf('partita: 1\nbrokers: [1, 2\ntopics: {}\n')[0]).toMatchObject({
      line: 3,
      reason: expect.stringContaining('no valid YAML') as string,
    });
    expect(problemsOf('- 1')).toMatchObject([{ line: 1 }]);
    expect(problemsOf('')).toHaveLength(1);
  });

  test('with a name given twice says so at the second', () => {
    expect(problemsOf('partita: 1\ntopics:\n  a: {}\n  b: {}\n  a: {}\n')).toEqual([
      { path: 'topics/a', line: 5, reason: '"a" stands here for the second time' },
    ]);
  });

  test.each([
    ['partita: 2', /reads version 1/],
    ['brokers: 1', /"partita: 1" is missing/],
    ['partita: 1\nkafka: 1.0', /there are 2\.3, 2\.8, 3\.9, 4\.3/],
    ['partita: 1\nseed: -1', /at least 0/],
    ['partita: 1\nbrokers: []', /needs a broker/],
    ['partita: 1\nbrokers: [1, 1]', /already that of a broker/],
    ['partita: 1\nbrokers: three', /list of brokers/],
    ['partita: 1\nnetwork: { bandwidthBytesPerMs: 0 }', /must be at least 1/],
    ['partita: 1\ntopic: {}', /unknown key "topic"\. Did you mean "topics"/],
    ['partita: 1\ntopics: { "a b": {} }', /no name of a topic/],
    ['partita: 1\ntopics: { __consumer_offsets: {} }', /reserved/],
    ['partita: 1\ntopics: { a: { replicas: [[1, 9]] } }', /no broker 9/],
    ['partita: 1\ntopics: { a: { replicas: [[1, 1]] } }', /at most one replica/],
    ['partita: 1\ntopics: { a: { replicas: [[1], [1, 2]] } }', /same number of replicas/],
    ['partita: 1\ntopics: { a: { partitions: 3, replicas: [[1]] } }', /lists 1 partitions, not 3/],
    ['partita: 1\ntopics: { a: { partitions: 0 } }', /at least 1/],
    ['partita: 1\ncluster: { config: { offsets.topic.replication.factor: 5 } }', /larger than the number of brokers/],
    ['partita: 1\ncluster: { config: { num.io.threads: 4 } }', /not modelled yet/],
  ])('%s', (text, reason) => {
    expect(
      problemsOf(text)
        .map((it) => it.reason)
        .join('\n'),
    ).toMatch(reason);
    expect(problemsOf(text)).toHaveLength(1);
  });

  test.each([
    ['producers: { p: { workload: { everyMs: 5 } } }', /topic of the workload is missing/],
    ['producers: { p: { workload: { topic: orders } } }', /neither everyMs nor atMs/],
    ['producers: { p: { workload: { topic: orders, everyMs: 5, atMs: [1] } } }', /not both/],
    ['producers: { p: { workload: { topic: orders, everyMs: 0 } } }', /at least 1 ms/],
    ['producers: { p: { workload: { topic: orders, everyMs: 5, stopAt: 0 } } }', /stops before it starts/],
    ['producers: { p: { workload: { topic: orders, everyMs: 5, partition: 2 } } }', /partitions 0 to 1/],
    ['producers: { p: { workload: { topic: orders, everyMs: 5, keys: "u{1..}" } } }', /no pattern of keys/],
    ['producers: { p: { workload: { topic: orders, everyMs: 5, keys: "u{5..1}" } } }', /runs backwards/],
    ['producers: { p: { workload: { topic: orders, everyMs: 5, pick: rnd } } }', /one of turn, random/],
    ['producers: { 7: {} }', /is a broker's number/],
    ['producers: { "a@b": {} }', /is no id/],
    ['producers: { p: { config: { delivery.timeout.ms: 5 } } }', /ConfigException: delivery\.timeout\.ms/],
    ['producers: { p: { config: { enable.idempotence: true, acks: 1 } } }', /ConfigException: enable\.idempotence/],
    ['producers: { a: {} }\ngroups: { a: { topics: [orders] } }', /"a" is already that of a producer/],
    ['groups: { g: { topics: [orders], members: [m] }, h: { topics: [orders], members: [m] } }', /already that of a member of g/],
    ['groups: { g: { members: [m] } }', /list of topics to read is missing/],
    ['groups: { g: { topics: [order] } }', /no topic "order"\. Did you mean "orders"/],
    ['groups: { g: { topics: [orders], members: 3 } }', /list of members/],
    ['groups: { g: { topics: [orders], members: [{ joinAt: 3 }] } }', /member has no id/],
    ['groups: { g: { topics: [orders], config: { session.timeout.ms: 3000 } } }', /IllegalArgumentException: heartbeat\.interval\.ms/],
    [
      'groups: { g: { topics: [orders], config: { session.timeout.ms: 1 }, members: [{ id: m, app: { perRecordMs: 5 } }, { id: n, config: { max.poll.records: 5 } }] } }',
      /IllegalArgumentException/,
    ],
    ['groups: { g: { topics: [orders], members: [{ id: m, config: { heartbeat.interval.ms: 1h } }] } }', /IllegalArgumentException/],
    ['groups: { g: { topics: [orders], app: { forwardTo: x } } }', /there is no topic "x"/],
    ['groups: { g: { topics: [orders], app: { commit: sometimes } } }', /one of auto/],
    ['groups: { g: { topics: [orders], app: { commit: none }, config: { enable.auto.commit: true } } }', /contradicts/],
    ['groups: { g: { topics: [orders], app: { failOn: { topic: orders } } } }', /by key, value or offset/],
    ['script: [{ do: crash, target: 1 }]', /time \("at"\) is missing/],
    ['script: [{ at: -1, do: crash, target: 1 }]', /cannot be negative/],
    ['script: [{ at: 1 }]', /verb \("do"\) is missing/],
    ['script: [{ at: 1, do: crash }]', /"target" of crash is missing/],
    ['script: [{ at: 1, do: crash, target: 4 }]', /no broker, producer, member or controller "4"/],
    ['script: [{ at: 1, do: crash, target: 1, hard: true }]', /unknown key "hard"/],
    ['script: [{ at: 1, do: slowDisk, target: controller-1 }]', /keeps no log/],
    ['script: [{ at: 1, do: cut, between: [1] }]', /two ends/],
    ['script: [{ at: 1, do: createTopic, topic: x, replicationFactor: 4 }]', /larger than the number of brokers/],
    ['script: [crash]', /here stands a mapping/],
  ])('%s', (block, reason) => {
    expect(reasons(block)).toMatch(reason);
    expect(reasons(block).split('\n')).toHaveLength(1);
  });
});
