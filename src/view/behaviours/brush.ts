/** A stretch chosen along one line, by d3-brush: drag (or draw a finger) over it. */
import { brushX, select, type D3BrushEvent } from 'd3';

export interface BrushBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Brushing {
  readonly place: (box: BrushBox) => void;
  /** Draws a stretch that can be moved and pulled at both ends; null: none. */
  readonly show: (stretch: readonly [number, number] | null) => void;
  readonly destroy: () => void;
}

/** `chosen` hears of what a person does, not of what `show` draws; `done`: the pointer was released. No stretch: a press without a drag. */
export function attachBrush(element: SVGGElement, chosen: (stretch: readonly [number, number] | null, done: boolean) => void): Brushing {
  const group = select<SVGGElement, unknown>(element);
  const tell = (done: boolean) => (event: D3BrushEvent<unknown>) => {
    if (event.sourceEvent === undefined || event.sourceEvent === null) return;
    chosen(event.selection as readonly [number, number] | null, done);
  };
  const behaviour = brushX<unknown>().keyModifiers(false).handleSize(9).on('brush', tell(false)).on('end', tell(true));
  return {
    place({ left, right, top, bottom }) {
      behaviour.extent([
        [left, top],
        [right, bottom],
      ]);
      group.call(behaviour);
    },
    show: (stretch) => behaviour.move(group, stretch === null ? null : [stretch[0], stretch[1]]),
    destroy() {
      group.on('.brush', null);
      group.selectAll('*').remove();
    },
  };
}
