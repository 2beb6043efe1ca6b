/** Widths of texts in the page's fonts. A new function each time fonts arrive, so that what was measured before is measured again. */
import type { Measure } from '../geometry/label.ts';

const families = { mono: '--mono', sans: '--sans' } as const;

export function createMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  const styles = getComputedStyle(document.documentElement);
  const family = (name: keyof typeof families) => styles.getPropertyValue(families[name]).trim() || 'sans-serif';
  const [mono, sans] = [family('mono'), family('sans')];
  const fonts = new Map<number, Map<string, number>>();
  return (text, font) => {
    // Asked hundreds of times a frame: a number for a key makes no garbage. Weights are below 1024.
    const key = (font.size * 1024 + font.weight) * (font.mono ? 1 : -1);
    let known = fonts.get(key);
    if (known === undefined) fonts.set(key, (known = new Map<string, number>()));
    let width = known.get(text);
    if (width === undefined) {
      if (known.size > 2000) known.clear();
      if (context === null) width = text.length * font.size * 0.6;
      else {
        context.font = `${font.weight} ${font.size}px ${font.mono ? mono : sans}`;
        width = context.measureText(text).width;
      }
      known.set(text, width);
    }
    return width;
  };
}

/** Calls back whenever fonts have loaded. Returns how to stop. */
export function onFonts(changed: () => void): () => void {
  const { fonts } = document;
  fonts.addEventListener('loadingdone', changed);
  return () => fonts.removeEventListener('loadingdone', changed);
}
