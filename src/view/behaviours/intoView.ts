/** Brings what was just opened wholly into sight of what scrolls it; of what is taller than that, its beginning. */
export function bringIntoView(element: Element | null | undefined, still: boolean, block: 'nearest' | 'start' = 'nearest'): void {
  element?.scrollIntoView({ block, behavior: still ? 'auto' : 'smooth' });
}
