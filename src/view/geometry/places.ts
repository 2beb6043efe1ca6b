/** Which mark of the picture draws which flight. */
import type { Flight } from './flight.ts';

/** Where a flight is drawn. One that has arrived leaves its mark there, unseen, until another flight wants it. */
export interface Place {
  readonly flight: Flight;
  readonly gone: boolean;
}

/**
 * Gives flights their places: what flies keeps its own, and a newcomer takes one whose mark looks like it and is not in use any more, so
 * that marks are changed a little instead of made and thrown away.
 */
export function createPlaces() {
  let places: Place[] = [];
  const look = ({ look: { kind, items } }: Flight) => `${kind}${items.length}`;
  return (flights: readonly Flight[]): readonly Place[] => {
    const coming = new Map(flights.map((it) => [it.key, it]));
    const free: Record<string, number[]> = {};
    const next = places.map((place, index): Place => {
      const { flight, gone } = place;
      const same = gone ? undefined : coming.get(flight.key);
      if (same === undefined) {
        (free[look(flight)] ??= []).push(index);
        return gone ? place : { flight, gone: true };
      }
      coming.delete(same.key);
      return same === flight ? place : { flight: same, gone: false };
    });
    for (const flight of coming.values()) next[free[look(flight)]?.pop() ?? next.length] = { flight, gone: false };
    return (places = next);
  };
}
