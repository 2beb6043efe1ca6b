import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/sim/index.ts';
import type { Font } from '../../src/view/geometry/label.ts';
import { placeLabels } from '../../src/view/geometry/laneLabels.ts';
import { factAt, timelineOf, type TimelineInput } from '../../src/view/geometry/timeline.ts';
import { axisEnd } from '../../src/view/geometry/timeScale.ts';
import { Session } from '../../src/view/session.svelte.ts';
import { groupScene } from './support/scene.ts';

const measure = (text: string, font: Font) => text.length * font.size * 0.6;

function told(until = 14_000): Session {
  const session = new Session(() => 0);
  session.load(groupScene());
  session.seek(2000);
  session.dispatch({ do: 'crash', target: 'billing-2' });
  session.dispatch({ do: 'crash', target: 2 });
  session.seek(until);
  return session;
}

const inputOf = (session: Session, more: Partial<TimelineInput> = {}): TimelineInput => ({
  facts: session.known,
  from: 0,
  to: axisEnd(session.horizon),
  width: 1000,
  gutter: 90,
  room: 0,
  groups: ['billing'],
  groupOf: new Map([
    ['billing-1', 'billing'],
    ['billing-2', 'billing'],
  ]),
  horizon: session.horizon,
  paceAt: () => 1,
  words: { producers: 'Producers', brokers: 'Brokers', fault: (fact: Fact) => `${fact.kind} of somebody`, generation: (g) => `gen ${g}` },
  measure,
  ...more,
});

describe('the timeline', () => {
  test('has lanes for each group, brokers and producers, in the order they are asked about, each with its own facts', () => {
    const timeline = timelineOf(inputOf(told()));
    expect(timeline.lanes.map(({ key }) => key)).toEqual(['billing', 'brokers', 'producers']);
    for (const lane of timeline.lanes) expect(lane.routine + lane.notable).not.toBe('');
  });

  test('tells x from t and t from x', () => {
    const timeline = timelineOf(inputOf(told()));
    expect(timeline.t(timeline.x(7654))).toBeCloseTo(7654);
    expect(timeline.t(-500)).toBe(0);
  });

  test('draws a crash as a diamond on the lane of whom it struck', () => {
    const timeline = timelineOf(inputOf(told()));
    const lanes = new Map(timeline.lanes.map(({ key, y }) => [key, y]));
    expect(timeline.faults.map(({ y, mends }) => [y, mends])).toEqual([
      [lanes.get('billing'), false],
      [lanes.get('brokers'), false],
    ]);
  });

  test('draws a rebalance from its first reason to the generation it ends in', () => {
    const session = told();
    const { spans } = timelineOf(inputOf(session));
    expect(spans.length).toBeGreaterThanOrEqual(2);
    for (const { from, to, generation, x, width } of spans) {
      expect(to === null ? null : to >= from).not.toBe(false);
      expect(to === null ? generation === null : generation !== null).toBe(true);
      expect([x, width].every(Number.isFinite)).toBe(true);
    }
    expect(spans.find(({ from }) => from > 6000)?.generation).toBeGreaterThan(1);
  });

  test('draws nothing of what was not shown yet', () => {
    const session = told();
    session.lookAhead(20_000, 1000);
    const timeline = timelineOf(inputOf(session));
    const end = timeline.x(session.horizon) + 1;
    const xs = timeline.lanes.flatMap((lane) =>
      [...`${lane.routine}${lane.notable}${lane.pivotal}`.matchAll(/M(\d+)/g)].map((match) => Number(match[1])),
    );
    expect(Math.max(...xs)).toBeLessThanOrEqual(end);
  });

  test.each([320, 600, 1000, 1400])('at %i px no two labels overlap, and none leaves the picture', (width) => {
    const timeline = timelineOf(inputOf(told(), { width }));
    for (const a of timeline.labels) {
      expect(a.x + a.width).toBeLessThanOrEqual(width);
      for (const b of timeline.labels) {
        if (a === b || a.y !== b.y) continue;
        expect(a.x + a.width <= b.x || b.x + b.width <= a.x, `${a.text} | ${b.text}`).toBe(true);
      }
    }
  });

  test('ticks do not run into each other', () => {
    for (const to of [5000, 20_000, 600_000]) {
      const { ticks } = timelineOf(inputOf(told(), { to, width: 700 }));
      for (let i = 1; i < ticks.length; i++) expect((ticks[i]?.x ?? 0) - (ticks[i - 1]?.x ?? 0)).toBeGreaterThan(40);
    }
  });

  test('a press means the weightiest fact near it', () => {
    const session = told();
    const input = inputOf(session);
    const timeline = timelineOf(input);
    const expired = session.known.find(({ kind }) => kind === 'member.expired') as Fact;
    const y = timeline.lanes.find(({ key }) => key === 'billing')?.y ?? 0;
    const pressed = factAt(input, timeline, timeline.x(expired.at) + 2, y);
    expect([pressed?.weight, pressed?.at]).toEqual(['pivotal', expired.at]);
    expect(factAt(input, timeline, timeline.x(13_990), 300)).toBeNull();
    expect(factAt(input, timeline, timeline.x(expired.at), null)?.at).toBe(expired.at);
  });

  test('shows no pace where it is off', () => {
    expect(timelineOf(inputOf(told(), { paceAt: null })).pace).toBe('');
    expect(timelineOf(inputOf(told())).pace).not.toBe('');
  });

  test('its axis always has room for what was shown', () => {
    for (const horizon of [0, 4900, 5100, 61_000, 3_700_000]) expect(axisEnd(horizon)).toBeGreaterThan(horizon);
  });
});

describe('labels on a line', () => {
  const wish = (key: string, at: number, text: string, both = true) => ({
    key,
    mark: { from: at - 5, to: at + 5 },
    y: 10,
    text,
    tone: 'alert' as const,
    both,
  });
  const font: Font = { size: 10, weight: 400, mono: false };

  test('stand to the right, else to the left, else nowhere', () => {
    const placed = placeLabels([wish('a', 100, 'aaaaa'), wish('b', 120, 'bbbbbbb'), wish('c', 112, 'ccccccccccc')], 400, font, measure);
    expect(placed.map(({ key, x }) => [key, x > 100])).toEqual([
      ['a', false],
      ['b', true],
    ]);
    expect(placeLabels([wish('a', 300, 'aaaaa')], 310, font, measure)[0]?.x).toBeLessThan(300);
    expect(placeLabels([wish('a', 300, 'aaaaa', false)], 310, font, measure)).toEqual([]);
  });
});
