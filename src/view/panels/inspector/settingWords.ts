/** How values, ranges and units of settings are written. */
import type { Setting, SettingValue } from '../../../sim/index.ts';
import { duration, number } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';

const LARGEST = 2_147_483_647;

/** `45,000 ms (45 s)`: a value as it is set, and what it comes to where that is easier to read. */
export function valueWords({ unit }: Setting, value: SettingValue): string {
  if (value === null || value === '') return m.inspector_null();
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value !== 'number') return String(value);
  if (unit === 'ms') return value >= 1000 ? `${number(value)} ms (${duration(value)})` : `${number(value)} ms`;
  if (unit === 'bytes') return `${number(value)} B`;
  if (unit === 'minutes') return `${number(value)} min (${duration(value * 60_000)})`;
  return Number.isInteger(value) ? number(value) : String(value);
}

/** What may be typed: kind of value, range and unit. */
export function kindWords({ type, min, max, unit, values }: Setting): string {
  switch (type) {
    case 'boolean':
      return m.inspector_kind_boolean();
    case 'enum':
      return m.inspector_kind_enum();
    case 'list':
      return values === undefined ? m.inspector_kind_list() : m.inspector_kind_list_of({ values: values.join(', ') });
    case 'string':
      return m.inspector_kind_string();
    case 'int':
    case 'number': {
      const low = number(min ?? 0);
      const suffix = unit === null || unit === 'count' ? '' : ` ${unit === 'bytes' ? 'B' : unit === 'minutes' ? 'min' : unit}`;
      const kind = type === 'int' ? m.inspector_kind_int() : m.inspector_kind_number();
      return max === undefined || max >= LARGEST ? `${kind} ≥ ${low}${suffix}` : `${kind} ${low}–${number(max)}${suffix}`;
    }
  }
}

/** A value as it is typed. */
export const typedText = (value: SettingValue): string => (value === null ? '' : Array.isArray(value) ? value.join(', ') : String(value));
