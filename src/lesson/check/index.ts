/** Everything that is wrong with `lessons/`: what reading finds, and what running finds. */
import { compileCourse } from '../compile/course.ts';
import type { Files, LessonProblem } from '../compile/source.ts';
import { uninspected, type Inspect } from './note.ts';
import { proveLesson } from './proofs.ts';
import { proveQuizzes } from './quizzes.ts';
import { checkWords } from './words.ts';

export type { Inspect } from './note.ts';

export interface CheckReport {
  readonly problems: readonly LessonProblem[];
  readonly lessons: number;
  readonly steps: number;
  readonly goals: number;
  readonly questions: number;
}

export function checkLessons(files: Files, inspect: Inspect = uninspected): CheckReport {
  const course = compileCourse(files);
  const problems: LessonProblem[] = [...course.problems];
  const note = (problem: LessonProblem) => void problems.push(problem);
  checkWords(course, note);
  for (const lesson of course.lessons) proveLesson(lesson, note, inspect);
  proveQuizzes(course, note, inspect);
  const steps = course.lessons.flatMap(({ lesson }) => lesson.steps);
  return {
    problems: problems.toSorted((a, b) => (a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1)),
    lessons: course.lessons.length,
    steps: steps.length,
    goals: steps.reduce((sum, step) => sum + step.tasks.length, 0),
    questions: course.quizzes.length,
  };
}
