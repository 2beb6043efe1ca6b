import { beginStep } from '../solution.ts';
import type { FirstPicture, Lesson, Step } from '../types.ts';

/** What a lesson shows before anybody did anything. */
export function firstPicture(lesson: Lesson): FirstPicture {
  const { simulation } = beginStep(lesson, lesson.steps[0] as Step, null);
  return { model: simulation.read(), facts: simulation.facts() };
}
