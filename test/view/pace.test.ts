import { describe, expect, test } from 'vitest';
import { NOTABLE, paceAt, PIVOTAL, QUIET, REACH } from '../../src/view/pace.ts';

const fact = (at: number, weight: 'routine' | 'notable' | 'pivotal') => ({ at, weight });

describe('the pace of playback', () => {
  test('is quick where nothing of note happens, however busy it is', () => {
    expect(paceAt([fact(900, 'routine'), fact(1000, 'routine'), fact(1010, 'routine')], 1000)).toBe(QUIET);
    expect(paceAt([], 5)).toBe(QUIET);
  });

  test('is the chosen speed at a notable fact and a twentieth of it at a pivotal one', () => {
    expect(paceAt([fact(1000, 'notable')], 1000)).toBe(NOTABLE);
    expect(paceAt([fact(1000, 'pivotal')], 1000)).toBeCloseTo(PIVOTAL);
  });

  test('eases in and out within 300 ms of a pivotal fact, and not beyond', () => {
    const facts = [fact(1000, 'pivotal')];
    const before = [-REACH, -200, -100, 0].map((d) => paceAt(facts, 1000 + d));
    expect(before).toEqual(before.toSorted((a, b) => b - a));
    expect(paceAt(facts, 1000 - REACH)).toBe(QUIET);
    expect(paceAt(facts, 1000 + REACH)).toBe(QUIET);
    expect(paceAt(facts, 1000 + REACH - 1)).toBeLessThan(QUIET);
  });

  test('stays slow for a while after a pivotal fact: what it leads to is on the wire then', () => {
    expect(paceAt([fact(1000, 'pivotal')], 1060)).toBeCloseTo(PIVOTAL);
  });

  test('follows the slowest of all facts near by', () => {
    const facts = [fact(700, 'notable'), fact(950, 'notable'), fact(1000, 'pivotal'), fact(1001, 'routine')];
    expect(paceAt(facts, 1000)).toBeCloseTo(PIVOTAL);
  });

  test('lets an isolated pivotal moment be watched in a few seconds', () => {
    let seconds = 0;
    for (let t = 0; t < 2000; t++) seconds += 0.001 / paceAt([fact(1000, 'pivotal')], t);
    expect(seconds).toBeGreaterThan(2);
    expect(seconds).toBeLessThan(6);
  });
});
