/**
 * From send() to a log and back: which records were produced, acknowledged, failed, and which acknowledged ones are lost (D1, D3).
 * A record is lost when its future said "acknowledged" and the log that leads does not hold it any more. Should a copy that does be elected
 * uncleanly, it is not lost after all.
 */
import { parsePartitionName, partitionName, type TopicPartition } from '../address.ts';
import type { Fact, FactOf, RecordRun } from '../facts.ts';
import { cleaned, copied, followed, NO_LOG, succeeded, truncated, wrote, type Lineage } from './lineage.ts';
import { skipIfCommittedPast } from './reading.ts';
import type { Outcome, RecordLife, RecordName, Tally } from './state.ts';
import { report, takeBack } from './state.ts';
import { emptyVector, vectorGet, vectorSet } from './vector.ts';

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
    lost: null,
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
  const { topic, partition, broker, leaderEpoch, baseOffset, producer, numbers } = fact;
  const name = partitionName(topic, partition);
  const lineage = tally.lineages.get(name) ?? NO_LOG;
  tally.lineages.set(
    name,
    wrote(
      lineage,
      broker,
      leaderEpoch,
      baseOffset,
      numbers.map((number) => ({ producer, number })),
    ),
  );
  if (leaderEpoch < lineage.leaderEpoch) return;
  live(tally, fact, (life, index) => ({ ...life, places: life.places + 1, offset: baseOffset + index, last: fact.id }));
  const placed = numbers.map((number, index) => ({ producer, number, offset: baseOffset + index }));
  skipIfCommittedPast(tally, name, placed, fact);
}

/** A new leader's log is the one that counts: what it lacks is gone, and what it kept from an earlier time is there again. */
export function replicaLed(tally: Tally, fact: FactOf<'replica.led'>): void {
  const name = partitionName(fact.topic, fact.partition);
  const before = tally.lineages.get(name) ?? NO_LOG;
  if (fact.leaderEpoch < before.leaderEpoch) return;
  const { lineage, gone, back } = succeeded(before, fact.broker, fact.leaderEpoch, fact.logEndOffset, fact.id);
  tally.lineages.set(name, lineage);
  for (const { producer, number } of gone) live(tally, { producer, numbers: [number] }, (life) => ({ ...life, places: life.places - 1 }));
  for (const record of back) findAgain(tally, record, fact);
  for (const { producer, number } of gone) loseIfGone(tally, producer, number, fact);
  skipIfCommittedPast(tally, name, back, fact);
}

function findAgain(tally: Tally, { producer, number, offset }: RecordName & { readonly offset: number }, fact: Fact): void {
  const life = vectorGet(tally.lives.get(producer) ?? emptyVector<RecordLife>(), number);
  if (life === undefined) return;
  live(tally, { producer, numbers: [number] }, (it) => ({ ...it, places: it.places + 1, offset, lost: null, last: fact.id }));
  if (life.lost === null) return;
  tally.counts = { ...tally.counts, lost: tally.counts.lost - 1 };
  takeBack(tally, life.lost);
}

const inLineage = (tally: Tally, fact: TopicPartition, change: (lineage: Lineage) => Lineage): void => {
  const name = partitionName(fact.topic, fact.partition);
  tally.lineages.set(name, change(tally.lineages.get(name) ?? NO_LOG));
};
export const replicaFollowed = (tally: Tally, fact: FactOf<'replica.followed'>): void =>
  inLineage(tally, fact, (lineage) => followed(lineage, fact.broker, fact.leader));
export const replicaCopied = (tally: Tally, fact: FactOf<'replica.copied'>): void =>
  inLineage(tally, fact, (lineage) => copied(lineage, fact.broker, fact.from, fact.to));
export const logCleaned = (tally: Tally, fact: FactOf<'log.cleaned'>): void =>
  inLineage(tally, fact, (lineage) => cleaned(lineage, fact.removed));
export const replicaTruncated = (tally: Tally, fact: FactOf<'replica.truncated'>): void =>
  inLineage(tally, fact, (lineage) => truncated(lineage, fact.broker, fact.to));

/** Records that were deleted with their topic are not lost. A topic of the same name begins anew, and so do the groups that read it. */
export function topicDeleted(tally: Tally, { topic }: FactOf<'topic.deleted'>): void {
  for (const name of tally.lineages.keys()) if (parsePartitionName(name).topic === topic) tally.lineages.delete(name);
  for (const slot of tally.committed.keys())
    if (parsePartitionName(slot.slice(slot.indexOf('|') + 1)).topic === topic) tally.committed.delete(slot);
}

/** An acknowledged record without a place is lost; the fact is what took its last place, or the acknowledgement that came too late. */
function loseIfGone(tally: Tally, producer: string, number: number, fact: Pick<Fact, 'id' | 'at'>): void {
  const life = vectorGet(tally.lives.get(producer) ?? emptyVector<RecordLife>(), number);
  if (life === undefined || life.outcome !== 'acknowledged' || life.places > 0 || life.lost !== null) return;
  const { topic, partition, key, offset } = life;
  tally.counts = { ...tally.counts, lost: tally.counts.lost + 1 };
  const about = { topic, partition, offset: offset ?? -1, key, producer, number };
  const lost = report(tally, { guarantee: 'lost', at: fact.at, ...about, group: null, fact: fact.id });
  live(tally, { producer, numbers: [number] }, (known) => ({ ...known, lost, last: fact.id }));
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
