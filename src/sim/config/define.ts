/** How a row of the table of settings is read: one default per profile from the newest backwards. */
import { atLeast, LATEST, profiles } from './profiles.ts';
import type { ProfileName, Setting, SettingScope, SettingValue } from './types.ts';

/** What differs from the usual: a range, the values of an enumeration, and what older versions said. */
export interface More {
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
  /** Former defaults: each holds in its profile and in every one before, until an older one is named. */
  readonly was?: Readonly<Partial<Record<ProfileName, SettingValue>>>;
  /** The first and the last profile that knows the setting. */
  readonly since?: ProfileName;
  readonly until?: ProfileName;
  readonly valuesSince?: Readonly<Record<string, ProfileName>>;
}

const JAVA_INT = 2_147_483_647;
const JAVA_LONG = Number.MAX_SAFE_INTEGER;

function defaultsOf(newest: SettingValue, was: NonNullable<More['was']>): Record<ProfileName, SettingValue> {
  const defaults: Partial<Record<ProfileName, SettingValue>> = {};
  let value = newest;
  for (const profile of profiles.toReversed()) defaults[profile] = value = was[profile] === undefined ? value : was[profile];
  return defaults as Record<ProfileName, SettingValue>;
}

/** Rows of one scope, by the kind of value. */
export function settingsOf(scope: SettingScope) {
  const define =
    (type: Setting['type'], unit: Setting['unit'], usual: More = {}) =>
    (name: string, value: SettingValue, more: More = {}): Setting => {
      const { was = {}, since, until = LATEST, ...rest } = { ...usual, ...more };
      const absentIn = profiles.filter((it) => (since !== undefined && !atLeast(it, since)) || !atLeast(until, it));
      return { name, scope, type, unit, default: defaultsOf(value, was), ...rest, ...(absentIn.length > 0 && { absentIn }) };
    };
  return {
    ms: define('int', 'ms', { min: 0, max: JAVA_INT }),
    longMs: define('int', 'ms', { min: 0, max: JAVA_LONG }),
    bytes: define('int', 'bytes', { min: 0, max: JAVA_INT }),
    longBytes: define('int', 'bytes', { min: 0, max: JAVA_LONG }),
    count: define('int', 'count', { min: 1, max: JAVA_INT }),
    ratio: define('number', null, { min: 0, max: 1 }),
    minutes: define('int', 'minutes', { min: 1, max: JAVA_INT }),
    boolean: define('boolean', null),
    choice: define('enum', null),
    list: define('list', null),
    text: define('string', null),
  };
}
