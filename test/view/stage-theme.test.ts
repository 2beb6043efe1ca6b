// The tokens: every text on every fill reaches WCAG AA in both themes, and the key colours stay apart for colour-blind eyes.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrast, linearRgb, textOn } from '../../src/view/geometry/contrast.ts';
import { hues } from '../../src/view/geometry/keys.ts';

const css = readFileSync(new URL('../../src/view/theme.css', import.meta.url), 'utf8');
const themes = { light: 1, dark: 2 } as const;

function token(name: string, theme: keyof typeof themes): string {
  const found = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
  const value = found?.[themes[theme]];
  if (value === undefined) throw new Error(`theme.css has no --${name}`);
  return value;
}

/** Machado, Oliveira, Fernandes 2009, severity 1. */
const visions = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

/** A colour in OKLab × 100, as someone with this vision sees it. */
function seen(hex: string, vision: readonly number[]): [number, number, number] {
  const rgb = linearRgb(hex);
  const mix = (m: readonly number[], row: number, of: readonly number[]) =>
    [0, 1, 2].reduce((sum, i) => sum + (m[row * 3 + i] ?? 0) * (of[i] ?? 0), 0);
  const sight = [0, 1, 2].map((row) => Math.max(0, mix(vision, row, rgb)));
  const toLms = [
    0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619, 0.2817188376, 0.6299787005,
  ];
  const toLab = [
    0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099, 0.0259040371, 0.7827717662, -0.808675766,
  ];
  const lms = [0, 1, 2].map((row) => Math.cbrt(mix(toLms, row, sight)));
  return [100 * mix(toLab, 0, lms), 100 * mix(toLab, 1, lms), 100 * mix(toLab, 2, lms)];
}

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  const surfaces = ['paper', 'sheet', 'wash', 'raised'];

  test.each(['ink', 'muted', 'petrol', 'alert', 'amber', 'ok'])('%s is readable on every surface', (text) => {
    for (const surface of surfaces) expect(contrast(token(text, theme), token(surface, theme)), surface).toBeGreaterThanOrEqual(4.5);
  });

  test.each([
    ['petrol', 'petrol-wash'],
    ['alert', 'alert-wash'],
    ['amber', 'amber-wash'],
    ['ok', 'ok-wash'],
    ['ink', 'petrol-wash'],
    ['ink', 'amber-wash'],
    ['on-petrol', 'petrol'],
  ])('%s is readable on %s', (text, fill) => {
    expect(contrast(token(text, theme), token(fill, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test('the label on each key is the readable one of white and ink', () => {
    const ink = token('on-key-0', theme);
    for (let hue = 0; hue <= hues; hue++) {
      const [fill, text] = [token(`key-${hue}`, theme), token(`on-key-${hue}`, theme)];
      expect(contrast(text, fill), `key ${hue}`).toBeGreaterThanOrEqual(4.5);
      expect(text, `key ${hue}`).toBe(textOn(fill, ink));
    }
  });

  test.each(Object.entries(visions))('keys stay apart for %s vision', (_, vision) => {
    const colours = Array.from({ length: hues }, (_, i) => seen(token(`key-${i + 1}`, theme), vision));
    colours.forEach((a, i) =>
      colours.slice(i + 1).forEach((b, j) => {
        const distance = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
        expect(distance, `keys ${i + 1} and ${i + j + 2}`).toBeGreaterThan(8);
      }),
    );
  });
});

test('nobody but theme.css names a colour for the stage', () => {
  for (const file of ['marks.css', 'records.css']) {
    const text = readFileSync(new URL(`../../src/view/marks/${file}`, import.meta.url), 'utf8');
    expect(text.match(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(/gi) ?? []).toEqual([]);
  }
});
