// The lessons and questions of the course: read, played and proven, as `npm run lessons:check` does.
import { describe, expect, test } from 'vitest';
import { inspectInvariants } from '../../src/cli/lessons-check.ts';
import { readLessonFiles } from '../../src/cli/lessonFiles.ts';
import { compileCourse } from '../../src/lesson/compile/course.ts';
import { formatLessonProblem } from '../../src/lesson/compile/source.ts';
import { checkLessons } from '../../src/lesson/check/index.ts';
import { judgeQuiz, watchingSpeed, WATCHING } from '../../src/lesson/quizRun.ts';
import { beginStep, playSolution } from '../../src/lesson/solution.ts';
import type { Simulation } from '../../src/sim/index.ts';

const files = readLessonFiles('lessons');
const course = compileCourse(files);
const lesson = (id: string) => {
  const found = course.lessons.find((it) => it.lesson.id === id);
  if (found === undefined) throw new Error(`there is no lesson ${id}`);
  return found.lesson;
};

/** The run after all solutions of a lesson. */
function solved(id: string): Simulation {
  let simulation: Simulation | null = null;
  for (const step of lesson(id).steps) {
    const run = beginStep(lesson(id), step, simulation);
    simulation = run.simulation;
    expect(playSolution(simulation, step, run.options), `${id}, ${step.id}`).toBe(true);
  }
  if (simulation === null) throw new Error(`${id} has no step`);
  return simulation;
}

describe('the lessons', () => {
  test('everything is proven: goals, predictions, answers and contrasts, with every invariant watched', () => {
    const { problems, lessons, questions } = checkLessons(files, inspectInvariants);
    expect(problems.map(formatLessonProblem), problems.map(formatLessonProblem).join('\n')).toEqual([]);
    expect(lessons).toBe(6);
    expect(questions).toBe(10);
  });

  test('A1, A2, A3: when the first of three members dies, Range moves 3 of six partitions, RoundRobin 4, Sticky 2', () => {
    const simulation = solved('05-rebalance/movers');
    const moved = simulation.branches().map(({ id, end }) => {
      simulation.seek(0);
      simulation.checkout(id);
      simulation.seek(end);
      const group = simulation.read().groups[0];
      const last = group?.rebalances.at(-1);
      return [group?.protocol, last?.moved, last?.movedFromLive];
    });
    expect(moved).toEqual([
      ['range', 3, 1],
      ['roundrobin', 4, 2],
      ['sticky', 2, 0],
    ]);
  });

  test('P8, R5: results hold @4 and @-1, and acks=all waits for the in-sync replicas only', () => {
    const model = solved('06-cluster/acks').read();
    const results = (id: string) => model.producers.find((it) => it.id === id)?.results ?? [];
    expect(results('web-one')).toContain('test-0@4');
    expect(new Set(results('sensor'))).toEqual(new Set(['test-0@-1']));
    expect(model.topics[0]?.partitions[0]?.isr).toEqual([1, 2]);
  });

  test('P3: a hundred records take at most ten requests, and full batches do not linger', () => {
    const simulation = solved('07-producer/batch');
    const full = simulation.facts().filter((fact) => fact.kind === 'batch.ready' && fact.reason === 'full');
    expect(full.length).toBeGreaterThanOrEqual(3);
  });

  test('G7: leaving costs less than a second, vanishing the whole session', () => {
    const simulation = solved('03-groups/leave-crash');
    const paused = simulation.branches().map(({ id, end }) => {
      simulation.seek(0);
      simulation.checkout(id);
      simulation.seek(end);
      return simulation.read().groups[0]?.rebalances.at(-1)?.pausedMs ?? 0;
    });
    expect(paused[0]).toBeGreaterThan(5000);
    expect(paused[1]).toBeLessThan(1000);
  });
});

describe('the five questions of the notes', () => {
  const answers: Readonly<Record<string, boolean>> = {
    'several-partitions-o': true,
    'one-owner-x': false,
    'more-members-x': false,
    'session-heartbeat-x': false,
    'clean-close-x': false,
  };
  for (const [id, answer] of Object.entries(answers))
    test(`${id}: the run says ${answer ? 'O' : 'X'}, its twin the opposite, the contrast flips it, and watching takes at most ten seconds`, () => {
      const quiz = course.quizzes.find((it) => it.quiz.id === id)?.quiz;
      const twin = course.quizzes.find((it) => it.quiz.id === quiz?.twin)?.quiz;
      if (quiz === undefined || twin === undefined) throw new Error(`${id} or its twin is missing`);
      const verdict = judgeQuiz(quiz);
      expect(verdict.holds).toBe(answer);
      expect(judgeQuiz(twin).holds).toBe(!answer);
      expect(judgeQuiz(quiz, quiz.contrast).holds).toBe(!answer);
      const virtual = verdict.at - quiz.from;
      expect(virtual / watchingSpeed(virtual) / 1000).toBeLessThanOrEqual(WATCHING);
    });

  test('G7: the client itself refuses a heartbeat interval that is not below the session', () => {
    const quiz = course.quizzes.find((it) => it.quiz.id === 'session-heartbeat-o')?.quiz;
    if (quiz === undefined) throw new Error('the question is missing');
    expect(judgeQuiz(quiz).refusal).toContain('heartbeat.interval.ms (10000) must be lower than session.timeout.ms (10000)');
  });
});
