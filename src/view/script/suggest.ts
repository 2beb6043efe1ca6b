/** What can be written at a place of a scenario: names with what they mean, and the words a value may be. */
import {
  appParts,
  profiles,
  scenarioKeys,
  settingsIn,
  verbs,
  verbNamed,
  workloadParts,
  type ProfileName,
  type Setting,
  type SettingScope,
} from '../../sim/index.ts';
import type { TextPlace } from './place.ts';

export interface Suggestion {
  readonly label: string;
  readonly kind: 'key' | 'setting' | 'verb' | 'value';
  /** Of a setting: what it is; of others nothing. */
  readonly setting?: Setting;
}

/** What stands in the parts of a scenario that have no table of their own. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  network: ['latencyMs', 'jitterMs', 'bandwidthBytesPerMs', 'clients', 'brokers'],
  cluster: ['config'],
  broker: ['id', 'rack', 'config'],
  topic: ['partitions', 'replicationFactor', 'replicas', 'config'],
  producer: ['config', 'workload'],
  group: ['topics', 'config', 'members', 'app'],
  member: ['id', 'joinAt', 'config', 'app', 'topics', 'assign'],
};

/** Which part of a scenario the names lead to; `config:scope` for settings. Null: one that has no names of its own. */
export function partAt(path: readonly string[], verb?: string): string | null {
  const names = path.filter((it) => it !== '-');
  const [root, , third, fourth] = names;
  const last = names.at(-1);
  if (root === undefined) return 'root';
  if (root === 'script')
    return last === 'config' ? scopeOfVerb(verb) : last === 'workload' || last === 'app' ? last : names.length === 1 ? 'command' : null;
  if (last === 'config') {
    if (root === 'producers' || names.at(-2) === 'forwardTo') return 'config:producer';
    return root === 'topics' ? 'config:topic' : root === 'groups' ? 'config:consumer' : 'config:broker';
  }
  if (root === 'network' || (root === 'cluster' && names.length === 1)) return root;
  if (root === 'brokers') return 'broker';
  if (root === 'topics') return names.length === 2 ? 'topic' : null;
  if (root === 'producers') return names.length === 2 ? 'producer' : third === 'workload' ? 'workload' : null;
  if (root !== 'groups' || names.length < 2) return null;
  if (third === undefined) return 'group';
  if (third === 'members') return fourth === undefined ? 'member' : fourth === 'app' ? 'app' : null;
  return third === 'app' && fourth === undefined ? 'app' : null;
}

const SCOPES: Readonly<Record<string, SettingScope>> = {
  createTopic: 'topic',
  alterConfig: 'topic',
  addProducer: 'producer',
  addBroker: 'broker',
};
const scopeOfVerb = (verb?: string): string => `config:${SCOPES[verb ?? ''] ?? 'consumer'}`;

export function suggestionsAt({ path, valueOf, beside }: TextPlace, kafka: ProfileName): readonly Suggestion[] {
  const part = partAt(path, beside['do']);
  if (part === null) return [];
  if (valueOf !== null) return valuesOf(part, valueOf, beside['do']);
  if (part.startsWith('config:')) return settingsFor(part, kafka).map((setting) => ({ label: setting.name, kind: 'setting', setting }));
  return keysOf(part, beside['do'])
    .filter((name) => !(name in beside))
    .map((label) => ({ label, kind: 'key' }));
}

const settingsFor = (part: string, kafka: ProfileName): readonly Setting[] =>
  settingsIn(part.slice('config:'.length) as SettingScope).filter(({ absentIn }) => absentIn?.includes(kafka) !== true);

const namesOf = (parameters: readonly { readonly name: string }[]): readonly string[] => parameters.map(({ name }) => name);

function keysOf(part: string, verb?: string): readonly string[] {
  if (part === 'root') return scenarioKeys;
  if (part === 'workload') return namesOf(workloadParts);
  if (part === 'app') return namesOf(appParts);
  if (part === 'command') return ['at', 'do', ...namesOf(verbNamed(verb ?? '')?.parameters ?? [])];
  return PARTS[part] ?? [];
}

function valuesOf(part: string, name: string, verb?: string): readonly Suggestion[] {
  const words = (values: readonly string[]): readonly Suggestion[] => values.map((label) => ({ label, kind: 'value' }));
  if (part === 'root' && name === 'kafka') return words(profiles.map((it) => `"${it}"`));
  if (part === 'command' && name === 'do') return verbs.map(({ name: label }) => ({ label, kind: 'verb' }));
  if (part.startsWith('config:')) {
    const setting = settingsIn(part.slice('config:'.length) as SettingScope).find((it) => it.name === name);
    return words(setting?.type === 'boolean' ? ['true', 'false'] : (setting?.values ?? []));
  }
  const parameters = part === 'workload' ? workloadParts : part === 'app' ? appParts : (verbNamed(verb ?? '')?.parameters ?? []);
  const parameter = parameters.find((it) => it.name === name);
  return words(parameter?.type === 'flag' ? ['true', 'false'] : (parameter?.choices ?? []));
}

/** The Kafka a text asks for, or the latest. */
export function kafkaOf(text: string): ProfileName {
  const [, asked] = /^kafka:\s*["']?([\d.]+)/m.exec(text) ?? [];
  return profiles.find((it) => it === asked) ?? (profiles.at(-1) as ProfileName);
}
