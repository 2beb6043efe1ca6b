/** What is wrong with a scenario: all of it, each with its place, so that one look at the list mends the file. */

export type Path = readonly (string | number)[];

export interface Problem {
  /** `groups/billing/config/session.timeout.ms`: with slashes, because names of settings have dots. */
  readonly path: string;
  /** Line of the file, from 1; null if the scenario did not come as text. */
  readonly line: number | null;
  readonly reason: string;
  /** Kafka's name of the error, where Kafka has one. */
  readonly code?: string;
}

/** How a problem is told: pointing at the name of a place rather than its value, and under which code. */
export interface ProblemHints {
  readonly onKey?: boolean;
  readonly code?: string;
}

/** Finds the line of a place in the text, or null. `key`: of the name itself rather than of its value. */
export type Locate = (path: Path, key: boolean) => number | null;

/** A scenario that cannot be run, with every reason. */
export class ScenarioError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'ScenarioError';
    this.problems = problems;
  }
}

/** `line 12, groups/billing/topics/0: there is no topic "order".` */
export function formatProblem({ path, line, reason }: Problem): string {
  const place = [line === null ? '' : `line ${line}`, path].filter((it) => it !== '').join(', ');
  return place === '' ? reason : `${place}: ${reason}`;
}

/** Collects problems while a scenario is read; reading goes on after each. */
export class Problems {
  readonly list: Problem[];
  readonly #locate: Locate;

  constructor(locate: Locate = () => null, found: readonly Problem[] = []) {
    this.#locate = locate;
    this.list = [...found];
  }

  add(path: Path, reason: string, { onKey = false, code }: ProblemHints = {}): void {
    const place = { path: path.join('/'), line: this.#locate(path, onKey), reason };
    const problem: Problem = code === undefined ? place : { ...place, code };
    const told = this.list.some((it) => it.path === problem.path && it.reason === problem.reason);
    if (!told) this.list.push(problem);
  }

  /** In the order of the file. */
  throwIfAny(): void {
    if (this.list.length > 0) throw new ScenarioError(this.list.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)));
  }
}
