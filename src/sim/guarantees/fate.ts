/** D1: the fate of one record, and what each group did with it. */
import type { Fact } from '../facts.ts';
import type { Breach } from '../model.ts';
import type { FoldState, RecordLife } from './state.ts';
import { emptyVector, vectorGet, vectorValues } from './vector.ts';

export type FateName = 'buffered' | 'inFlight' | 'appended' | 'acknowledged' | 'failed' | 'forgotten' | 'lost';

export interface RecordFate {
  readonly fate: FateName;
  readonly topic: string;
  readonly partition: number;
  /** Its place in the log that counts, or its last one if it is lost; null if it never had one. */
  readonly offset: number | null;
  readonly key: string | null;
  readonly sentAt: number;
  /** How often a Produce request carried it. */
  readonly requests: number;
  /** Facts of its send() and of the last change of its life. */
  readonly sent: number;
  readonly last: number;
  /** How many times each group processed it, whether the group committed past it without, and whether a later one of its key came first. */
  readonly groups: Readonly<Record<string, { readonly processed: number; readonly skipped: boolean; readonly outOfOrder: boolean }>>;
}

/** What became of a producer's n-th record so far; null if it was never sent. */
export function fateOf({ tally }: FoldState, producer: string, number: number): RecordFate | null {
  const life = vectorGet(tally.lives.get(producer) ?? emptyVector<RecordLife>(), number);
  if (life === undefined) return null;
  const groups: Record<string, { processed: number; skipped: boolean; outOfOrder: boolean }> = {};
  for (const [group, counts] of tally.groups) {
    const reading = tally.readings.get(`${group}|${producer}`);
    const processed = reading === undefined ? 0 : (vectorGet(reading.times, number) ?? 0);
    const skipped = reading !== undefined && (vectorGet(reading.skips, number) ?? null) !== null;
    const outOfOrder = counts.outOfOrder > 0 && vectorValues(tally.breaches).some((it) => isReordered(it, group, producer, number));
    groups[group] = { processed, skipped, outOfOrder };
  }
  const { topic, partition, offset, key, sentAt, requests, sent, last } = life;
  return { fate: fateName(life), topic, partition, offset, key, sentAt, requests, sent, last, groups };
}

const isReordered = (breach: Breach, group: string, producer: string, number: number): boolean =>
  breach.guarantee === 'outOfOrder' && breach.group === group && breach.producer === producer && breach.number === number;

/** A record that failed, or whose producer died, may still lie in the log (P9); `offset` says so. */
function fateName({ outcome, places, offset, requests }: RecordLife): FateName {
  switch (outcome) {
    case 'acknowledged':
      return places > 0 ? 'acknowledged' : 'lost';
    case 'failed':
    case 'forgotten':
      return outcome;
    case 'unanswered': // acks=0: it was appended, or nobody will ever know
      return places > 0 ? 'appended' : offset === null ? 'inFlight' : 'forgotten';
    case 'pending':
      return places > 0 ? 'appended' : requests > 0 ? 'inFlight' : 'buffered';
  }
}

/** Every fact that tells of one record, in order. */
export function journeyOf(facts: readonly Fact[], producer: string, number: number): readonly Fact[] {
  const about = (it: object): boolean =>
    'producer' in it &&
    it.producer === producer &&
    (('number' in it && it.number === number) || ('numbers' in it && (it.numbers as readonly number[]).includes(number)));
  return facts.filter((fact) => about(fact) || ('batches' in fact && fact.batches.some(about)));
}
