/** What keeps a producer from its work, read from what waits in it: the machine's state alone does not tell a retry. */
import type { BatchModel, ProducerModel } from './model.ts';

export type Trouble = 'memory' | 'metadata' | 'retrying' | 'reordering';

/** The worst of it; null while all goes well. */
export function troubleOf({ blocked, buffered, inFlight, retries, state }: ProducerModel): Trouble | null {
  if (state === 'crashed' || state === 'paused') return null;
  if (blocked !== undefined) return blocked.waitsFor;
  if (retries === 0) return null;
  const again = buffered.filter(isRepeated);
  // Hundreds may be on their way: they are looked through once, and without a list of them.
  for (const { batches } of inFlight) for (const batch of batches) if (isRepeated(batch)) again.push(batch);
  if (again.length === 0) return null;
  const youngest = new Map<string, number>();
  for (const { batches } of inFlight)
    for (const batch of batches) youngest.set(placeOf(batch), Math.max(youngest.get(placeOf(batch)) ?? -1, numberOf(batch, -1)));
  // A younger batch of the same partition is on its way while the older one has to be sent again.
  return again.some((batch) => (youngest.get(placeOf(batch)) ?? -1) > numberOf(batch, Infinity)) ? 'reordering' : 'retrying';
}

const isRepeated = ({ attempts }: BatchModel): boolean => attempts > 0;
const placeOf = ({ topic, partition }: BatchModel): string => `${topic}-${partition}`;
const numberOf = ({ records }: BatchModel, none: number): number => records[0]?.number ?? none;

/** The share of buffer.memory that is handed out, in [0, 1]. */
export const memoryShare = ({ memoryUsed = 0, settings }: ProducerModel): number =>
  Math.min(1, memoryUsed / Math.max(1, Number(settings['buffer.memory'] ?? 33_554_432)));
