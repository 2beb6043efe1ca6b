/**
 * Situations: a scenario of test/scenarios with what must follow from Kafka's rules, written by hand beside it (`<name>.expect.yaml`):
 * facts that occur in this order, facts that never occur, and what the read model holds at the end.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createSimulation, formatDuration, isFactKind, parseDuration, parseScenario, readYaml } from '../../../src/sim/index.ts';
import type { Fact, Simulation } from '../../../src/sim/index.ts';
import { createChecker } from '../../../src/sim/invariants/index.ts';
import { holdsFor, readComparison, type Comparison } from '../../../src/lesson/comparison.ts';
import { resolvePath } from '../../../src/lesson/path.ts';

/** A fact, by its kind and the fields that matter; `at`: within these ms. */
interface Pattern {
  readonly kind: string;
  readonly at: readonly [from: number, to: number] | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Situation {
  readonly name: string;
  /** A claim. */
  readonly title: string;
  readonly rules: readonly string[];
  readonly until: number;
  readonly facts: readonly Pattern[];
  readonly never: readonly Pattern[];
  readonly model: Readonly<Record<string, Comparison>>;
}

type Mapping = Readonly<Record<string, unknown>>;
const isMapping = (value: unknown): value is Mapping => typeof value === 'object' && value !== null && !Array.isArray(value);

const folder = new URL('../../scenarios/', import.meta.url);
const ENDING = '.expect.yaml';

export const situationNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length))
  .toSorted();

export function readSituation(name: string): Situation {
  const { title, rules, until, facts, never = [], model = {}, ...more } = readYaml(textOf(name + ENDING)).value as Mapping;
  const [unknown] = Object.keys(more);
  if (unknown !== undefined) throw new Error(`${name}: "${unknown}" is not among title, rules, until, facts, never, model`);
  const time = parseDuration(until);
  if (time === null) throw new Error(`${name}: "until" is a time like 30s`);
  return {
    name,
    title: String(title),
    rules: rules as readonly string[],
    until: time,
    facts: (facts as readonly Mapping[]).map(readPattern),
    never: (never as readonly Mapping[]).map(readPattern),
    model: Object.fromEntries(Object.entries(model as Mapping).map(([path, wanted]) => [path, asComparison(wanted)])),
  };
}

const textOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

function readPattern({ kind, at, ...fields }: Mapping): Pattern {
  if (typeof kind !== 'string' || !isFactKind(kind)) throw new Error(`there is no fact "${String(kind)}"`);
  if (at === undefined) return { kind, at: null, fields };
  const [from, to = from] = (Array.isArray(at) ? at : [at]).map(parseDuration);
  if (typeof from !== 'number' || typeof to !== 'number') throw new Error(`${kind}: "at" is a time, or [from, to]`);
  return { kind, at: [from, to], fields };
}

const COMPARES = ['is', 'not', 'atLeast', 'atMost', 'includes'];
const compares = (wanted: unknown): wanted is Mapping => isMapping(wanted) && Object.keys(wanted).some((key) => COMPARES.includes(key));
const asComparison = (wanted: unknown): Comparison => (compares(wanted) ? readComparison(wanted, 'model') : { is: wanted });

/** Of a mapping only what is named must be there; a list is given whole. */
function fits(wanted: unknown, actual: unknown): boolean {
  if (compares(wanted)) return holdsFor(wanted, { value: actual });
  if (Array.isArray(wanted))
    return Array.isArray(actual) && wanted.length === actual.length && wanted.every((it, index) => fits(it, actual[index]));
  if (isMapping(wanted)) return isMapping(actual) && Object.keys(wanted).every((key) => fits(wanted[key], actual[key]));
  return wanted === actual;
}

const isOne = ({ kind, at, fields }: Pattern, fact: Fact): boolean =>
  fact.kind === kind && (at === null || (fact.at >= at[0] && fact.at <= at[1])) && fits(fields, fact);

/** The run of a situation, with every invariant looked at after every turn. */
export function play({ name, until }: Situation): { readonly simulation: Simulation; readonly broken: readonly string[] } {
  const check = createChecker();
  const broken: string[] = [];
  const simulation = createSimulation(parseScenario(textOf(`${name}.yaml`)), {
    watch: (world, facts) =>
      broken.push(...check(world, facts).map(({ invariant, detail }) => `at ${world.at} ms ${invariant}: ${detail}`)),
  });
  simulation.runUntil(until);
  return { simulation, broken };
}

/** What is otherwise than expected, in sentences; null if nothing is. */
export const missing = ({ facts: patterns }: Situation, facts: readonly Fact[]): string | null => {
  let next = 0;
  for (const [index, pattern] of patterns.entries()) {
    const found = facts.findIndex((fact, id) => id >= next && isOne(pattern, fact));
    if (found < 0) return reportMissing(index, pattern, next, facts);
    next = found + 1;
  }
  return null;
};

export const forbidden = ({ never }: Situation, facts: readonly Fact[]): readonly string[] =>
  never.flatMap((pattern) => {
    const found = facts.find((fact) => isOne(pattern, fact));
    return found === undefined ? [] : [`${shownPattern(pattern)} must never be, but there is\n${shown(found)}`];
  });

export const unlike = ({ model: wanted }: Situation, simulation: Simulation): readonly string[] => {
  const model = simulation.read();
  return Object.entries(wanted).flatMap(([path, comparison]) => {
    const found = resolvePath(path, { model, history: () => [] });
    return holdsFor(comparison, found) ? [] : [`${path} is ${JSON.stringify(found)}, not ${JSON.stringify(comparison)}`];
  });
};

/** Fields that patterns name and no fact of that kind has in any run: such a `never` would forbid nothing. */
export function misspelled(situations: readonly Situation[], seen: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return situations.flatMap(({ name, facts, never }) =>
    [...facts, ...never].flatMap(({ kind, fields }) => {
      const known = seen.get(kind);
      return known === undefined
        ? []
        : Object.keys(fields).flatMap((field) => (known.has(field) ? [] : [`${name}: ${kind} has no "${field}"`]));
    }),
  );
}

const HOUSEKEEPING = ['id', 'at', 'actor', 'weight', 'cause', 'kind'];
const shown = (fact: Fact): string => {
  const rest = Object.entries(fact).filter(([key]) => !HOUSEKEEPING.includes(key));
  return `  #${fact.id}  ${formatDuration(fact.at)}  ${fact.kind}  ${JSON.stringify(Object.fromEntries(rest))}`;
};
const shownPattern = ({ kind, at, fields }: Pattern): string => {
  const when = at === null ? '' : ` within ${at.map(formatDuration).join('…')}`;
  return `${kind} ${JSON.stringify(fields)}${when}`;
};

/** The first pattern that was not found, all facts of its kind, and what did happen from where the search began. */
function reportMissing(index: number, pattern: Pattern, next: number, facts: readonly Fact[]): string {
  const alike = facts.filter(({ kind }) => kind === pattern.kind);
  const since = facts.slice(next).filter(({ weight, kind }) => weight !== 'routine' || kind === pattern.kind);
  return [
    `fact ${index + 1} was not found: ${shownPattern(pattern)}`,
    `all of its kind:`,
    ...(alike.length === 0 ? ['  none'] : alike.slice(0, 20).map(shown)),
    `what mattered after #${next - 1}:`,
    ...since.slice(0, 40).map(shown),
  ].join('\n');
}
