/**
 * From plain data to a scenario: every default filled in, every reference checked, frozen. All problems are found in one pass. Text is
 * read by `parseText.ts`, apart, so that a page whose scenes were compiled need not carry a YAML library.
 */
import { LATEST, profileNamed, runsOnZooKeeper, type ProfileName } from '../config/index.ts';
import { fitOffsetsTopic, readBrokers, readCluster, readNetwork, readTopics } from './cluster.ts';
import { nameWhatClientsCreate } from './autoCreate.ts';
import type { ReadContext } from './context.ts';
import { readControllers, readEnsemble } from './quorum.ts';
import { Cursor, entries, fields, int, isRecord, text } from './cursor.ts';
import { deepFreeze } from './freeze.ts';
import { readGroup } from './groups.ts';
import { Names } from './names.ts';
import { Problems, type Locate, type Problem } from './problems.ts';
import { readProducer } from './producers.ts';
import { nameWhatScriptCreates, readScript } from './script.ts';
import type { Scenario } from './types.ts';

const LANGUAGE = 1;
/** What a scenario says at its top. */
export const scenarioKeys = [
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
const MOST_SEED = 0xffff_ffff;

/** A complete scenario out of already parsed data, e.g. a compiled scene. Throws ScenarioError. Of a text: where its
 * parts stand, and what was found wrong with it so far. */
export function parseScenarioValue(value: unknown, locate?: Locate, found: readonly Problem[] = []): Scenario {
  const problems = new Problems(locate, found);
  const root = new Cursor(value, [], problems);
  const scenario = isRecord(value) ? readScenario(root) : root.fail('a scenario is a mapping that begins with "partita: 1"', null);
  problems.throwIfAny();
  return deepFreeze(scenario as Scenario);
}

function readScenario(root: Cursor): Scenario {
  fields(root, scenarioKeys);
  readLanguage(root);
  const kafka = readProfile(root.at('kafka'));
  const seed = int(root.at('seed'), 1, 0, MOST_SEED);
  const title = text(root.at('title'), null);
  const network = readNetwork(root.at('network'));
  const names = new Names();
  const given = readCluster(root.at('cluster'), { profile: kafka });
  const early: ReadContext = { profile: kafka, cluster: given, names, groups: new Map() };
  const brokers = readBrokers(root.at('brokers'), early);
  const controllers = runsOnZooKeeper(kafka) ? readEnsemble(root, early) : readControllers(root, early);
  const context: ReadContext = { ...early, cluster: fitOffsetsTopic(root.at('cluster'), given, brokers.length) };
  const topics = readTopics(root.at('topics'), context);
  nameWhatScriptCreates(root.at('script'), context);
  nameWhatClientsCreate(root, context);
  const producers = entries(root.at('producers'), 'producers by id').map(([id, at]) => {
    names.declare(at, id, 'producer');
    return readProducer(id, at, context);
  });
  const groups = entries(root.at('groups'), 'groups by id').map(([id, at]) => {
    names.declare(at, id, 'group');
    return readGroup(id, at, context);
  });
  const script = readScript(root.at('script'), context);
  return {
    partita: LANGUAGE,
    kafka,
    seed,
    title,
    network,
    controllers,
    cluster: { config: context.cluster },
    brokers,
    topics,
    producers,
    groups,
    script,
  };
}

function readLanguage(root: Cursor): void {
  const version = root.at('partita');
  if (version.missing) root.fail('"partita: 1" is missing: it says in which version of the language the scenario is written', undefined);
  else if (version.value !== LANGUAGE)
    version.fail(`this simulator reads version ${LANGUAGE} of the language, not ${String(version.value)}`, undefined);
}

function readProfile(cursor: Cursor): ProfileName {
  if (cursor.missing) return LATEST;
  const named = profileNamed(cursor.value);
  return 'reason' in named ? cursor.fail(named.reason, LATEST) : named.profile;
}
