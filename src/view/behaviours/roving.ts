/** One tab stop for the whole stage: the element last visited. Marks are found by their `data-thing`. */
export interface Roving {
  /** Makes it the tab stop, and moves the focus there if asked. */
  visit(id: string, focus: boolean): boolean;
  /** After the marks changed: the tab stop must still exist. `fallback`: where it goes if it was never anywhere. */
  refresh(fallback: () => string | undefined): void;
  select(id: string | null): void;
}

export function attachRoving(root: SVGSVGElement): Roving {
  let current: Element | null = null;
  let pressed: Element | null = null;
  const find = (id: string) => root.querySelector(`[data-thing="${CSS.escape(id)}"]`);
  const visit = (id: string, focus: boolean): boolean => {
    const element = find(id);
    if (element === null) return false;
    if (element !== current) {
      current?.setAttribute('tabindex', '-1');
      element.setAttribute('tabindex', '0');
      current = element;
    }
    if (focus) (element as SVGElement).focus();
    return true;
  };
  return {
    visit,
    refresh: (fallback) => {
      if (current !== null && root.contains(current)) return;
      const lost = current?.getAttribute('data-thing') ?? null;
      current = null;
      if (lost !== null && visit(lost, false)) return;
      const first = fallback();
      if (first !== undefined) visit(first, false);
    },
    select: (id) => {
      pressed?.removeAttribute('aria-pressed');
      pressed = id === null ? null : find(id);
      pressed?.setAttribute('aria-pressed', 'true');
    },
  };
}

/** The thing under an event. */
export const thingAt = (target: EventTarget | null): string | null =>
  target instanceof Element ? (target.closest('[data-thing]')?.getAttribute('data-thing') ?? null) : null;
