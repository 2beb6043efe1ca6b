/**
 * Paths into the read model: `groups.billing.members.billing-2.assignment.orders.length`. Lists are indexed by what identifies their items
 * (id, name, `orders-0`, partition number, broker, offset), else by position; `*` stands for each item, and a list ends in `length`,
 * `first`, `last`, `sum`, `min` or `max`. A name that can never be there is a mistake; a thing that just is not there now is nothing.
 */
import { listed, suggestion, type ReadModel } from '../sim/index.ts';
import type { Found } from './comparison.ts';
import { PredicateError } from './predicateError.ts';

export interface PathRun {
  readonly model: ReadModel;
  history(): Iterable<ReadModel>;
  readonly announced?: ReadonlySet<string>;
}

const AGGREGATES: Readonly<Record<string, (list: readonly unknown[]) => unknown>> = {
  length: (list) => list.length,
  first: (list) => list[0],
  last: (list) => list.at(-1),
  sum: (list) => numbers(list).reduce((sum, it) => sum + it, 0),
  min: (list) => (numbers(list).length > 0 ? Math.min(...numbers(list)) : undefined),
  max: (list) => (numbers(list).length > 0 ? Math.max(...numbers(list)) : undefined),
};
const OVER_ALL = ['sum', 'min', 'max'];
const isAggregate = (name: string): boolean => Object.hasOwn(AGGREGATES, name);
const numbers = (list: readonly unknown[]) => list.filter((it) => typeof it === 'number');

/** Lists whose items are declared by name: an unknown one is a slip, unless it was there before. */
const DECLARED = ['brokers', 'topics', 'producers', 'groups'];
/** Mappings from names to things that come and go. */
const DICTIONARIES = /(^|\.)(assignment|position(\.[^.]+)?)$|^ledger\.groups$/;

/** What a path leads to now. Throws PredicateError if it leads nowhere at all. */
export function resolvePath(path: string, run: PathRun): Found {
  return walk(run.model, path.split('.'), [], run);
}

function walk(node: unknown, rest: readonly string[], walked: readonly string[], run: PathRun): Found {
  const [name] = rest;
  if (name === undefined) return { value: node };
  if (node === undefined || node === null)
    return { value: isAggregate(rest.at(-1) ?? '') ? AGGREGATES[rest.at(-1) ?? '']?.([]) : undefined };
  if (typeof node !== 'object')
    throw new PredicateError(`${walked.join('.')} is ${JSON.stringify(node)}: there is no "${rest.join('.')}" inside`);
  if (name === '*') return walkEach(Object.values(node), rest.slice(1), walked, run);
  return Array.isArray(node)
    ? walkList(node, rest, walked, run)
    : walkMapping(node as Readonly<Record<string, unknown>>, rest, walked, run);
}

/** The rest of the path for every item; an aggregate then makes one value of all. */
function walkEach(items: readonly unknown[], rest: readonly string[], walked: readonly string[], run: PathRun): Found {
  const last = rest.at(-1) ?? '';
  // `offsets.*.lag.sum` sums over the items; `members.*.assignment.orders.length` is a length of each.
  const overAll = OVER_ALL.includes(last) || (rest.length === 1 && isAggregate(last));
  const found = items.map((item) => walk(item, overAll ? rest.slice(0, -1) : rest, [...walked, '*'], run));
  const each = found.flatMap((it) => ('each' in it ? it.each : [it.value]));
  return overAll ? { value: AGGREGATES[last]?.(each) } : { each };
}

function walkList(list: readonly unknown[], rest: readonly string[], walked: readonly string[], run: PathRun): Found {
  // Ids may hold dots, so the longest name that fits is meant.
  for (let taken = rest.length; taken > 0; taken--) {
    const name = rest.slice(0, taken).join('.');
    const item = list.find((it) => identify(it) === name);
    if (item !== undefined) return walk(item, rest.slice(taken), [...walked, name], run);
  }
  const [name = ''] = rest;
  if (isAggregate(name)) return walk(AGGREGATES[name]?.(list), rest.slice(1), [...walked, name], run);
  if (/^\d+$/.test(name) && identify(list[0]) === null) return walk(list[Number(name)], rest.slice(1), [...walked, name], run);
  if (walked.length === 1 && DECLARED.includes(walked[0] ?? '') && !mayExist(walked[0] ?? '', rest, run)) {
    const known = list.map((it: unknown) => identify(it) ?? '');
    throw new PredicateError(`${walked.join('.')} has no "${name}".${suggestion(name, known)} There are ${listed(known)}.`);
  }
  return walk(undefined, rest.slice(1), [...walked, name], run);
}

function walkMapping(node: Readonly<Record<string, unknown>>, rest: readonly string[], walked: readonly string[], run: PathRun): Found {
  for (let taken = rest.length; taken > 0; taken--) {
    const name = rest.slice(0, taken).join('.');
    if (Object.hasOwn(node, name)) return walk(node[name], rest.slice(taken), [...walked, name], run);
  }
  const [name = ''] = rest;
  const place = walked.join('.');
  if (isAggregate(name) && name === 'length') return walk(Object.keys(node).length, rest.slice(1), [...walked, name], run);
  if (DICTIONARIES.test(place)) return walk(undefined, rest.slice(1), [...walked, name], run);
  const known = Object.keys(node);
  throw new PredicateError(
    `${place === '' ? 'the read model' : place} has no "${name}".${suggestion(name, known)} There are ${listed(known, 20)}.`,
  );
}

/** What an item is called in a path; null if only its position tells it apart. */
function identify(item: unknown): string | null {
  if (typeof item !== 'object' || item === null) return null;
  const { id, name, topic, partition, broker, offset } = item as Readonly<Record<string, unknown>>;
  const partitionName = typeof topic === 'string' && typeof partition === 'number' ? `${topic}-${partition}` : undefined;
  const called = id ?? name ?? partitionName ?? partition ?? broker ?? offset;
  return typeof called === 'string' || typeof called === 'number' ? String(called) : null;
}

/** It was there at some time, or a command may still bring it. */
function mayExist(collection: string, rest: readonly string[], run: PathRun): boolean {
  const names = rest.map((_, index) => rest.slice(0, index + 1).join('.'));
  if (names.some((name) => run.announced?.has(name) === true)) return true;
  for (const model of run.history()) {
    const list = (model as unknown as Readonly<Record<string, readonly unknown[]>>)[collection] ?? [];
    if (list.some((item) => names.includes(identify(item) ?? ''))) return true;
  }
  return false;
}
