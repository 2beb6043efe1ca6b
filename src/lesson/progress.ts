/** What a person did, as a log; everything shown as "done" is derived from it and from the lessons as they are now. */
import type { LessonHead } from './types.ts';

export interface Answer {
  readonly quiz: string;
  /** True: O. */
  readonly said: boolean;
  readonly right: boolean;
  readonly confidence: 'sure' | 'feeling' | 'guess';
  /** Index of the reason picked and whether it was the right one; null before. */
  readonly reasonRight: boolean | null;
  /** Day of the answer, `2026-01-31`. */
  readonly day: string;
}

export interface ProgressLog {
  /** Per lesson: `step/task` whose goal was reached, and `step` of steps without tasks that were read. */
  readonly reached: Readonly<Record<string, readonly string[]>>;
  /** Per lesson and step: the option chosen, kept once locked in. */
  readonly predicted: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly answers: readonly Answer[];
  /** Where to resume. */
  readonly last: { readonly lesson: string; readonly step: string } | null;
}

export const EMPTY: ProgressLog = { reached: {}, predicted: {}, answers: [], last: null };

type StepHead = LessonHead['steps'][number];

export const reachedKey = (step: string, task: string | null): string => (task === null ? step : `${step}/${task}`);

export function withReached(log: ProgressLog, lesson: string, step: string, task: string | null): ProgressLog {
  const key = reachedKey(step, task);
  const before = log.reached[lesson] ?? [];
  return before.includes(key) ? log : { ...log, reached: { ...log.reached, [lesson]: [...before, key] } };
}

/** A prediction counts the first time only: it was made before seeing. */
export function withPrediction(log: ProgressLog, lesson: string, step: string, option: string): ProgressLog {
  const before = log.predicted[lesson] ?? {};
  return step in before ? log : { ...log, predicted: { ...log.predicted, [lesson]: { ...before, [step]: option } } };
}

export const withAnswer = (log: ProgressLog, answer: Answer): ProgressLog => ({ ...log, answers: [...log.answers, answer] });

export const withPlace = (log: ProgressLog, lesson: string, step: string): ProgressLog =>
  log.last?.lesson === lesson && log.last.step === step ? log : { ...log, last: { lesson, step } };

export function stepDone(log: ProgressLog, lesson: string, { id, tasks }: StepHead): boolean {
  const reached = log.reached[lesson] ?? [];
  return tasks.length === 0 ? reached.includes(id) : tasks.every((task) => reached.includes(reachedKey(id, task)));
}

export const stepsDone = (log: ProgressLog, { id, steps }: LessonHead): number => steps.filter((step) => stepDone(log, id, step)).length;
export const lessonDone = (log: ProgressLog, lesson: LessonHead): boolean => stepsDone(log, lesson) === lesson.steps.length;

/** The lesson after this one in the order of the course. */
export function lessonAfter(heads: readonly LessonHead[], id: string): LessonHead | null {
  const index = heads.findIndex((it) => it.id === id);
  return index < 0 ? null : (heads[index + 1] ?? null);
}

/** Mastered: both twins answered rightly, on different days. */
export function mastered(log: ProgressLog, twins: readonly [string, string]): boolean {
  const days = twins.map((id) => new Set(log.answers.filter((it) => it.quiz === id && it.right).map((it) => it.day)));
  const [a = new Set<string>(), b = new Set<string>()] = days;
  return a.size > 0 && b.size > 0 && (a.size > 1 || b.size > 1 || ![...a].every((day) => b.has(day)));
}
