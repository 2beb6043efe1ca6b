/** What else a first touch brings to the page may take room for so long, ms. */
const SETTLING = 1000;

/** Brings what was just opened wholly into sight of what scrolls it; of what is taller than that, its beginning. */
export function bringIntoView(element: Element | null | undefined, still: boolean, block: 'nearest' | 'start' = 'nearest'): void {
  const room = element?.closest('main');
  if (!element || !room) return;
  const show = () => element.scrollIntoView({ block, behavior: still ? 'auto' : 'smooth' });
  // It reports at once, and again when the room becomes another.
  const watched = new ResizeObserver(show);
  watched.observe(room);
  setTimeout(() => watched.disconnect(), SETTLING);
}
