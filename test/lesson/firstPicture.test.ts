/** A page shows a lesson's first picture before it has fetched the simulator: it must be what the simulator then shows. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readLessonFiles } from '../../src/cli/lessonFiles.ts';
import { compileCourse } from '../../src/lesson/compile/course.ts';
import { firstPicture } from '../../src/lesson/compile/firstPicture.ts';
import { createSimulation } from '../../src/sim/index.ts';

const { lessons } = compileCourse(readLessonFiles(fileURLToPath(new URL('../../lessons', import.meta.url))));

test.each(lessons.map(({ lesson }) => [lesson.id, lesson] as const))('%s', (_id, lesson) => {
  const sent: unknown = JSON.parse(JSON.stringify(firstPicture(lesson)));
  const simulation = createSimulation(lesson.scene);
  simulation.seek(lesson.steps[0]?.start ?? 0);
  expect(sent).toEqual({ model: simulation.read(), facts: simulation.facts() });
});
