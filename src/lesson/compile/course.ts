/** Everything in `lessons/`, compiled; and everything that is wrong with it as far as reading can tell. */
import { reading } from '../../sim/index.ts';
import type { Chapter, Contents, LessonHead, QuizHead, Term } from '../types.ts';
import { compileLesson, lessonFiles, type CompiledLesson } from './lesson.ts';
import { compileQuizzes, type CompiledQuiz } from './quiz.ts';
import { localized } from './readers.ts';
import { openYaml, type Files, type LessonProblem } from './source.ts';

const { entries, fields, flag } = reading;

export interface Course {
  readonly chapters: readonly Chapter[];
  readonly glossary: readonly Term[];
  /** In the order of the folders. */
  readonly lessons: readonly CompiledLesson[];
  readonly quizzes: readonly CompiledQuiz[];
  readonly problems: readonly LessonProblem[];
}

const FOLDER = /^\d\d-[a-z0-9-]+\/\d\d-[a-z0-9-]+$/;
const QUIZ = /^quizzes\/[a-z0-9-]+\.yaml$/;

export function compileCourse(files: Files): Course {
  const problems: LessonProblem[] = [];
  const note = (problem: LessonProblem) => void problems.push(problem);
  const paths = [...files.keys()].toSorted();
  const folders = [...new Set(paths.filter((path) => path.split('/').length === 3).map((path) => path.slice(0, path.lastIndexOf('/'))))];
  for (const file of paths) if (!expected(file)) note({ file, line: null, reason: unexpected(file) });
  const chapters = readChapters(files, note);
  const glossary = readGlossary(files, note);
  const lessons = folders.filter((it) => FOLDER.test(it)).flatMap((folder) => compileLesson(folder, files, note) ?? []);
  for (const { folder, lesson } of lessons)
    if (!chapters.some(({ id }) => id === lesson.chapter))
      note({ file: 'chapters.yaml', line: null, reason: `the chapter "${lesson.chapter}" of ${folder} has no title: add it` });
  const quizzes = paths.filter((it) => QUIZ.test(it)).flatMap((file) => compileQuizzes(file, files.get(file) ?? '', note));
  return { chapters, glossary, lessons, quizzes, problems };
}

function expected(file: string): boolean {
  if (file === 'chapters.yaml' || file === 'glossary.yaml' || QUIZ.test(file)) return true;
  const cut = file.lastIndexOf('/');
  return FOLDER.test(file.slice(0, cut)) && lessonFiles.some((name) => name === file.slice(cut + 1));
}

const unexpected = (file: string): string =>
  file.split('/').length < 3
    ? 'nobody reads this file: lessons/ has chapters.yaml, glossary.yaml, quizzes/NAME.yaml and NN-chapter/NN-name/ folders'
    : `nobody reads this file: a folder NN-chapter/NN-name has ${lessonFiles.join(', ')}`;

function readChapters(files: Files, note: (problem: LessonProblem) => void): readonly Chapter[] {
  const source = openYaml('chapters.yaml', files.get('chapters.yaml') ?? '', note);
  if (source === null) return [];
  const chapters = entries(source.root, 'chapters by folder').map(([id, at]) => ({ id, title: localized(at, 'the title') }));
  source.problems().forEach(note);
  return chapters;
}

function readGlossary(files: Files, note: (problem: LessonProblem) => void): readonly Term[] {
  const source = openYaml('glossary.yaml', files.get('glossary.yaml') ?? '', note);
  if (source === null) return [];
  const terms = entries(source.root, 'terms by id').map(([id, at]): Term => {
    fields(at, ['name', 'meaning', 'basic']);
    return {
      id,
      name: localized(at.at('name'), 'the name'),
      meaning: localized(at.at('meaning'), 'the meaning'),
      basic: flag(at.at('basic'), false),
    };
  });
  source.problems().forEach(note);
  return terms;
}

const headOf = ({ lesson: { id, chapter, title, minutes, steps } }: CompiledLesson): LessonHead => ({
  id,
  chapter,
  title,
  minutes,
  steps: steps.map((step) => ({ id: step.id, title: step.title, tasks: step.tasks.map((task) => task.id) })),
});

const quizHeadOf = ({ quiz: { id, idea, chapter, lesson } }: CompiledQuiz): QuizHead => ({ id, idea, chapter, lesson });

/** All that the page knows of lessons and questions that are not open. */
export const contentsOf = ({ chapters, lessons, quizzes }: Course): Contents => ({
  chapters: chapters.filter(({ id }) => lessons.some(({ lesson }) => lesson.chapter === id)),
  lessons: lessons.map(headOf),
  quizzes: quizzes.map(quizHeadOf),
});
