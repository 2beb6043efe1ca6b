/** The ledger for others to work with: every record with its fate, every anomaly with what led to it, as JSON or as a table (D1, D3). */
import { csvOf } from '../csv.ts';
import type { Fact } from '../facts.ts';
import type { Breach, GroupLedger, Verdict } from '../model.ts';
import { fateOf, type RecordFate } from './fate.ts';
import type { FoldState } from './state.ts';
import { emptyVector, vectorGet, vectorValues } from './vector.ts';

/** As Jepsen's and Maelstrom's Kafka workloads call them, where they have a word. */
export type Anomaly =
  | 'lost-write' // acknowledged, and in no log that leads
  | 'duplicate' // the log holds it twice, and both were processed
  | 'redelivery' // one place in the log, processed again: what at-least-once allows
  | 'poll-skip' // committed past, never processed
  | 'reordered'; // a later record of its key was processed before it

/** A fact in a line of causes. */
export interface Cause {
  readonly fact: number;
  readonly kind: Fact['kind'];
  readonly at: number;
}

export interface ExportedAnomaly extends Omit<Breach, 'fact'> {
  readonly anomaly: Anomaly;
  /** The fact that broke it, and the nearest one behind it that was a fault, a command or a turning point. */
  readonly cause: Cause;
  readonly root: Cause;
}

export interface ExportedRecord extends RecordFate {
  readonly producer: string;
  readonly number: number;
}

export interface ExportedLedger {
  readonly produced: number;
  readonly acknowledged: number;
  readonly failed: number;
  readonly lost: number;
  readonly groups: Readonly<Record<string, GroupLedger & { readonly verdict: Verdict }>>;
  readonly anomalies: readonly ExportedAnomaly[];
  readonly records: readonly ExportedRecord[];
}

export function exportLedger(state: FoldState, facts: readonly Fact[]): ExportedLedger {
  const { produced, acknowledged, failed, lost, groups, breaches, verdicts } = state.ledger;
  return {
    produced,
    acknowledged,
    failed,
    lost,
    groups: Object.fromEntries(Object.entries(groups).map(([id, it]) => [id, { ...it, verdict: verdicts[id] ?? 'exactlyOnce' }])),
    anomalies: breaches.map(({ fact, ...breach }) => ({
      anomaly: anomalyOf(state, { ...breach, fact }),
      ...breach,
      cause: causeOf(facts[fact] as Fact),
      root: causeOf(rootOf(facts, facts[fact] as Fact)),
    })),
    records: recordsOf(state),
  };
}

export function anomalyOf({ tally }: FoldState, { guarantee, producer, number }: Breach): Anomaly {
  switch (guarantee) {
    case 'lost':
      return 'lost-write';
    case 'duplicate':
      return (vectorGet(tally.lives.get(producer) ?? emptyVector<{ places: number }>(), number)?.places ?? 0) > 1
        ? 'duplicate'
        : 'redelivery';
    case 'skipped':
      return 'poll-skip';
    case 'outOfOrder':
      return 'reordered';
  }
}

const causeOf = ({ id, kind, at }: Fact): Cause => ({ fact: id, kind, at });

function rootOf(facts: readonly Fact[], fact: Fact): Fact {
  let root = fact;
  while (root.weight !== 'pivotal' && root.kind !== 'command.issued' && root.cause !== null) root = facts[root.cause] as Fact;
  return root;
}

function recordsOf(state: FoldState): readonly ExportedRecord[] {
  const records: ExportedRecord[] = [];
  for (const [producer, lives] of state.tally.lives) {
    const count = vectorValues(lives).length;
    // Numbers of records that send() refused have no life; the others stand at their numbers.
    for (let number = 0, seen = 0; seen < count; number++) {
      const fate = fateOf(state, producer, number);
      if (fate === null) continue;
      seen++;
      records.push({ producer, number, ...fate });
    }
  }
  return records;
}

/** One line per record; the columns of each group follow. Times are virtual ms. */
export function ledgerAsCsv({ groups, anomalies, records }: ExportedLedger): string {
  const names = Object.keys(groups);
  const heads = ['producer', 'number', 'topic', 'partition', 'offset', 'key', 'sentAt', 'fate', 'requests', 'anomalies'];
  const found = new Map<string, string[]>();
  for (const { producer, number, anomaly, group } of anomalies) {
    const name = `${producer}#${number}`;
    found.set(name, [...(found.get(name) ?? []), group === null ? anomaly : `${group}: ${anomaly}`]);
  }
  const rows = records.map((it) => [
    ...[it.producer, it.number, it.topic, it.partition, it.offset, it.key, it.sentAt, it.fate, it.requests],
    (found.get(`${it.producer}#${it.number}`) ?? []).join('; '),
    ...names.flatMap((name) => [
      it.groups[name]?.processed ?? 0,
      it.groups[name]?.skipped === true ? 1 : 0,
      it.groups[name]?.outOfOrder === true ? 1 : 0,
    ]),
  ]);
  const all = [[...heads, ...names.flatMap((name) => [`${name} processed`, `${name} skipped`, `${name} out of order`])], ...rows];
  return csvOf(all, '\n');
}
