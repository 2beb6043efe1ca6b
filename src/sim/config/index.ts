/** Settings as data: the table, how a value is read, and how defaults are filled in. */
export { atLeast, LATEST, profileNamed, profiles, runsOnZooKeeper } from './profiles.ts';
export { conflictsIn } from './conflicts.ts';
export type { Conflict } from './producerConflicts.ts';
export { settingsFor, topicSettings, type Overrides } from './resolve.ts';
export { ROUND_ROBIN_PARTITIONER, settingNamed, settings, settingsIn } from './settings.ts';
export { readSetting, shown, type GivenValue, type ReadValue } from './value.ts';
export type { ProfileName, Setting, Settings, SettingScope, SettingValue } from './types.ts';
