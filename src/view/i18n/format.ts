/** Numbers, times and lists as the present language writes them. */
import { locale } from './locale.svelte.ts';

const numbers = new Map<string, Intl.NumberFormat>();

function formatter(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale.value}|${JSON.stringify(options)}`;
  const known = numbers.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(locale.value, options);
  numbers.set(key, made);
  return made;
}

export const number = (value: number, digits = 0): string =>
  formatter({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

/** `14.820 s`: virtual time as the clock shows it. */
export const clockTime = (ms: number): string => `${number(ms / 1000, 3)} s`;

/** `40 ms`, `6 s`, `1.5 s`, `2 min`: a length of time as short as it can be said. */
export function duration(ms: number): string {
  const plain = (value: number) => formatter({ maximumFractionDigits: value < 10 ? 2 : 1 }).format(value);
  if (ms < 1000) return `${plain(ms)} ms`;
  if (ms < 120_000) return `${plain(ms / 1000)} s`;
  return `${plain(ms / 60_000)} min`;
}

/** `×0.05`, `×1`, `×4`: how many times as fast, in two digits that count. */
export const times = (factor: number): string => `×${formatter({ maximumSignificantDigits: 2, useGrouping: false }).format(factor)}`;

/** `0, 2 and 5` in the language's own way. */
export function list(items: readonly (string | number)[]): string {
  return new Intl.ListFormat(locale.value, { style: 'narrow', type: 'unit' }).format(items.map(String));
}
