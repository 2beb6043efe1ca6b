/**
 * Press, drag and release along one axis, with the pointer kept once it is down. What is marked `data-own-press` sees to itself. A pointer
 * may report more often than there are frames: only its last place before a frame counts, so that none is drawn that nobody would see.
 */
export interface Scrubbing {
  /** A press that did not move. `mark`: the marked element under it. */
  readonly press: (x: number, y: number, mark: Element | null) => void;
  readonly drag: (x: number) => void;
}

/** How far a press may wander and still be a press, px. */
const SLOP = 4;

export function scrub(element: Element, { press, drag }: Scrubbing): () => void {
  let start: { id: number; x: number; y: number; mark: Element | null; moved: boolean } | null = null;
  /** Where the element is: asked for once, because asking lays out what the last frame changed. */
  let corner = { x: 0, y: 0 };
  let wanted: number | null = null;
  let frame: number | null = null;
  const at = ({ clientX, clientY }: PointerEvent) => ({ x: clientX - corner.x, y: clientY - corner.y });
  const dragNow = () => {
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
    if (wanted !== null) drag(wanted);
    wanted = null;
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    if (event.target instanceof Element && event.target.closest('[data-own-press]') !== null) return;
    const mark = event.target instanceof Element ? event.target.closest('[data-fact]') : null;
    const box = element.getBoundingClientRect();
    corner = { x: box.left, y: box.top };
    start = { id: event.pointerId, ...at(event), mark, moved: false };
    element.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    if (start === null || event.pointerId !== start.id) return;
    const { x, y } = at(event);
    start.moved ||= Math.hypot(x - start.x, y - start.y) > SLOP;
    if (!start.moved) return;
    wanted = x;
    frame ??= requestAnimationFrame(dragNow);
  };
  const up = (event: PointerEvent) => {
    if (start === null || event.pointerId !== start.id) return;
    const { mark, moved, x, y } = start;
    start = null;
    dragNow();
    if (!moved) press(x, y, mark);
  };
  const cancel = () => {
    start = null;
    dragNow();
  };
  const handlers = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: cancel } as unknown as Readonly<
    Record<string, EventListener>
  >;
  for (const [type, handler] of Object.entries(handlers)) element.addEventListener(type, handler);
  return () => {
    if (frame !== null) cancelAnimationFrame(frame);
    for (const [type, handler] of Object.entries(handlers)) element.removeEventListener(type, handler);
  };
}
