/** One file of `lessons/quizzes`: an idea, asked in two forms (twins), one true and one false, each proven by its scene. */
import { PathError, reading, setPath, type Scenario } from '../../sim/index.ts';
import { layers, type Proof, type Quiz, type Reason } from '../types.ts';
import { ALWAYS, command, predicate, rich, scene } from './readers.ts';
import { openYaml, type LessonProblem } from './source.ts';

const { duration, entries, fields, isRecord, items, oneOf, required, text } = reading;
type Cursor = reading.Cursor;

/** What twins usually share; a question may say its own. */
const SHARED = ['conditions', 'reasons', 'why', 'scene', 'from', 'until', 'contrast'];
const KEYS = ['chapter', 'lesson', 'misconception', 'rule', 'reveal', ...SHARED, 'questions'];
const QUESTION_KEYS = ['id', 'statement', 'holds', 'rejects', ...SHARED];

export interface CompiledQuiz {
  readonly quiz: Quiz;
  readonly file: string;
  readonly line: number | null;
}

export function compileQuizzes(file: string, content: string, note: (problem: LessonProblem) => void): readonly CompiledQuiz[] {
  const source = openYaml(file, content, note);
  if (source === null) return [];
  const { root } = source;
  fields(root, KEYS);
  const questions = items(root.at('questions'), 'two questions');
  if (questions.length !== 2) root.at('questions').fail('an idea has two questions, one true and one false (twins)', undefined);
  const names = questions.map((at) => text(at.at('id'), ''));
  const quizzes = questions.map((at, index) => readQuestion(at, root, names[1 - index] ?? '', file.replace(/^.*\/|\.yaml$/g, '')));
  const compiled = quizzes.map((quiz, index) => ({ quiz, file, line: lineOf(root, ['questions', index, 'statement']) }));
  source.problems().forEach(note);
  return compiled.flatMap(({ quiz, ...rest }) => (quiz === null ? [] : [{ quiz, ...rest }]));
}

function lineOf(root: Cursor, path: readonly (string | number)[]): number | null {
  const before = root.problems.list.length;
  root.problems.add(path, '?');
  return root.problems.list.splice(before)[0]?.line ?? null;
}

function readQuestion(at: Cursor, root: Cursor, twin: string, idea: string): Quiz | null {
  fields(at, QUESTION_KEYS);
  const id = required(at.at('id'), 'the id of the question') ? text(at.at('id'), '') : '';
  const own = (name: string): Cursor => (at.at(name).missing ? root.at(name) : at.at(name));
  const sceneAt = own('scene');
  if (!required(sceneAt, 'the scene that proves the answer')) return null;
  const base = scene(sceneAt.value, sceneAt);
  const contrast = readContrast(own('contrast'), sceneAt.value);
  const proof = readProof(at);
  if (base === null || contrast === null || proof === null) return null;
  return {
    id,
    twin,
    idea,
    chapter: text(root.at('chapter'), ''),
    lesson: text(root.at('lesson'), ''),
    misconception: required(root.at('misconception'), 'the tag of the misconception') ? text(root.at('misconception'), '') : '',
    conditions: items(own('conditions'), 'conditions').map((it) => rich(it, 'the condition')),
    statement: rich(at.at('statement'), 'the statement'),
    reasons: readReasons(own('reasons')),
    why: rich(own('why'), 'the explanation ("why")'),
    rule: rich(root.at('rule'), 'the rule'),
    scene: base,
    contrast,
    until: readUntil(own('until')),
    from: duration(own('from'), 0),
    proof,
    reveal: items(root.at('reveal'), 'layers').map((it) => oneOf(it, layers, 'tape')),
  };
}

function readReasons(cursor: Cursor): readonly Reason[] {
  const reasons = items(cursor, 'three reasons').map((at) => {
    fields(at, ['text', 'right']);
    return { text: rich(at.at('text'), 'the reason'), right: at.at('right').value === true };
  });
  if (reasons.length !== 3) return cursor.fail(`there are three reasons to choose from, not ${reasons.length}`, reasons);
  const right = reasons.filter((it) => it.right).length;
  return right === 1 ? reasons : cursor.fail(`exactly one reason has "right: true", not ${right}`, reasons);
}

function readUntil(cursor: Cursor): Quiz['until'] {
  if (!required(cursor, 'when the run is judged ("until")')) return 0;
  return isRecord(cursor.value) ? predicate(cursor, 'until') : duration(cursor, 0);
}

function readProof(at: Cursor): Proof | null {
  const [holds, rejects] = [at.at('holds'), at.at('rejects')];
  if (holds.missing === rejects.missing) return at.fail('a question is proven by "holds" or by "rejects", one of them', null);
  if (!holds.missing) {
    const claim = predicate(holds, 'holds');
    return claim === ALWAYS ? null : { kind: 'holds', predicate: claim };
  }
  fields(rejects, ['command', 'error']);
  const error = required(rejects.at('error'), 'the name of the error') ? text(rejects.at('error'), '') : '';
  return { kind: 'rejects', command: command(rejects.at('command')), error };
}

/** The scene with a change that must make the other answer right. */
function readContrast(cursor: Cursor, raw: unknown): Scenario | null {
  if (!required(cursor, 'the contrast (a change that flips the answer)')) return null;
  fields(cursor, ['set', 'because']);
  let changed = raw;
  for (const [path, to] of entries(cursor.at('set'), 'paths and values')) {
    try {
      changed = setPath(changed, path, to.value);
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
      to.fail(error.message, undefined);
    }
  }
  return scene(changed, cursor);
}
