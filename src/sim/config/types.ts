/** Kafka versions whose defaults and rules a scenario can ask for (section V). */
export type ProfileName = '2.3' | '2.8' | '3.9' | '4.3';

/** Whose setting it is. `group` holds broker-side settings of the group coordinator. */
export type SettingScope = 'producer' | 'consumer' | 'topic' | 'broker';

export type SettingValue = string | number | boolean | readonly string[] | null;

/** One setting as data. Meanings in words live in `view/i18n`. */
export interface Setting {
  /** Kafka's own name, e.g. `linger.ms`. */
  readonly name: string;
  readonly scope: SettingScope;
  readonly type: 'int' | 'boolean' | 'enum' | 'list' | 'string' | 'number';
  readonly unit: 'ms' | 'bytes' | 'count' | 'minutes' | null;
  readonly default: Readonly<Record<ProfileName, SettingValue>>;
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
  /** Profiles that do not know it, yet or any more; there the default says how they behave all the same. */
  readonly absentIn?: readonly ProfileName[];
  /** Values that came later than the setting itself: value → the first profile that knows it. */
  readonly valuesSince?: Readonly<Record<string, ProfileName>>;
}

/** Every setting of one client, topic or broker, defaults filled in. */
export type Settings = Readonly<Record<string, SettingValue>>;
