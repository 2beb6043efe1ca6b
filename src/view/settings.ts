/** The settings of a thing as rows: value, default of its Kafka version, whether it differs, and how it is changed. */
import { controllerActor, profiles, settingNamed, settingsFor, settingsIn, topicSettings } from '../sim/index.ts';
import type {
  ActorId,
  ActorView,
  Command,
  ControllerContext,
  MemberModel,
  ProfileName,
  ReadModel,
  Scenario,
  Setting,
  SettingScope,
  SettingValue,
} from '../sim/index.ts';
import type { Thing } from './geometry/thing.ts';
import { isLiving, OWN_SETTINGS } from './newMember.ts';

export interface SettingRow {
  readonly setting: Setting;
  readonly value: SettingValue;
  readonly usual: SettingValue;
  readonly differs: boolean;
  /** This version of Kafka knows it. */
  readonly known: boolean;
  /** Of a group whose members do not agree on it: what each has. `value` is then what most of them have. */
  readonly apart?: readonly { readonly member: string; readonly value: SettingValue }[];
}

/** Whom a change is for. A client restarts with it, each living member of a group does; a topic has it at once. */
export type Target =
  | { readonly kind: 'client'; readonly id: string }
  | { readonly kind: 'group'; readonly id: string; readonly members: readonly string[] }
  | { readonly kind: 'topic'; readonly topic: string };

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

function groupRows(scenario: Scenario, members: readonly MemberModel[]): readonly SettingRow[] {
  const usual = settingsFor('consumer', scenario.kafka);
  const each = members.map(({ id, settings }) => ({ id, rows: rowsOf('consumer', scenario, settings, usual) }));
  return (each[0]?.rows ?? []).flatMap((first, i): readonly SettingRow[] => {
    if (OWN_SETTINGS.has(first.setting.name)) return [];
    const values = each.map(({ id, rows }) => ({ member: id, value: rows[i]?.value ?? null }));
    const held = (row: SettingRow) => values.filter(({ value }) => sameValue(value, row.value)).length;
    const common = each.map(({ rows }) => rows[i] ?? first).reduce((best, row) => (held(row) > held(best) ? row : best), first);
    return [held(common) === values.length ? common : { ...common, differs: true, apart: values }];
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
    case 'group': {
      const members = model.groups.find(({ id }) => id === thing.id)?.members ?? [];
      if (members.length === 0) return null;
      const target: Target = { kind: 'group', id: thing.id, members: members.filter(isLiving).map(({ id }) => id) };
      return { target, kafka, rows: groupRows(scenario, members) };
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

/** What a group of this version may divide its partitions by, as it is typed: each assignor alone, and the version's default. */
export function assignorChoices(kafka: ProfileName): readonly string[] {
  const setting = settingNamed('consumer', 'partition.assignment.strategy');
  const isKnown = (name: string) => profiles.indexOf(setting?.valuesSince?.[name] ?? kafka) <= profiles.indexOf(kafka);
  const usual = setting?.default[kafka];
  return [...new Set([...(setting?.values ?? []).filter(isKnown), ...(Array.isArray(usual) ? [usual.join(', ')] : [])])];
}

/** What a person typed as the value of a setting; the simulator judges it. */
export function typedValue({ type }: Setting, text: string): string | number | boolean | readonly string[] {
  const plain = text.trim();
  if (type === 'boolean') return plain === 'true';
  if (type === 'list') return plain.split(/[\s,]+/).filter((it) => it !== '');
  const value = Number(plain);
  return (type === 'int' || type === 'number') && plain !== '' && Number.isFinite(value) ? value : plain;
}

/** The commands that change a setting: one, or one for each member of a group. */
export const changesOf = (target: Target, setting: Setting, text: string): readonly Command[] =>
  commandsFor(target, setting, typedValue(setting, text));

/** The commands that give a setting its default back; null where a client cannot be told to leave something unset. */
export function resetsOf(target: Target, { setting, usual }: SettingRow): readonly Command[] | null {
  if (target.kind === 'topic') return commandsFor(target, setting, null);
  return usual === null || usual === '' ? null : commandsFor(target, setting, usual);
}

function commandsFor(target: Target, { name }: Setting, value: SettingValue): readonly Command[] {
  const config = { [name]: value };
  if (target.kind === 'topic') return [{ do: 'alterConfig', topic: target.topic, config }];
  const clients = target.kind === 'group' ? target.members : [target.id];
  return clients.map((id) => ({ do: 'setConfig', target: id, config }));
}

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
