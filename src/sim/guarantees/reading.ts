/**
 * What a group did with the records: processed, twice, skipped, out of order (D1, D3).
 * Order: first processings are compared. Records of one producer with one key of a topic promise theirs, across partitions too (growing a
 * topic moves keys, T2); records without a key promise theirs within a partition.
 */
import type { TopicPartition } from '../address.ts';
import { partitionName } from '../address.ts';
import type { Fact, FactOf } from '../facts.ts';
import type { Breach } from '../model.ts';
import { endOf, recordAt } from './lineage.ts';
import type { Reading, RecordLife, RecordName, Tally } from './state.ts';
import { count, report, takeBack } from './state.ts';
import { emptyVector, vectorGet, vectorSet } from './vector.ts';

const NOTHING_READ: Reading = { times: emptyVector(), skips: emptyVector() };

const readingOf = (tally: Tally, group: string, producer: string): Reading => tally.readings.get(`${group}|${producer}`) ?? NOTHING_READ;
const timesOf = (tally: Tally, group: string, { producer, number }: RecordName): number =>
  vectorGet(readingOf(tally, group, producer).times, number) ?? 0;
const keyOf = (tally: Tally, { producer, number }: RecordName): string | null =>
  vectorGet(tally.lives.get(producer) ?? emptyVector<RecordLife>(), number)?.key ?? null;

export function recordProcessed(tally: Tally, fact: FactOf<'record.processed'>): void {
  const { group, producer, number } = fact;
  const reading = readingOf(tally, group, producer);
  const before = timesOf(tally, group, fact);
  tally.readings.set(`${group}|${producer}`, { ...reading, times: vectorSet(reading.times, number, before + 1) });
  count(tally, group, { processed: 1, duplicates: before > 0 ? 1 : 0 });
  if (before > 0) report(tally, breachOf(tally, 'duplicate', fact, fact.offset, fact, group));
  else {
    keepOrder(tally, fact);
    unskip(tally, group, fact);
  }
}

function keepOrder(tally: Tally, fact: FactOf<'record.processed'>): void {
  const key = keyOf(tally, fact);
  const promise = promiseOf(tally, `${fact.group}|${fact.producer}|${fact.topic}|${key === null ? fact.partition : `=${key}`}`);
  if (fact.number > (vectorGet(tally.latest, promise) ?? -1)) {
    tally.latest = vectorSet(tally.latest, promise, fact.number);
    return;
  }
  count(tally, fact.group, { outOfOrder: 1 });
  report(tally, breachOf(tally, 'outOfOrder', fact, fact.offset, fact, fact.group));
}

function promiseOf({ promises }: Tally, name: string): number {
  const place = promises.get(name) ?? promises.size;
  if (place === promises.size) promises.set(name, place);
  return place;
}

/** A commit passes records: those never processed are skipped. One that goes back takes that back. */
export function offsetsCommitted(tally: Tally, fact: FactOf<'offsets.committed'>): void {
  if (!tally.groups.has(fact.group)) count(tally, fact.group, {});
  for (const { topic, partition, offset } of fact.offsets) {
    const name = partitionName(topic, partition);
    const slot = `${fact.group}|${name}`;
    const before = tally.committed.get(slot) ?? 0;
    tally.committed.set(slot, offset);
    const lineage = tally.lineages.get(name);
    if (lineage === undefined) continue;
    const end = endOf(lineage);
    for (let passed = before; passed < Math.min(offset, end); passed++) {
      const record = recordAt(lineage, passed);
      if (record !== undefined) skip(tally, fact.group, record, passed, { topic, partition, id: fact.id, at: fact.at });
    }
    for (let back = offset; back < Math.min(before, end); back++) {
      const record = recordAt(lineage, back);
      if (record !== undefined) unskip(tally, fact.group, record);
    }
  }
}

/** Records that come to lie below a committed offset (the log was cut and grew again) are passed already. */
export function skipIfCommittedPast(
  tally: Tally,
  name: string,
  records: readonly (RecordName & { readonly offset: number })[],
  fact: Where,
): void {
  const first = records[0]?.offset ?? Infinity;
  for (const group of tally.groups.keys()) {
    const committed = tally.committed.get(`${group}|${name}`) ?? 0;
    if (committed <= first) continue;
    for (const record of records) if (record.offset < committed) skip(tally, group, record, record.offset, fact);
  }
}

type Where = TopicPartition & Pick<Fact, 'id' | 'at'>;

function skip(tally: Tally, group: string, record: RecordName, offset: number, where: Where): void {
  const reading = readingOf(tally, group, record.producer);
  if (timesOf(tally, group, record) > 0 || (vectorGet(reading.skips, record.number) ?? null) !== null) return;
  const place = report(tally, breachOf(tally, 'skipped', record, offset, where, group));
  tally.readings.set(`${group}|${record.producer}`, { ...reading, skips: vectorSet(reading.skips, record.number, place) });
  count(tally, group, { skipped: 1 });
}

/** A skipped record that is processed after all, or no longer committed past, was not skipped. */
function unskip(tally: Tally, group: string, { producer, number }: RecordName): void {
  const reading = readingOf(tally, group, producer);
  const place = vectorGet(reading.skips, number) ?? null;
  if (place === null) return;
  tally.readings.set(`${group}|${producer}`, { ...reading, skips: vectorSet(reading.skips, number, null) });
  takeBack(tally, place);
  count(tally, group, { skipped: -1 });
}

function breachOf(tally: Tally, guarantee: Breach['guarantee'], record: RecordName, offset: number, where: Where, group: string): Breach {
  const { topic, partition, id, at } = where;
  const { producer, number } = record;
  return { guarantee, at, topic, partition, offset, key: keyOf(tally, record), producer, number, group, fact: id };
}
