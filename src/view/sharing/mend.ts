/** Scenarios of other people or other times: what this simulator does not understand is left out, and told. */
import { parseScenarioValue, reading, ScenarioError, type Locate, type Problem, type Scenario } from '../../sim/index.ts';
import type { LinkFault, SharedProblem } from './problems.ts';

/** Leaving one thing out may leave another without ground (a workload without its topic). */
const MOST_ROUNDS = 30;

export interface Mended {
  readonly scenario: Scenario | null;
  readonly problems: readonly SharedProblem[];
}

/** `locate`: where things stand in the text, if it came as one. */
export function mendScenario(raw: unknown, locate?: Locate, found: readonly Problem[] = []): Mended {
  if (!reading.isRecord(raw)) return hopeless([], 'it is no scenario');
  const language = raw['partita'];
  if (typeof language === 'number' && language > 1) return { scenario: null, problems: [{ kind: 'tooNew', version: String(language) }] };
  const problems: SharedProblem[] = found.map(told);
  let value: unknown = raw;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    try {
      // Once something was left out, list items have moved: places in the text hold for the first round.
      return { scenario: parseScenarioValue(value, round === 0 ? locate : undefined), problems };
    } catch (error) {
      if (!(error instanceof ScenarioError)) return hopeless(problems, String(error));
      const [first] = error.problems;
      const paths = error.problems.map(({ path }) => path);
      if (paths.includes('') || paths.includes('partita')) return hopeless(problems, first?.reason ?? '');
      const less = without(value, paths);
      if (less === value) return hopeless(problems, first?.reason ?? '');
      problems.push(...error.problems.map(told));
      value = less;
    }
  }
  return hopeless(problems, 'too much of it is unknown');
}

const told = ({ path, line, reason }: Problem): SharedProblem => ({ kind: 'scenario', path, line, reason });

const hopeless = (problems: readonly SharedProblem[], reason: string): Mended => ({
  scenario: null,
  problems: [{ kind: 'notARun', reason } satisfies LinkFault, ...problems],
});

/** A copy without what lies at these paths (`groups/billing/config/x`); the same value if there is nothing there. */
function without(value: unknown, paths: readonly string[]): unknown {
  if (paths.length === 0) return value;
  if (paths.includes('')) return undefined;
  const below = (key: string) =>
    paths.flatMap((path) => (path === key ? [''] : path.startsWith(`${key}/`) ? [path.slice(key.length + 1)] : []));
  let changed = false;
  const kept = (key: string, inside: unknown): readonly unknown[] => {
    const next = without(inside, below(key));
    changed ||= next !== inside;
    return next === undefined ? [] : [next];
  };
  if (Array.isArray(value)) {
    const list = value.flatMap((item, index) => kept(String(index), item));
    return changed ? list : value;
  }
  if (!reading.isRecord(value)) return value;
  const record = Object.fromEntries(Object.entries(value).flatMap(([key, inside]) => kept(key, inside).map((it) => [key, it])));
  return changed ? record : value;
}
