/** One value of one setting, as people write it, turned into the value that machines read; or the reason why it cannot be. */
import { assignorNamed, assignors } from '../assignors/index.ts';
import { listed, suggestion } from '../nearest.ts';
import { parseDuration } from '../scenario/durations.ts';
import { durationOfReset } from './isoDuration.ts';
import { NOT_MODELLED } from './notModelled.ts';
import { atLeast, profiles } from './profiles.ts';
import { ROUND_ROBIN_PARTITIONER, settingNamed, settingsIn } from './settings.ts';
import type { ProfileName, Setting, SettingScope } from './types.ts';

/** As {@link SettingValue} without null: what is not set is left out. */
export type GivenValue = string | number | boolean | readonly string[];

/** `value: null`: it says what holds anyway, so that nothing is set. */
export type ReadValue = { readonly value: GivenValue | null } | { readonly reason: string };

/** Values of settings not modelled yet that name what the simulator does anyway; any other value comes later. */
const ANYWAY: Readonly<Record<string, { readonly value: string; readonly later: string }>> = {
  'compression.type': { value: 'producer', later: 'brokers keep batches as producers compressed them; leave it out or say producer' },
  'isolation.level': {
    value: 'read_uncommitted',
    later: 'read_committed comes with transactions, later; leave it out or say read_uncommitted',
  },
  'group.protocol': { value: 'classic', later: 'the consumer protocol of KIP-848 comes later; leave it out or say classic' },
};
const LATER: Readonly<Record<string, string>> = {
  'transactional.id': 'transactions come later; transactional.id cannot be set yet',
};

const OTHER_SCOPES: Readonly<Record<SettingScope, string>> = {
  producer: 'a producer',
  consumer: 'a consumer',
  topic: 'a topic',
  broker: 'a broker (cluster: { config: … })',
};

/** Why there is no such setting here: not modelled, of somebody else, or unknown with the nearest name. */
function unknownSetting(scope: SettingScope, name: string): string {
  if (NOT_MODELLED[scope].includes(name)) return LATER[name] ?? `setting "${name}" exists in Kafka but is not modelled yet`;
  const owner = (Object.keys(OTHER_SCOPES) as SettingScope[]).find((it) => it !== scope && settingNamed(it, name) !== undefined);
  if (owner !== undefined) return `"${name}" is a setting of ${OTHER_SCOPES[owner]}, not of ${OTHER_SCOPES[scope]}`;
  const known = settingsIn(scope).map((it) => it.name);
  return `there is no ${scope} setting "${name}".${suggestion(name, [...known, ...NOT_MODELLED[scope]])}`;
}

/** Reads what was written for a setting of this scope. */
export function readSetting(scope: SettingScope, name: string, written: unknown, profile: ProfileName): ReadValue {
  const anyway = Object.hasOwn(ANYWAY, name) && NOT_MODELLED[scope].includes(name) ? ANYWAY[name] : undefined;
  if (anyway !== undefined) return String(written).toLowerCase() === anyway.value ? { value: null } : { reason: anyway.later };
  const setting = settingNamed(scope, name);
  if (setting === undefined) return { reason: unknownSetting(scope, name) };
  if (setting.absentIn?.includes(profile)) return { reason: lacks(profile, `setting "${name}"`, knows(setting)) };
  if (written === undefined) return { reason: `"${name}" has no value` };
  if (written === null) return setting.default[profile] === null ? { value: null } : { reason: `"${name}" has no value` };
  const read = readAs(setting, written);
  const early = 'value' in read ? valueTooNew(setting, read.value, profile) : undefined;
  return early === undefined ? read : { reason: early };
}

/** "Kafka 2.3 has no setting "x"; Kafka 3.9, 4.3 have it". */
const lacks = (profile: ProfileName, what: string, others: readonly ProfileName[]): string =>
  `Kafka ${profile} has no ${what}; Kafka ${listed(others)} ${others.length === 1 ? 'has' : 'have'} it`;

const knows = ({ absentIn = [] }: Setting): readonly ProfileName[] => profiles.filter((it) => !absentIn.includes(it));

/** A value may be younger than its setting: CooperativeSticky came with 2.4 (KIP-429). */
function valueTooNew({ name, valuesSince = {} }: Setting, value: GivenValue | null, profile: ProfileName): string | undefined {
  const given: readonly unknown[] = Array.isArray(value) ? value : [value];
  const [word, since] =
    Object.entries(valuesSince).find(
      ([it, first]) => given.some((one) => one === it || String(one).startsWith(`${it}:`)) && !atLeast(profile, first),
    ) ?? [];
  if (since === undefined) return undefined;
  const others = profiles.filter((it) => atLeast(it, since));
  return lacks(profile, `${word} for "${name}"`, others);
}

function readAs(setting: Setting, written: unknown): ReadValue {
  switch (setting.type) {
    case 'int':
    case 'number':
      return readNumber(setting, written);
    case 'boolean': {
      const value = typeof written === 'string' ? { true: true, false: false }[written.trim().toLowerCase()] : written;
      return typeof value === 'boolean' ? { value } : { reason: `"${setting.name}" is true or false, not ${shown(written)}` };
    }
    case 'enum':
      return readChoice(setting, written);
    case 'list':
      if (setting.name === 'bootstrap.servers') return readBootstrap(written);
      return setting.name === 'partition.assignment.strategy' ? readAssignors(setting, written) : readList(setting, written);
    case 'string':
      if (typeof written === 'string' || typeof written === 'number') return { value: String(written) };
      return { reason: `"${setting.name}" is a text, not ${shown(written)}` };
  }
}

function readNumber(setting: Setting, written: unknown): ReadValue {
  const { name, unit, min = 0, max = Number.MAX_SAFE_INTEGER } = setting;
  const numeric = typeof written === 'string' && /^-?\d+(\.\d+)?$/.test(written.trim()) ? Number(written) : written;
  const value = typeof numeric === 'number' ? numeric : unit === 'ms' ? parseDuration(numeric) : null;
  const whole = setting.type === 'int';
  if (value === null || !(whole ? Number.isSafeInteger(value) : Number.isFinite(value))) {
    const kind = unit === 'ms' ? 'a time (12s, 150ms or a number of ms)' : whole ? 'a whole number' : 'a number';
    return { reason: `"${name}" is ${kind}, not ${shown(written)}` };
  }
  if (value < min) return { reason: `"${name}" must be at least ${min}, not ${value}` };
  if (value > max) return { reason: `"${name}" must be at most ${max}, not ${value}` };
  return { value };
}

function readChoice(setting: Setting, written: unknown): ReadValue {
  const { name, values = [] } = setting;
  const word = typeof written === 'string' || typeof written === 'number' ? String(written).trim() : '';
  if (name === 'acks' && word === '-1') return { value: 'all' };
  if (name === 'partitioner.class') return readPartitioner(setting, word, written);
  const value = values.find((it) => it === word || it === word.toLowerCase());
  if (value !== undefined) return { value };
  if (name === 'acks') return { reason: `"acks" is all (or -1), 1 or 0, not ${shown(written)}` };
  if (name === 'auto.offset.reset' && word.startsWith('by_duration'))
    return durationOfReset(word) === null
      ? { reason: `"${name}" by_duration needs a time as ISO 8601 writes it, like by_duration:PT30S, not ${shown(written)}` }
      : { value: word };
  return { reason: `"${name}" is one of ${values.join(', ')}, not ${shown(written)}.${suggestion(word, values)}` };
}

/** P2: the default of the profile, round robin by its class, or one people write themselves by its name here. */
function readPartitioner({ values = [] }: Setting, word: string, written: unknown): ReadValue {
  const short = word
    .slice(word.lastIndexOf('.') + 1)
    .toLowerCase()
    .replace(/[\s_-]/g, '');
  if (short === 'roundrobinpartitioner' || short === 'roundrobin') return { value: ROUND_ROBIN_PARTITIONER };
  if (short === 'default') return { value: null };
  const value = values.find((it) => it.replaceAll('-', '') === short);
  if (value !== undefined) return { value };
  return { reason: `"partitioner.class" is one of ${values.join(', ')}, or left out, not ${shown(written)}.${suggestion(word, values)}` };
}

/** Words of a fixed choice, as Kafka writes them (with commas) or as a list. */
function readList({ name, values = [] }: Setting, written: unknown): ReadValue {
  const items: readonly unknown[] = typeof written === 'string' ? written.split(',') : Array.isArray(written) ? written : [written];
  const words: string[] = [];
  for (const item of items) {
    const word = typeof item === 'string' ? item.trim().toLowerCase() : '';
    if (!values.includes(word))
      return { reason: `"${name}" is made of ${values.join(', ')}, not ${shown(item)}.${suggestion(word, values)}` };
    if (!words.includes(word)) words.push(word);
  }
  return words.length > 0 ? { value: words } : { reason: `"${name}" is one of ${values.join(', ')}, or both` };
}

/** C5: brokers by their numbers, where Kafka has `host:port`; there may be some that do not exist. */
function readBootstrap(written: unknown): ReadValue {
  const items: readonly unknown[] = typeof written === 'string' ? written.split(',') : Array.isArray(written) ? written : [written];
  const ids = items.map((it) => String(it).trim());
  const wrong = ids.find((it) => !/^\d+$/.test(it));
  if (ids.length === 0 || wrong !== undefined)
    return { reason: `"bootstrap.servers" lists brokers by their numbers, not ${shown(wrong ?? written)}` };
  return { value: ids };
}

/** Assignors by their short names, whichever way they were written. */
function readAssignors(setting: Setting, written: unknown): ReadValue {
  const items: unknown[] = typeof written === 'string' ? written.split(',') : Array.isArray(written) ? written : [];
  if (items.length === 0) return { reason: `"${setting.name}" is a list of assignors (${assignorNames()}), not ${shown(written)}` };
  const names: string[] = [];
  for (const item of items) {
    const word = typeof item === 'string' ? item.trim() : '';
    const assignor =
      assignorNamed(word) ?? assignors.find(({ name }) => name === word.toLowerCase().replace(/^round[-_ ]robin$/, 'roundrobin'));
    if (assignor === undefined)
      return {
        reason: `there is no assignor ${shown(item)} for "${setting.name}"; there are ${assignorNames()}.${suggestion(
          word,
          assignors.map((it) => it.name),
        )}`,
      };
    if (names.includes(assignor.name)) return { reason: `"${setting.name}" names ${assignor.name} twice` };
    names.push(assignor.name);
  }
  return { value: names };
}

const assignorNames = () => listed(assignors.map(({ name }) => name));

/** A value as it was written, short enough for a message. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
