// What few pictures show is in the legend as well: every sign the stage can draw.
import { expect, test } from 'vitest';
import { signKinds } from '../../src/view/geometry/signs.ts';
import { findInStories, storyIds } from '../../src/view/help/stories.ts';
import { fetchLater } from '../../src/view/later.svelte.ts';
import { stageWords } from '../../src/view/marks/words.ts';
import { measure, seldom } from './fixtures/stage.ts';

await fetchLater();
const found = await findInStories(measure, stageWords(), seldom);

test('every sign the stage can draw is cut out of a real run', () => {
  expect(storyIds.filter((id) => !found.has(id))).toEqual([]);
  expect(signKinds.filter((id) => !storyIds.includes(id))).toEqual([]);
});

test.each(signKinds)('the sample of %s shows that sign and no other', (kind) => {
  const { chip, producer, crop } = found.get(kind) ?? {};
  const inside = [...(chip?.signs ?? []), ...(producer?.signs ?? [])].filter(
    ({ x, y }) => crop !== undefined && x >= crop.x && y >= crop.y && x < crop.x + crop.width && y < crop.y + crop.height,
  );
  expect(inside.map((it) => it.kind)).toEqual([kind]);
});
