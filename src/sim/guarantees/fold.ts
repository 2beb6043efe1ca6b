/**
 * The delivery ledger and the rebalance reports, folded from facts (D1, D3, A6). What it says after every 256th fact is kept; the few
 * facts between are folded when asked for, so that any moment of a run costs about the same and going back costs nothing.
 */
import type { Fact } from '../facts.ts';
import type { LedgerModel, RebalanceReport } from '../model.ts';
import {
  batchAcknowledged,
  batchAppended,
  batchFailed,
  batchForgotten,
  logCleaned,
  produceRequested,
  recordRejected,
  recordSent,
  replicaCopied,
  replicaFollowed,
  replicaLed,
  replicaTruncated,
  topicDeleted,
} from './delivery.ts';
import { offsetsCommitted, recordProcessed } from './reading.ts';
import {
  groupChanged,
  memberExpired,
  partitionsAssigned,
  processResumed,
  processStopped,
  rebalanceCompleted,
  rebalanceStarted,
  released,
} from './rebalances.ts';
import type { Fold, FoldState, Tally } from './state.ts';
import { emptyTally, reopen } from './state.ts';
import { verdictsOf } from './verdict.ts';
import { vectorValues } from './vector.ts';

const CHUNK = 256;

/** `facts` is the branch's own growing list; `groups` are listed in the ledger from the start. */
export function createFold(facts: readonly Fact[], groups: readonly string[] = []): Fold {
  const first = emptyTally();
  for (const group of groups) first.groups.set(group, { processed: 0, duplicates: 0, skipped: 0, outOfOrder: 0 });
  /** `kept[i]`: after i · 256 facts. */
  const kept: Readonly<Tally>[] = [first];
  let last: { readonly count: number; readonly tally: Readonly<Tally>; readonly state: FoldState } = {
    count: 0,
    tally: first,
    state: publish(first, null),
  };

  function tallyAt(count: number): Readonly<Tally> {
    const chunk = Math.floor(count / CHUNK);
    while (kept.length <= chunk) kept.push(foldOn(kept.at(-1) as Tally, facts, (kept.length - 1) * CHUNK, kept.length * CHUNK));
    const base = kept[chunk] as Tally;
    const from = chunk * CHUNK;
    return last.count >= from && last.count <= count ? foldOn(last.tally, facts, last.count, count) : foldOn(base, facts, from, count);
  }

  return {
    at(factCount) {
      if (last.count !== factCount) {
        const tally = tallyAt(factCount);
        last = { count: factCount, tally, state: publish(tally, last) };
      }
      return last.state;
    },
    truncate(factCount) {
      kept.length = Math.min(kept.length, Math.floor(factCount / CHUNK) + 1);
      if (last.count > factCount) last = { count: 0, tally: first, state: publish(first, last) };
    },
  };
}

function foldOn(base: Readonly<Tally>, facts: readonly Fact[], from: number, to: number): Readonly<Tally> {
  if (from === to) return base;
  const tally = reopen(base);
  for (let id = from; id < to; id++) apply(tally, facts[id] as Fact, facts);
  return tally;
}

function apply(tally: Tally, fact: Fact, facts: readonly Fact[]): void {
  switch (fact.kind) {
    case 'record.sent':
      return recordSent(tally, fact);
    case 'record.rejected':
      return recordRejected(tally, fact);
    case 'produce.requested':
      return produceRequested(tally, fact);
    case 'batch.appended':
      return batchAppended(tally, fact);
    case 'batch.acknowledged':
      return batchAcknowledged(tally, fact);
    case 'batch.failed':
      return batchFailed(tally, fact);
    case 'batch.forgotten':
      return batchForgotten(tally, fact);
    case 'replica.led':
      return replicaLed(tally, fact);
    case 'replica.followed':
      return replicaFollowed(tally, fact);
    case 'replica.copied':
      return replicaCopied(tally, fact);
    case 'replica.truncated':
      return replicaTruncated(tally, fact);
    case 'log.cleaned':
      return logCleaned(tally, fact);
    case 'topic.deleted':
      return topicDeleted(tally, fact);
    case 'record.processed':
      return recordProcessed(tally, fact);
    case 'offsets.committed':
      return offsetsCommitted(tally, fact);
    case 'member.expired':
      return memberExpired(tally, fact, facts);
    case 'rebalance.started':
      return rebalanceStarted(tally, fact);
    case 'rebalance.completed':
      return rebalanceCompleted(tally, fact);
    case 'group.changed':
      return groupChanged(tally, fact);
    case 'partitions.revoked':
    case 'partitions.lost':
      return released(tally, fact.group, fact.member, fact.partitions, fact.at);
    case 'partitions.assigned':
      return partitionsAssigned(tally, fact);
    case 'node.crashed':
      return processStopped(tally, fact.node, fact.at, false);
    case 'node.paused':
      return processStopped(tally, fact.node, fact.at, true);
    case 'node.resumed':
      return processResumed(tally, fact.node, fact.at);
    default:
      return;
  }
}

/** The tally as others see it. Versions rise with each change and name one state each: equal ones mean equal parts. */
function publish(tally: Readonly<Tally>, known: { readonly tally: Readonly<Tally>; readonly state: FoldState } | null): FoldState {
  const ledger = known?.tally.ledgerVersion === tally.ledgerVersion ? known.state.ledger : ledgerOf(tally);
  const rebalances = known?.tally.reportVersion === tally.reportVersion ? known.state.rebalances : reportsOf(tally);
  return { ledger, rebalances, tally };
}

const ledgerOf = (tally: Readonly<Tally>): LedgerModel => ({
  ...tally.counts,
  groups: Object.fromEntries(tally.groups),
  verdicts: verdictsOf(tally),
  breaches: vectorValues(tally.breaches),
});

function reportsOf(tally: Readonly<Tally>): Readonly<Record<string, readonly RebalanceReport[]>> {
  return Object.fromEntries([...tally.tracks].map(([group, track]) => [group, track.reports]));
}
