/** Settings as data: the table, how a value is read, and how defaults are filled in. */
export { LATEST, profileNamed, profiles } from './profiles.ts';
export { conflictsIn, settingsFor, topicSettings, type Conflict, type Overrides } from './resolve.ts';
export { ROUND_ROBIN_PARTITIONER, settingNamed, settings, settingsIn } from './settings.ts';
export { readSetting, shown, type GivenValue, type ReadValue } from './value.ts';
export type { ProfileName, Setting, Settings, SettingScope, SettingValue } from './types.ts';
