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

  test('names its lines from the greatest to the least, none on another, and counts those without room', () => {
    const lines = Array.from({ length: 12 }, (_, i) => line(`line ${i}`, [0, 5 + (i % 2)]));
    const { names, unnamed } = plot(lines);
    expect(names.length + unnamed).toBe(12);
    expect(unnamed).toBeGreaterThan(0);
    for (let i = 1; i < names.length; i++) expect((names[i]?.y ?? 0) - (names[i - 1]?.y ?? 0)).toBeGreaterThanOrEqual(12);
    for (const { y } of names) expect(y).toBeLessThanOrEqual(104);
    const reads = names.map((name) => lines[name.line]?.read ?? 0);
    expect(reads).toEqual(reads.toSorted((a, b) => b - a));
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
  const { cells, height } = cellsOf(7, width, room, 100);
  for (const [i, a] of cells.entries()) {
    expect(a.x + a.width).toBeLessThanOrEqual(width + 1);
    expect(a.y + a.height).toBeLessThanOrEqual(height);
    expect(a.plot.x + a.plot.width + 100).toBeLessThanOrEqual(a.x + a.width + 1);
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
