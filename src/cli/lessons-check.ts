/**
 * `npm run lessons:check [-- FOLDER]` reads every lesson and question, plays every solution and proof with invariants watched, and prints
 * all problems with file, line and what to do. It exits with 1 if there are any.
 */
import { existsSync } from 'node:fs';
import { checkLessons, type Watch } from '../lesson/check/index.ts';
import { formatLessonProblem } from '../lesson/compile/source.ts';
import { createChecker } from '../sim/invariants/index.ts';
import { readLessonFiles } from './lessonFiles.ts';

/** Every world of a run is judged by the simulator's invariants (D2). */
export const watchInvariants: Watch = () => {
  const check = createChecker();
  const broken: string[] = [];
  return {
    options: {
      watch: (world, facts) => {
        for (const { invariant, detail } of check(world, facts)) broken.push(`${invariant}: ${detail}`);
      },
    },
    broken: () => broken.splice(0),
  };
};

export function main(argv: readonly string[]): number {
  const folder = argv[0] ?? 'lessons';
  if (!existsSync(folder)) {
    process.stderr.write(`There is no folder ${folder}.\n`);
    return 1;
  }
  const { problems, lessons, steps, goals, questions } = checkLessons(readLessonFiles(folder), watchInvariants);
  if (problems.length === 0) {
    process.stdout.write(`lessons: ${lessons} lessons, ${steps} steps, ${goals} goals, ${questions} questions, all proven.\n`);
    return 0;
  }
  process.stderr.write(`lessons: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}\n`);
  for (const problem of problems) process.stderr.write(`  ${formatLessonProblem(problem)}\n`);
  return 1;
}
