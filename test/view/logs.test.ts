// What only some logs have: a window on a long one with its map, segments, holes, what was deleted, and what is lost.
import { describe, expect, test } from 'vitest';
import { inside, overlap, type Box } from '../../src/view/geometry/box.ts';
import { createKeep } from '../../src/view/geometry/keep.ts';
import { labelBox, type Label } from '../../src/view/geometry/label.ts';
import { layers } from '../../src/view/geometry/layer.ts';
import type { LogMarks } from '../../src/view/geometry/logMarks.ts';
import { offsetAt } from '../../src/view/geometry/logMap.ts';
import type { PartitionModel, ReadModel } from '../../src/view/geometry/model.ts';
import { sceneOf, type Arrangement, type Scene } from '../../src/view/geometry/scene.ts';
import { stageWords } from '../../src/view/marks/words.ts';
import { modelOf, type Wish } from './fixtures/model.ts';
import { measure, rooms, seldom, textsOf } from './fixtures/stage.ts';

const base: Wish = { topics: { logs: 1 }, brokers: 2, replication: 2, producers: 1, groups: { audit: 1 } };

/** A log of 60 records from `start` on in three segments, of which `left` are still there. */
function long(change: Partial<PartitionModel> = {}, left: (offset: number) => boolean = () => true, start = 0): ReadModel {
  const model = modelOf({ ...base, records: 60, seed: 3 });
  const topics = model.topics.map((topic) => ({
    ...topic,
    partitions: topic.partitions.map((it): PartitionModel => {
      const records = Array.from({ length: 60 }, (_, i) => ({
        ...(it.records[0] as PartitionModel['records'][number]),
        offset: start + i,
      }));
      const segments = [0, 20, 50].map((at, i, all) => ({
        baseOffset: start + at,
        endOffset: start + (all[i + 1] ?? 60),
        bytes: 1000,
        maxTimestamp: 0,
      }));
      const ends = { logStartOffset: start, highWatermark: start + 60, logEndOffset: start + 60 };
      const copies = it.copies.map((copy) => ({ ...copy, logEndOffset: change.logEndOffset ?? start + 60 }));
      return { ...it, ...ends, copies, segments, records: records.filter(({ offset }) => left(offset)), ...change };
    }),
  }));
  return { ...model, topics };
}

const lostAt = (model: ReadModel, ...offsets: readonly number[]): ReadModel => ({
  ...model,
  ledger: {
    ...model.ledger,
    lost: offsets.length,
    breaches: offsets.map((offset, i) => ({
      guarantee: 'lost',
      at: 1,
      topic: 'logs',
      partition: 0,
      offset,
      key: 'A',
      producer: 'web-1',
      number: offset,
      group: null,
      fact: i,
    })),
  },
});

interface Look {
  readonly from?: number;
  readonly size?: keyof typeof rooms;
  readonly arrangement?: Arrangement;
}

function drawn(model: ReadModel, { from, size = 'large', arrangement = 'topic' }: Look = {}): Scene {
  const [width, height] = rooms[size];
  const windows = new Map(from === undefined ? [] : [['logs-0', from] as const]);
  const words = stageWords();
  return sceneOf({ model, arrangement, layers: new Set(layers), width, height, measure, words, keep: createKeep(), windows, seldom });
}

const marksOf = (scene: Scene): LogMarks => scene.logs[0] as LogMarks;
const offsets = (scene: Scene) => scene.rows[0]?.cells.map((it) => (it.thing.kind === 'record' ? it.thing.offset : -1)) ?? [];

describe('a log that does not fit its tape', () => {
  test('shows its newest records, and a map of the whole with the part in view', () => {
    const scene = drawn(long());
    const map = marksOf(scene).map;
    expect(offsets(scene).at(-1)).toBe(59);
    expect(map?.to).toBe(60);
    expect(map?.pieces.map((it) => it.active)).toEqual([false, false, true]);
    expect((map?.view.x ?? 0) + (map?.view.width ?? 0)).toBeCloseTo((map?.box.x ?? 0) + (map?.box.width ?? 0), 0);
  });

  test('shows the part somebody wants, and says how much lies on both sides', () => {
    const scene = drawn(long(), { from: 10 });
    const tape = scene.rows[0]?.tape;
    expect(offsets(scene)[0]).toBe(10);
    expect(tape?.before).toBe(10);
    expect(tape?.after).toBe(60 - (tape?.to ?? 0));
    const said = scene.rows[0]?.notes.map((it) => it.text) ?? [];
    expect(said).toContain('앞 10개');
    expect(said).toContain(`뒤 ${tape?.after}개`);
  });

  test('a wish for its end is no wish: the newest records stay in view', () => {
    expect(offsets(drawn(long(), { from: 59 }))).toEqual(offsets(drawn(long())));
  });

  test('the middle of the part in view is where the map was touched', () => {
    const map = marksOf(drawn(long(), { from: 10 })).map;
    expect(map).not.toBeNull();
    if (map === null) return;
    expect(offsetAt(map, map.view.x + map.view.width / 2)).toBe(10);
  });

  test('one that fits has no map, and costs no room', () => {
    const short = drawn(modelOf({ ...base, records: 5 }));
    expect(short.logs).toEqual([]);
    expect(short.rows[0]?.map).toBeNull();
  });
});

describe('segments', () => {
  test('each in view is named, the active one as such; it begins at its base offset', () => {
    const { segments } = marksOf(drawn(long(), { from: 47 }));
    expect(segments.map((it) => it.key)).toEqual([20, 50]);
    expect(segments.map((it) => it.active)).toEqual([false, true]);
    expect(segments[1]?.label?.text).toContain('활성 세그먼트 50');
    expect(segments[1]?.path).toMatch(/V/);
    expect(segments[0]?.path).not.toMatch(/V/);
  });
});

describe('what is not there', () => {
  test('a hole that compaction left says how many offsets it has, and lies exactly on them', () => {
    const scene = drawn(
      long({}, (offset) => offset < 53 || offset === 56 || offset > 57),
      {},
    );
    const holes = marksOf(scene).holes;
    expect(holes.map((it) => it.key)).toEqual([53, 57]);
    expect(holes[0]?.labels.map((it) => it.text).join()).toBe('3개 없음');
    expect(holes[1]?.labels.map((it) => it.text)).toEqual(['1', '없음']);
    for (const { box } of holes) expect(scene.rows[0]?.cells.some((cell) => overlap(cell, box, 1))).toBe(false);
  });

  test('offsets missing at the beginning of the part in view are a hole, too', () => {
    expect(
      marksOf(
        drawn(
          long({}, (offset) => offset > 12),
          { from: 10 },
        ),
      ).holes.map((it) => it.key),
    ).toEqual([10]);
  });

  test('what was deleted is counted before the tape and drawn on the map', () => {
    const scene = drawn(
      long({}, () => true, 100),
      { from: 0 },
    );
    expect(scene.rows[0]?.notes.map((it) => it.text)).toContain('삭제 100개');
    expect(marksOf(scene).map?.pieces[0]?.deleted).toBe(true);
    expect(marksOf(scene).edges[0]?.deleted).toBe(true);
  });
});

describe('lost records', () => {
  const shorter = (): ReadModel => long({ logEndOffset: 6, highWatermark: 6, segments: [] }, (offset) => offset < 6);

  test('are struck over their places, also where others lie now, and counted', () => {
    const scene = drawn(lostAt(shorter(), 4, 5, 6, 7));
    const { lost } = marksOf(scene);
    expect(lost?.cells.map((it) => it.text.text)).toEqual(['4', '5', '6', '7']);
    expect(lost?.label?.text).toBe('잃음 4개');
    expect(lost?.name).toContain('4–7');
    const [row] = scene.rows;
    const gap = (row?.tape.x ?? 0) + 4 * (row?.tape.cell ?? 0);
    expect(lost?.cells[0]?.x).toBeCloseTo(gap + 1.5);
  });

  test('out of view they are still counted', () => {
    expect(marksOf(drawn(lostAt(long(), 3))).lost?.label?.text).toBe('잃음 1개');
  });

  test('by broker they are on the leader’s tape beyond its end, and what took their places carries a scar', () => {
    const [leader] = drawn(lostAt(shorter(), 5, 6, 7), { arrangement: 'broker' }).copies.filter((it) => it.leader);
    expect(leader?.slices.filter((it) => it.lost).map((it) => it.key)).toEqual([6, 7]);
    expect(leader?.scars.match(/M/g)).toHaveLength(1);
    expect(leader?.labels.map((it) => it.text)).toContain('잃음 3개');
  });

  test('by broker the end of a leader with a shorter log stays in view, and what lies outside the window is counted of each log alone', () => {
    const model = long({ logEndOffset: 12, highWatermark: 12, segments: [] }, (offset) => offset < 12);
    const [partition] = model.topics[0]?.partitions ?? [];
    const ends = (broker: number) => (broker === partition?.leader ? 12 : 60);
    const topics = model.topics.map((topic) => ({
      ...topic,
      partitions: topic.partitions.map((it) => ({
        ...it,
        copies: it.copies.map((copy) => ({ ...copy, logEndOffset: ends(copy.broker) })),
      })),
    }));
    const { copies } = drawn({ ...model, topics }, { arrangement: 'broker' });
    const said = (leader: boolean) => copies.find((it) => it.leader === leader)?.labels.map((it) => it.text) ?? [];
    const shown = copies.find((it) => it.leader)?.slices.map((it) => it.key) ?? [];
    expect(shown).toEqual([9, 10, 11]);
    expect(said(true)).toContain('앞 9개');
    const last = copies.find((it) => !it.leader)?.slices.at(-1)?.key ?? 0;
    expect(last).toBeGreaterThan(11);
    expect(said(false)).toContain(`뒤 ${59 - last}개`);
  });
});

describe('nothing of it lies on anything else', () => {
  const models: Record<string, ReadModel> = {
    long: long(),
    deleted: long({}, () => true, 900),
    holes: long({}, (offset) => offset % 5 === 0 || offset > 48),
    lost: lostAt(long(), 44, 45, 46, 58),
    'lost beyond the end': lostAt(
      long({ logEndOffset: 12, highWatermark: 10, segments: [] }, (offset) => offset < 12),
      12,
      13,
      14,
    ),
    pending: long({ highWatermark: 56 }),
  };

  test.each(Object.keys(models))('%s', (name) => {
    for (const size of ['small', 'large', 'phone'] as const)
      for (const from of [undefined, 0, 7]) {
        const scene = drawn(models[name] as ReadModel, { size, ...(from === undefined ? {} : { from }) });
        const row = scene.rows[0];
        const marks = scene.logs[0];
        if (row === undefined || marks === undefined) continue;
        const box = (it: Label | null | undefined): { what: string; box: Box }[] =>
          it === null || it === undefined ? [] : [{ what: it.text, box: labelBox(it, measure) }];
        const own = [
          ...marks.segments.flatMap((it) => box(it.label)),
          ...marks.holes.flatMap((it) => it.labels.flatMap(box)),
          ...(marks.lost?.cells.map((it) => ({ what: `lost ${it.text.text}`, box: it })) ?? []),
          ...box(marks.lost?.label),
          ...(marks.map === null ? [] : [{ what: 'map', box: marks.map.box }]),
        ];
        const others = [...textsOf(scene), ...row.cells.map((it) => ({ what: it.name, box: it }))];
        const clashes = own.flatMap((a, index) =>
          [...own.slice(index + 1), ...others].flatMap((b) =>
            overlap(a.box, b.box, 1) ? [`${size} ${from}: ${a.what} on ${b.what}`] : [],
          ),
        );
        expect(clashes).toEqual([]);
        const topic = scene.topics[0]?.box as Box;
        expect(own.flatMap((it) => (inside(it.box, topic, 1) ? [] : [`${size} ${from}: ${it.what} leaves its topic`]))).toEqual([]);
      }
  });
});
