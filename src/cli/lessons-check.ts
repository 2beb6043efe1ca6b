/**
 * `npm run lessons:check [-- LESSONS [SCENES [TEMPLATES]]]` reads every lesson, question, ready scene and template, plays every solution, proof, moment and suggestion with
 * invariants watched, and prints all problems with file, line and what to do. It exits with 1 if there are any.
 */
import { existsSync } from 'node:fs';
import { checkLessons, type Inspect } from '../lesson/check/index.ts';
import { checkScenes } from '../lesson/check/scenes.ts';
import { checkTemplates } from '../lesson/check/templates.ts';
import { formatLessonProblem, formatSceneProblem, formatTemplateProblem } from '../lesson/compile/source.ts';
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
  const [lessonFolder = 'lessons', sceneFolder = 'scenes', templateFolder = 'templates'] = argv;
  for (const folder of [lessonFolder, sceneFolder, templateFolder])
    if (!existsSync(folder)) {
      process.stderr.write(`There is no folder ${folder}.\n`);
      return 1;
    }
  const course = checkLessons(readLessonFiles(lessonFolder), inspectInvariants);
  const ready = checkScenes(readLessonFiles(sceneFolder), inspectInvariants);
  const lab = checkTemplates(readLessonFiles(templateFolder), inspectInvariants);
  const problems = [
    ...course.problems.map(formatLessonProblem),
    ...ready.problems.map(formatSceneProblem),
    ...lab.problems.map(formatTemplateProblem),
  ];
  if (problems.length === 0) {
    const { lessons, steps, goals, questions } = course;
    process.stdout.write(`lessons: ${lessons} lessons, ${steps} steps, ${goals} goals, ${questions} questions, all proven.\n`);
    process.stdout.write(`scenes: ${ready.scenes} scenes, ${ready.moments} moments, all seen.\n`);
    process.stdout.write(`templates: ${lab.templates} templates, ${lab.tries} things to try, all done.\n`);
    return 0;
  }
  process.stderr.write(`lessons: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}\n`);
  for (const problem of problems) process.stderr.write(`  ${problem}\n`);
  return 1;
}
