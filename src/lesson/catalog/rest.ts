/** Discovers the questions; and the glossary and the contents of everything, each fetched when it is shown. Compiled at build time. */
import type { Contents, Quiz, Term } from '../types.ts';

const quizzes = import.meta.glob<readonly Quiz[]>('/lessons/quizzes/*.yaml', { import: 'default' });

/** Null if there is no such question. */
export async function loadQuiz(id: string): Promise<Quiz | null> {
  const idea = (await loadContents()).quizzes.find((it) => it.id === id)?.idea;
  const both = await quizzes[`/lessons/quizzes/${idea}.yaml`]?.();
  return both?.find((it) => it.id === id) ?? null;
}

export const loadGlossary = async (): Promise<readonly Term[]> =>
  (await import('../../../lessons/glossary.yaml')).default as readonly Term[];

export const loadContents = async (): Promise<Contents> => (await import('../../../lessons/chapters.yaml?contents')).default as Contents;
