/** Two branches of a run side by side. Whatever is asked here leaves the run as it was and simulates nothing new. */
import type { Branch, Fact, LoggedCommand, Simulation } from '../../sim/index.ts';
import { rowsOfCourse } from './course.ts';
import { compareRows, keyOf, rowsOf, type Difference, type Row } from './models.ts';

export interface Comparison {
  /** Virtual ms. */
  readonly at: number;
  readonly differences: readonly Difference[];
  /** The first facts that are not the same, up to `at`; null on a side: it had no more by then. */
  readonly parting: { readonly at: number; readonly a: Fact | null; readonly b: Fact | null } | null;
}

/** Looks at a branch at `t`, which it must have been simulated to. */
export function lookAt<T>(simulation: Simulation, branch: number, t: number, look: () => T): T {
  const { branch: own, now } = simulation;
  const end = simulation.branches().find(({ id }) => id === own)?.end ?? now;
  // Time first: a branch that is taken up is simulated as far as the present time.
  simulation.seek(Math.min(t, end));
  simulation.checkout(branch);
  simulation.seek(t);
  try {
    return look();
  } finally {
    simulation.seek(Math.min(t, end));
    simulation.checkout(own);
    simulation.seek(now);
  }
}

const seenAt = (simulation: Simulation, branch: number, t: number): { readonly rows: readonly Row[]; readonly facts: readonly Fact[] } =>
  lookAt(simulation, branch, t, () => {
    const facts = simulation.facts();
    return { rows: [...rowsOf(simulation.read()), ...rowsOfCourse(facts, t)], facts };
  });

export function compareBranches(simulation: Simulation, a: number, b: number, at: number): Comparison {
  const [left, right] = [seenAt(simulation, a, at), seenAt(simulation, b, at)];
  return { at, differences: compareRows(left.rows, right.rows), parting: partingOf(left.facts, right.facts) };
}

/** Facts of one past are often the same objects; those of a run that was loaded are alike. */
const alike = (a: Fact, b: Fact): boolean => a === b || (a.at === b.at && a.kind === b.kind && JSON.stringify(a) === JSON.stringify(b));

/** The first facts in which two histories differ. */
export function partingOf(a: readonly Fact[], b: readonly Fact[]): Comparison['parting'] {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [left = null, right = null] = [a[i], b[i]];
    if (left !== null && right !== null && alike(left, right)) continue;
    return { at: Math.min(left?.at ?? Infinity, right?.at ?? Infinity), a: left, b: right };
  }
  return null;
}

/** Commands that only one of two branches was given, in order of time. */
export function commandsApart(a: Branch, b: Branch): { readonly a: readonly LoggedCommand[]; readonly b: readonly LoggedCommand[] } {
  const left = new Map(a.commands.map((it, i) => [nthOf(a.commands, it, i), it]));
  const right = new Map(b.commands.map((it, i) => [nthOf(b.commands, it, i), it]));
  const only = (own: typeof left, other: typeof left) => [...own].filter(([name]) => !other.has(name)).map(([, it]) => it);
  return { a: only(left, right), b: only(right, left) };
}

/** The same command can be given twice at one moment. */
const nthOf = (commands: readonly LoggedCommand[], command: LoggedCommand, index: number): string => {
  const text = JSON.stringify(command);
  return `${text} ${commands.slice(0, index).filter((it) => JSON.stringify(it) === text).length}`;
};

/** Close enough to a moment for a person, ms. */
const NEAR = 0.5;

/** A moment at which this difference came about: it was not there just before, somewhere after `parted`. */
export function cameAbout(simulation: Simulation, a: number, b: number, difference: Difference, parted: number, at: number): number {
  const differs = (t: number) => {
    const [left, right] = [seenAt(simulation, a, t).rows, seenAt(simulation, b, t).rows];
    return compareRows(left, right).some((it) => keyOf(it) === keyOf(difference));
  };
  let [before, after] = [Math.max(0, parted - 1), at];
  while (after - before > NEAR) {
    const middle = (before + after) / 2;
    if (differs(middle)) after = middle;
    else before = middle;
  }
  return after;
}
