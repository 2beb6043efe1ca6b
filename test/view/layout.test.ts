// 500 clusters by seed, at the sizes the stage has in a window of 1280×720 and of 1440×900: beside the text column, and across the window.
import { afterEach, describe, expect, test } from 'vitest';
import { createKeep } from '../../src/view/geometry/keep.ts';
import { layers as allLayers } from '../../src/view/geometry/layer.ts';
import { sceneOf, type Scene } from '../../src/view/geometry/scene.ts';
import { locale } from '../../src/view/i18n/locale.svelte.ts';
import type { ReadModel } from '../../src/sim/index.ts';
import { stageWords } from '../../src/view/marks/words.ts';
import { clusterOf, modelOf, type Cluster } from './fixtures/clusters.ts';
import { drawnIn, type Drawn } from './fixtures/drawn.ts';
import { measureInFonts } from './fixtures/fonts.ts';
import { faultsOf } from './fixtures/judge.ts';
import { modelOf as wishedModel } from './fixtures/model.ts';
import { seldom } from './fixtures/stage.ts';

/** FIRST=360 SEEDS=1 looks at one alone. */
const COUNT = Number(process.env['SEEDS'] ?? 500);
const FIRST = Number(process.env['FIRST'] ?? 0);

/** How far the page's own controls come in from the lower corners: what is shown on the left, and on the right the picture's tools, as signs in a small window. */
const signs = { left: 289, right: 212 };
const wordy = { left: 289, right: 350 };

/** What a window leaves the stage: 48 px of top bar and the dock are gone, and the text column or nothing beside it. */
const rooms = [
  { window: '1280×720', width: 930, height: 504, least: 11, corners: signs },
  { window: '1280×720, no text column', width: 1280, height: 504, least: 11, corners: signs },
  { window: '1440×900', width: 1090, height: 663, least: 12, corners: wordy },
  { window: '1440×900, no text column', width: 1440, height: 663, least: 12, corners: wordy },
] as const;

const laidOut = (
  model: ReadModel,
  { arrangement, layers, windows }: Pick<Cluster, 'arrangement' | 'layers' | 'windows'>,
  { width, height, corners }: Pick<(typeof rooms)[number], 'width' | 'height' | 'corners'>,
) =>
  sceneOf({
    model,
    windows,
    arrangement,
    layers: new Set(layers),
    width,
    height,
    measure: measureInFonts,
    words: stageWords(),
    keep: createKeep(),
    corners,
    seldom,
  });

afterEach(() => {
  locale.value = 'ko';
});
/** Within these numbers nothing need be left out: what is not drawn in full is at least counted, and the notices say the count. */
function unsaid(model: ReadModel, scene: Scene, { arrangement, layers }: Cluster): string[] {
  const said = scene.notices.map((it) => it.text).join(' ');
  const members = model.groups.reduce((sum, group) => sum + group.members.length + group.absent.length, 0);
  const named = scene.members.filter((it) => it.density !== 'badge').length + scene.absent.length;
  const partitions = model.topics.flatMap((it) => it.partitions);
  // What a lesson has not revealed yet is not folded.
  const copies = layers.includes('replicas') ? partitions.flatMap((it) => it.replicas).length : scene.copies.length;
  const lines = scene.rows.filter((row) => row.cells.length === 0 && row.density === 'line').length;
  const missing: readonly (readonly [string, number])[] = [
    ['producers', model.producers.length - scene.producers.length],
    ['groups', model.groups.length - scene.groups.length],
    ...(arrangement === 'topic'
      ? ([['partitions', partitions.length - scene.rows.length]] as const)
      : ([['brokers', model.brokers.length - scene.brokers.length]] as const)),
    ['chips', scene.chips.length === 0 ? 0 : model.brokers.length - scene.chips.filter((it) => it.thing.kind === 'broker').length],
  ];
  const counted: readonly (readonly [string, number])[] = [
    ['consumers', members - named],
    arrangement === 'topic' ? ['tapes', layers.includes('tape') ? lines : 0] : ['tapes', copies - scene.copies.length],
  ];
  return [
    ...missing.flatMap(([what, count]) => (count === 0 ? [] : [`${count} ${what} are left out`])),
    ...counted.flatMap(([what, count]) =>
      count === 0 || said.includes(String(count)) ? [] : [`${count} ${what} are folded and nobody says so: "${said}"`],
    ),
    ...(said.includes('…') ? [`"${said}" is cut short`] : []),
  ];
}

describe('at fit', () => {
  test(`${COUNT} random clusters: nothing overlaps, nothing leaves the stage, no text is too small`, { timeout: 300_000 }, () => {
    const found: string[] = [];
    for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
      const cluster = clusterOf(seed);
      const model = modelOf(cluster);
      locale.value = seed % 2 === 0 ? 'ko' : 'en';
      const words = stageWords();
      for (const { window, width, height, least, corners } of rooms) {
        const scene = laidOut(model, cluster, { width, height, corners });
        const drawn = drawnIn(scene, measureInFonts, (path, label) => (path.endsWith('silent.label') ? words.silent(99_900) : label.text));
        const page = [
          { x: 12, y: height - 40, width: corners.left - 20, height: 32 },
          { x: width - corners.right + 8, y: height - 34, width: corners.right - 24, height: 24 },
        ].map((box, index): Drawn => ({ path: `page.${index}`, owner: `page.${index}`, kind: 'box', box, text: '', size: Infinity }));
        found.push(...unsaid(model, scene, cluster).map((fault) => `seed ${seed}, ${window}: ${fault}`));
        const faults = faultsOf([...drawn, ...page], { x: 0, y: 0, width, height }, least);
        found.push(...faults.map((fault) => `seed ${seed}, ${window}: ${fault}`));
      }
    }
    expect(found, `${found.length} found\n${found.slice(0, 60).join('\n')}`).toEqual([]);
  });

  test('the judge notices what is wrong', () => {
    const cluster = clusterOf(3);
    const scene = laidOut(modelOf(cluster), cluster, rooms[0]);
    const judged = (changed: Scene) =>
      faultsOf(
        drawnIn(changed, measureInFonts, (_, { text }) => text),
        { x: 0, y: 0, width: 930, height: 504 },
        11,
      );
    expect(judged(scene)).toEqual([]);
    const [first, ...others] = scene.groups;
    if (first === undefined) throw new Error('no group');
    const shifted = (x: number) => ({ ...first, labels: first.labels.map((it) => ({ ...it, x: it.x + x })) });
    expect(judged({ ...scene, groups: [shifted(60), ...others] }).join()).toMatch(/meets|leaves its card/);
    expect(judged({ ...scene, headings: scene.headings.map((it) => ({ ...it, y: it.y + 20 })) }).join()).toContain('meets');
    expect(judged({ ...scene, headings: scene.headings.map((it) => ({ ...it, x: -5 })) }).join()).toContain('leaves the stage');
    expect(judged({ ...scene, headings: scene.headings.map((it) => ({ ...it, size: 10 })) }).join()).toContain('10 px');
  });

  test('a crowd of 200 consumers and 100 partitions is folded and counted, within 30 ms', () => {
    const crowd = wishedModel({
      topics: { orders: 40, payments: 40, refunds: 20 },
      brokers: 9,
      replication: 3,
      producers: 6,
      groups: { billing: 120, audit: 50, search: 30 },
      records: 30,
    });
    for (const arrangement of ['topic', 'broker'] as const) {
      const scenes = [1, 2, 3].map(() => {
        const before = performance.now();
        const scene = laidOut(crowd, { arrangement, layers: allLayers, windows: new Map() }, rooms[0]);
        return { scene, took: performance.now() - before };
      });
      const [{ scene }] = scenes as [(typeof scenes)[0]];
      const drawn = drawnIn(scene, measureInFonts, (_, { text }) => text);
      expect(faultsOf(drawn, { x: 0, y: 0, width: 930, height: 504 }, 11)).toEqual([]);
      const said = scene.notices.map((it) => it.text).join();
      expect(said).toContain('컨슈머 200개 접음');
      if (arrangement === 'topic') {
        const brokers = scene.chips.filter((it) => it.thing.kind === 'broker').length;
        const left = 100 - scene.rows.length + 9 - brokers;
        expect(left).toBeGreaterThan(0);
        expect(said).toContain(`자리가 없어 ${left}개 숨김`);
      } else expect(said).toContain('테이프 300개 접음');
      expect(Math.min(...scenes.map((it) => it.took))).toBeLessThan(30);
    }
  });
});
