/** Zoom and pan by d3-zoom: wheel, pinch, drag when zoomed in. At 1 the picture fits and a drag or a wheel belongs to the page. */
import { select, zoom, zoomIdentity, type ZoomBehavior } from 'd3';
import type { View, Zooming } from './zooming.ts';

export function attachZoom(svg: SVGSVGElement, changed: (view: View) => void): Zooming {
  const selection = select<SVGSVGElement, unknown>(svg);
  let k = 1;
  const behaviour: ZoomBehavior<SVGSVGElement, unknown> = zoom<SVGSVGElement, unknown>()
    .scaleExtent([1, 4])
    .extent(() => [
      [0, 0],
      [svg.clientWidth, svg.clientHeight],
    ])
    .translateExtent([
      [0, 0],
      [Infinity, Infinity],
    ])
    .filter((event: Event) => {
      if (event.type === 'wheel') return (event as WheelEvent).ctrlKey || k > 1;
      if (event.type === 'dblclick') return false;
      if (event instanceof MouseEvent && event.button !== 0) return false;
      const touches = 'touches' in event ? (event as TouchEvent).touches.length : 0;
      return k > 1 || touches > 1 || event.type === 'mousemove';
    })
    .on('zoom', (event: { transform: View }) => {
      k = event.transform.k;
      changed({ x: event.transform.x, y: event.transform.y, k });
    });
  const bound = () =>
    behaviour.translateExtent([
      [0, 0],
      [svg.clientWidth, svg.clientHeight],
    ]);
  bound();
  selection.call(behaviour);
  const resized = new ResizeObserver(bound);
  resized.observe(svg);
  return {
    by: (factor, x, y) => {
      behaviour.scaleBy(selection, factor);
      if (x !== undefined && y !== undefined) behaviour.translateTo(selection, x, y);
    },
    fit: () => behaviour.transform(selection, zoomIdentity),
    show: (x, y) => behaviour.translateTo(selection, x, y),
    destroy: () => {
      resized.disconnect();
      selection.on('.zoom', null);
    },
  };
}
