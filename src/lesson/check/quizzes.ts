/** Questions are proven by running their scene and its contrast; decks must not give answers away. */
import { CommandError, PathError, RunLimitError } from '../../sim/index.ts';
import type { CompiledQuiz } from '../compile/quiz.ts';
import type { Course } from '../compile/course.ts';
import { PredicateError } from '../predicate.ts';
import { judgeQuiz } from '../quizRun.ts';
import type { Inspect, Note } from './note.ts';

/** Share of questions whose answer is O. */
const LEAST_O = 0.4;
const MOST_O = 0.6;

export function proveQuizzes(course: Course, note: Note, inspect: Inspect): void {
  const answers = new Map<string, boolean>();
  for (const it of course.quizzes) {
    const answer = proveQuiz(it, note, inspect);
    if (answer !== null) answers.set(it.quiz.id, answer);
  }
  compareTwins(course.quizzes, answers, note);
  for (const chapter of new Set(course.quizzes.map(({ quiz }) => quiz.chapter))) {
    const deck = course.quizzes.filter(({ quiz }) => quiz.chapter === chapter && answers.has(quiz.id));
    const share = deck.filter(({ quiz }) => answers.get(quiz.id) === true).length / deck.length;
    if (deck.length > 0 && (share < LEAST_O || share > MOST_O))
      note({
        file: deck[0]?.file ?? 'quizzes',
        line: null,
        reason: `of the questions of ${chapter} ${Math.round(share * 100)} % are O: keep a deck between 40 and 60 %`,
      });
  }
}

function proveQuiz({ quiz, file, line }: CompiledQuiz, note: Note, inspect: Inspect): boolean | null {
  const say = (reason: string) => note({ file, line, reason: `question "${quiz.id}": ${reason}` });
  try {
    const [inScene, inContrast] = [quiz.scene, quiz.contrast].map((scene) => {
      const verdict = judgeQuiz(quiz, scene);
      for (const detail of inspect(scene, [], verdict.at)) say(`an invariant breaks, which is a fault of the simulator: ${detail}`);
      return verdict;
    });
    if (inScene === undefined || inContrast === undefined) return null;
    if (!inScene.came) say('the moment of "until" never comes');
    else if (!inContrast.came) say('in the contrast the moment of "until" never comes');
    else if (inScene.holds === inContrast.holds)
      say(`the answer is ${inScene.holds ? 'O' : 'X'} with and without the contrast: the proof does not depend on what it is about`);
    return inScene.holds;
  } catch (error) {
    if (!(error instanceof PredicateError || error instanceof RunLimitError || error instanceof CommandError || error instanceof PathError))
      throw error;
    say(error.message);
    return null;
  }
}

/** One form is true, the other false; ids are told apart. */
function compareTwins(quizzes: Course['quizzes'], answers: ReadonlyMap<string, boolean>, note: Note): void {
  const seen = new Set<string>();
  for (const { quiz, file, line } of quizzes) {
    if (seen.has(quiz.id)) note({ file, line, reason: `the id "${quiz.id}" is used twice` });
    seen.add(quiz.id);
    const [own, other] = [answers.get(quiz.id), answers.get(quiz.twin)];
    if (own !== undefined && own === other && quiz.id < quiz.twin)
      note({
        file,
        line,
        reason: `the twins "${quiz.id}" and "${quiz.twin}" have the same answer (${own ? 'O' : 'X'}): one form is true, one false`,
      });
  }
}
