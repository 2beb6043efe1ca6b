// The parts of the picture, one claim each.
import { describe, expect, test } from 'vitest';
import { across, levelAcross, pathOf, pointOn, reversed } from '../../src/view/geometry/curve.ts';
import { flagsOf, placeFlags } from '../../src/view/geometry/flags.ts';
import { createKeep } from '../../src/view/geometry/keep.ts';
import { hueOf, keyLabel } from '../../src/view/geometry/keys.ts';
import { fitText } from '../../src/view/geometry/label.ts';
import { layers, type Layer } from '../../src/view/geometry/layer.ts';
import { createSimulation } from '../../src/sim/index.ts';
import { homeScene } from '../../src/view/homeScene.ts';
import { badgesOf } from '../../src/view/geometry/member.ts';
import { sceneOf } from '../../src/view/geometry/scene.ts';
import { gapOf, tapeOf } from '../../src/view/geometry/tape.ts';
import { neighbour, targetsOf } from '../../src/view/geometry/targets.ts';
import { stageWords } from '../../src/view/marks/words.ts';
import { modelOf, now } from './fixtures/model.ts';
import { layOut, measure, rooms, seldom } from './fixtures/stage.ts';

describe('keys', () => {
  test('the first seven keys of a pattern get seven hues, and a key never changes its hue', () => {
    expect(new Set(Array.from({ length: 7 }, (_, i) => hueOf(`user_${i + 1}`))).size).toBe(7);
    expect(new Set([...'ABCDEFG'].map(hueOf)).size).toBe(7);
    expect(hueOf('A')).toBe(hueOf('A'));
    expect(hueOf(null)).toBe(0);
  });

  test('labels are short, and numbered keys keep their number', () => {
    expect(['A', 'user_7', 'user_12', 'order-100234', 'kim', 'customer', '서울특별시', null].map(keyLabel)).toEqual([
      'A',
      'u7',
      'u12',
      '0234',
      'kim',
      'cus',
      '서울',
      '–',
    ]);
  });
});

describe('tapes', () => {
  const room = { x: 100, y: 0, width: 300, cell: 30, height: 30, marker: 60 };

  test('a short log is whole; a long one shows its newest records and counts the rest', () => {
    expect(tapeOf(0, 10, room)).toMatchObject({ from: 0, to: 10, before: 0, x: 100, end: 400 });
    expect(tapeOf(5, 105, room)).toMatchObject({ from: 97, to: 105, before: 92, x: 160, end: 400 });
  });

  test('a boundary stands on the gap before its offset, and sticks to the edge when the offset is out of sight', () => {
    const tape = tapeOf(0, 20, room);
    expect(gapOf(tape, 15)).toBe(tape.x + (15 - tape.from) * 30);
    expect(gapOf(tape, 3)).toBe(tape.x);
    expect(gapOf(tape, 20)).toBe(tape.end);
  });

  test('flags that would run into each other change sides, then lanes, and lose their words last', () => {
    const tape = tapeOf(0, 10, room);
    const readers = ['a', 'b', 'c', 'd'].map((group) => ({ group, committed: 4, lag: null, position: null }));
    const flags = flagsOf(readers, (_, offset, { group }) => ({
      texts: [`${group} commit ${offset}`],
      name: `${group} committed ${offset}`,
    }));
    const placed = placeFlags(flags, { tape, left: 100, right: 400, lanes: 1, size: 12, measure });
    expect(placed.map((it) => it.text?.anchor ?? null)).toEqual(['end', 'start', null, null]);
    expect(placed.map((it) => it.name)).toEqual(['a committed 4', 'b committed 4', 'c committed 4', 'd committed 4']);
  });
});

describe('a compacted log', () => {
  /** The cells of the first row, by offset; `left`: which records are still there. */
  const cellsWith = (left: (offset: number) => boolean): ReadonlyMap<number, number> => {
    const model = modelOf({ records: 40 });
    const topics = model.topics.map((topic) => ({
      ...topic,
      partitions: topic.partitions.map((it) => ({ ...it, records: it.records.filter(({ offset }) => left(offset)) })),
    }));
    const [width, height] = rooms.large;
    const keep = createKeep();
    const view = {
      arrangement: 'topic',
      layers: new Set<Layer>(layers),
      width,
      height,
      measure,
      words: stageWords(),
      keep,
      seldom,
    } as const;
    const [row] = sceneOf({ model: { ...model, topics }, ...view }).rows;
    return new Map(row?.cells.map((cell) => [Number(cell.offset.text), cell.x]));
  };

  test('L4: records keep their places on the tape, and holes stay empty', () => {
    const full = cellsWith(() => true);
    const shown = [...full.keys()];
    const [first = 0] = shown;
    expect(shown.length).toBeGreaterThan(4);
    const sparse = cellsWith((offset) => offset % 3 === 0 && offset !== first + 3);
    const expected = shown.filter((offset) => offset % 3 === 0 && offset !== first + 3);
    expect([...sparse]).toEqual(expected.map((offset) => [offset, full.get(offset)]));
  });
});

test('a tape has as many marks as cells, each of its own, and a record keeps its mark while the tape moves on', () => {
  const slotsAt = (records: number) =>
    new Map((layOut({ records }, rooms.large).rows[0]?.cells ?? []).map((cell) => [Number(cell.offset.text), cell.slot]));
  const [before, after] = [slotsAt(400), slotsAt(402)];
  expect(before.size).toBeGreaterThan(4);
  for (const slots of [before, after])
    expect(new Set(slots.values())).toEqual(new Set(Array.from({ length: slots.size }, (_, slot) => slot)));
  const stayed = [...before].filter(([offset]) => after.has(offset));
  expect(stayed.length).toBeGreaterThan(2);
  for (const [offset, slot] of stayed) expect(after.get(offset)).toBe(slot);
});

describe('ways', () => {
  test('a curve starts and ends where it should, from either side', () => {
    const curve = levelAcross({ x: 0, y: 0 }, { x: 200, y: 80 }, 100);
    expect(pointOn(curve, 0)).toEqual({ x: 0, y: 0 });
    expect(pointOn(curve, 1)).toEqual({ x: 200, y: 80 });
    expect(pointOn(reversed(curve), 0)).toEqual({ x: 200, y: 80 });
    expect(pointOn(curve, 0.2).y).toBe(0);
    expect(pathOf(across({ x: 0, y: 0 }, { x: 10, y: 10 }))).toBe('M0,0C5,0,5,10,10,10');
  });
});

test('the picture is a function of the world', () => {
  const plain = (scene: ReturnType<typeof layOut>) => JSON.stringify(scene);
  expect(plain(layOut({ seed: 3 }, rooms.large))).toBe(plain(layOut({ seed: 3 }, rooms.large)));
  expect(plain(layOut({ seed: 3 }, rooms.large))).not.toBe(plain(layOut({ seed: 4 }, rooms.large)));
  expect(modelOf().now).toBe(now);
});

test('a bucket keeps its place whatever is in it; where there are more partitions than places the last one stands for the rest', () => {
  const places = (seed: number) =>
    layOut({ topics: { orders: 12 }, producers: 1, seed }, rooms.large).producers[0]?.buckets.map((it) => [it.label?.text, it.box.x]);
  expect(places(1)?.map(([text]) => text)).toEqual(['0', '1', '2', '3', '4', '5', '6', '+5']);
  for (const seed of [2, 3, 4]) expect(places(seed)).toEqual(places(1));
});

describe('consumers', () => {
  const texts = (processes: readonly string[], index = 0) => [...badgesOf({ processes }, index).values()].map((it) => it.text);

  test('are told apart by badges: numbers in the first group, letters in the next', () => {
    const processes = modelOf({ groups: { billing: 3 } }).groups[0]?.processes ?? [];
    expect(texts(processes)).toEqual(['1', '2', '3']);
    expect(texts(processes, 1)).toEqual(['A', 'B', 'C']);
    expect(new Set([...badgesOf({ processes }, 0).values()].map((it) => it.dash)).size).toBe(3);
  });

  test('keep their badge for life: whoever comes later takes what is free', () => {
    const ids = ['billing-2', 'worker', 'c2', 'billing-1', 'zoe', 'billing-9', 'c9'];
    const all = texts(ids);
    expect(all).toEqual(['2', '1', '3', '4', '5', '9', '6']);
    for (let count = 1; count < ids.length; count++) expect(texts(ids.slice(0, count))).toEqual(all.slice(0, count));
  });

  test('keep it in a run, whoever crashes, leaves and joins', () => {
    const run = createSimulation(homeScene);
    const badge = (id: string): string => {
      const [group] = run.read().groups;
      return (group === undefined ? undefined : badgesOf(group, 0).get(id)?.text) ?? '';
    };
    run.seek(1000);
    expect(['billing-1', 'billing-2'].map(badge)).toEqual(['1', '2']);
    run.dispatch({ do: 'removeMember', id: 'billing-1' });
    run.seek(3000);
    run.dispatch({ do: 'addMember', group: 'billing', id: 'helper' });
    run.seek(5000);
    expect(run.read().groups[0]?.members.map(({ id }) => id)).toEqual(['billing-2', 'helper']);
    expect(['billing-1', 'billing-2', 'helper'].map(badge)).toEqual(['1', '2', '3']);
  });

  test('nobody owns anything in an eager rebalance: the ends of the ribbons are loose', () => {
    const scene = layOut({ groupState: 'PreparingRebalance', owned: false }, rooms.large);
    expect(scene.ribbons.length).toBe(6);
    expect(scene.ribbons.every((it) => !it.owned)).toBe(true);
    expect(layOut({}, rooms.large).ribbons.every((it) => it.owned)).toBe(true);
  });

  test('a process that owns what its coordinator has taken away is a zombie', () => {
    const model = modelOf({ groups: { billing: 2 } });
    const groups = model.groups.map((group) => ({
      ...group,
      sessions: { 'billing-1': { heardAt: now, timeoutMs: 45_000, endsAt: now + 45_000 } },
    }));
    const scene = sceneOf({
      model: { ...model, groups },
      arrangement: 'topic',
      layers: new Set(layers),
      width: 1090,
      height: 690,
      measure,
      words: stageWords(),
      keep: createKeep(),
      seldom: null,
    });
    expect(scene.members.map((it) => it.down)).toEqual([false, true]);
    expect(scene.members[1]?.labels.map((it) => it.text).join()).toContain('좀비');
  });
});

describe('the keyboard', () => {
  const scene = layOut({ messages: 0 }, rooms.large);
  const targets = targetsOf(scene);
  const from = (id: string) => {
    const target = targets.find((it) => it.id === id);
    if (target === undefined) throw new Error(`no ${id}`);
    return target;
  };

  test('arrows go to the neighbour: along a tape, between rows, over to the consumers', () => {
    expect(neighbour(targets, from('partition:orders-0'), 'right')?.id).toBe('record:orders-0@0');
    expect(neighbour(targets, from('record:orders-0@0'), 'right')?.id).toBe('record:orders-0@1');
    expect(neighbour(targets, from('record:orders-0@1'), 'down')?.id).toBe('record:orders-1@1');
    expect(neighbour(targets, from('member:billing/billing-1'), 'down')?.id).toBe('member:billing/billing-2');
    expect(neighbour(targets, from('partition:orders-0'), 'up')).toBeNull();
  });

  test('every thing can be reached from the first by arrows', () => {
    const start = targets[0];
    if (start === undefined) throw new Error('nothing to visit');
    const reached = new Set([start.id]);
    const queue = [start];
    for (let it = queue.shift(); it !== undefined; it = queue.shift()) {
      for (const direction of ['left', 'right', 'up', 'down'] as const) {
        const next = neighbour(targets, it, direction);
        if (next !== null && !reached.has(next.id)) {
          reached.add(next.id);
          queue.push(next);
        }
      }
    }
    expect(targets.filter((it) => !reached.has(it.id)).map((it) => it.id)).toEqual([]);
  });
});

test('a text that does not fit ends in an ellipsis', () => {
  const font = { size: 12, weight: 400, mono: true };
  expect(fitText('mobile-gateway', 1000, font, measure)).toBe('mobile-gateway');
  expect(fitText('mobile-gateway', 60, font, measure)).toBe('mobile-…');
});
