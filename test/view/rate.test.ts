import { describe, expect, test } from 'vitest';
import { rateOf } from '../../src/view/rate.ts';

const pacing = (more: Partial<Parameters<typeof rateOf>[0]> = {}) => ({ speed: 1, paced: true, paceAt: () => 4, ...more });

describe('how fast time really runs', () => {
  test('is the chosen speed times the pace, with the reason for it', () => {
    const at = (pace: number) => rateOf(pacing({ speed: 2, paceAt: () => pace }), { t: 0, real: 0 }, null);
    expect(at(0.05)).toEqual({ value: 0.1, reason: 'pivotal' });
    expect(at(1)).toEqual({ value: 2, reason: 'notable' });
    expect(at(4)).toEqual({ value: 8, reason: 'quiet' });
  });

  test('is the chosen speed where it is to be even', () => {
    expect(rateOf(pacing({ speed: 0.5, paced: false, paceAt: () => 1 }), { t: 125, real: 250 }, { t: 0, real: 0 })).toEqual({
      value: 0.5,
      reason: 'even',
    });
  });

  test('is what was achieved where the page does not keep up', () => {
    const late = rateOf(pacing({ paced: false, paceAt: () => 1 }), { t: 50, real: 250 }, { t: 0, real: 0 });
    expect(late).toEqual({ value: 0.2, reason: 'behind' });
  });

  test('does not blame the page for a slow stretch that lay between two looks', () => {
    const paceAt = (t: number) => (t >= 100 && t < 150 ? 0.25 : 4);
    const real = 100 / 4 + 50 / 0.25 + 100 / 4;
    expect(rateOf(pacing({ paceAt }), { t: 250, real }, { t: 0, real: 0 }).reason).toBe('quiet');
  });
});
