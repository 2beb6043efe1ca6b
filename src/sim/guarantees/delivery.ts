/**
 * From send() to a log and back: which records were produced, acknowledged, failed, and which acknowledged ones are lost (D1, D3).
 * A record is lost when its future said "acknowledged" and no log that can lead holds it any more: the next leader's log ended before it.
 */
import { partitionName } from '../address.ts';
import type { Fact, FactOf, RecordRun } from '../facts.ts';
import { skipIfCommittedPast } from './reading.ts';
import type { Lineage, Outcome, RecordLife, Tally } from './state.ts';
import { report } from './state.ts';
import { emptyVector, vectorGet, vectorSet } from './vector.ts';

const NO_LOG: Lineage = { leaderEpoch: -1, end: 0, records: emptyVector(), ledBy: null };

/** Changes the lives of a run's records. */
function live(
  tally: Tally,
  { producer, numbers }: Pick<RecordRun, 'producer' | 'numbers'>,
  next: (life: RecordLife, index: number) => RecordLife,
): void {
  let lives = tally.lives.get(producer);
  if (lives === undefined) return;
  for (const [index, number] of numbers.entries()) {
    const life: RecordLife | undefined = vectorGet(lives, number);
    if (life !== undefined) lives = vectorSet(lives, number, next(life, index));
  }
  tally.lives.set(producer, lives);
}

export function recordSent(tally: Tally, fact: FactOf<'record.sent'>): void {
  const { topic, partition, key, at, id } = fact;
  const life: RecordLife = {
    topic,
    partition,
    key,
    sentAt: at,
    sent: id,
    last: id,
    requests: 0,
    outcome: 'pending',
    places: 0,
    offset: null,
    lost: false,
  };
  tally.lives.set(fact.producer, vectorSet(tally.lives.get(fact.producer) ?? emptyVector<RecordLife>(), fact.number, life));
  tally.counts = { ...tally.counts, produced: tally.counts.produced + 1 };
  tally.ledgerVersion++;
}

export function produceRequested(tally: Tally, fact: FactOf<'produce.requested'>): void {
  for (const run of fact.batches) live(tally, run, (life) => ({ ...life, requests: life.requests + 1, last: fact.id }));
}

/** A leader of the past may still append after its successor took over: that log can no longer lead. */
export function batchAppended(tally: Tally, fact: FactOf<'batch.appended'>): void {
  const name = partitionName(fact.topic, fact.partition);
  const lineage = tally.lineages.get(name) ?? NO_LOG;
  if (fact.leaderEpoch < lineage.leaderEpoch) return;
  let { records } = lineage;
  for (const [index, number] of fact.numbers.entries())
    records = vectorSet(records, fact.baseOffset + index, { producer: fact.producer, number });
  tally.lineages.set(name, { ...lineage, leaderEpoch: fact.leaderEpoch, end: fact.baseOffset + fact.numbers.length, records });
  live(tally, fact, (life, index) => ({ ...life, places: life.places + 1, offset: fact.baseOffset + index, last: fact.id }));
  skipIfCommittedPast(tally, name, fact);
}

/** A new leader's log is the one that counts: what its predecessors had beyond its end is gone. */
export function replicaLed(tally: Tally, fact: FactOf<'replica.led'>): void {
  const name = partitionName(fact.topic, fact.partition);
  const lineage = tally.lineages.get(name) ?? NO_LOG;
  if (fact.leaderEpoch < lineage.leaderEpoch) return;
  tally.lineages.set(name, { ...lineage, leaderEpoch: fact.leaderEpoch, end: Math.min(lineage.end, fact.logEndOffset), ledBy: fact.id });
  for (let offset = fact.logEndOffset; offset < lineage.end; offset++) {
    const gone = vectorGet(lineage.records, offset);
    if (gone === undefined) continue;
    live(tally, { producer: gone.producer, numbers: [gone.number] }, (life) => ({ ...life, places: life.places - 1 }));
    loseIfGone(tally, gone.producer, gone.number, fact);
  }
}

/** An acknowledged record without a place is lost; the fact is what took its last place, or the acknowledgement that came too late. */
function loseIfGone(tally: Tally, producer: string, number: number, fact: Pick<Fact, 'id' | 'at'>): void {
  const life = vectorGet(tally.lives.get(producer) ?? emptyVector<RecordLife>(), number);
  if (life === undefined || life.outcome !== 'acknowledged' || life.places > 0 || life.lost) return;
  live(tally, { producer, numbers: [number] }, (known) => ({ ...known, lost: true, last: fact.id }));
  tally.counts = { ...tally.counts, lost: tally.counts.lost + 1 };
  const { topic, partition, key, offset } = life;
  report(tally, {
    guarantee: 'lost',
    at: fact.at,
    topic,
    partition,
    offset: offset ?? -1,
    key,
    producer,
    number,
    group: null,
    fact: fact.id,
  });
}

function complete(tally: Tally, fact: Fact & RecordRun, outcome: Outcome): void {
  live(tally, fact, (life) => ({ ...life, outcome, last: fact.id }));
  tally.ledgerVersion++;
}

export function batchAcknowledged(tally: Tally, fact: FactOf<'batch.acknowledged'>): void {
  complete(tally, fact, fact.acks === 0 ? 'unanswered' : 'acknowledged');
  if (fact.acks === 0) return;
  tally.counts = { ...tally.counts, acknowledged: tally.counts.acknowledged + fact.numbers.length };
  const { ledBy } = tally.lineages.get(partitionName(fact.topic, fact.partition)) ?? NO_LOG;
  for (const number of fact.numbers) loseIfGone(tally, fact.producer, number, { id: ledBy ?? fact.id, at: fact.at });
}

export function batchFailed(tally: Tally, fact: FactOf<'batch.failed'>): void {
  complete(tally, fact, 'failed');
  tally.counts = { ...tally.counts, failed: tally.counts.failed + fact.numbers.length };
}

export function recordRejected(tally: Tally, fact: FactOf<'record.rejected'>): void {
  live(tally, { producer: fact.producer, numbers: [fact.number] }, (life) => ({ ...life, outcome: 'failed', last: fact.id }));
  const { counts } = tally;
  // send() threw: the application produced the record all the same, and it failed at once.
  tally.counts = { ...counts, produced: counts.produced + 1, failed: counts.failed + 1 };
  tally.ledgerVersion++;
}

export const batchForgotten = (tally: Tally, fact: FactOf<'batch.forgotten'>): void => complete(tally, fact, 'forgotten');
