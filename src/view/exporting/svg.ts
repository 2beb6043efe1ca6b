/**
 * A picture of the page as a file of its own. Outside the page there is no style sheet, no custom property and perhaps no Pretendard: so every
 * mark gets what it looks like now written on itself, and every text the width it has now.
 */
import { backgroundOf, dress, isUnseen } from './dress.ts';

/** Layers that the page draws on canvases of the picture's size, beneath or above its marks. */
export interface Layers {
  readonly under?: HTMLCanvasElement | null;
  readonly over?: HTMLCanvasElement | null;
}

const SVG = 'http://www.w3.org/2000/svg';
/** What only the page knows what to do with. */
const PAGE_ONLY = /^(class|style|tabindex|role|aria-.*|data-.*)$/;

const svgElement = (name: string, attributes: Readonly<Record<string, string>>): SVGElement => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

/** The size on the page, px. */
export function sizeOf(svg: SVGSVGElement): { readonly width: number; readonly height: number } {
  const { width, height } = svg.getBoundingClientRect();
  return { width: Math.ceil(width), height: Math.ceil(height) };
}

/** The text of a self-contained SVG file that looks like the picture does now, in the present theme. */
export function svgText(svg: SVGSVGElement, { under, over }: Layers = {}): string {
  const { width, height } = sizeOf(svg);
  const copy = copyOf(svg, null) as SVGSVGElement;
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  if (!copy.hasAttribute('viewBox')) copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  copy.setAttribute('role', 'img');
  const { x, y, width: w, height: h } = viewOf(copy);
  const whole = { x: String(x), y: String(y), width: String(w), height: String(h) };
  const image = (canvas: HTMLCanvasElement) => svgElement('image', { ...whole, href: canvas.toDataURL('image/png') });
  if (under) copy.prepend(image(under));
  copy.prepend(svgElement('rect', { ...whole, fill: backgroundOf(svg) }));
  if (over) copy.append(image(over));
  const name = svg.getAttribute('aria-label');
  if (name !== null && copy.querySelector(':scope > title') === null) copy.prepend(titled(name));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

function viewOf(svg: SVGSVGElement): { x: number; y: number; width: number; height: number } {
  const [x = 0, y = 0, width = 0, height = 0] = (svg.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  return { x, y, width, height };
}

function titled(name: string): SVGElement {
  const title = svgElement('title', {});
  title.textContent = name;
  return title;
}

/** The element with all that can be seen of it, dressed; null: nothing can. `around`: the computed style it inherits from. */
function copyOf(element: Element, around: CSSStyleDeclaration | null): Element | null {
  const style = getComputedStyle(element);
  const root = around === null;
  if (!root && isUnseen(element, style)) return null;
  const copy = element.cloneNode(false) as Element;
  for (const { name } of [...copy.attributes]) if (PAGE_ONLY.test(name)) copy.removeAttribute(name);
  dress(copy, element, style, around);
  for (const child of element.childNodes) {
    const inside = child instanceof Element ? copyOf(child, style) : child.nodeType === Node.TEXT_NODE ? child.cloneNode() : null;
    if (inside !== null) copy.append(inside);
  }
  if (copy.localName === 'g' && copy.childNodes.length === 0) return null;
  const name = element.getAttribute('aria-label');
  // What a screen reader says of a mark becomes what a pointer is told of it.
  if (!root && name !== null && copy.localName !== 'text') copy.prepend(titled(name));
  return copy;
}
