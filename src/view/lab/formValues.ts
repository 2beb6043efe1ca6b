/** A form for a command: what a person types, as text, and the command that comes of it. Whether it makes sense is the simulator's to say. */
import { settingNamed, type Command, type Parameter, type SettingScope, type Verb } from '../../sim/index.ts';
import { typedValue } from '../settings.ts';

export interface SettingRow {
  readonly name: string;
  readonly value: string;
}

/** One field as the form holds it: text, names that were picked, two sides, settings, or the fields inside it. */
export type FieldValue = string | readonly string[] | readonly [readonly string[], readonly string[]] | readonly SettingRow[] | FormValues;
export interface FormValues {
  readonly [name: string]: FieldValue | undefined;
}

export type Widget = 'text' | 'select' | 'several' | 'sides' | 'settings' | 'parts';

const SELECTS = /^(process|client|producer|member|group|topic|choice|flag)$/;

/** How a parameter is filled in. */
export function widgetOf({ type }: Parameter): Widget {
  if (SELECTS.test(type)) return 'select';
  if (type === 'topics') return 'several';
  if (type === 'processes') return 'sides';
  if (type === 'config') return 'settings';
  return type === 'workload' || type === 'app' ? 'parts' : 'text';
}

const node = (text: string): string | number => (/^\d+$/.test(text) ? Number(text) : text);
const words = (text: string): readonly string[] => text.split(/[\s,]+/).filter((it) => it !== '');
/** A number where it looks like one; what else was typed is left for the simulator to judge. */
const numeric = (text: string): string | number => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);
const isList = (value: FieldValue): value is readonly string[] => Array.isArray(value);

function settings(rows: readonly SettingRow[], scope: SettingScope, mayUnset: boolean): Readonly<Record<string, unknown>> {
  const named = rows.filter(({ name }) => name !== '');
  return Object.fromEntries(
    named.map(({ name, value }) => {
      if (value.trim() === '' && mayUnset) return [name, null];
      const setting = settingNamed(scope, name);
      return [name, setting === undefined ? value : typedValue(setting, value)];
    }),
  );
}

function fromText({ type }: Parameter, text: string, values: FormValues): unknown {
  switch (type) {
    case 'int':
    case 'time':
    case 'offset':
      return numeric(text);
    case 'process':
      return node(text);
    case 'flag':
      return text === 'true';
    case 'ints':
    case 'times':
      return words(text).map(numeric);
    case 'replicas':
      return text.split(';').map((it) => words(it).map(numeric));
    case 'keys':
      return text.includes(',') ? words(text) : text;
    case 'value':
      return /^\d+$/.test(text) ? { bytes: Number(text) } : text;
    case 'commitPolicy':
      return /^\d+$/.test(text) ? { every: Number(text) } : text;
    case 'failing':
      return Object.fromEntries(
        words(text).map((it) => {
          const [name = '', value = ''] = it.split('=');
          return [name, name === 'key' || name === 'value' || name === 'topic' ? value : numeric(value)];
        }),
      );
    case 'members':
      return /^\d+$/.test(text)
        ? numbered(typeof values['id'] === 'string' && values['id'] !== '' ? values['id'] : 'group', Number(text))
        : words(text);
    default:
      return text;
  }
}

const numbered = (prefix: string, count: number): readonly string[] => Array.from({ length: count }, (_, i) => `${prefix}-${i + 1}`);

/** Undefined: left out. */
function valueOf(parameter: Parameter, value: FieldValue | undefined, values: FormValues, scope: SettingScope, verb: string): unknown {
  if (value === undefined) return undefined;
  const widget = widgetOf(parameter);
  if (widget === 'parts') {
    const parts = given(parameter.parts ?? [], value as FormValues, scope, verb);
    return Object.keys(parts).length === 0 ? undefined : parts;
  }
  if (widget === 'settings') {
    const rows = settings(value as readonly SettingRow[], scope, verb === 'alterConfig');
    return Object.keys(rows).length === 0 ? undefined : rows;
  }
  if (widget === 'sides') {
    const sides = (value as readonly [readonly string[], readonly string[]]).map((side) => side.map(node));
    return sides.every(({ length }) => length === 0) ? undefined : sides.map((side) => (side.length === 1 ? side[0] : side));
  }
  if (isList(value)) return value.length === 0 ? undefined : value;
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : fromText(parameter, text, values);
}

function given(parameters: readonly Parameter[], values: FormValues, scope: SettingScope, verb: string): Readonly<Record<string, unknown>> {
  const all = parameters.map((it) => [it.name, valueOf(it, values[it.name], values, scope, verb)] as const);
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

/** The command a form stands for; what was left empty is left out. */
export const commandOf = (verb: Verb, values: FormValues, scope: SettingScope): Command => ({
  do: verb.name,
  ...given(verb.parameters, values, scope, verb.name),
});

/** What a form shows of a command: the way back. */
export function valuesOf(parameters: readonly Parameter[], command: Readonly<Record<string, unknown>>): FormValues {
  const shown = parameters.map((it): readonly [string, FieldValue | undefined] => [it.name, shownOf(it, command[it.name])]);
  return Object.fromEntries(shown.filter(([, value]) => value !== undefined));
}

function shownOf(parameter: Parameter, value: unknown): FieldValue | undefined {
  if (value === undefined || value === null) return undefined;
  const widget = widgetOf(parameter);
  if (widget === 'parts') return valuesOf(parameter.parts ?? [], value as Readonly<Record<string, unknown>>);
  if (widget === 'settings') return Object.entries(value).map(([name, it]) => ({ name, value: it === null ? '' : String(it) }));
  if (widget === 'sides') {
    const side = (it: unknown) => (Array.isArray(it) ? it.map(String) : [String(it)]);
    const [one, other] = value as readonly unknown[];
    return [one === undefined ? [] : side(one), other === undefined ? [] : side(other)];
  }
  if (widget === 'several') return (Array.isArray(value) ? value : [value]).map(String);
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
