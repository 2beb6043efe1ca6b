/** The settings of a thing as rows: value, default of its Kafka version, whether it differs, and how it is changed. */
import { controllerActor, settingsFor, settingsIn, topicSettings } from '../sim/index.ts';
import type {
  ActorId,
  ActorView,
  Command,
  ControllerContext,
  ProfileName,
  ReadModel,
  Scenario,
  Setting,
  SettingScope,
  SettingValue,
} from '../sim/index.ts';
import type { Thing } from './geometry/thing.ts';

export interface SettingRow {
  readonly setting: Setting;
  readonly value: SettingValue;
  readonly usual: SettingValue;
  readonly differs: boolean;
  /** This version of Kafka knows it. */
  readonly known: boolean;
}

/** Whom a change is for. A client restarts with it; a topic has it at once. */
export type Target = { readonly kind: 'client'; readonly id: string } | { readonly kind: 'topic'; readonly topic: string };

export interface SettingsOf {
  /** Null: read only, as brokers are. */
  readonly target: Target | null;
  readonly kafka: ProfileName;
  readonly rows: readonly SettingRow[];
}

type Look = (actor: ActorId) => ActorView | null;

const sameValue = (a: SettingValue, b: SettingValue): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `usual`: what holds if nothing is set. */
function rowsOf(
  scope: SettingScope,
  { kafka }: Scenario,
  values: Readonly<Record<string, unknown>>,
  usual: Readonly<Record<string, SettingValue>>,
): readonly SettingRow[] {
  return settingsIn(scope).map((setting) => {
    const normal = usual[setting.name] ?? null;
    const value = (values[setting.name] ?? normal) as SettingValue;
    return { setting, value, usual: normal, differs: !sameValue(value, normal), known: setting.absentIn?.includes(kafka) !== true };
  });
}

/** What was set for a topic, as the controllers have it. */
function topicConfig(scenario: Scenario, topic: string, look: Look): Readonly<Record<string, string | number | boolean>> {
  const images = scenario.controllers.flatMap((id) => (look(controllerActor(id))?.context as ControllerContext | undefined)?.image ?? []);
  const newest = images.toSorted((a, b) => b.controllerEpoch - a.controllerEpoch || b.version - a.version)[0];
  return newest?.topics[topic]?.config ?? {};
}

/** Lists travel as text between brokers; they are shown as lists. */
const asListed = (
  config: Readonly<Record<string, string | number | boolean>>,
): Readonly<Record<string, string | number | boolean | string[]>> =>
  Object.fromEntries(
    Object.entries(config).map(([name, value]) => {
      const isList = settingsIn('topic').find((it) => it.name === name)?.type === 'list';
      return [name, isList ? String(value).split(',') : value];
    }),
  );

/** Null: it has none. */
export function settingsOf(thing: Thing, model: ReadModel, scenario: Scenario, look: Look = () => null): SettingsOf | null {
  const { kafka, cluster } = scenario;
  switch (thing.kind) {
    case 'producer': {
      const producer = model.producers.find(({ id }) => id === thing.id);
      if (producer === undefined) return null;
      const rows = rowsOf('producer', scenario, producer.settings, settingsFor('producer', kafka));
      return { target: { kind: 'client', id: thing.id }, kafka, rows };
    }
    case 'member': {
      const member = model.groups.find(({ id }) => id === thing.group)?.members.find(({ id }) => id === thing.id);
      if (member === undefined) return null;
      const rows = rowsOf('consumer', scenario, member.settings, settingsFor('consumer', kafka));
      return { target: { kind: 'client', id: thing.id }, kafka, rows };
    }
    case 'broker': {
      const own = scenario.brokers.find(({ id }) => id === thing.id)?.config ?? {};
      const values = settingsFor('broker', kafka, { ...cluster.config, ...own });
      return { target: null, kafka, rows: rowsOf('broker', scenario, values, settingsFor('broker', kafka)) };
    }
    case 'partition':
    case 'replica': {
      const usual = topicSettings(kafka, settingsFor('broker', kafka, cluster.config));
      const own = asListed(topicConfig(scenario, thing.topic, look));
      return { target: { kind: 'topic', topic: thing.topic }, kafka, rows: rowsOf('topic', scenario, own, usual) };
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

/** The one command that changes a setting. */
export const changeOf = (target: Target, setting: Setting, text: string): Command => commandFor(target, setting, typedValue(setting, text));

/** The command that gives a setting its default back; null where a client cannot be told to leave something unset. */
export function resetOf(target: Target, { setting, usual }: SettingRow): Command | null {
  if (target.kind === 'topic') return commandFor(target, setting, null);
  return usual === null || usual === '' ? null : commandFor(target, setting, usual);
}

const commandFor = (target: Target, { name }: Setting, value: SettingValue): Command =>
  target.kind === 'client'
    ? { do: 'setConfig', target: target.id, config: { [name]: value } }
    : { do: 'alterConfig', topic: target.topic, config: { [name]: value } };

/** Rows a search asks for: words in the name or the meaning; what was changed comes first. */
export function wantedRows(rows: readonly SettingRow[], query: string, onlyChanged: boolean, meaning: (name: string) => string) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return rows
    .filter(({ differs, setting: { name } }) => {
      const text = `${name} ${meaning(name)}`.toLowerCase();
      return (differs || !onlyChanged) && words.every((word) => text.includes(word));
    })
    .toSorted((a, b) => Number(b.differs) - Number(a.differs) || Number(b.known) - Number(a.known));
}
