/** What a value is compared with: is, not, atLeast, atMost, includes. Several together must all hold. */
import { suggestion } from '../sim/index.ts';
import { PredicateError } from './predicateError.ts';

export interface Comparison {
  readonly is?: unknown;
  readonly not?: unknown;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly includes?: unknown;
}

/** What a path leads to: one value (undefined: nothing there now), or one for each thing that `*` stands for. */
export type Found = { readonly value: unknown } | { readonly each: readonly unknown[] };

const WORDS = ['is', 'not', 'atLeast', 'atMost', 'includes'];

export function readComparison(given: object, place: string): Comparison {
  const words = Object.entries(given as Readonly<Record<string, unknown>>);
  if (words.length === 0) throw new PredicateError(`${place}: say what the value must be: ${WORDS.join(', ')}`);
  for (const [word, wanted] of words) {
    if (!WORDS.includes(word))
      throw new PredicateError(`${place}: unknown key "${word}".${suggestion(word, WORDS)} A value is compared by ${WORDS.join(', ')}.`);
    if ((word === 'atLeast' || word === 'atMost') && typeof wanted !== 'number')
      throw new PredicateError(`${place}: "${word}" takes a number`);
  }
  return given;
}

/** Of `*` the comparison must hold for each thing, and there must be one; `includes` asks whether one of them is that value. */
export function holdsFor(comparison: Comparison, found: Found): boolean {
  if ('value' in found) return holds(comparison, found.value);
  const { includes, ...rest } = comparison;
  if ('includes' in comparison && !found.each.some((value) => same(value, includes))) return false;
  return Object.keys(rest).length === 0 || (found.each.length > 0 && found.each.every((value) => holds(rest, value)));
}

function holds(comparison: Comparison, value: unknown): boolean {
  const actual = value ?? null; // what is not there is null
  if ('is' in comparison && !same(actual, comparison.is)) return false;
  if ('not' in comparison && same(actual, comparison.not)) return false;
  if (comparison.atLeast !== undefined && !(typeof actual === 'number' && actual >= comparison.atLeast)) return false;
  if (comparison.atMost !== undefined && !(typeof actual === 'number' && actual <= comparison.atMost)) return false;
  if (!('includes' in comparison)) return true;
  if (Array.isArray(actual)) return actual.some((item) => same(item, comparison.includes));
  return typeof actual === 'string' && typeof comparison.includes === 'string' && actual.includes(comparison.includes);
}

/** Equal as plain data; the order of a mapping's names does not matter, that of a list does. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => Object.hasOwn(right, name) && same(left[name], right[name]));
}
