/** D3: what delivery came to for a group so far. Nobody promised more than at least once; a run without accidents is exactly once all the same. */
import type { Verdict } from '../model.ts';
import type { Tally } from './state.ts';
import { vectorGet, vectorValues } from './vector.ts';

/** A record reached the group once, or more often (`duplicates`), or never will: skipped, or acknowledged and lost before it was read. */
export function verdictsOf(tally: Readonly<Tally>): Readonly<Record<string, Verdict>> {
  const lost = tally.counts.lost === 0 ? [] : vectorValues(tally.breaches).filter(({ guarantee }) => guarantee === 'lost');
  const verdicts: Record<string, Verdict> = {};
  for (const [group, { duplicates, skipped }] of tally.groups) {
    const missing =
      skipped > 0 || lost.some(({ producer, number, topic }) => reads(tally, group, topic) && !processed(tally, group, producer, number));
    verdicts[group] = duplicates > 0 ? (missing ? 'neither' : 'atLeastOnce') : missing ? 'atMostOnce' : 'exactlyOnce';
  }
  return verdicts;
}

const processed = ({ readings }: Readonly<Tally>, group: string, producer: string, number: number): boolean => {
  const times = readings.get(`${group}|${producer}`)?.times;
  return times !== undefined && (vectorGet(times, number) ?? 0) > 0;
};

/** It has committed something of the topic, be it that it stands at its beginning. */
const reads = ({ committed }: Readonly<Tally>, group: string, topic: string): boolean => {
  for (const slot of committed.keys()) if (slot.startsWith(`${group}|${topic}-`)) return true;
  return false;
};
