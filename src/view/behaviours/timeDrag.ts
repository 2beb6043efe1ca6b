/** Moving about in a diagram whose x is time: drag to move, wheel and pinch to zoom, press to choose, hover to read. */
export interface TimeDrag {
  /** Moved by so many pixels to the right. */
  readonly pan: (dx: number) => void;
  /** Zoomed in by a factor around an x. */
  readonly zoom: (factor: number, x: number) => void;
  /** A press that did not move. */
  readonly press: (x: number, y: number) => void;
  /** The mouse is here; null: gone. */
  readonly hover: (at: { readonly x: number; readonly y: number } | null) => void;
}

/** How far a press may wander and still be a press, px. */
const SLOP = 4;

export function attachTimeDrag(element: Element, { pan, zoom, press, hover }: TimeDrag): () => void {
  const down = new Map<number, { x: number; y: number }>();
  let moved = false;
  const at = (event: MouseEvent) => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const spread = () => {
    const [a, b] = [...down.values()];
    return a === undefined || b === undefined ? null : { gap: Math.max(8, Math.abs(a.x - b.x)), middle: (a.x + b.x) / 2 };
  };
  const handlers: Readonly<Record<string, (event: never) => void>> = {
    pointerdown(event: PointerEvent) {
      if (event.button !== 0) return;
      if (down.size === 0) moved = false;
      down.set(event.pointerId, at(event));
      element.setPointerCapture(event.pointerId);
    },
    pointermove(event: PointerEvent) {
      const now = at(event);
      const before = down.get(event.pointerId);
      if (before === undefined) return event.pointerType === 'mouse' ? hover(now) : undefined;
      if (!moved && Math.hypot(now.x - before.x, now.y - before.y) <= SLOP) return;
      moved = true;
      const pinched = spread();
      down.set(event.pointerId, now);
      const pinches = spread();
      if (pinched !== null && pinches !== null) zoom(pinches.gap / pinched.gap, pinches.middle);
      else pan(now.x - before.x);
    },
    pointerup(event: PointerEvent) {
      if (!down.delete(event.pointerId) || moved) return;
      const { x, y } = at(event);
      press(x, y);
    },
    pointercancel: (event: PointerEvent) => void down.delete(event.pointerId),
    pointerleave: () => hover(null),
    wheel(event: WheelEvent) {
      event.preventDefault();
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
      if (sideways) pan(-(event.deltaX || event.deltaY));
      else zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.002)), at(event).x);
    },
  };
  for (const [type, handler] of Object.entries(handlers)) element.addEventListener(type, handler as EventListener, { passive: false });
  return () => {
    for (const [type, handler] of Object.entries(handlers)) element.removeEventListener(type, handler as EventListener);
  };
}
