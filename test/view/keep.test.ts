// What did not change is not drawn anew.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createKeep } from '../../src/view/geometry/keep.ts';
import { layers, type Layer } from '../../src/view/geometry/layer.ts';
import { sceneOf } from '../../src/view/geometry/scene.ts';
import { share } from '../../src/view/geometry/share.ts';
import { stageWords } from '../../src/view/marks/words.ts';
import { modelOf } from './fixtures/model.ts';
import { measure } from './fixtures/stage.ts';

describe('keeping', () => {
  test('what did not change in the world keeps its object in the picture', () => {
    const keep = createKeep();
    const before = modelOf({ topics: { orders: 4 } });
    const draw = (model: typeof before) =>
      sceneOf({ model, arrangement: 'topic', layers: all, width: 1090, height: 690, measure, words, keep, seldom: null });
    const all = new Set<Layer>(layers);
    const words = stageWords();
    const one = draw(before);
    const orders = before.topics[0];
    if (orders === undefined) throw new Error('no topic');
    const partitions = orders.partitions.map((it, i) => (i === 1 ? { ...it, highWatermark: it.highWatermark - 1 } : it));
    const two = draw({ ...before, topics: [{ ...orders, partitions }] });
    expect(two.rows.map((row, i) => row === one.rows[i])).toEqual([true, false, true, true]);
    expect(two.producers.every((it, i) => it === one.producers[i])).toBe(true);
  });

  test('nor does a part of something that did: only the cell that is not replicated any more is drawn anew', () => {
    const keep = createKeep();
    const before = modelOf({ topics: { orders: 1 } });
    const [orders] = before.topics;
    if (orders === undefined) throw new Error('no topic');
    const view = {
      arrangement: 'topic',
      layers: new Set<Layer>(layers),
      width: 1090,
      height: 690,
      measure,
      words: stageWords(),
      keep,
    } as const;
    const rowOf = (model: typeof before) => sceneOf({ model, ...view, seldom: null }).rows[0];
    const one = rowOf(before);
    const partitions = orders.partitions.map((it) => ({ ...it, highWatermark: it.highWatermark - 1 }));
    const two = rowOf({ ...before, topics: [{ ...orders, partitions }] });
    const watermark = partitions[0]?.highWatermark;
    expect(one).not.toBe(two);
    expect(two?.labels).toBe(one?.labels);
    expect(two?.tape).toBe(one?.tape);
    expect(two?.cells.map((cell, i) => cell === one?.cells[i])).toEqual(two?.cells.map((cell) => Number(cell.offset.text) !== watermark));
  });

  test('shared parts are equal parts, and nothing of the world is looked into', () => {
    const laidOut = fc.jsonValue().filter((it) => !JSON.stringify(it).includes('__proto__'));
    fc.assert(
      fc.property(laidOut, laidOut, (before, now) => {
        expect(share(before, structuredClone(now))).toEqual(now);
        expect(share(before, structuredClone(before))).toBe(before);
      }),
    );
    const [world, same] = [Object.freeze({ a: 1 }), Object.freeze({ a: 1 })];
    expect(share({ world }, { world: same }).world).toBe(same);
  });

  test('what is not asked for any more is forgotten', () => {
    const keep = createKeep();
    const ask = (key: string) => keep(key, [], () => ({}));
    const [lasting, passing] = [ask('lasting'), ask('passing')];
    keep.sweep();
    for (let layout = 0; layout < 3; layout++) {
      expect(ask('lasting')).toBe(lasting);
      keep.sweep();
    }
    for (const key of ['a', 'b', 'c', 'd', 'e']) ask(key);
    keep.sweep();
    ask('a');
    keep.sweep();
    expect(ask('passing')).not.toBe(passing);
  });
});
