// Progress is derived from a log, decks bring wrong cards back, and judging leaves the run as it was.
import { describe, expect, test } from 'vitest';
import { answered, drawDeck, startingWith } from '../../src/lesson/deck.ts';
import { holds, runOf } from '../../src/lesson/judge.ts';
import { stateText } from '../../src/lesson/now.ts';
import { parsePredicate } from '../../src/lesson/predicate.ts';
import {
  EMPTY,
  lessonAfter,
  lessonDone,
  mastered,
  stepDone,
  stepsDone,
  withAnswer,
  withPrediction,
  withReached,
  type Answer,
} from '../../src/lesson/progress.ts';
import { watchingSpeed } from '../../src/lesson/quizRun.ts';
import type { LessonHead, QuizHead } from '../../src/lesson/types.ts';
import { createSimulation, parseScenario } from '../../src/sim/index.ts';

const title = { ko: '', en: '' };
const head = (id: string): LessonHead => ({
  id,
  chapter: '03-groups',
  title,
  minutes: 5,
  steps: [
    { id: 'look', title, tasks: [] },
    { id: 'do', title, tasks: ['a', 'b'] },
  ],
});

describe('progress', () => {
  test('a step is done when all its tasks were reached, a lesson when all its steps are', () => {
    const lesson = head('x');
    const half = withReached(withReached(EMPTY, 'x', 'look', null), 'x', 'do', 'a');
    expect(stepsDone(half, lesson)).toBe(1);
    const whole = withReached(half, 'x', 'do', 'b');
    expect(lessonDone(whole, lesson)).toBe(true);
    expect(withReached(whole, 'x', 'do', 'b')).toBe(whole);
  });

  test('done is derived: a task added later makes the step undone', () => {
    const log = withReached(EMPTY, 'x', 'do', 'a');
    expect(stepDone(log, 'x', { id: 'do', title, tasks: ['a'] })).toBe(true);
    expect(stepDone(log, 'x', { id: 'do', title, tasks: ['a', 'new'] })).toBe(false);
  });

  test('a prediction counts the first time only', () => {
    const log = withPrediction(EMPTY, 'x', 'do', 'one');
    expect(withPrediction(log, 'x', 'do', 'two')).toBe(log);
  });

  test('lessons follow each other in the order of the course', () => {
    expect(lessonAfter([head('a'), head('b')], 'a')?.id).toBe('b');
    expect(lessonAfter([head('a'), head('b')], 'b')).toBeNull();
  });

  test('an idea is mastered when both twins were right on different days', () => {
    const answer = (quiz: string, day: string, right = true): Answer => ({
      quiz,
      said: true,
      right,
      confidence: 'sure',
      reasonRight: true,
      day,
    });
    const first = withAnswer(EMPTY, answer('o', '2026-01-01'));
    expect(mastered(withAnswer(first, answer('x', '2026-01-01')), ['o', 'x'])).toBe(false);
    expect(mastered(withAnswer(first, answer('x', '2026-01-02', false)), ['o', 'x'])).toBe(false);
    expect(mastered(withAnswer(first, answer('x', '2026-01-02')), ['o', 'x'])).toBe(true);
  });
});

describe('a deck', () => {
  const heads: readonly QuizHead[] = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap((idea) =>
    ['o', 'x'].map((form) => ({ id: `${idea}-${form}`, idea, chapter: '', lesson: '' })),
  );
  const never = () => 0;

  test('holds one twin of each idea', () => {
    expect(drawDeck(heads, never).queue).toEqual(['a-o', 'b-o', 'c-o', 'd-o', 'e-o', 'f-o', 'g-o']);
    expect(drawDeck(heads, () => 0.99).queue[0]).toBe('a-x');
  });

  test('begins with the card asked for, without its twin', () => {
    expect(startingWith(drawDeck(heads, never), heads, 'c-x').queue).toEqual(['c-x', 'a-o', 'b-o', 'd-o', 'e-o', 'f-o', 'g-o']);
  });

  test('a right answer settles the card', () => {
    const deck = answered(drawDeck(heads, never), true, 'a-x', never);
    expect(deck.settled).toEqual(['a-o']);
    expect(deck.queue).not.toContain('a-x');
  });

  test('a wrong one comes back as its twin after three to five others', () => {
    const deck = drawDeck(heads, never);
    expect(answered(deck, false, 'a-x', never).queue.indexOf('a-x')).toBe(3);
    expect(answered(deck, false, 'a-x', () => 0.999).queue.indexOf('a-x')).toBe(5);
    const last = { ...deck, queue: ['a-o'] };
    expect(answered(last, false, 'a-x', never).queue).toEqual(['a-x']);
  });

  test('watching takes at most nine seconds and is never slower than the clock', () => {
    expect(watchingSpeed(4000)).toBe(1);
    for (const ms of [9001, 14_000, 61_234]) expect(ms / watchingSpeed(ms)).toBeLessThanOrEqual(9000);
  });
});

describe('judging a run', () => {
  const scenario = parseScenario(`partita: 1
seed: 1
brokers: 1
cluster: { config: { group.initial.rebalance.delay.ms: 200 } }
topics: { orders: { partitions: 2 } }
groups: { billing: { topics: [orders], members: [billing-1] } }
`);
  const stable = parsePredicate({ path: 'groups.billing.state', is: 'Stable' });

  test('what ever held is found in earlier moments, and the run stands where it stood', () => {
    const simulation = createSimulation(scenario);
    simulation.seek(3000);
    simulation.dispatch({ do: 'removeMember', member: 'billing-1' });
    simulation.seek(6000);
    expect(holds(stable, simulation)).toBe(false);
    expect(holds({ kind: 'ever', of: stable }, simulation)).toBe(true);
    expect([simulation.now, simulation.branch]).toEqual([6000, 0]);
  });

  test('branches are judged each as it stands at its end; looking does not simulate them further', () => {
    const simulation = createSimulation(scenario);
    simulation.seek(3000);
    simulation.dispatch({ do: 'crash', target: 'billing-1' });
    simulation.seek(4000);
    simulation.seek(2000);
    simulation.dispatch({ do: 'removeMember', member: 'billing-1' });
    simulation.seek(9000);
    const end = simulation.branches()[0]?.end;
    const crashed = { fact: 'node.crashed' };
    const left = { fact: 'member.left' };
    expect(holds(parsePredicate({ branch: [crashed, left] }), simulation)).toBe(true);
    expect(holds(parsePredicate({ branch: [crashed, { all: [crashed, left] }] }), simulation)).toBe(false);
    expect(simulation.branches()[0]?.end).toBe(end);
    expect([simulation.now, simulation.branch]).toEqual([9000, 1]);
  });

  test('a state in words is filled from the model', () => {
    const simulation = createSimulation(scenario);
    simulation.seek(3000);
    const text = stateText('{groups.billing.members.length} of 1, {groups.billing.state}', runOf(simulation), String);
    expect(text).toBe('1 of 1, Stable');
  });
});
