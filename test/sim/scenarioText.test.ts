// A scenario written down is the same scenario when it is read again.
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Dice } from '../../src/cli/fuzz/dice.ts';
import { sceneOf, sceneValue } from '../../src/cli/fuzz/scene.ts';
import { parseScenario, parseScenarioValue, readYaml, scenarioText, scenarioValue } from '../../src/sim/index.ts';
import type { Scenario } from '../../src/sim/index.ts';
import { expandKeys, keysOf } from '../../src/sim/scenario/keys.ts';

const root = new URL('../../', import.meta.url);
const filesIn = (folder: string) =>
  readdirSync(new URL(folder, root), { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile() && it.name.endsWith('.yaml'))
    .map((it) => `${it.parentPath}/${it.name}`);

/** Scenes of lessons and questions, ready scenes, templates, situations: every scenario there is in the tree. */
const written = ['lessons', 'scenes', 'templates', 'test/scenarios'].flatMap((folder) => {
  try {
    return filesIn(folder);
  } catch {
    return [];
  }
});

function scenarioIn(file: string): Scenario | null {
  const { value } = readYaml(readFileSync(file, 'utf8'));
  const record = value as Record<string, unknown>;
  const raw = 'partita' in record ? record : record['scene'];
  return typeof raw === 'object' && raw !== null && 'partita' in raw ? parseScenarioValue(scenarioOnly(raw)) : null;
}

/** Ready scenes and templates say more than a scenario. */
const KEYS = [
  'partita',
  'kafka',
  'seed',
  'title',
  'network',
  'controllers',
  'zookeeper',
  'cluster',
  'brokers',
  'topics',
  'producers',
  'groups',
  'script',
];
const scenarioOnly = (raw: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(raw).filter(([key, value]) => KEYS.includes(key) && !(key === 'title' && typeof value !== 'string')));

const same = (scenario: Scenario) => {
  expect(parseScenario(scenarioText(scenario))).toEqual(scenario);
  // The order of names decides how a run's facts are told, so it is kept as well.
  expect(JSON.stringify(parseScenarioValue(scenarioValue(scenario)))).toBe(JSON.stringify(scenario));
};

describe('a scenario as text', () => {
  const scenarios = written.flatMap((file) => {
    const scenario = scenarioIn(file);
    return scenario === null ? [] : [[file.slice(file.indexOf('/test/') + 1 || root.pathname.length), scenario] as const];
  });

  test('there are many to try', () => expect(scenarios.length).toBeGreaterThan(100));

  test.each(scenarios)('%s comes back as it was', (_, scenario) => same(scenario));

  test('any made up by seed comes back as it was', () => {
    fc.assert(
      fc.property(fc.nat(100_000), (seed) => same(sceneOf(sceneValue(new Dice(seed), seed)))),
      { numRuns: 150 },
    );
  });

  test('leaves out what a reader fills in, and is short where things are small', () => {
    const text = scenarioText(
      parseScenario(`partita: 1
kafka: "4.3"
brokers: 1
topics: { orders: { partitions: 6 } }
producers:
  web-1: { config: { acks: all }, workload: { topic: orders, everyMs: 150, keys: "user_{1..20}" } }
groups:
  billing:
    topics: [orders]
    app: { commit: syncPerPoll }
    members: [billing-1, { id: billing-2, joinAt: 2s, config: { max.poll.records: 5 } }]
script:
  - { at: 12s, do: crash, target: billing-2 }
`),
    );
    expect(text).toBe(`partita: 1
kafka: "4.3"
seed: 1
brokers: 1
topics:
  orders: { partitions: 6, replicationFactor: 1 }
producers:
  web-1:
    config: { acks: all }
    workload: { topic: orders, everyMs: 150, keys: "user_{1..20}" }
groups:
  billing:
    topics: [ orders ]
    app: { commit: syncPerPoll }
    members:
      - billing-1
      - { id: billing-2, joinAt: 2000, config: { max.poll.records: 5 } }
script:
  - { at: 12s, do: crash, target: billing-2 }
`);
  });
});

describe('keys', () => {
  it('are written as a range where one stands for exactly them', () => {
    expect(keysOf(['user_1', 'user_2', 'user_3'])).toBe('user_{1..3}');
    expect(keysOf(['k01', 'k02', 'k03'])).toBe('k{01..03}');
    expect(keysOf(['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
    expect(keysOf(['u1', 'u2', 'u4'])).toEqual(['u1', 'u2', 'u4']);
  });

  it('are the same again, whatever they are', () => {
    const some = fc.array(
      fc.oneof(
        fc.string(),
        fc.nat(12).map((n) => `k${n}`),
        fc.constantFrom('{1..2}', '9', '10', '11'),
      ),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(some, (keys) => {
        const short = keysOf(keys);
        expect(typeof short === 'string' ? expandKeys(short) : short).toEqual(keys);
      }),
    );
  });
});
