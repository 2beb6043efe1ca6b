/** What keeps a producer from its work, read from what waits in it: the machine's state alone does not tell a retry. */
import type { BatchModel, ProducerModel } from './model.ts';

export type Trouble = 'memory' | 'metadata' | 'retrying' | 'reordering';

/** The worst of it; null while all goes well. */
export function troubleOf({ blocked, buffered, inFlight, state }: ProducerModel): Trouble | null {
  if (state === 'crashed' || state === 'paused') return null;
  if (blocked !== undefined) return blocked.waitsFor;
  const flying = inFlight.flatMap(({ batches }) => batches);
  const again = [...buffered, ...flying].filter(({ attempts }) => attempts > 0);
  if (again.length === 0) return null;
  return again.some((batch) => flying.some((other) => overtakes(other, batch))) ? 'reordering' : 'retrying';
}

/** A younger batch of the same partition is on its way while the older one has to be sent again. */
const overtakes = (younger: BatchModel, older: BatchModel): boolean =>
  younger !== older &&
  younger.topic === older.topic &&
  younger.partition === older.partition &&
  (younger.records[0]?.number ?? -1) > (older.records[0]?.number ?? Infinity);

/** The share of buffer.memory that is handed out, in [0, 1]. */
export const memoryShare = ({ memoryUsed = 0, settings }: ProducerModel): number =>
  Math.min(1, memoryUsed / Math.max(1, Number(settings['buffer.memory'] ?? 33_554_432)));
