// Templates of the Lab: what reading and running find wrong with one, and those of `templates/`, played with every invariant watched.
import { describe, expect, test } from 'vitest';
import { inspectInvariants } from '../../src/cli/lessons-check.ts';
import { readLessonFiles } from '../../src/cli/lessonFiles.ts';
import { checkTemplates } from '../../src/lesson/check/templates.ts';
import { formatTemplateProblem } from '../../src/lesson/compile/source.ts';
import { compileTemplates } from '../../src/lesson/compile/template.ts';

const WHOLE = `title: { ko: 중단, en: A crash }
promise: { ko: 브로커가 죽어요, en: A broker dies }
arrangement: broker
tries:
  - title: { ko: 꺼요, en: Off }
    command: { do: crash, target: 2 }
scenario:
  partita: 1
  brokers: 2
  topics: { orders: { partitions: 4 }, empty: { partitions: 1 } }
  groups: { billing: { topics: [orders], members: [billing-1, billing-2] } }
`;
const checked = (text: string, file = '01-crash.yaml') => checkTemplates(new Map([[file, text]])).problems.map(formatTemplateProblem);
const complaints = (from: string, to: string) => {
  expect(WHOLE).toContain(from);
  return checked(WHOLE.replace(from, to));
};

describe('a template', () => {
  test('compiles to plain data with the shape that its sketch is drawn from', () => {
    const { all, problems } = compileTemplates(new Map([['01-crash.yaml', WHOLE]]));
    expect(problems).toEqual([]);
    expect(all[0]?.it).toMatchObject({ id: 'crash', shape: { brokers: 2, producers: 0, topics: [4, 1], groups: [2] } });
    expect(all[0]?.it.tries[0]?.command).toEqual({ do: 'crash', target: 2 });
  });

  test('is proven by everything it suggests being possible', () => {
    expect(checked(WHOLE)).toEqual([]);
    expect(complaints('target: 2 }', 'target: 7 }')[0]).toMatch(/^templates\/01-crash.yaml: tries\/0: this cannot be done at 15000 ms/);
    expect(complaints('do: crash', 'do: restart')[0]).toMatch(/broker 2 is running/);
  });

  test('says what is missing, with the line', () => {
    expect(complaints('en: A broker dies', 'de: x').join('\n')).toMatch(/templates\/01-crash.yaml:2: promise/);
    expect(complaints('partitions: 4', 'partitions: 0')[0]).toMatch(/^templates\/01-crash.yaml:10: scenario\/topics\/orders\/partitions/);
    expect(checked(WHOLE, 'crash.yml')).toEqual(['templates/crash.yml: nobody reads this file: templates/ has NN-name.yaml only']);
  });
});

describe('the templates', () => {
  const files = readLessonFiles('templates');

  test('are at least eight, and all that was promised', () => {
    const ids = compileTemplates(files).all.map(({ it }) => it.id);
    expect(ids.length).toBeGreaterThanOrEqual(8);
    const promised = ['first-topic', 'three-brokers', 'log-collection', 'order-pipeline', 'rolling-deploy', 'slow-consumer', 'broker-loss'];
    expect(ids).toEqual(expect.arrayContaining([...promised, 'hot-partition']));
  });

  test('break no invariant, left alone and after each suggestion', () => {
    const { problems, tries } = checkTemplates(files, inspectInvariants);
    expect(problems.map(formatTemplateProblem)).toEqual([]);
    expect(tries).toBeGreaterThan(20);
  });
});
