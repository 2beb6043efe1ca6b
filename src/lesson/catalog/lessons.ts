/** Discovers the lessons: each is fetched when it is opened, and what it says in English when somebody wants that. Compiled at build time. */
import chapters from '../../../lessons/chapters.yaml';
import { addWords } from '../languages.ts';
import type { Chapter, Language, LessonPage } from '../types.ts';

interface LessonModule {
  readonly default: LessonPage;
  readonly english: () => Promise<{ readonly default: readonly string[] }>;
}

const lessons = import.meta.glob<LessonModule>('/lessons/*/*/lesson.yaml');

export const chapterNamed = (id: string): Chapter | undefined => (chapters as readonly Chapter[]).find((it) => it.id === id);

/** Lessons opened so far that were not yet wanted in English. */
const untranslated = new Set<LessonModule>();

/** `03-groups/one-owner` is in `/lessons/03-groups/01-one-owner/lesson.yaml`; to be read in this language and in Korean. Null if there is none. */
export async function loadLesson(id: string, language: Language): Promise<LessonPage | null> {
  const path = Object.keys(lessons).find((it) => it.replace(/\/\d\d-(?=[^/]+\/lesson)/, '/') === `/lessons/${id}/lesson.yaml`);
  const module = path === undefined ? undefined : await lessons[path]?.();
  if (module === undefined) return null;
  if (!('en' in module.default.title)) untranslated.add(module);
  await translate(language);
  return module.default;
}

/** Fetches what the lessons that were opened say in this language. */
export async function translate(language: Language): Promise<void> {
  for (const module of language === 'en' ? untranslated : []) {
    const { first: _picture, ...lesson } = module.default;
    addWords(lesson, 'en', (await module.english()).default);
    untranslated.delete(module);
  }
}
