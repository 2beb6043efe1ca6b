/** The only place that discovers `lessons/`: a lesson, a question or the contents of it all, each when it is opened. Compiled at build time. */
import type { Chapter, Contents, Lesson, Quiz, Term } from './types.ts';

const lessons = import.meta.glob<Lesson>('/lessons/*/*/lesson.yaml', { import: 'default' });
const quizzes = import.meta.glob<readonly Quiz[]>('/lessons/quizzes/*.yaml', { import: 'default' });
const titles = import.meta.glob<readonly Chapter[]>('/lessons/chapters.yaml', { import: 'default', eager: true });
const contents = import.meta.glob<Contents>('/lessons/chapters.yaml', { query: '?contents', import: 'default' });
const terms = import.meta.glob<readonly Term[]>('/lessons/glossary.yaml', { import: 'default' });

export const chapterNamed = (id: string): Chapter | undefined =>
  Object.values(titles)
    .flat()
    .find((it) => it.id === id);

/** `/lessons/03-groups/01-one-owner/lesson.yaml` is the lesson `03-groups/one-owner`. */
const lessonAt = (path: string): string => path.replace(/^\/lessons\/([^/]+)\/\d\d-([^/]+)\/lesson\.yaml$/, '$1/$2');

/** Null if there is no such lesson. */
export async function loadLesson(id: string): Promise<Lesson | null> {
  const path = Object.keys(lessons).find((it) => lessonAt(it) === id);
  return path === undefined ? null : ((await lessons[path]?.()) ?? null);
}

/** Null if there is no such question. */
export async function loadQuiz(id: string): Promise<Quiz | null> {
  const idea = (await loadContents()).quizzes.find((it) => it.id === id)?.idea;
  const both = await quizzes[`/lessons/quizzes/${idea}.yaml`]?.();
  return both?.find((it) => it.id === id) ?? null;
}

export async function loadGlossary(): Promise<readonly Term[]> {
  const [load] = Object.values(terms);
  return load === undefined ? [] : load();
}

export async function loadContents(): Promise<Contents> {
  const [load] = Object.values(contents);
  return load === undefined ? { chapters: [], lessons: [], quizzes: [] } : load();
}
