/** WCAG 2 contrast, and the choice of text colour for a fill. */
const linear = (channel: number) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);

/** `#rrggbb` as three linear channels in [0, 1]. */
export const linearRgb = (hex: string): readonly [number, number, number] => {
  const channel = (at: number) => linear(parseInt(hex.slice(at, at + 2), 16) / 255);
  return [channel(1), channel(3), channel(5)];
};

export function luminance(hex: string): number {
  const [r, g, b] = linearRgb(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** White if it is readable at all (it looks calmer on a saturated fill), else ink. */
export const textOn = (fill: string, ink: string): string => (contrast(fill, '#ffffff') >= 4.5 ? '#ffffff' : ink);
