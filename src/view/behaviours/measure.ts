/** Widths of texts in the page's fonts. A new function each time fonts arrive, so that what was measured before is measured again. */
import type { Measure } from '../geometry/label.ts';

const families = { mono: '--mono', sans: '--sans' } as const;

export function createMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  const styles = getComputedStyle(document.documentElement);
  const family = (name: keyof typeof families) => styles.getPropertyValue(families[name]).trim() || 'sans-serif';
  const [mono, sans] = [family('mono'), family('sans')];
  const known = new Map<string, number>();
  return (text, font) => {
    const style = `${font.weight} ${font.size}px ${font.mono ? mono : sans}`;
    const key = `${style}|${text}`;
    let width = known.get(key);
    if (width === undefined) {
      if (known.size > 5000) known.clear();
      if (context === null) width = text.length * font.size * 0.6;
      else {
        context.font = style;
        width = context.measureText(text).width;
      }
      known.set(key, width);
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
