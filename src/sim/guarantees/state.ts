/** What the fold over facts remembers. Every version is kept as it is: the maps are copied before a stretch of facts, the vectors share. */
import type { Breach, LedgerModel, RebalanceReport } from '../model.ts';
import type { Lineage } from './lineage.ts';
import type { GroupTrack } from './rebalances.ts';
import type { Vector } from './vector.ts';
import { emptyVector, vectorSet } from './vector.ts';

/** How the producer's future of a record ended. `unanswered`: acks=0, nobody will ever say. */
export type Outcome = 'pending' | 'acknowledged' | 'failed' | 'forgotten' | 'unanswered';

/** The life of one record, from send() on (D1). */
export interface RecordLife {
  readonly topic: string;
  readonly partition: number;
  readonly key: string | null;
  readonly sentAt: number;
  /** The fact of its send(). */
  readonly sent: number;
  /** The fact that changed its life last. */
  readonly last: number;
  readonly requests: number;
  readonly outcome: Outcome;
  /** In how many places of logs that can lead it lies: a retry without idempotence may append it twice. */
  readonly places: number;
  /** Its last place in a log, kept when it is lost. */
  readonly offset: number | null;
  /** Where in the list of breaches its loss stands; null if it is not (or no longer) lost. */
  readonly lost: number | null;
}

/** Who lies at an offset. */
export interface RecordName {
  readonly producer: string;
  readonly number: number;
}

export interface GroupCounts {
  readonly processed: number;
  readonly duplicates: number;
  readonly skipped: number;
  readonly outOfOrder: number;
}

/** What a group did with the records of one producer, by their numbers. */
export interface Reading {
  readonly times: Vector<number>;
  /** Where in the list of breaches a skipped record stands, null if it is not (or no longer) skipped. */
  readonly skips: Vector<number | null>;
}

/** Open to change while a stretch of facts is folded, closed afterwards. */
export interface Tally {
  counts: { readonly produced: number; readonly acknowledged: number; readonly failed: number; readonly lost: number };
  readonly groups: Map<string, GroupCounts>;
  breachCount: number;
  /** Broken guarantees in order; null where one was healed (a skipped record that was processed after all). */
  breaches: Vector<Breach | null>;
  /** By producer, then by number. */
  readonly lives: Map<string, Vector<RecordLife>>;
  /** By `topic-partition`. */
  readonly lineages: Map<string, Lineage>;
  /** Committed offsets by `group|topic-partition`. */
  readonly committed: Map<string, number>;
  /** By `group|producer`. */
  readonly readings: Map<string, Reading>;
  /** Places in `latest` of the promises of order (see reading.ts). Shared by all versions: it only ever grows. */
  readonly promises: Map<string, number>;
  /** The greatest number first processed so far, by promise. */
  latest: Vector<number>;
  readonly tracks: Map<string, GroupTrack>;
  /** Raised with every change of what the ledger shows, and of what the reports show. */
  ledgerVersion: number;
  reportVersion: number;
}

/** What the ledger and the reports say after some number of facts; `tally` answers questions about single records. */
export interface FoldState {
  readonly ledger: LedgerModel;
  readonly rebalances: Readonly<Record<string, readonly RebalanceReport[]>>;
  readonly tally: Readonly<Tally>;
}

export interface Fold {
  /** What the first `factCount` facts say. Parts that did not change are the same objects as before. */
  at(factCount: number): FoldState;
  /** The facts from this number on were taken back. */
  truncate(factCount: number): void;
}

export const emptyTally = (): Tally => ({
  counts: { produced: 0, acknowledged: 0, failed: 0, lost: 0 },
  groups: new Map(),
  breachCount: 0,
  breaches: emptyVector(),
  lives: new Map(),
  lineages: new Map(),
  committed: new Map(),
  readings: new Map(),
  promises: new Map(),
  latest: emptyVector(),
  tracks: new Map(),
  ledgerVersion: 0,
  reportVersion: 0,
});

/** A tally to go on with; the given one stays as it is. */
export const reopen = (tally: Readonly<Tally>): Tally => ({
  ...tally,
  groups: new Map(tally.groups),
  lives: new Map(tally.lives),
  lineages: new Map(tally.lineages),
  committed: new Map(tally.committed),
  readings: new Map(tally.readings),
  tracks: new Map(tally.tracks),
});

const NO_COUNTS: GroupCounts = { processed: 0, duplicates: 0, skipped: 0, outOfOrder: 0 };

/** Adds to the counts of a group. */
export function count(tally: Tally, group: string, more: Partial<GroupCounts>): void {
  const now = tally.groups.get(group) ?? NO_COUNTS;
  tally.groups.set(group, {
    processed: now.processed + (more.processed ?? 0),
    duplicates: now.duplicates + (more.duplicates ?? 0),
    skipped: now.skipped + (more.skipped ?? 0),
    outOfOrder: now.outOfOrder + (more.outOfOrder ?? 0),
  });
  tally.ledgerVersion++;
}

/** Lists a broken guarantee and returns its place in the list. */
export function report(tally: Tally, breach: Breach): number {
  const place = tally.breachCount++;
  tally.breaches = vectorSet(tally.breaches, place, breach);
  tally.ledgerVersion++;
  return place;
}

/** A guarantee that was broken holds after all. */
export function takeBack(tally: Tally, place: number): void {
  tally.breaches = vectorSet(tally.breaches, place, null);
  tally.ledgerVersion++;
}
