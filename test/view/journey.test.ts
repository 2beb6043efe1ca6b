// The way of one record: its steps from facts, and where they are on the picture.
import { describe, expect, test } from 'vitest';
import { createSimulation } from '../../src/sim/index.ts';
import { overlap } from '../../src/view/geometry/box.ts';
import { createKeep } from '../../src/view/geometry/keep.ts';
import { journeyOn, stepsOf } from '../../src/view/geometry/journey.ts';
import { layers } from '../../src/view/geometry/layer.ts';
import { sceneOf, type Arrangement } from '../../src/view/geometry/scene.ts';
import { stageWords } from '../../src/view/marks/words.ts';
import { measure, rooms, seldom } from './fixtures/stage.ts';
import { groupScene } from './support/scene.ts';

const run = createSimulation(groupScene());
run.seek(6000);
const model = run.read();
const partition = model.topics[0]?.partitions.find((it) => it.records.length > 2);
const record = partition?.records[1];
const thing = { kind: 'record', topic: 'orders', partition: partition?.partition ?? 0, offset: record?.offset ?? 0 } as const;
const steps = stepsOf(run.facts(), thing, record?.producer ?? '', record?.number ?? 0);

function drawn(arrangement: Arrangement) {
  const [width, height] = rooms.large;
  const words = stageWords();
  const scene = sceneOf({ model, arrangement, layers: new Set(layers), width, height, measure, words, keep: createKeep(), seldom });
  return { scene, journey: journeyOn(scene, thing, steps, (it) => it.what, measure) };
}

describe('the way of a record', () => {
  test('goes from send() through the log and its copy to whoever processed it, in the order it happened', () => {
    expect(steps.map((it) => it.what)).toEqual(['sent', 'appended', 'copied', 'readable', 'acknowledged', 'processed']);
    expect(steps.map((it) => it.at)).toEqual(steps.map((it) => it.at).toSorted((a, b) => a - b));
  });

  test('is another one for another record', () => {
    const other = partition?.records[2];
    const its = stepsOf(run.facts(), { ...thing, offset: other?.offset ?? 0 }, other?.producer ?? '', other?.number ?? 0);
    expect(its[0]?.at).not.toBe(steps[0]?.at);
  });

  test.each(['topic', 'broker'] as const)('by %s every step has its place, and no plate covers another', (arrangement) => {
    const { journey, scene } = drawn(arrangement);
    expect(journey.stops.map((it) => it.number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(journey.legs).toHaveLength(3);
    const plates = journey.stops.map((it) => it.plate);
    plates.forEach((a, i) => plates.slice(i + 1).forEach((b) => expect(overlap(a, b)).toBe(false)));
    expect(journey.stops[5]?.at).toEqual(scene.anchors.members.get(steps[5]?.what === 'processed' ? steps[5].member : ''));
  });
});
