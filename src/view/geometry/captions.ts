/** What is said of marks that may not move. */
import type { Flight, Way } from './flight.ts';
import { captionOf, type Mark } from './flightShapes.ts';
import { overlap, type Box } from './box.ts';
import { pointOn } from './curve.ts';
import type { Measure } from './label.ts';

export interface Caption {
  readonly mark: Mark;
  readonly x: number;
  readonly y: number;
}

/** Where thousands stand still: how many of what on each way, at its middle, as far as there is room. The fullest ways come first. */
export function crowdCaptions(
  flights: readonly Flight[],
  size: number,
  measure: Measure,
  say: (n: number, what: string) => string,
): Caption[] {
  const ways = new Map<Way, Map<string, number>>();
  for (const { way, look, text } of flights) {
    if (look.kind === 'speck') continue;
    const kinds = ways.get(way) ?? new Map<string, number>();
    ways.set(way, kinds.set(text, (kinds.get(text) ?? 0) + look.count));
  }
  const wishes = [...ways].flatMap(([way, kinds]) => [...kinds].map(([text, count]) => ({ way, text, count })));
  const taken: Box[] = [];
  return wishes
    .toSorted((a, b) => b.count - a.count)
    .flatMap(({ way, text, count }): Caption[] => {
      const mark = captionOf(say(count, text), size, measure);
      const { x, y } = pointOn(way.curve, 0.5);
      const box = { x: x - mark.reach.x, y: y - mark.reach.y, width: mark.reach.x * 2, height: mark.reach.y * 2 };
      if (taken.some((other) => overlap(other, box))) return [];
      taken.push(box);
      return [{ mark, x, y }];
    });
}
