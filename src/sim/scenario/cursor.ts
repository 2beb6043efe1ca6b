/**
 * Reading untyped data with care: a cursor is a value with its place and the list of problems. Every reader notes what is wrong and
 * gives its fallback, so that one pass finds everything. What is left out (or null) silently takes the fallback.
 */
import { shown } from '../config/index.ts';
import { suggestion } from '../nearest.ts';
import { parseDuration } from './durations.ts';
import type { Path, ProblemHints, Problems } from './problems.ts';

export class Cursor {
  readonly value: unknown;
  readonly path: Path;
  readonly problems: Problems;

  constructor(value: unknown, path: Path, problems: Problems) {
    this.value = value;
    this.path = path;
    this.problems = problems;
  }

  get missing(): boolean {
    return this.value === undefined || this.value === null;
  }

  at(key: string | number): Cursor {
    const holder = this.value;
    const inside = typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key);
    return new Cursor(inside ? (holder as Record<string | number, unknown>)[key] : undefined, [...this.path, key], this.problems);
  }

  /** The same place holding something else: a thing given by its name alone holds nothing more. */
  with(value: unknown): Cursor {
    return new Cursor(value, this.path, this.problems);
  }

  /** Notes a problem here and goes on with the fallback. */
  fail<T>(reason: string, fallback: T, hints: ProblemHints = {}): T {
    this.problems.add(this.path, reason, hints);
    return fallback;
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Notes that a value which must be there is not. True if it is. */
export function required(cursor: Cursor, what: string): boolean {
  if (cursor.missing) cursor.problems.add(cursor.path.slice(0, -1), `${what} is missing`, { onKey: true });
  return !cursor.missing;
}

/** A mapping with these names and no others. `later`: names that are known and come later. False if it is no mapping. */
export function fields(cursor: Cursor, names: readonly string[], later: Readonly<Record<string, string>> = {}): boolean {
  if (cursor.missing) return true;
  if (!isRecord(cursor.value)) return cursor.fail(`here stands a mapping with ${names.join(', ')}, not ${shown(cursor.value)}`, false);
  for (const key of Object.keys(cursor.value)) {
    if (names.includes(key)) continue;
    const reason = Object.hasOwn(later, key)
      ? `"${key}" comes later: ${later[key]}`
      : `unknown key "${key}".${suggestion(key, names) || ` There are ${names.join(', ')}.`}`;
    cursor.at(key).fail(reason, undefined, { onKey: true });
  }
  return true;
}

/** The entries of a mapping from names to something. */
export function entries(cursor: Cursor, what: string): readonly (readonly [string, Cursor])[] {
  if (cursor.missing) return [];
  if (!isRecord(cursor.value)) return cursor.fail(`here stands a mapping of ${what}, not ${shown(cursor.value)}`, []);
  return Object.keys(cursor.value).map((key) => [key, cursor.at(key)] as const);
}

/** The items of a list; a single value counts as a list of one where `orOne` says so. */
export function items(cursor: Cursor, what: string, orOne = false): readonly Cursor[] {
  if (cursor.missing) return [];
  if (Array.isArray(cursor.value)) return cursor.value.map((_, index) => cursor.at(index));
  return orOne ? [cursor] : cursor.fail(`here stands a list of ${what}, not ${shown(cursor.value)}`, []);
}

export function int<T>(cursor: Cursor, fallback: T, min: number, max = Number.MAX_SAFE_INTEGER, hints: ProblemHints = {}): number | T {
  if (cursor.missing) return fallback;
  if (typeof cursor.value !== 'number' || !Number.isSafeInteger(cursor.value))
    return cursor.fail(`here stands a whole number, not ${shown(cursor.value)}`, fallback);
  if (cursor.value < min) return cursor.fail(`must be at least ${min}, not ${cursor.value}`, fallback, hints);
  return cursor.value > max ? cursor.fail(`must be at most ${max}, not ${cursor.value}`, fallback, hints) : cursor.value;
}

export function duration<T>(cursor: Cursor, fallback: T): number | T {
  if (cursor.missing) return fallback;
  if (typeof cursor.value === 'number' && cursor.value < 0) return cursor.fail(`a time cannot be negative: ${cursor.value}`, fallback);
  const negative = typeof cursor.value === 'string' && /^\s*-\s*[\d.]/.test(cursor.value);
  if (negative) return cursor.fail(`a time cannot be negative: ${String(cursor.value)}`, fallback);
  return (
    parseDuration(cursor.value) ??
    cursor.fail(`here stands a time (12s, 150ms, or a whole number of ms), not ${shown(cursor.value)}`, fallback)
  );
}

/** A text; a number counts as one. */
export function text<T>(cursor: Cursor, fallback: T): string | T {
  if (cursor.missing) return fallback;
  if (typeof cursor.value === 'string' || typeof cursor.value === 'number') return String(cursor.value);
  return cursor.fail(`here stands a text, not ${shown(cursor.value)}`, fallback);
}

export function flag(cursor: Cursor, fallback: boolean): boolean {
  if (cursor.missing) return fallback;
  return typeof cursor.value === 'boolean' ? cursor.value : cursor.fail(`here stands true or false, not ${shown(cursor.value)}`, fallback);
}

export function oneOf<T extends string>(cursor: Cursor, words: readonly T[], fallback: T): T {
  if (cursor.missing) return fallback;
  const word = words.find((it) => it === cursor.value);
  return (
    word ??
    cursor.fail(`here stands one of ${words.join(', ')}, not ${shown(cursor.value)}.${suggestion(String(cursor.value), words)}`, fallback)
  );
}
