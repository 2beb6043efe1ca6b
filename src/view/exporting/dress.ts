/** What an element of a picture looks like, written as attributes on a copy of it: no style sheet is needed to see it the same. */

/** Those that children take over, with what they are if nobody says anything. */
const INHERITED: Readonly<Record<string, string>> = {
  fill: 'rgb(0, 0, 0)',
  'fill-opacity': '1',
  stroke: 'none',
  'stroke-width': '1px',
  'stroke-opacity': '1',
  'stroke-dasharray': 'none',
  'stroke-dashoffset': '0px',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  'font-family': '',
  'font-size': '',
  'font-weight': '400',
  'font-style': 'normal',
  'font-variant-numeric': 'normal',
  'letter-spacing': 'normal',
  'text-anchor': 'start',
  'dominant-baseline': 'auto',
  'paint-order': 'normal',
};
const OWN: Readonly<Record<string, string>> = { opacity: '1', 'mix-blend-mode': 'normal', 'vector-effect': 'none' };
const COLOURS: ReadonlySet<string> = new Set(['fill', 'stroke']);
const SHAPES: ReadonlySet<string> = new Set(['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon']);
/** Inside these nothing is drawn where it stands: what it looks like counts for others. */
const DEFINITIONS = 'defs, clipPath, mask, pattern, marker, symbol';
const TRANSPARENT = /^(none|transparent|rgba\(.*, 0\)|color\(.*\/ 0\))$/;

/** Colours as every program reads them: a browser may compute `color(srgb …)` for a mixture. */
export function colour(value: string): string {
  if (TRANSPARENT.test(value)) return 'none';
  const mixed = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.]+))?\)$/.exec(value);
  if (mixed === null) return value;
  const [red, green, blue] = mixed.slice(1, 4).map((part) => Math.round(Number(part) * 255));
  return mixed[4] === undefined ? `rgb(${red}, ${green}, ${blue})` : `rgba(${red}, ${green}, ${blue}, ${mixed[4]})`;
}

const valueOf = (style: CSSStyleDeclaration, name: string): string => {
  const value = style.getPropertyValue(name).trim();
  return COLOURS.has(name) ? colour(value) : value;
};

/** Nothing of it can be seen: it is not displayed, or has neither fill nor stroke. */
export function isUnseen(element: Element, style: CSSStyleDeclaration): boolean {
  if (element.closest(DEFINITIONS) !== null) return false;
  if (style.display === 'none') return true;
  const leaf = element.localName === 'text' || SHAPES.has(element.localName);
  if (!leaf) return false;
  return (
    style.visibility === 'hidden' || (SHAPES.has(element.localName) && ['fill', 'stroke'].every((it) => valueOf(style, it) === 'none'))
  );
}

/** Writes on `copy` what `element` looks like; what it inherits from `around` is not said again. */
export function dress(copy: Element, element: Element, style: CSSStyleDeclaration, around: CSSStyleDeclaration | null): void {
  const write = (name: string, usual: string) => {
    const value = valueOf(style, name);
    if (value === '' || value === usual) copy.removeAttribute(name);
    else copy.setAttribute(name, value);
  };
  for (const [name, initial] of Object.entries(INHERITED)) write(name, around === null ? initial : valueOf(around, name));
  for (const [name, initial] of Object.entries(OWN)) write(name, initial);
  copy.removeAttribute('visibility');
  if ((element.localName === 'text' || element.localName === 'tspan') && hasOwnText(element)) fixWidth(copy, element);
}

const hasOwnText = (element: Element): boolean =>
  [...element.childNodes].every((it) => it.nodeType === Node.TEXT_NODE) && element.textContent?.trim() !== '';

/** Another machine may have other fonts: a text keeps its width, so that it stays within its box and off its neighbours. */
function fixWidth(copy: Element, element: Element): void {
  const width = (element as SVGTextContentElement).getComputedTextLength();
  if (!(width > 0)) return;
  copy.setAttribute('textLength', width.toFixed(1));
  copy.setAttribute('lengthAdjust', 'spacingAndGlyphs');
}

/** The first ground behind the picture that can be seen. */
export function backgroundOf(element: Element): string {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const ground = colour(getComputedStyle(at).backgroundColor);
    if (ground !== 'none' && ground !== '') return ground;
  }
  return 'none';
}
