/** The only place that discovers `lessons/`: heads of everything at once, a lesson or a question when it is opened. Compiled at build time. */
import type { Chapter, Lesson, LessonHead, Quiz, QuizHead, Term } from './types.ts';

const heads = import.meta.glob<LessonHead>('/lessons/*/*/lesson.yaml', { query: '?head', import: 'default', eager: true });
const bodies = import.meta.glob<Lesson>('/lessons/*/*/lesson.yaml', { import: 'default' });
const quizHeads = import.meta.glob<readonly QuizHead[]>('/lessons/quizzes/*.yaml', { query: '?head', import: 'default', eager: true });
const quizBodies = import.meta.glob<readonly Quiz[]>('/lessons/quizzes/*.yaml', { import: 'default' });
const titles = import.meta.glob<readonly Chapter[]>('/lessons/chapters.yaml', { import: 'default', eager: true });
const terms = import.meta.glob<readonly Term[]>('/lessons/glossary.yaml', { import: 'default' });

const byPath = <T>(modules: Readonly<Record<string, T>>): readonly (readonly [string, T])[] =>
  Object.entries(modules).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** In the order of the course. */
export const lessonHeads: readonly LessonHead[] = byPath(heads).map(([, head]) => head);
export const quizHeadsOfAll: readonly QuizHead[] = byPath(quizHeads).flatMap(([, list]) => list);
/** Chapters that have lessons. */
export const chapters: readonly Chapter[] = Object.values(titles)
  .flat()
  .filter(({ id }) => lessonHeads.some(({ chapter }) => chapter === id));

export const headOfLesson = (id: string): LessonHead | undefined => lessonHeads.find((it) => it.id === id);

/** Null if there is no such lesson. */
export async function loadLesson(id: string): Promise<Lesson | null> {
  const path = Object.keys(heads).find((it) => heads[it]?.id === id);
  return path === undefined ? null : ((await bodies[path]?.()) ?? null);
}

/** Null if there is no such question. */
export async function loadQuiz(id: string): Promise<Quiz | null> {
  const path = Object.keys(quizHeads).find((it) => quizHeads[it]?.some((head) => head.id === id));
  const quizzes = path === undefined ? undefined : await quizBodies[path]?.();
  return quizzes?.find((it) => it.id === id) ?? null;
}

export async function loadGlossary(): Promise<readonly Term[]> {
  const [load] = Object.values(terms);
  return load === undefined ? [] : load();
}
