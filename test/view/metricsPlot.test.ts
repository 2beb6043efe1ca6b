import { describe, expect, test } from 'vitest';
import { cellsOf, plotOf, type PlotInput, type PlotLine } from '../../src/view/geometry/metricsPlot.ts';
import { Sampler, stepFor } from '../../src/view/metricsSampler.ts';

const line = (key: string, values: readonly (number | null)[], more: Partial<PlotLine> = {}): PlotLine => ({
  key,
  stays: false,
  values,
  read: values.at(-1) ?? null,
  text: key,
  ...more,
});

const plot = (lines: readonly PlotLine[], more: Partial<PlotInput> = {}) =>
  plotOf({
    box: { x: 40, y: 20, width: 100, height: 80 },
    legend: { x: 0, y: 12, width: 240 },
    more: (count) => `+${count}`,
    measure: (text) => text.length * 7,
    lines,
    first: 0,
    step: 10,
    from: 0,
    to: 100,
    bands: [],
    reveal: 80,
    whole: false,
    ...more,
  });

describe('a chart', () => {
  test('begins at zero, whatever its values are', () => {
    const { ticks, y } = plot([line('a', [90, 95, 92])]);
    expect(ticks[0]).toEqual({ y: 100, value: 0 });
    expect(y(0)).toBe(100);
    expect(y(95)).toBeGreaterThanOrEqual(20);
  });

  test('breaks its line where nothing was measured', () => {
    const [a] = plot([line('a', [1, 2, null, 4, 5])]).paths;
    expect(a?.d.split('M')).toHaveLength(3);
  });

  test('draws what stays as steps', () => {
    const [a] = plot([line('a', [0, 4], { stays: true })]).paths;
    expect(a?.d).toBe('M40,100L40,20L50,20');
  });

  test('has no halves of what is counted', () => {
    const values = (whole: boolean) => plot([line('a', [0, 1])], { whole }).ticks.map(({ value }) => value);
    expect(values(true)).toEqual([0, 1]);
    expect(values(false)).toContain(0.2);
  });

  test('names its lines in their order where all have room', () => {
    const { names, unnamed } = plot([line('a', [1]), line('b', [9]), line('c', [5])]);
    expect(names.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
    expect(unnamed).toBeNull();
  });

  test('where not all have room names the greatest, none on another, and counts the others', () => {
    const lines = Array.from({ length: 12 }, (_, i) => line(`line ${i}`, [0, 5 + (i % 2)]));
    const { names, unnamed } = plot(lines);
    expect(names.length).toBeGreaterThan(0);
    expect(unnamed?.text).toBe(`+${12 - names.length}`);
    for (let i = 1; i < names.length; i++) expect((names[i]?.x ?? 0) - (names[i - 1]?.x ?? 0)).toBeGreaterThanOrEqual(18 + 6 * 7 + 10);
    expect((unnamed?.x ?? 999) + (unnamed?.text.length ?? 0) * 7).toBeLessThanOrEqual(240);
    for (const name of names) expect(lines[name.line]?.read).toBe(6);
  });

  test('draws a rebalance as far as it was watched', () => {
    const { bands } = plot([], {
      bands: [
        { from: 10, to: 30 },
        { from: 60, to: null },
        { from: 90, to: 95 },
      ],
    });
    expect(bands).toEqual([
      { x: 50, width: 20 },
      { x: 100, width: 20 },
    ]);
  });
});

test.each([
  [340, 90],
  [690, 240],
  [1040, 90],
  [1400, 600],
])('in %i × %i charts do not overlap, and stay inside', (width, room) => {
  const { cells, height } = cellsOf(7, width, room);
  for (const [i, a] of cells.entries()) {
    expect(a.x + a.width).toBeLessThanOrEqual(width + 1);
    expect(a.y + a.height).toBeLessThanOrEqual(height);
    expect(a.plot.x + a.plot.width).toBeLessThanOrEqual(a.x + a.width + 1);
    expect(a.legend.y).toBeLessThan(a.plot.y);
    for (const b of cells.slice(i + 1)) expect(a.x + a.width <= b.x || a.y + a.height <= b.y).toBe(true);
  }
});

test('points are worked out once, and anew when the run became another one', () => {
  let asked = 0;
  const measured = { key: 'a', who: 'a', word: null, at: (t: number) => (asked++, t), most: null };
  const sampler = new Sampler();
  sampler.begin(0);
  expect(sampler.sample('a', measured, 10, 2, 5, 1000)).toEqual([20, 30, 40, 50]);
  expect(sampler.sample('a', measured, 10, 3, 6, 1000)).toEqual([30, 40, 50, 60]);
  expect(asked).toBe(5);
  sampler.begin(1);
  sampler.sample('a', measured, 10, 3, 6, 1000);
  expect(asked).toBe(9);
});

test('points are about so many pixels apart, at round times', () => {
  expect([stepFor(10_000, 300), stepFor(60_000, 300), stepFor(3_600_000, 250)]).toEqual([100, 1000, 50_000]);
});

test('a point is worked out again as long as facts of its time may still be told', () => {
  const told: number[] = [];
  const counted = { key: 'a', who: null, word: null, at: (t: number) => told.filter((at) => at <= t).length, most: null };
  const sampler = new Sampler();
  expect(sampler.sample('a', counted, 10, 1, 3, 0)).toEqual([0, 0, 0]);
  told.push(5, 15);
  expect(sampler.sample('a', counted, 10, 1, 3, 15)).toEqual([1, 2, 2]);
  told.push(18, 25);
  expect(sampler.sample('a', counted, 10, 1, 3, 25)).toEqual([1, 3, 4]);
});
