/**
 * `npm run lessons:check [-- FOLDER]` reads every lesson and question, plays every solution and proof with invariants watched, and prints
 * all problems with file, line and what to do. It exits with 1 if there are any.
 */
import { existsSync } from 'node:fs';
import { checkLessons, type Inspect } from '../lesson/check/index.ts';
import { formatLessonProblem } from '../lesson/compile/source.ts';
import { importRun } from '../sim/index.ts';
import { createChecker } from '../sim/invariants/index.ts';
import { readLessonFiles } from './lessonFiles.ts';

/** Every world of a run is judged by the simulator's invariants (D2); the first few that broke. */
export const inspectInvariants: Inspect = (scenario, commands, end) => {
  const check = createChecker();
  const broken: string[] = [];
  const branch = { name: '', parent: null, forkedAt: null, commands };
  const saved = { partita: 1 as const, scenario, branches: [branch], current: 0, at: end };
  importRun(saved, {
    watch: (world, facts) => {
      if (broken.length < MOST_TOLD) for (const { invariant, detail } of check(world, facts)) broken.push(`${invariant}: ${detail}`);
    },
  });
  return broken.slice(0, MOST_TOLD);
};

const MOST_TOLD = 3;

export function main(argv: readonly string[]): number {
  const folder = argv[0] ?? 'lessons';
  if (!existsSync(folder)) {
    process.stderr.write(`There is no folder ${folder}.\n`);
    return 1;
  }
  const { problems, lessons, steps, goals, questions } = checkLessons(readLessonFiles(folder), inspectInvariants);
  if (problems.length === 0) {
    process.stdout.write(`lessons: ${lessons} lessons, ${steps} steps, ${goals} goals, ${questions} questions, all proven.\n`);
    return 0;
  }
  process.stderr.write(`lessons: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}\n`);
  for (const problem of problems) process.stderr.write(`  ${formatLessonProblem(problem)}\n`);
  return 1;
}
