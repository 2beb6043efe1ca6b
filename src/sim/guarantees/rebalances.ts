/**
 * A6: what each rebalance of a group cost. Reasons and beginnings come from the coordinator's facts, ends of consumption from the members'
 * own (revoked, lost) and from what befell their processes, new beginnings from the assignments as the members get them.
 */
import type { TopicPartition } from '../address.ts';
import { parsePartitionName, partitionName } from '../address.ts';
import type { Fact, FactOf } from '../facts.ts';
import type { RebalanceReport } from '../model.ts';
import { roundMs } from '../time.ts';
import type { Tally } from './state.ts';

/** Who reads a partition for the group. */
interface Reader {
  readonly member: string;
  /** Since when nobody really reads; null while the member does. */
  readonly stoppedAt: number | null;
  /** Only held up: it goes on by itself when its process resumes. */
  readonly frozen: boolean;
}

/** What is known of a group's rebalances; the latest report is the one that may still change. */
export interface GroupTrack {
  /** Owners by partition as the last completed rebalance left them, those that died since included. */
  readonly owners: Readonly<Record<string, string>>;
  readonly readers: Readonly<Record<string, Reader>>;
  /** Partitions that stopped and belong to no rebalance yet. */
  readonly fresh: readonly string[];
  /** The member whose silence was noticed last, and how long that took. */
  readonly noticed: { readonly member: string; readonly ms: number } | null;
  readonly reports: readonly RebalanceReport[];
  readonly open: boolean;
  /** Generation with which the latest join phase began. */
  readonly generation: number;
  /** Partitions that stopped in the latest rebalance, and how long each stood still. */
  readonly stopped: readonly string[];
  readonly pausedMs: Readonly<Record<string, number>>;
}

const NEW_TRACK: GroupTrack = {
  owners: {},
  readers: {},
  fresh: [],
  noticed: null,
  reports: [],
  open: false,
  generation: 0,
  stopped: [],
  pausedMs: {},
};

function change(tally: Tally, group: string, next: (track: GroupTrack) => GroupTrack): void {
  const track = tally.tracks.get(group) ?? NEW_TRACK;
  const changed = next(track);
  if (changed === track) return;
  tally.tracks.set(group, changed);
  if (changed.reports !== track.reports) tally.reportVersion++;
}

/** The latest report with something changed. */
function amend(track: GroupTrack, more: Partial<RebalanceReport>): GroupTrack {
  const latest = track.reports.at(-1);
  return latest === undefined ? track : { ...track, reports: [...track.reports.slice(0, -1), { ...latest, ...more }] };
}

// ── The coordinator's side ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Detection: from the fault to its discovery; where no fault is known, the silence itself. */
export function memberExpired(tally: Tally, fact: FactOf<'member.expired'>, facts: readonly Fact[]): void {
  const fault = fact.cause === null ? undefined : facts[fact.cause];
  const sinceFault = fault === undefined ? Infinity : roundMs(fact.at - fault.at);
  change(tally, fact.group, (track) => ({ ...track, noticed: { member: fact.member, ms: Math.min(sinceFault, fact.silentMs) } }));
}

export function rebalanceStarted(tally: Tally, fact: FactOf<'rebalance.started'>): void {
  change(tally, fact.group, (track) => (goesOn(track, fact) ? nextRound(track, fact) : begin(track, fact)));
}

/** A join phase that another trigger interrupted, or the second round of the cooperative protocol: what was revoked is handed over. */
function goesOn(track: GroupTrack, { reason }: FactOf<'rebalance.started'>): boolean {
  if (track.open) return true;
  return reason === 'rejoin' && track.fresh.length > 0 && track.reports.at(-1)?.protocol === 'cooperative-sticky';
}

function nextRound(track: GroupTrack, { generation }: FactOf<'rebalance.started'>): GroupTrack {
  const latest = track.reports.at(-1);
  const stopped = [...new Set([...track.stopped, ...track.fresh])];
  const rounds = (latest?.rounds ?? 0) + (generation > track.generation ? 1 : 0);
  return amend({ ...track, open: true, generation, stopped, fresh: [] }, { rounds, stopped: stopped.length, endedAt: null });
}

function begin(track: GroupTrack, fact: FactOf<'rebalance.started'>): GroupTrack {
  const silent = fact.reason === 'expired' && track.noticed?.member === fact.member ? track.noticed.ms : 0;
  const report: RebalanceReport = {
    at: fact.at,
    endedAt: null,
    reason: fact.reason,
    generation: fact.generation,
    protocol: null,
    rounds: 1,
    moved: 0,
    movedFromLive: 0,
    stopped: track.fresh.length,
    pausedMs: 0,
    detectionMs: silent,
    moves: [],
  };
  return {
    ...track,
    open: true,
    generation: fact.generation,
    stopped: track.fresh,
    fresh: [],
    pausedMs: {},
    noticed: null,
    reports: [...track.reports, report],
  };
}

export function rebalanceCompleted(tally: Tally, fact: FactOf<'rebalance.completed'>): void {
  change(tally, fact.group, (track) => {
    const owners: Record<string, string> = {};
    for (const [member, partitions] of Object.entries(fact.assignment))
      for (const { topic, partition } of partitions) owners[partitionName(topic, partition)] = member;
    // A cooperative rebalance is told against the owners before its first round.
    const before = ownersBefore(track);
    const moves = movesOf(before, owners, track.pausedMs);
    const moved = moves.filter((move) => move.from !== null && move.to !== null && move.from !== move.to);
    const movedFromLive = moved.filter((move) => fact.assignment[move.from ?? ''] !== undefined).length;
    const { generation, protocol } = fact;
    const told = { endedAt: fact.at, generation, protocol, moves, moved: moved.length, movedFromLive };
    return amend({ ...track, owners, open: false }, told);
  });
}

function ownersBefore(track: GroupTrack): GroupTrack['owners'] {
  const latest = track.reports.at(-1);
  if (latest === undefined || latest.moves.length === 0) return track.owners;
  return Object.fromEntries(
    latest.moves.flatMap(({ topic, partition, from }) => (from === null ? [] : [[partitionName(topic, partition), from]])),
  );
}

function movesOf(before: GroupTrack['owners'], after: GroupTrack['owners'], paused: GroupTrack['pausedMs']): RebalanceReport['moves'] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((name) => ({ ...parsePartitionName(name), from: before[name] ?? null, to: after[name] ?? null, pausedMs: paused[name] ?? 0 }))
    .sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition));
}

/** Nobody is left: the next to come starts from nothing. */
export function groupChanged(tally: Tally, fact: FactOf<'group.changed'>): void {
  if (fact.to !== 'Empty') return;
  change(tally, fact.group, (track) => {
    const empty = { ...track, owners: {}, open: false };
    if (!track.open) return empty;
    return amend(empty, { endedAt: fact.at, generation: fact.generation, moves: movesOf(ownersBefore(track), {}, track.pausedMs) });
  });
}

// ── The members' side ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A member gave partitions up, or lost them, or its process died: nobody reads them for the group. */
export function released(tally: Tally, group: string, member: string, partitions: readonly TopicPartition[], at: number): void {
  change(tally, group, (track) => {
    const names = partitions.map(({ topic, partition }) => partitionName(topic, partition));
    return stop(
      track,
      names.filter((name) => track.readers[name]?.member === member),
      at,
      false,
    );
  });
}

/** What befalls a process befalls everything it reads. */
export function processStopped(tally: Tally, node: string, at: number, frozen: boolean): void {
  for (const group of tally.tracks.keys()) change(tally, group, (track) => stop(track, readBy(track, node), at, frozen));
}

const readBy = ({ readers }: GroupTrack, member: string): string[] =>
  Object.keys(readers).filter((name) => readers[name]?.member === member);

function stop(track: GroupTrack, names: readonly string[], at: number, frozen: boolean): GroupTrack {
  const standing = names.filter((name) => track.readers[name]?.frozen === true || track.readers[name]?.stoppedAt === null);
  if (standing.length === 0) return track;
  const readers = { ...track.readers };
  for (const name of standing) {
    const reader = track.readers[name] as Reader;
    readers[name] = { ...reader, stoppedAt: reader.stoppedAt ?? at, frozen };
  }
  const next = standing.filter((name) => track.readers[name]?.stoppedAt === null);
  if (!track.open) return { ...track, readers, fresh: [...new Set([...track.fresh, ...next])] };
  const stopped = [...new Set([...track.stopped, ...next])];
  return amend({ ...track, readers, stopped }, { stopped: stopped.length });
}

/** A process that was only held up reads on. */
export function processResumed(tally: Tally, node: string, at: number): void {
  for (const group of tally.tracks.keys())
    change(tally, group, (track) => {
      const names = readBy(track, node).filter((name) => track.readers[name]?.frozen === true);
      return names.length === 0 ? track : start(track, node, names, at);
    });
}

export function partitionsAssigned(tally: Tally, fact: FactOf<'partitions.assigned'>): void {
  const names = fact.owned.map(({ topic, partition }) => partitionName(topic, partition));
  change(tally, fact.group, (track) => start(track, fact.member, names, fact.at));
}

/** A member reads these from now on; how long nobody did is added to the latest rebalance, if that is where they stopped. */
function start(track: GroupTrack, member: string, names: readonly string[], at: number): GroupTrack {
  const readers = { ...track.readers };
  const pausedMs = { ...track.pausedMs };
  let counted = false;
  for (const name of names) {
    const stoppedAt = readers[name]?.stoppedAt ?? null;
    readers[name] = { member, stoppedAt: null, frozen: false };
    if (stoppedAt === null || track.fresh.includes(name)) continue;
    pausedMs[name] = roundMs((pausedMs[name] ?? 0) + at - stoppedAt);
    counted = true;
  }
  const next = { ...track, readers, pausedMs, fresh: track.fresh.filter((name) => !names.includes(name)) };
  if (!counted) return next;
  const moves = (track.reports.at(-1)?.moves ?? []).map((move) => {
    const paused = pausedMs[partitionName(move.topic, move.partition)] ?? 0;
    return paused === move.pausedMs ? move : { ...move, pausedMs: paused };
  });
  return amend(next, { moves, pausedMs: Math.max(...Object.values(pausedMs)) });
}
