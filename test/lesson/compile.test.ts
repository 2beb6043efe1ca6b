// A broken lesson is told with file, line and what to do; a whole one compiles to plain data.
import { describe, expect, test } from 'vitest';
import { checkLessons } from '../../src/lesson/check/index.ts';
import { compileCourse } from '../../src/lesson/compile/course.ts';
import { formatLessonProblem } from '../../src/lesson/compile/source.ts';

const SCENE = `partita: 1
seed: 1
brokers: 1
topics: { orders: { partitions: 2 } }
groups:
  billing:
    topics: [orders]
    config: { auto.offset.reset: earliest }
    members: [billing-1]
`;
const LESSON = `title: { ko: 제목, en: Title }
introduces: [group]
steps:
  - id: one
    predict:
      question: { ko: 몇 개?, en: How many? }
      options:
        - { id: all, text: { ko: 모두, en: All }, holds: { path: groups.billing.members.billing-1.assignment.orders.length, is: 2 } }
        - { id: none, text: { ko: 없음, en: None }, holds: { path: groups.billing.members.billing-1.assignment.orders.length, is: 0 } }
    tasks:
      - id: run
        text: { ko: 실행, en: Run }
        goal: { path: groups.billing.members.billing-1.assignment.orders.length, is: 2 }
solution:
  one: []
`;
const PROSE = '## Title {#one}\n\nThe group is new. `linger.ms`\n\n---\n\nIt reads [all](term:group).\n';
const GLOSSARY = `group:
  name: { ko: 그룹, en: group }
  meaning: { ko: 모임, en: A party }
heartbeat:
  name: { ko: 하트비트, en: heartbeat }
  meaning: { ko: 신호, en: A sign }
`;
const FOLDER = '03-groups/01-test';

const WHOLE: Readonly<Record<string, string>> = {
  'chapters.yaml': '03-groups: { ko: 그룹, en: Groups }\n',
  'glossary.yaml': GLOSSARY,
  [`${FOLDER}/lesson.yaml`]: LESSON,
  [`${FOLDER}/scene.yaml`]: SCENE,
  [`${FOLDER}/ko.md`]: PROSE,
  [`${FOLDER}/en.md`]: PROSE,
};

/** A course with some files changed (null: removed). */
function course(changes: Readonly<Record<string, string | null>> = {}): ReadonlyMap<string, string> {
  const entries = Object.entries({ ...WHOLE, ...changes });
  return new Map(entries.flatMap(([path, text]) => (text === null ? [] : [[path, text] as const])));
}
const complaints = (changes: Readonly<Record<string, string | null>>) => checkLessons(course(changes)).problems.map(formatLessonProblem);

const change = (file: string, from: string, to: string) => {
  const path = `${FOLDER}/${file}`;
  const text = WHOLE[path] ?? '';
  if (!text.includes(from)) throw new Error(`${from} is not in ${file}`);
  return { [path]: text.replace(from, to) };
};

describe('a lesson', () => {
  test('compiles to plain data: the scene parsed, the prose as HTML without styles', () => {
    const { lessons, problems } = compileCourse(course());
    expect(problems).toEqual([]);
    const [{ lesson } = { lesson: null }] = lessons;
    expect(lesson?.id).toBe('03-groups/test');
    expect(lesson?.scene.groups[0]?.id).toBe('billing');
    expect(lesson?.steps[0]?.before.en).toBe('<p>The group is new. <code>linger.ms</code></p>');
    expect(lesson?.steps[0]?.after.en).toBe(
      '<p>It reads <dfn class="term"><button type="button" data-term="group">all</button></dfn>.</p>',
    );
    expect(JSON.parse(JSON.stringify(lesson))).toEqual(lesson);
  });

  test('is proven by its solution', () => {
    expect(complaints({})).toEqual([]);
  });

  test('a missing file is named', () => {
    expect(complaints({ [`${FOLDER}/en.md`]: null })).toEqual([
      'lessons/03-groups/01-test/en.md: this file is missing: a lesson has lesson.yaml, ko.md, en.md and scene.yaml',
    ]);
  });

  test('a file that nobody reads is named', () => {
    expect(complaints({ [`${FOLDER}/notes.txt`]: 'x' })[0]).toBe(
      'lessons/03-groups/01-test/notes.txt: nobody reads this file: a folder NN-chapter/NN-name has lesson.yaml, ko.md, en.md, scene.yaml',
    );
  });

  test('a step without prose in one language', () => {
    expect(complaints({ [`${FOLDER}/en.md`]: '## Other {#other}\n\nText\n' })).toEqual([
      'lessons/03-groups/01-test/en.md: there is no prose for the step "one": add "## Title {#one}"',
      'lessons/03-groups/01-test/en.md:1: lesson.yaml has no step "other": add it there or remove this section',
    ]);
  });

  test('a prediction that nothing explains', () => {
    expect(complaints({ [`${FOLDER}/en.md`]: '## Title {#one}\n\nText\n' })).toEqual([
      'lessons/03-groups/01-test/en.md:1: the step "one" asks for a prediction and explains nothing after it: add "---" and the explanation',
    ]);
  });

  test('an unknown key, with its line and the nearest known one', () => {
    expect(complaints(change('lesson.yaml', 'introduces:', 'introduce:'))).toContain(
      'lessons/03-groups/01-test/lesson.yaml:2: introduce: unknown key "introduce". Did you mean "introduces"?',
    );
  });

  test('a text in one language only', () => {
    expect(complaints(change('lesson.yaml', '{ ko: 실행, en: Run }', '{ ko: 실행 }'))[0]).toBe(
      'lessons/03-groups/01-test/lesson.yaml:12: steps/0/tasks/0/text: the text of the task lacks "en": add it',
    );
  });

  test('a scene with a mistake keeps its line', () => {
    expect(complaints(change('scene.yaml', 'topics: [orders]', 'topics: [order]'))[0]).toMatch(
      /^lessons\/03-groups\/01-test\/scene.yaml:7: groups\/billing\/topics\/0: there is no topic "order"/,
    );
  });

  test('a goal that holds before anything was done', () => {
    expect(complaints(change('lesson.yaml', 'orders.length, is: 2 }\nsolution', 'orders.length, is: 0 }\nsolution'))[0]).toMatch(
      /lesson.yaml:13: step "one": the goal of "run" holds before anything was done: ask for something that is not so yet/,
    );
  });

  test('a solution that does not reach the goal', () => {
    expect(complaints(change('lesson.yaml', 'orders.length, is: 2 }\nsolution', 'orders.length, is: 3 }\nsolution'))).toEqual([
      'lessons/03-groups/01-test/lesson.yaml:13: step "one": the solution does not reach the goal of "run": mend the goal or solution/one',
    ]);
  });

  test('a solution whose command is refused', () => {
    expect(complaints(change('lesson.yaml', 'one: []', 'one: [{ do: crash, target: billing-9 }]'))[0]).toMatch(
      /lesson.yaml:4: step "one": its solution gives a command that is refused: .*billing-9/,
    );
  });

  test('a prediction of which no option, or more than one, is right', () => {
    expect(complaints(change('lesson.yaml', 'is: 2 } }', 'is: 1 } }'))[0]).toMatch(
      /lesson.yaml:5: .* no option of the prediction is right/,
    );
    expect(complaints(change('lesson.yaml', 'is: 0 } }', 'is: 2 } }'))[0]).toMatch(/more than one option \(all, none\)/);
  });

  test('a prediction that the goal settles too early', () => {
    const early = change(
      'lesson.yaml',
      'goal: { path: groups.billing.members.billing-1.assignment.orders.length, is: 2 }',
      'goal: { path: groups.billing.state, is: Stable }',
    );
    expect(complaints(early)[0]).toMatch(/when the goals are reached "none" is right, a second later "all": let the goals wait/);
  });

  test('a path that leads nowhere', () => {
    expect(
      complaints(
        change(
          'lesson.yaml',
          'groups.billing.members.billing-1.assignment.orders.length, is: 2 }\nsolution',
          'groups.biling.state, is: Stable }\nsolution',
        ),
      )[0],
    ).toMatch(/Did you mean "billing"\?/);
  });

  test('a term that was not introduced, required or explained', () => {
    const prose = (text: string) => ({ [`${FOLDER}/en.md`]: PROSE.replace('The group is new.', text) });
    expect(complaints(prose('A heartbeat.'))).toEqual([
      'lessons/03-groups/01-test/en.md:3: "heartbeat" is used, but the lesson neither introduces nor requires "heartbeat": add it to lesson.yaml',
    ]);
    expect(complaints(prose('[x](term:zebra)'))).toEqual(['lessons/03-groups/01-test/en.md:3: glossary.yaml has no term "zebra"']);
    expect(complaints(change('lesson.yaml', 'introduces: [group]', 'introduces: [group]\nrequires: [heartbeat]'))).toEqual([
      'lessons/03-groups/01-test/lesson.yaml:3: no earlier lesson introduces "heartbeat": introduce it before, or here',
    ]);
  });

  test('a setting that does not exist', () => {
    expect(complaints({ [`${FOLDER}/ko.md`]: PROSE.replace('linger.ms', 'linger.millis') })[0]).toMatch(
      /ko.md:3: there is no setting "linger.millis". Did you mean "linger.ms"\?/,
    );
  });

  test('more than twelve things to look at', () => {
    expect(complaints(change('scene.yaml', 'partitions: 2', 'partitions: 12'))).toContainEqual(
      'lessons/03-groups/01-test/scene.yaml:1: 03-groups/test shows 13 things at once: at most 12',
    );
  });
});

describe('a question', () => {
  const QUIZ = `chapter: 03-groups
lesson: 03-groups/test
misconception: one
rule: { ko: 규칙, en: Rule }
scene: ${JSON.stringify({ partita: 1, seed: 1, brokers: 1, topics: { orders: { partitions: 2 } }, groups: { billing: { topics: ['orders'], members: ['billing-1'] } } })}
why: { ko: 이유, en: Why }
reasons:
  - { text: { ko: 가, en: A }, right: true }
  - { text: { ko: 나, en: B } }
  - { text: { ko: 다, en: C } }
until: 5s
contrast: { set: { topics/orders/partitions: 1 } }
questions:
  - id: two
    statement: { ko: 둘, en: Two }
    holds: { path: groups.billing.members.billing-1.assignment.orders.length, is: 2 }
  - id: one
    statement: { ko: 하나, en: One }
    holds: { path: groups.billing.members.billing-1.assignment.orders.length, is: 1 }
`;
  const told = (from = '', to = '') => complaints({ 'quizzes/test.yaml': QUIZ.replace(from, to) });

  test('is proven by its scene and flipped by its contrast', () => {
    expect(told()).toEqual([]);
  });

  test('a contrast that changes nothing', () => {
    expect(told('topics/orders/partitions: 1', 'seed: 2')[0]).toMatch(
      /quizzes\/test.yaml:15: question "two": the answer is O with and without the contrast: the proof does not depend on what it is about/,
    );
  });

  test('a contrast whose path leads nowhere', () => {
    expect(told('topics/orders/partitions', 'seed/orders')[0]).toMatch(/quizzes\/test.yaml:12: contrast/);
  });

  test('twins with the same answer, and a deck that is all O', () => {
    const problems = told('is: 1 }\n', 'atLeast: 2 }\n');
    expect(problems).toContainEqual(expect.stringMatching(/the twins "one" and "two" have the same answer \(O\)/));
    expect(problems).toContainEqual(expect.stringMatching(/of the questions of 03-groups 100 % are O: keep a deck between 40 and 60 %/));
  });

  test('reasons of which none is right', () => {
    expect(told(', right: true', '')[0]).toMatch(/quizzes\/test.yaml:7: reasons: exactly one reason has "right: true", not 0/);
  });

  test('a moment that never comes', () => {
    expect(told('until: 5s', 'until: { path: groups.billing.generation, atLeast: 9 }')[0]).toMatch(/the moment of "until" never comes/);
  });
});
