/**
 * Predicates judge a run: goals of lessons, answers of quizzes, `runUntil`. They read the read model and facts, never a machine's inside.
 *
 * `{ path: groups.billing.generation, atLeast: 4 }` · `{ fact: member.expired, where: { member: billing-2 }, count: 1, since: step }` ·
 * `{ ever: P }` holds at some instant so far · `{ branch: [P, Q] }` holds P in one branch and Q in another · `all`, `any`, `not`.
 */
import { factKinds, isFactKind, listed, suggestion, type Fact, type FactKind, type ReadModel } from '../sim/index.ts';
import { holdsFor, readComparison, type Comparison } from './comparison.ts';
import { PredicateError } from './predicateError.ts';
import { resolvePath } from './path.ts';

export { PredicateError } from './predicateError.ts';

export interface FactPredicate {
  readonly kind: 'fact';
  readonly fact: FactKind;
  readonly where: Readonly<Record<string, Comparison>>;
  readonly count: Comparison;
  readonly since: 'step' | 'start';
}

export type Predicate =
  | { readonly kind: 'path'; readonly path: string; readonly compare: Comparison }
  | FactPredicate
  | { readonly kind: 'ever' | 'not'; readonly of: Predicate }
  | { readonly kind: 'all' | 'any' | 'branch'; readonly of: readonly Predicate[] };

/** What a predicate is judged by. */
export interface PredicateRun {
  readonly model: ReadModel;
  /** Every fact up to now, oldest first. */
  readonly facts: readonly Fact[];
  /** How many facts there were when the present step of a lesson began; 0 outside of lessons. */
  readonly stepStartedAt: number;
  /** The model at every instant so far, oldest first. */
  history(): Iterable<ReadModel>;
  /** All lines of the run's history, each as it stands at its end. */
  branches(): readonly PredicateRun[];
  /** Ids that need not exist yet, because a command may still bring them. */
  readonly announced?: ReadonlySet<string>;
}

const FORMS = 'path, fact, ever, branch, all, any or not';

/** Reads a predicate as it stands in a lesson; throws PredicateError. `place`: where it stands, for the message. */
export function parsePredicate(value: unknown, place = 'predicate'): Predicate {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new PredicateError(`${place}: a predicate is a mapping with ${FORMS}`);
  const given = value as Readonly<Record<string, unknown>>;
  if ('path' in given) return parsePathPredicate(given, place);
  if ('fact' in given) return parseFactPredicate(given, place);
  const [form, ...more] = Object.keys(given);
  if (form === undefined || more.length > 0) throw new PredicateError(`${place}: say exactly one of ${FORMS}`);
  switch (form) {
    case 'ever':
    case 'not':
      return { kind: form, of: parsePredicate(given[form], `${place}.${form}`) };
    case 'all':
    case 'any':
    case 'branch':
      return { kind: form, of: parseList(given[form], `${place}.${form}`) };
    default:
      throw new PredicateError(
        `${place}: unknown key "${form}".${suggestion(form, ['path', 'fact', 'ever', 'branch', 'all', 'any', 'not'])} A predicate has ${FORMS}.`,
      );
  }
}

function parseList(value: unknown, place: string): readonly Predicate[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new PredicateError(`${place}: an empty list judges nothing`);
  return list.map((it, index) => parsePredicate(it, `${place}.${index}`));
}

function parsePathPredicate({ path, ...rest }: Readonly<Record<string, unknown>>, place: string): Predicate {
  if (typeof path !== 'string' || path === '') throw new PredicateError(`${place}: "path" is a text like groups.billing.generation`);
  return { kind: 'path', path, compare: readComparison(rest, place) };
}

export function parseFactPredicate(
  { fact, where = {}, count = 1, since = 'start', ...rest }: Readonly<Record<string, unknown>>,
  place: string,
): FactPredicate {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined)
    throw new PredicateError(
      `${place}: unknown key "${unknown}".${suggestion(unknown, ['where', 'count', 'since'])} Beside "fact" there are where, count and since.`,
    );
  if (typeof fact !== 'string' || !isFactKind(fact))
    throw new PredicateError(`${place}: there is no fact "${String(fact)}".${suggestion(String(fact), factKinds)}`);
  if (since !== 'step' && since !== 'start') throw new PredicateError(`${place}: "since" is step or start`);
  if (typeof where !== 'object' || where === null || Array.isArray(where))
    throw new PredicateError(`${place}: "where" is a mapping of the fact's fields`);
  const fields = Object.entries(where).map(([field, wanted]) => [field, asComparison(wanted, `${place}.where.${field}`)] as const);
  if (typeof count === 'number' && count < 1)
    throw new PredicateError(`${place}: "count" is at least 1; for none at all write not: { fact: ${fact} }`);
  const times = typeof count === 'number' ? { atLeast: count } : readComparison(count as object, `${place}.count`);
  return { kind: 'fact', fact, where: Object.fromEntries(fields), count: times, since };
}

/** `{ atLeast: 3 }` compares; anything else is what the field must be. */
function asComparison(wanted: unknown, place: string): Comparison {
  const compares = typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted);
  return compares ? readComparison(wanted, place) : { is: wanted };
}

/** Whether the predicate holds of this run now. Throws PredicateError for paths and fields that do not exist. */
export function evaluate(predicate: Predicate, run: PredicateRun): boolean {
  switch (predicate.kind) {
    case 'path':
      return holdsFor(predicate.compare, resolvePath(predicate.path, run));
    case 'fact':
      return holdsFor(predicate.count, { value: countFacts(predicate, run) });
    case 'not':
      return !evaluate(predicate.of, run);
    case 'all':
      return predicate.of.every((it) => evaluate(it, run));
    case 'any':
      return predicate.of.some((it) => evaluate(it, run));
    case 'ever':
      return evaluate(predicate.of, run) || everHeld(predicate.of, run);
    case 'branch':
      return inDistinctBranches(predicate.of, run.branches(), []);
  }
}

function countFacts(wanted: FactPredicate, run: PredicateRun): number {
  let count = 0;
  for (let i = wanted.since === 'step' ? run.stepStartedAt : 0; i < run.facts.length; i++)
    if (isFactOf(run.facts[i] as Fact, wanted)) count++;
  return count;
}

/** Whether this fact is one of those the predicate counts. */
export function isFactOf(fact: Fact, { fact: kind, where }: FactPredicate): boolean {
  if (fact.kind !== kind) return false;
  for (const field in where) if (!holdsFor(where[field] as Comparison, { value: fieldOf(fact, field) })) return false;
  return true;
}

function fieldOf(fact: Fact, field: string): unknown {
  if (Object.hasOwn(fact, field)) return (fact as unknown as Readonly<Record<string, unknown>>)[field];
  const known = Object.keys(fact);
  throw new PredicateError(`a fact ${fact.kind} has no "${field}".${suggestion(field, known)} It has ${listed(known)}.`);
}

/** Looks back over every instant, each with the facts known by then. */
function everHeld(predicate: Predicate, run: PredicateRun): boolean {
  let known = 0;
  for (const model of run.history()) {
    while (known < run.facts.length && (run.facts[known]?.at ?? 0) <= model.now) known++;
    const then: PredicateRun = {
      ...run,
      model,
      facts: run.facts.slice(0, known),
      history: () => run.history(),
      branches: () => run.branches(),
    };
    if (evaluate(predicate, then)) return true;
  }
  return false;
}

/** Each predicate in a branch of its own: comparing two futures needs two. */
function inDistinctBranches(predicates: readonly Predicate[], branches: readonly PredicateRun[], used: readonly PredicateRun[]): boolean {
  const [first, ...rest] = predicates;
  if (first === undefined) return true;
  return branches.some((it) => !used.includes(it) && evaluate(first, it) && inDistinctBranches(rest, branches, [...used, it]));
}
