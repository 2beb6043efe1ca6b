/** What there is to learn, in the order of the course. A lesson that is open does without it. */
import { loadContents } from './catalog/rest.ts';
import type { LessonHead } from './types.ts';

const all = await loadContents();

export const lessonHeads = all.lessons;
export const quizHeadsOfAll = all.quizzes;
/** Chapters that have lessons. */
export const chapters = all.chapters;

export const headOfLesson = (id: string): LessonHead | undefined => lessonHeads.find((it) => it.id === id);
