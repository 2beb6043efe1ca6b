/** One lesson out of its folder: `lesson.yaml`, `ko.md`, `en.md`, `scene.yaml`. */
import { parseScenario, reading, ScenarioError, type Scenario } from '../../sim/index.ts';
import { arrangements, languages, layers, type Choice, type Language, type Lesson, type Localized, type Step } from '../types.ts';
import { compileProse, type ProseStep } from './prose.ts';
import { ALWAYS, command, ids, localized, moves, orNone, predicate, rich } from './readers.ts';
import { inFile, openYaml, type Files, type LessonProblem } from './source.ts';

const { duration, fields, flag, int, items, isRecord, oneOf, required, text } = reading;
type Cursor = reading.Cursor;
type Note = (problem: LessonProblem) => void;
type Prose = Readonly<Record<Language, readonly ProseStep[]>>;

const KEYS = ['title', 'minutes', 'introduces', 'requires', 'reveal', 'arrangement', 'perSecond', 'steps', 'solution', 'quizzes'];
const STEP_KEYS = ['id', 'predict', 'choose', 'tasks', 'watch', 'reset', 'start', 'quiz'];
export const lessonFiles = ['lesson.yaml', 'ko.md', 'en.md', 'scene.yaml'] as const;

export interface CompiledLesson {
  readonly lesson: Lesson;
  readonly folder: string;
  readonly prose: Prose;
  readonly locate: (...path: (string | number)[]) => LessonProblem['line'];
}

/** `03-groups/01-one-owner` → `03-groups/one-owner`. */
export const lessonIdOf = (folder: string): string => folder.replace(/\/\d\d-/, '/');

/** Null if a file is missing or unreadable. Everything that is wrong is noted. */
export function compileLesson(folder: string, files: Files, note: Note): CompiledLesson | null {
  const missing = lessonFiles.filter((name) => !files.has(`${folder}/${name}`));
  for (const name of missing)
    note({ file: `${folder}/${name}`, line: null, reason: 'this file is missing: a lesson has lesson.yaml, ko.md, en.md and scene.yaml' });
  if (missing.length > 0) return null;
  const file = `${folder}/lesson.yaml`;
  const source = openYaml(file, files.get(file) ?? '', note);
  const scene = compileScene(`${folder}/scene.yaml`, files, note);
  const prose: Prose = {
    ko: compileProse(`${folder}/ko.md`, files.get(`${folder}/ko.md`) ?? '', note),
    en: compileProse(`${folder}/en.md`, files.get(`${folder}/en.md`) ?? '', note),
  };
  if (source === null) return null;
  const lesson = readLesson(folder, source.root, scene, prose);
  for (const language of languages) compareSteps(`${folder}/${language}.md`, prose[language], lesson, note);
  source.problems().forEach(note);
  if (scene === null) return null;
  const locate: CompiledLesson['locate'] = (...path) => lineOf(source.root, path);
  return { lesson, folder, prose, locate };
}

/** The line of a place, by asking for a problem there. */
function lineOf(root: Cursor, path: readonly (string | number)[]): number | null {
  const before = root.problems.list.length;
  root.problems.add(path, '?');
  return root.problems.list.splice(before)[0]?.line ?? null;
}

function compileScene(file: string, files: Files, note: Note): Scenario | null {
  try {
    return parseScenario(files.get(file) ?? '');
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    error.problems.map(inFile(file)).forEach(note);
    return null;
  }
}

function compareSteps(file: string, prose: readonly ProseStep[], { steps }: Lesson, note: Note): void {
  const told = prose.map(({ id }) => id);
  for (const { id, predict } of steps) {
    const part = prose.find((it) => it.id === id);
    if (part === undefined) note({ file, line: null, reason: `there is no prose for the step "${id}": add "## Title {#${id}}"` });
    else if (predict !== null && part.after === '')
      note({
        file,
        line: part.line,
        reason: `the step "${id}" asks for a prediction and explains nothing after it: add "---" and the explanation`,
      });
  }
  for (const { id, line } of prose)
    if (!steps.some((step) => step.id === id))
      note({ file, line, reason: `lesson.yaml has no step "${id}": add it there or remove this section` });
  const order = steps.map(({ id }) => id).filter((id) => told.includes(id));
  if (order.join() !== told.filter((id) => order.includes(id)).join())
    note({ file, line: 1, reason: `the steps stand in another order than in lesson.yaml: ${order.join(', ')}` });
}

function readLesson(folder: string, root: Cursor, scene: Scenario | null, prose: Prose): Lesson {
  fields(root, KEYS);
  const solutions = root.at('solution');
  const stepIds = items(root.at('steps'), 'steps').map((at) => text(at.at('id'), ''));
  if (isRecord(solutions.value)) fields(solutions, stepIds);
  required(root.at('steps'), 'the list of steps');
  return {
    id: lessonIdOf(folder),
    chapter: folder.split('/')[0] ?? '',
    title: localized(root.at('title'), 'the title'),
    minutes: int(root.at('minutes'), 5, 1, 15),
    introduces: ids(root.at('introduces'), 'terms of glossary.yaml'),
    requires: ids(root.at('requires'), 'terms of glossary.yaml'),
    reveal: items(root.at('reveal'), 'layers').map((at) => oneOf(at, layers, 'tape')),
    arrangement: oneOf(root.at('arrangement'), arrangements, 'topic'),
    perSecond: duration(root.at('perSecond'), null),
    scene: scene as Scenario,
    steps: items(root.at('steps'), 'steps').map((at) => readStep(at, solutions, prose)),
    quizzes: ids(root.at('quizzes'), 'ids of questions'),
  };
}

function readStep(cursor: Cursor, solutions: Cursor, prose: Prose): Step {
  fields(cursor, STEP_KEYS);
  const id = required(cursor.at('id'), 'the id of the step') ? text(cursor.at('id'), '') : '';
  const of = (pick: (step: ProseStep) => string): Localized => {
    const [ko, en] = languages.map((language) => prose[language].find((it) => it.id === id));
    return { ko: ko === undefined ? '' : pick(ko), en: en === undefined ? '' : pick(en) };
  };
  const tasks = items(cursor.at('tasks'), 'tasks').map(readTask);
  const solution = solutions.at(id).missing ? null : moves(solutions.at(id));
  if (tasks.length > 0 && solution === null)
    cursor
      .at('tasks')
      .fail(`the step "${id}" has tasks and no solution: add solution/${id} (an empty list if running is enough)`, undefined);
  if (tasks.length === 0 && !cursor.at('predict').missing)
    cursor.at('predict').fail('a prediction is settled by running: give the step a task', undefined);
  return {
    id,
    title: of((it) => it.title),
    before: of((it) => it.before),
    after: of((it) => it.after),
    predict: cursor.at('predict').missing ? null : readPrediction(cursor.at('predict')),
    choose: cursor.at('choose').missing ? null : readChoice(cursor.at('choose')),
    tasks,
    watch: items(cursor.at('watch'), 'things to watch').map((at) => {
      fields(at, ['text', 'holds']);
      return { text: rich(at.at('text'), 'the text'), holds: predicate(at.at('holds'), 'holds') };
    }),
    reset: flag(cursor.at('reset'), false),
    start: duration(cursor.at('start'), 0),
    quiz: text(cursor.at('quiz'), null),
    solution,
  };
}

function readTask(cursor: Cursor): Step['tasks'][number] {
  fields(cursor, ['id', 'text', 'hint', 'goal', 'now']);
  return {
    id: required(cursor.at('id'), 'the id of the task') ? text(cursor.at('id'), '') : '',
    text: rich(cursor.at('text'), 'the text of the task'),
    hint: orNone(cursor.at('hint'), rich, 'the hint'),
    goal: predicate(cursor.at('goal'), 'goal'),
    now: orNone(cursor.at('now'), localized, 'the state'),
  };
}

function readPrediction(cursor: Cursor): Step['predict'] {
  fields(cursor, ['question', 'options']);
  const options = items(cursor.at('options'), 'options: { id, text, holds }').map((at) => {
    fields(at, ['id', 'text', 'holds']);
    return { id: text(at.at('id'), ''), text: rich(at.at('text'), 'the text'), holds: predicate(at.at('holds'), 'holds') };
  });
  if (options.length < 2) cursor.fail('a prediction has at least two options', undefined);
  if (options.some(({ holds }) => holds === ALWAYS)) return null;
  return { question: rich(cursor.at('question'), 'the question'), options };
}

function readChoice(cursor: Cursor): Choice {
  fields(cursor, ['label', 'at', 'options']);
  const options = items(cursor.at('options'), 'options: { id, text, commands }').map((at) => {
    fields(at, ['id', 'text', 'commands']);
    return {
      id: text(at.at('id'), ''),
      text: rich(at.at('text'), 'the text'),
      commands: items(at.at('commands'), 'commands').map(command),
    };
  });
  return { label: localized(cursor.at('label'), 'the label'), at: duration(cursor.at('at'), 0), options };
}
