/** Terms come before they are used, settings exist, and a lesson stays small. */
import { settings, settingNamed, listed, suggestion } from '../../sim/index.ts';
import type { Course } from '../compile/course.ts';
import type { CompiledLesson } from '../compile/lesson.ts';
import { languages, type Language, type Term } from '../types.ts';
import type { Note } from './note.ts';

const MOST_TERMS = 3;
const MOST_OBJECTS = 12;

export function checkWords(course: Course, note: Note): void {
  const introduced = new Set(course.glossary.filter((it) => it.basic).map((it) => it.id));
  const known = course.glossary.map((it) => it.id);
  for (const compiled of course.lessons) {
    const { lesson, folder, locate } = compiled;
    const file = `${folder}/lesson.yaml`;
    const say = (reason: string, ...path: (string | number)[]) => note({ file, line: locate(...path), reason });
    for (const [list, ids] of [
      ['requires', lesson.requires],
      ['introduces', lesson.introduces],
    ] as const)
      for (const [i, id] of ids.entries())
        if (!known.includes(id)) say(`glossary.yaml has no term "${id}".${suggestion(id, known)} Add it there.`, list, i);
    for (const [i, id] of lesson.requires.entries())
      if (known.includes(id) && !introduced.has(id))
        say(`no earlier lesson introduces "${id}": introduce it before, or here`, 'requires', i);
    if (lesson.introduces.length > MOST_TERMS)
      say(`introduces ${lesson.introduces.length} terms: at most ${MOST_TERMS} are new in a lesson`, 'introduces');
    const may = new Set([...lesson.introduces, ...lesson.requires]);
    for (const language of languages) checkProse(compiled, language, course.glossary, may, note);
    lesson.introduces.forEach((id) => introduced.add(id));
    checkSize(compiled, note);
    for (const [i, id] of lesson.quizzes.entries())
      if (!course.quizzes.some(({ quiz }) => quiz.id === id)) say(`quizzes/ has no question "${id}"`, 'quizzes', i);
    for (const [i, { quiz }] of lesson.steps.entries())
      if (quiz !== null && !course.quizzes.some((it) => it.quiz.id === quiz)) say(`quizzes/ has no question "${quiz}"`, 'steps', i, 'quiz');
  }
  for (const { quiz, file } of course.quizzes)
    if (!course.lessons.some(({ lesson }) => lesson.id === quiz.lesson))
      note({
        file,
        line: null,
        reason: `there is no lesson "${quiz.lesson}". There are ${listed(course.lessons.map(({ lesson }) => lesson.id))}.`,
      });
}

/** A term is used where its name stands, or where it is pointed to. */
function checkProse(
  { folder, prose }: CompiledLesson,
  language: Language,
  glossary: readonly Term[],
  may: ReadonlySet<string>,
  note: Note,
): void {
  const file = `${folder}/${language}.md`;
  for (const part of prose[language]) {
    for (const { id, line } of part.terms)
      if (!glossary.some((it) => it.id === id)) note({ file, line, reason: `glossary.yaml has no term "${id}"` });
    part.text.split('\n').forEach((text, index) => {
      const line = part.line + index + 1;
      for (const term of glossary)
        if (!term.basic && !may.has(term.id) && uses(text, term, language))
          note({
            file,
            line,
            reason: `"${term.name[language]}" is used, but the lesson neither introduces nor requires "${term.id}": add it to lesson.yaml`,
          });
      for (const reason of unknownSettings(text)) note({ file, line, reason });
    });
  }
}

/** Settings that a scenario gives by its shape: ids of groups and clients, where the brokers are. */
const BY_SHAPE: readonly string[] = ['group.id', 'bootstrap.servers'];

const isSetting = (name: string) =>
  BY_SHAPE.includes(name) ||
  (['producer', 'consumer', 'topic', 'broker'] as const).some((scope) => settingNamed(scope, name) !== undefined);

/** What is written like a setting (`linger.ms`) and is none. */
export function unknownSettings(text: string): readonly string[] {
  const written = [...text.matchAll(/`([a-z]+(?:\.[a-z]+)+)(?:=[^`]*)?`/g)].map(([, name = '']) => name);
  const known = settings.map((it) => it.name);
  return written.filter((name) => !isSetting(name)).map((name) => `there is no setting "${name}".${suggestion(name, known)}`);
}

function uses(text: string, { name }: Term, language: Language): boolean {
  if (language === 'ko') return text.includes(name.ko);
  return new RegExp(`\\b${name.en.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}s?\\b`, 'i').test(text);
}

function checkSize({ lesson: { scene, arrangement, id }, folder }: CompiledLesson, note: Note): void {
  const { topics, producers, groups, brokers } = scene;
  const partitions = topics.reduce((sum, it) => sum + (arrangement === 'broker' ? it.partitions * it.replicationFactor : it.partitions), 0);
  const members = groups.reduce((sum, it) => sum + it.members.length, 0);
  const objects = producers.length + members + partitions + (arrangement === 'broker' ? brokers.length : 0);
  if (objects > MOST_OBJECTS)
    note({ file: `${folder}/scene.yaml`, line: 1, reason: `${id} shows ${objects} things at once: at most ${MOST_OBJECTS}` });
}
