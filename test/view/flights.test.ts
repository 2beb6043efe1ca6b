// What travels: one geometry for both painters, who of them paints, and what the pointer finds.
import { describe, expect, test } from 'vitest';
import type { Anchors } from '../../src/view/geometry/anchors.ts';
import { crowdCaptions } from '../../src/view/geometry/captions.ts';
import { levelAcross, pointOn } from '../../src/view/geometry/curve.ts';
import { createFlights, mostFlights, type Flight } from '../../src/view/geometry/flight.ts';
import { createMarks, hitReach } from '../../src/view/geometry/flightShapes.ts';
import { layers, type Layer } from '../../src/view/geometry/layer.ts';
import type { MessageModel } from '../../src/view/geometry/model.ts';
import { createPainterChoice, fewInCanvas, mostInSvg } from '../../src/view/geometry/painter.ts';
import { createPlaces } from '../../src/view/geometry/places.ts';
import { Traffic } from '../../src/view/geometry/traffic.ts';
import { Visible } from '../../src/view/geometry/visible.ts';
import { messageWords } from '../../src/view/marks/messageWords.ts';
import { modelOf } from './fixtures/model.ts';
import { layOut, rooms } from './fixtures/stage.ts';

const all = new Set<Layer>(layers);
const measure = (text: string, { size }: { size: number }) => text.length * size * 0.6;

function flying(messages: number) {
  const { anchors } = layOut({ messages }, rooms.large);
  const model = modelOf({ messages });
  const draw = createFlights();
  const words = messageWords();
  const flightsOf = (list: readonly MessageModel[] = model.messages, at: Anchors = anchors) => draw(list, at, all, words);
  return { messages: model.messages, anchors, flightsOf, flights: flightsOf() };
}

function trafficOf(flights: readonly Flight[], t: number | null): Traffic {
  const traffic = new Traffic();
  traffic.take(flights);
  if (t === null) traffic.rest();
  else traffic.moveTo(t);
  return traffic;
}
const placeIn = ({ xs, ys }: Traffic, index: number) => ({ x: xs[index], y: ys[index] });

describe('where it is', () => {
  test('is arithmetic of when it was sent and when it arrives', () => {
    const { flights } = flying(1);
    const [flight] = flights;
    if (flight === undefined) throw new Error('no flight');
    const { curve } = flight.way;
    const at = (t: number) => placeIn(trafficOf(flights, t), 0);
    expect(at(flight.sentAt - 500)).toEqual(pointOn(curve, 0));
    expect(at((flight.sentAt + flight.arrivesAt) / 2)).toEqual(pointOn(curve, 0.5));
    expect(at(flight.arrivesAt + 500)).toEqual(pointOn(curve, 1));
    expect(flight.look.kind).toBe('records');
  });

  test('is the same on a bent way of two pieces, to either side of the bend', () => {
    const curve = levelAcross({ x: 0, y: 0 }, { x: 200, y: 80 }, 100);
    expect(pointOn(curve, 0.2).y).toBe(0);
    expect(pointOn(curve, 0.9).y).toBeGreaterThan(40);
  });

  test('where nothing may move, marks of one way stand apart on it, in order', () => {
    const [flight] = flying(1).flights;
    if (flight === undefined) throw new Error('no flight');
    const traffic = trafficOf([flight, { ...flight, key: 'another' }], null);
    expect([placeIn(traffic, 0), placeIn(traffic, 1)]).toEqual([pointOn(flight.way.curve, 1 / 3), pointOn(flight.way.curve, 2 / 3)]);
  });

  test('the pointer finds the nearest within reach, the later one of two on one spot, and nothing beyond', () => {
    const { flights } = flying(40);
    const traffic = trafficOf(flights, null);
    for (const [i, flight] of flights.entries()) {
      const { x = 0, y = 0 } = placeIn(traffic, i);
      const found = traffic.at(x + 1, y, hitReach);
      expect(found).not.toBeNull();
      const last = flights.findLastIndex((_, j) => traffic.xs[j] === x && traffic.ys[j] === y);
      if (found?.way === flight.way && last === i) expect(found.key).toBe(flight.key);
    }
    const [flight] = flights;
    if (flight === undefined) throw new Error('no flight');
    const twins = trafficOf([flight, { ...flight, key: 'over it' }], flight.sentAt);
    const { x = 0, y = 0 } = placeIn(twins, 0);
    expect(twins.at(x, y, hitReach)?.key).toBe('over it');
    expect(twins.at(x + hitReach + 1, y, hitReach)).toBeNull();
  });
});

describe('what it looks like', () => {
  test('a message whose way did not change keeps its flight, and there is a most', () => {
    const { anchors, messages, flights, flightsOf } = flying(1000);
    expect(flights.length).toBeGreaterThan(mostInSvg);
    expect(flightsOf([...messages]).every((it, i) => it === flights[i])).toBe(true);
    const moved = flightsOf(messages, { ...anchors });
    expect(moved.some((it, i) => it === flights[i])).toBe(false);
    const [produce] = messages;
    if (produce === undefined) throw new Error('no message');
    const many = Array.from({ length: mostFlights + 50 }, (_, id) => ({ ...produce, id, sentAt: id, arrivesAt: id + 60_000 }));
    const most = flightsOf(many);
    expect(most.length).toBe(mostFlights);
    expect(most.at(-1)?.message).toBe(mostFlights + 49);
  });

  test('what looks alike shares a look and a mark, what goes the same way shares a way', () => {
    const { flights } = flying(200);
    expect(new Set(flights.map((it) => it.look)).size).toBe(new Set(flights.map((it) => it.look.id)).size);
    expect(new Set(flights.map((it) => it.way)).size).toBe(new Set(flights.map((it) => it.way.path)).size);
    const markOf = createMarks(12, measure);
    for (const { look } of flights) expect(markOf(look)).toBe(markOf(look));
  });

  test('those that nobody could tell apart are one mark that says how many it stands for', () => {
    const { messages, flightsOf } = flying(1);
    const [produce] = messages;
    if (produce === undefined) throw new Error('no message');
    const legs = flightsOf().length;
    const three = flightsOf([produce, { ...produce, id: 901 }, { ...produce, id: 902 }]);
    expect(three.map((it) => it.look.count)).toEqual(Array.from({ length: legs }, () => 3));
    const [flight] = three;
    if (flight === undefined) throw new Error('no flight');
    const texts = createMarks(
      12,
      measure,
    )(flight.look).parts.flatMap(({ shapes }) => shapes.flatMap((it) => (it.tag === 'text' ? [it.text] : [])));
    expect(texts).toContain('×3');
    const later = flightsOf([produce, { ...produce, id: 901, arrivesAt: produce.arrivesAt + 1 }]);
    expect(later.map((it) => it.look.count)).toEqual(later.map(() => 1));
  });

  test('every shape lies within the reach of its mark', () => {
    const markOf = createMarks(12, measure);
    for (const { look } of flying(300).flights) {
      const { parts, reach } = markOf(look);
      for (const shape of parts.flatMap((part) => part.shapes)) {
        const [x, y] =
          shape.tag === 'rect'
            ? [Math.max(-shape.x, shape.x + shape.width), Math.max(-shape.y, shape.y + shape.height)]
            : shape.tag === 'text'
              ? [Math.abs(shape.x) + measure(shape.text, shape) / (shape.anchor === 'middle' ? 2 : 1), Math.abs(shape.y - shape.size * 0.8)]
              : shape.tag === 'circle'
                ? [shape.r, shape.r]
                : [0, 0];
        expect(x, look.id).toBeLessThanOrEqual(reach.x);
        expect(y, look.id).toBeLessThanOrEqual(reach.y);
      }
    }
  });

  test('captions of a crowd do not cover each other, and the fullest way has one', () => {
    const { flights } = flying(1000);
    const captions = crowdCaptions(flights, 12, measure, (n, what) => `${n} ${what}`);
    expect(captions.length).toBeGreaterThan(1);
    for (const [i, a] of captions.entries())
      for (const b of captions.slice(i + 1))
        expect(Math.abs(a.x - b.x) >= a.mark.reach.x + b.mark.reach.x || Math.abs(a.y - b.y) >= a.mark.reach.y + b.mark.reach.y).toBe(true);
    const counts = new Map<string, number>();
    const name = ({ way, text }: Flight) => `${way.path} ${text}`;
    for (const it of flights) if (it.look.kind !== 'speck') counts.set(name(it), (counts.get(name(it)) ?? 0) + it.look.count);
    const most = Math.max(...counts.values());
    const said = captions.flatMap(({ mark }) =>
      mark.parts.flatMap(({ shapes }) => shapes.flatMap((it) => (it.tag === 'text' ? [it.text] : []))),
    );
    expect(said.some((text) => text.startsWith(`${most} `))).toBe(true);
  });
});

describe('who paints it', () => {
  test('a canvas above the limit of SVG; back in SVG only well below it', () => {
    const painterFor = createPainterChoice();
    const seen = [mostInSvg, mostInSvg + 1, mostInSvg, fewInCanvas, fewInCanvas - 1, mostInSvg, mostInSvg + 1].map(painterFor);
    expect(seen).toEqual(['svg', 'canvas', 'canvas', 'canvas', 'svg', 'svg', 'canvas']);
  });

  test('in SVG a mark is handed on to a newcomer that looks the same; until then it lies unseen in its place', () => {
    const { flights } = flying(8);
    const placesFor = createPlaces();
    const [first, ...others] = flights;
    if (first === undefined) throw new Error('no flight');
    const before = placesFor(flights);
    expect(before.map(({ gone }) => gone)).toEqual(flights.map(() => false));
    expect(placesFor(others).map(({ gone }) => gone)).toEqual(flights.map((it) => it === first));
    const after = placesFor([...others, { ...first, key: 'newcomer.0' }]);
    expect(after.map(({ flight }) => flight.key)).toEqual(flights.map((it) => (it === first ? 'newcomer.0' : it.key)));
    expect(after.every((it, i) => i === 0 || it === before[i])).toBe(true);
  });

  test('SVG and canvas put the same flight at the same place, whatever else flies', () => {
    const { flights } = flying(60);
    const t = Math.max(...flights.map((it) => it.sentAt)) + 3;
    const painted = trafficOf(flights, t);
    const drawn = trafficOf(flights.toReversed(), t);
    for (const i of flights.keys()) expect(placeIn(drawn, flights.length - 1 - i)).toEqual(placeIn(painted, i));
  });
});

describe('a crowd', () => {
  const look = (flights: readonly Flight[], t: number | null, k = 1) => {
    const traffic = trafficOf(flights, t);
    const visible = new Visible();
    visible.look(traffic, ...rooms.large, k);
    return { traffic, marks: [...visible.marks.slice(0, visible.count)], roomy: visible.roomy };
  };

  test('of marks on one spot the uppermost is painted; errors always are', () => {
    const [flight] = flying(1).flights;
    if (flight === undefined) throw new Error('no flight');
    const failed: Flight = { ...flight, key: 'failed', look: { ...flight.look, kind: 'error' } };
    const twin: Flight = { ...flight, key: 'twin' };
    expect(look([flight, twin], flight.sentAt).marks).toEqual([1]);
    expect(look([flight, failed, twin], flight.sentAt).marks).toEqual([1, 2]);
  });

  test('every mark that is not painted has a painted one beside it, and nearer there are more', () => {
    const { flights } = flying(3000);
    const t = Math.max(...flights.map((it) => it.sentAt));
    const { traffic, marks } = look(flights, t);
    expect(marks.length).toBeLessThan(flights.length);
    expect(marks).toEqual(marks.toSorted((a, b) => a - b));
    for (const i of flights.keys()) {
      const { x = 0, y = 0 } = placeIn(traffic, i);
      expect(marks.some((n) => Math.hypot((traffic.xs[n] ?? 0) - x, (traffic.ys[n] ?? 0) - y) < 9)).toBe(true);
    }
    expect(look(flights, t, 4).marks.length).toBeGreaterThan(marks.length);
  });

  test('what is written on marks does not run into each other: those with room stand apart', () => {
    const { flights } = flying(3000);
    const { traffic, marks, roomy } = look(flights, Math.max(...flights.map((it) => it.sentAt)));
    const free = marks.filter((i) => roomy[i] === 1 && traffic.urgent[i] === 0);
    expect(free.length).toBeGreaterThan(3);
    for (const [n, a] of free.entries())
      for (const b of free.slice(n + 1))
        expect(Math.hypot((traffic.xs[a] ?? 0) - (traffic.xs[b] ?? 0), (traffic.ys[a] ?? 0) - (traffic.ys[b] ?? 0))).toBeGreaterThan(14);
  });
});
