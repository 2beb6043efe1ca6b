/**
 * Compiles `lessons/` while the page is built, served or tested: `lesson.yaml` becomes a module with the whole lesson (scene parsed and its first picture
 * computed, prose as HTML) in Korean, `lesson.yaml?en` what it says in English, `chapters.yaml?contents` what the contents show of everything.
 * YAML and Markdown libraries stay out of the page.
 */
import type { Plugin } from 'vite';
import { readLessonFiles } from '../src/cli/lessonFiles.ts';
import { compileCourse, contentsOf, type Course } from '../src/lesson/compile/course.ts';
import { firstPicture } from '../src/lesson/compile/firstPicture.ts';
import { inOne, wordsIn } from '../src/lesson/languages.ts';
import type { Lesson } from '../src/lesson/types.ts';
import { formatLessonProblem } from '../src/lesson/compile/source.ts';

/** What a module of `lessons/` exports. */
function contentOf(course: Course, file: string, query: string): unknown {
  if (file === 'chapters.yaml') return /(^|&)contents(&|$)/.test(query) ? contentsOf(course) : course.chapters;
  if (file === 'glossary.yaml') return course.glossary;
  if (file.startsWith('quizzes/')) return course.quizzes.filter((it) => it.file === file).map(({ quiz }) => quiz);
  const lesson = course.lessons.find((it) => `${it.folder}/lesson.yaml` === file)?.lesson;
  if (lesson === undefined) return undefined;
  return /(^|&)en(&|$)/.test(query) ? wordsIn(lesson, 'en') : { ...(inOne(lesson, 'ko') as Lesson), first: firstPicture(lesson) };
}

/** Problems that concern this file: its own, or those of its folder. */
const concerning = ({ problems }: Course, file: string) =>
  problems.filter((it) => it.file === file || (file.endsWith('/lesson.yaml') && it.file.startsWith(file.replace(/lesson\.yaml$/, ''))));

export function lessonsPlugin(): Plugin {
  let folder = '';
  let course: Course | null = null;
  return {
    name: 'partita-lessons',
    enforce: 'pre',
    configResolved({ root }) {
      folder = `${root}/lessons`; // Vite's own form: forward slashes everywhere
    },
    buildStart() {
      course = null;
    },
    load(id) {
      const [path = '', query = ''] = id.split('?');
      if (!path.startsWith(`${folder}/`) || !path.endsWith('.yaml')) return null;
      course ??= compileCourse(readLessonFiles(folder));
      const file = path.slice(folder.length + 1);
      for (const name of readLessonFiles(folder).keys()) this.addWatchFile(`${folder}/${name}`);
      const problems = concerning(course, file);
      if (problems.length > 0) this.error(problems.map(formatLessonProblem).join('\n'));
      const content = contentOf(course, file, query);
      const english = file.endsWith('/lesson.yaml') && query === '' ? "export const english = () => import('./lesson.yaml?en');" : '';
      return { code: `export default ${JSON.stringify(content)};${english}`, moduleType: 'js' };
    },
    handleHotUpdate({ file, server }) {
      if (!file.startsWith(`${folder}/`)) return;
      course = null;
      server.moduleGraph.invalidateAll();
      server.ws.send({ type: 'full-reload' });
    },
  };
}
