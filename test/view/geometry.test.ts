// What the stage promises at every size: nothing overlaps, nothing is cut off, no text is too small, and it says what it folds.
import { afterEach, describe, expect, test } from 'vitest';
import { inside, overlap, type Box } from '../../src/view/geometry/box.ts';
import type { Scene } from '../../src/view/geometry/scene.ts';
import { locale } from '../../src/view/i18n/locale.svelte.ts';
import type { Wish } from './fixtures/model.ts';
import { scenes } from './fixtures/scenes.ts';
import { layOut, measure, rooms, textsOf, type Placed } from './fixtures/stage.ts';

/** Worlds of every size the stage aims at: 1–6 partitions × 1–3 topics, 1–5 brokers, 0–8 consumers, 0–4 producers. */
const worlds: readonly Wish[] = [
  ...Object.values(scenes),
  ...Array.from({ length: 30 }, (_, seed): Wish => {
    const topics = Object.fromEntries(
      ['orders', 'payments', 'refunds'].slice(0, 1 + (seed % 3)).map((name, i) => [name, 1 + ((seed * 5 + i * 2) % 6)]),
    );
    return {
      seed: seed + 1,
      topics,
      brokers: 1 + (seed % 5),
      replication: 1 + (seed % 3),
      producers: seed % 5,
      groups: seed % 9 === 0 ? {} : seed % 4 === 0 ? { billing: seed % 9, audit: 2 } : { billing: seed % 9 },
      records: (seed * 13) % 70,
      absent: seed % 7 === 0 ? [{ id: 'billing-9', state: 'crashed' }] : [],
      groupState: seed % 6 === 0 ? 'PreparingRebalance' : 'Stable',
      crashed: seed % 2 === 0 ? ['billing-1'] : [],
      keys: (index) => (seed % 3 === 0 ? null : seed % 3 === 1 ? `user_${index % 20}` : ['kim', 'lee', '서울'][index % 3]) ?? null,
    };
  }),
];

const sizes = Object.entries(rooms).filter(([name]) => name !== 'phone');
const arrangements = ['topic', 'broker'] as const;

afterEach(() => {
  locale.value = 'ko';
});

function everywhere(check: (scene: Scene) => string[], only: readonly (readonly [string, readonly [number, number]])[] = sizes): string[] {
  const found: string[] = [];
  for (const language of ['ko', 'en'] as const) {
    locale.value = language;
    for (const [size, room] of only)
      for (const arrangement of arrangements)
        worlds.forEach((wish, index) => {
          const where = `${language} ${size} by ${arrangement}, world ${index}`;
          found.push(...check(layOut(wish, room, arrangement)).map((what) => `${where}: ${what}`));
        });
  }
  return found;
}

const clashes = (placed: readonly Placed[], slack = 1): string[] =>
  placed.flatMap((a, index) =>
    placed.slice(index + 1).flatMap((b) => (overlap(a.box, b.box, slack) ? [`${a.what} overlaps ${b.what}`] : [])),
  );

const blocks = (scene: Scene): Placed[] => [
  ...scene.producers.map((it) => ({ what: it.key, box: it.box })),
  ...scene.topics.map((it) => ({ what: it.key, box: it.box })),
  ...scene.brokers.map((it) => ({ what: `broker ${it.key}`, box: it.box })),
  ...scene.chips.map((it) => ({ what: `chip ${it.key}`, box: it.box })),
  ...scene.groups.map((it) => ({ what: it.key, box: it.box })),
];

const show = (found: string[]) => `${found.length} found\n${found.slice(0, 12).join('\n')}`;
const none = (found: string[]) => expect(found, show(found)).toEqual([]);

describe('the stage at fit', () => {
  test('boxes do not overlap, and stay on the stage', () => {
    none(
      everywhere((scene) => [
        ...clashes(blocks(scene)),
        ...blocks(scene).flatMap(({ what, box }) =>
          inside(box, { x: 0, y: 0, width: scene.width, height: scene.height }) ? [] : [`${what} leaves the stage`],
        ),
      ]),
    );
  });

  test('no text overlaps another', () => {
    none(everywhere((scene) => clashes(textsOf(scene))));
  });

  test('no text overlaps a record', () => {
    none(
      everywhere((scene) => {
        const cells: Placed[] = [
          ...scene.rows.flatMap((row) => row.cells.map((it) => ({ what: it.name, box: it }))),
          ...scene.copies.flatMap((copy) => copy.slices.map((it) => ({ what: it.name, box: it }))),
        ];
        return textsOf(scene).flatMap((text) =>
          cells.flatMap((cell) => (overlap(text.box, cell.box, 1) ? [`${text.what} lies on ${cell.what}`] : [])),
        );
      }),
    );
  });

  test('texts stay in the box they belong to', () => {
    none(
      everywhere((scene) => {
        const homes: [readonly Placed[], Box][] = [
          ...scene.members.map((it): [Placed[], Box] => [textsOf({ ...empty(scene), members: [it] }), it.box]),
          ...scene.absent.map((it): [Placed[], Box] => [textsOf({ ...empty(scene), absent: [it] }), it.box]),
          ...scene.groups.map((it): [Placed[], Box] => [textsOf({ ...empty(scene), groups: [it] }), it.box]),
          ...scene.producers.map((it): [Placed[], Box] => [textsOf({ ...empty(scene), producers: [it] }), it.box]),
          ...scene.brokers.map((it): [Placed[], Box] => [textsOf({ ...empty(scene), brokers: [it] }), it.box]),
          ...scene.chips.map((it): [Placed[], Box] => [textsOf({ ...empty(scene), chips: [it] }), it.box]),
        ];
        return homes.flatMap(([texts, home]) => texts.flatMap(({ what, box }) => (inside(box, home, 1) ? [] : [`${what} leaves its box`])));
      }),
    );
  });

  test('members stay in their groups and rows in their topics', () => {
    none(
      everywhere((scene) => [
        ...[...scene.members, ...scene.absent].flatMap((it) =>
          scene.groups.some((group) => inside(it.box, group.box)) ? [] : [`${it.key} is outside`],
        ),
        ...clashes([...scene.members, ...scene.absent].map((it) => ({ what: it.key, box: it.box }))),
        ...scene.rows.flatMap((row) => (scene.topics.some((topic) => inside(row.box, topic.box)) ? [] : [`${row.key} is outside`])),
        ...scene.rows.flatMap((row) => row.cells.flatMap((it) => (inside(it, row.box, 1) ? [] : [`${it.name} leaves its row`]))),
        ...scene.copies.flatMap((copy) => (scene.brokers.some((it) => inside(copy.box, it.box)) ? [] : [`${copy.key} is outside`])),
        ...scene.copies.flatMap((copy) => copy.slices.flatMap((it) => (inside(it, copy.box, 1) ? [] : [`${it.name} leaves its copy`]))),
      ]),
    );
  });

  test('text in a cell fits the cell', () => {
    none(
      everywhere((scene) =>
        scene.rows.flatMap((row) =>
          row.cells.flatMap((cell) =>
            [cell.offset, cell.key].flatMap((it) =>
              it !== null && measure(it.text, it) > cell.width + 2 ? [`"${it.text}" is wider than its cell`] : [],
            ),
          ),
        ),
      ),
    );
  });

  test.each([
    ['small', 11],
    ['large', 12],
    ['phone', 11],
  ] as const)('no text on a %s stage is under %i px', (size, least) => {
    for (const arrangement of arrangements)
      for (const wish of worlds) {
        const scene = layOut(wish, rooms[size], arrangement);
        expect(scene.scale.tiny).toBeGreaterThanOrEqual(least);
        for (const row of scene.rows)
          for (const it of [...row.labels, ...row.cells.map((cell) => cell.offset)]) expect(it.size).toBeGreaterThanOrEqual(least);
      }
  });

  test('a strip over a text shows tapes beside readers, with a ribbon to every owner', () => {
    none(
      everywhere(
        (scene) => [
          ...(scene.height === rooms.strip[1] ? [] : ['it is higher than its room']),
          ...scene.rows.flatMap((row) =>
            row.owners.flatMap(({ member, group }) =>
              scene.members.every((it) => it.key !== `${group}/${member}`) ||
              scene.ribbons.some((it) => it.tape === row.key && it.member === member && it.path !== '')
                ? []
                : [`no ribbon from ${row.key} to ${member}`],
            ),
          ),
        ],
        [['strip', rooms.strip]],
      ),
    );
    expect(layOut({}, rooms.strip).ribbons.filter((it) => it.owned).length).toBe(6);
  });

  test('a tall narrow picture leads ribbons down its side, a lane for each of up to six readers', () => {
    const scene = layOut({ groups: { billing: 3 } }, rooms.phone);
    const lanes = new Set(scene.ribbons.filter((it) => it.owned).map(({ path }) => /L([\d.]+),/.exec(path.slice(path.indexOf('Q')))?.[1]));
    expect(scene.ribbons.filter((it) => it.owned).length).toBe(6);
    expect(lanes.size).toBe(3);
    const edge = Math.max(...[...scene.topics, ...scene.groups].map(({ box }) => box.x + box.width));
    for (const lane of lanes) {
      expect(Number(lane)).toBeGreaterThan(edge);
      expect(Number(lane)).toBeLessThan(scene.width);
    }
    expect(layOut({ groups: { billing: 7 } }, rooms.phone).ribbons.filter((it) => it.owned)).toEqual([]);
  });

  test('a phone stacks the columns, and nothing overlaps there either', () => {
    none(everywhere((scene) => [...clashes(blocks(scene)), ...clashes(textsOf(scene))], [['phone', rooms.phone]]));
  });

  test('what is folded or left out is said', () => {
    const huge: Wish = { topics: { orders: 80 }, brokers: 7, replication: 3, groups: { billing: 30 }, producers: 12, records: 5 };
    const byTopic = layOut(huge, rooms.small);
    expect(byTopic.rows.length).toBeLessThan(80);
    expect(byTopic.notices.map((it) => it.text).join()).toMatch(/숨김.*접음/s);
    const byBroker = layOut({ ...huge, producers: 2 }, rooms.small, 'broker');
    expect(byBroker.copies).toEqual([]);
    expect(byBroker.notices.map((it) => it.text).join()).toContain('테이프 240개 접음');
    const followers = layOut({ topics: { orders: 6, payments: 4 }, brokers: 4, replication: 3, groups: {} }, rooms.small, 'broker');
    expect(followers.copies.every((it) => it.leader)).toBe(true);
    expect(followers.notices.map((it) => it.text).join()).toContain('팔로워 20개 접음');
  });

  test('what lessons have not revealed is not drawn', () => {
    const scene = layOut({}, rooms.large, 'topic', []);
    expect(scene.rows.flatMap((row) => [...row.cells, ...row.flags, ...row.chips, ...row.owners])).toEqual([]);
    expect(scene.producers.flatMap((it) => [...it.buckets, ...it.slots])).toEqual([]);
    expect(scene.members.every((it) => it.trace === null)).toBe(true);
    expect([...scene.ribbons, ...scene.chips]).toEqual([]);
  });
});

function empty(scene: Scene): Scene {
  return {
    ...scene,
    headings: [],
    notices: [],
    topics: [],
    rows: [],
    producers: [],
    brokers: [],
    copies: [],
    chips: [],
    groups: [],
    members: [],
    absent: [],
  };
}
