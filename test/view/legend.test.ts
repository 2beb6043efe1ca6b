import { expect, test } from 'vitest';
import { findSamples, sampleIds } from '../../src/view/help/samples.ts';
import { fetchLater } from '../../src/view/later.svelte.ts';
import { stageWords } from '../../src/view/marks/words.ts';
import { measure } from './fixtures/stage.ts';

await fetchLater();

test('a real run shows every mark that the legend explains', () => {
  const found = findSamples(measure, stageWords());
  expect(sampleIds.filter((id) => !found.has(id))).toEqual([]);
});

test('a sample is cut out of the picture where its mark stands', () => {
  const samples = findSamples(measure, stageWords());
  for (const id of ['record', 'pending', 'hand'] as const) {
    const { crop, row } = samples.get(id) ?? {};
    const cells = row?.cells.filter((it) => it.x === (crop?.x ?? 0) + 3 && it.y === (crop?.y ?? 0) + 3) ?? [];
    expect(
      cells.map((it) => ({ pending: it.pending, hand: it.inHand })),
      id,
    ).toEqual([{ pending: id === 'pending', hand: id === 'hand' }]);
  }
});
