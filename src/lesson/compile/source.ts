/** The files of `lessons/` as texts, and reading one of them so that every problem names file and line. */
import { Problems, reading, readYaml, ScenarioError, type Problem } from '../../sim/index.ts';

/** Texts by path inside `lessons/`. */
export type Files = ReadonlyMap<string, string>;

export interface LessonProblem {
  readonly file: string;
  readonly line: number | null;
  readonly reason: string;
}

/** `lessons/03-groups/01-one-owner/lesson.yaml:12: steps/0/goal: …` */
export const formatIn =
  (folder: string) =>
  ({ file, line, reason }: LessonProblem): string =>
    `${folder}/${file}${line === null ? '' : `:${line}`}: ${reason}`;

export const formatLessonProblem = formatIn('lessons');
export const formatSceneProblem = formatIn('scenes');
export const formatTemplateProblem = formatIn('templates');

export const inFile =
  (file: string) =>
  ({ path, line, reason }: Problem): LessonProblem => ({ file, line, reason: path === '' ? reason : `${path}: ${reason}` });

/** A YAML file opened for reading; what is wrong with it is in `problems` once everything was read. */
export interface Source {
  readonly root: reading.Cursor;
  readonly problems: () => readonly LessonProblem[];
}

/** Null if the text is no YAML; then the reason is noted. */
export function openYaml(file: string, text: string, note: (problem: LessonProblem) => void): Source | null {
  try {
    const { value, locate, repeated } = readYaml(text);
    const problems = new Problems(locate, repeated);
    return { root: new reading.Cursor(value, [], problems), problems: () => problems.list.map(inFile(file)) };
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    error.problems.map(inFile(file)).forEach(note);
    return null;
  }
}
