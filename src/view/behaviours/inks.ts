/**
 * How the style sheet paints a shape, for a painter that is not SVG: asked of an element of that class, so that colours are written once.
 * Answers are remembered until the theme or the fonts change (`forget`).
 */
import type { Shape } from '../geometry/flightShapes.ts';

export interface Ink {
  /** Null: none. */
  readonly fill: string | null;
  readonly stroke: string | null;
  readonly width: number;
  readonly family: string;
}

const SVG = 'http://www.w3.org/2000/svg';
const colour = (value: string): string | null => (value === 'none' || value === '' ? null : value);

/** `probe`: an empty, invisible group of the picture that shapes may be tried in. */
export function createInks(probe: SVGGElement) {
  const known = new Map<string, Ink>();
  const ask = (group: string, tag: Shape['tag'], paint: string): Ink => {
    const around = document.createElementNS(SVG, 'g');
    const element = document.createElementNS(SVG, tag);
    around.setAttribute('class', group);
    element.setAttribute('class', paint);
    around.append(element);
    probe.append(around);
    const style = getComputedStyle(element);
    const ink: Ink = {
      fill: colour(style.fill),
      stroke: colour(style.stroke),
      width: Number.parseFloat(style.strokeWidth) || 1,
      family: style.fontFamily,
    };
    around.remove();
    return ink;
  };
  return {
    inkOf(group: string, { tag, paint }: Shape): Ink {
      const name = `${tag} ${paint} in ${group}`;
      let ink = known.get(name);
      if (ink === undefined) known.set(name, (ink = ask(group, tag, paint)));
      return ink;
    },
    forget: () => known.clear(),
  };
}

/** Calls back when the page's colours change: the person chose a theme, or the system did. Returns how to stop. */
export function onTheme(changed: () => void): () => void {
  const chosen = new MutationObserver(changed);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', changed);
  return () => {
    chosen.disconnect();
    system.removeEventListener('change', changed);
  };
}
