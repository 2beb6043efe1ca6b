/** The settings of a thing as rows: value, default of its Kafka version, whether it differs, and how it could be changed. */
import { settingsFor, settingsIn } from '../sim/index.ts';
import type { ReadModel, Scenario, Setting, SettingScope, SettingValue } from '../sim/index.ts';
import type { Thing } from './geometry/thing.ts';

export interface SettingRow {
  readonly setting: Setting;
  readonly value: SettingValue;
  readonly usual: SettingValue;
  readonly differs: boolean;
}

export interface SettingsOf {
  /** The client a change would restart; null: read only. */
  readonly target: string | null;
  readonly rows: readonly SettingRow[];
}

const sameValue = (a: SettingValue, b: SettingValue): boolean => JSON.stringify(a) === JSON.stringify(b);

function rowsOf(scope: SettingScope, scenario: Scenario, values: Readonly<Record<string, unknown>>): SettingRow[] {
  const usual = settingsFor(scope, scenario.kafka);
  return settingsIn(scope).map((setting) => {
    const value = (values[setting.name] ?? usual[setting.name] ?? null) as SettingValue;
    const normal = usual[setting.name] ?? null;
    return { setting, value, usual: normal, differs: !sameValue(value, normal) };
  });
}

export function settingsOf(thing: Thing, model: ReadModel, scenario: Scenario): SettingsOf | null {
  switch (thing.kind) {
    case 'producer': {
      const producer = model.producers.find(({ id }) => id === thing.id);
      return producer === undefined ? null : { target: thing.id, rows: rowsOf('producer', scenario, producer.settings) };
    }
    case 'member': {
      const member = model.groups.find(({ id }) => id === thing.group)?.members.find(({ id }) => id === thing.id);
      return member === undefined ? null : { target: thing.id, rows: rowsOf('consumer', scenario, member.settings) };
    }
    case 'broker': {
      const own = scenario.brokers.find(({ id }) => id === thing.id)?.config ?? {};
      return {
        target: null,
        rows: rowsOf('broker', scenario, settingsFor('broker', scenario.kafka, { ...scenario.cluster.config, ...own })),
      };
    }
    case 'partition': {
      const own = scenario.topics.find(({ name }) => name === thing.topic)?.config ?? {};
      const broker = settingsFor('broker', scenario.kafka, scenario.cluster.config);
      const values = Object.fromEntries(settingsIn('topic').map(({ name }) => [name, own[name] ?? broker[name] ?? null]));
      return { target: null, rows: rowsOf('topic', scenario, values) };
    }
    default:
      return null;
  }
}

/** What a person typed as the value of a setting; the simulator judges it. */
export function typedValue({ type }: Setting, text: string): string | number | boolean | readonly string[] {
  const plain = text.trim();
  if (type === 'boolean') return plain === 'true';
  if (type === 'list') return plain.split(/[\s,]+/).filter((it) => it !== '');
  const value = Number(plain);
  return (type === 'int' || type === 'number') && plain !== '' && Number.isFinite(value) ? value : plain;
}
