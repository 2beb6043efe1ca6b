/**
 * R1, R6: fetches of followers and consumers. Models ReplicaManager.fetchMessages, DelayedFetch and fetch sessions (KIP-227).
 *
 * The broker knows how far the logs of its replicas go and what each fetcher asked for last, so that only replicas which have something
 * to give, or something to learn, are asked.
 */
import { epochError } from '../../kafka/reading.ts';
import type { ErrorCode, FetchedPartition, FetchPartition, MessageOf } from '../../messages.ts';
import { isDue } from '../../time.ts';
import type { Delivered } from '../contract.ts';
import { channelOf, hold, reply, setChannel } from './channels.ts';
import { leaderHint, ledAt, nextTicket, say, slotOf } from './turn.ts';
import type { BrokerContext, ChannelId, FetchSession, Found, Fresh, Hosted, PendingFetch } from './context.ts';
import type { Turn } from './turn.ts';
import { watch } from './purgatory.ts';

const sameFetch = (a: FetchPartition | null | undefined, b: FetchPartition): boolean =>
  a === b ||
  (a !== null &&
    a !== undefined &&
    a.fetchOffset === b.fetchOffset &&
    a.currentLeaderEpoch === b.currentLeaderEpoch &&
    a.lastFetchedEpoch === b.lastFetchedEpoch &&
    a.partition === b.partition &&
    a.topic === b.topic);

/** The session of this fetch: what the connection's last one said, in the order of this one. */
function sessionOf(context: BrokerContext, before: FetchSession | null, request: MessageOf<'Fetch'>, at: number): FetchSession {
  const slots = request.partitions.map(({ topic, partition }) => slotOf(context, topic, partition));
  const { replicaId } = request;
  if (before === null) {
    const nobody = slots.map(() => null);
    return { replicaId, slots, reported: nobody, sentHighWatermarks: slots.map(() => -1), sentLogStarts: slots.map(() => 0), heardAt: at };
  }
  const same = slots.length === before.slots.length && slots.every((slot, i) => slot === before.slots[i]);
  if (same) return { ...before, heardAt: at };
  const places = slots.map((slot) => (slot < 0 ? -1 : before.slots.indexOf(slot)));
  const reported = places.map((place) => before.reported[place] ?? null);
  const sentHighWatermarks = places.map((place) => before.sentHighWatermarks[place] ?? -1);
  const sentLogStarts = places.map((place) => before.sentLogStarts[place] ?? 0);
  return { replicaId, slots, reported, sentHighWatermarks, sentLogStarts, heardAt: at };
}

/** Why nothing can be fetched there now, or the replica that leads; `slot` is where it is hosted, if it is. */
function sourceOf(context: BrokerContext, slot: number, fetch: FetchPartition): Hosted | ErrorCode {
  const hosted = context.hosted[slot];
  const led = hosted?.role === 'leader' ? hosted : ledAt(context, fetch.topic, fetch.partition);
  return typeof led === 'string' ? led : (epochError(fetch.currentLeaderEpoch, led.metadata.leaderEpoch) ?? led);
}

const hasRecords = ({ highWatermark, logEndOffset }: Hosted, { fetchOffset }: FetchPartition, replicaId: number | null): boolean =>
  fetchOffset < (replicaId === null ? highWatermark : logEndOffset);

const isOutside = ({ logStartOffset, logEndOffset }: Hosted, { fetchOffset }: FetchPartition): boolean =>
  fetchOffset < logStartOffset || fetchOffset > logEndOffset;

function failed(context: BrokerContext, index: number, { topic, partition }: FetchPartition, error: ErrorCode): Found {
  const unknown = { records: [], highWatermark: -1, lastStableOffset: -1, logStartOffset: -1 };
  return { index, bytes: 0, fetched: { topic, partition, error, ...unknown, ...leaderHint(context, topic, partition) } };
}

export function takeFetch(turn: Turn, id: ChannelId, request: MessageOf<'Fetch'>): void {
  const { draft, at } = turn;
  const { partitions, replicaId } = request;
  const session = sessionOf(draft, channelOf(draft, id)?.session ?? null, request, at);
  const ticket = nextTicket(turn);
  const found: Found[] = [];
  let reported: (FetchPartition | null)[] | null = null;
  let outstanding = 0;
  partitions.forEach((fetch, i) => {
    const source = sourceOf(draft, session.slots[i] ?? -1, fetch);
    const known = session.reported[i];
    const changed = !sameFetch(known, fetch);
    if (known !== fetch) (reported ??= [...session.reported])[i] = typeof source === 'string' ? null : fetch;
    if (typeof source === 'string') {
      found.push(failed(draft, i, fetch, source));
      return;
    }
    // R4: records of an older epoch may not be the leader's; once compared they need no second look.
    const mayDiverge = changed && fetch.lastFetchedEpoch >= 0 && fetch.lastFetchedEpoch !== source.metadata.leaderEpoch;
    if (hasRecords(source, fetch, replicaId) || isOutside(source, fetch) || mayDiverge) {
      outstanding += 1;
      say(turn, source.actor, { type: 'replica.read', ticket, replicaId, arrived: true, fetch });
    } else if (replicaId !== null && (changed || !source.metadata.isr.includes(replicaId))) {
      say(turn, source.actor, { type: 'replica.fetched', replicaId, fetchOffset: fetch.fetchOffset });
    }
  });
  setChannel(turn, id, { session: reported === null ? session : { ...session, reported } });
  conclude(turn, { ...id, ticket, request, slots: session.slots, deadline: at + request.maxWaitMs, outstanding, found });
}

/** Enough to answer, something the fetcher must know at once, or no more time: it is answered. Otherwise it stays, or goes to the purgatory. */
function conclude(turn: Turn, fetch: PendingFetch): void {
  const { draft, at } = turn;
  const { request, found, deadline, outstanding, ticket } = fetch;
  const others = draft.fetches.filter((it) => it.ticket !== ticket);
  const isNew = others.length === draft.fetches.length;
  const enough = () =>
    found.reduce((sum, it) => sum + it.bytes, 0) >= request.minBytes ||
    found.some(({ fetched }) => fetched.error !== null || fetched.divergingEpoch !== undefined);
  if (outstanding === 0 && (isDue(deadline, at) || enough())) {
    draft.fetches = others;
    answer(turn, fetch);
    return;
  }
  if (isNew) hold(turn, fetch);
  draft.fetches = [...others, outstanding === 0 && found.length > 0 ? { ...fetch, found: [] } : fetch];
  if (outstanding === 0) watch(turn, deadline);
}

/** A replica read for a fetch. */
export function takeRecords(turn: Turn, { message }: Delivered<MessageOf<'replica.records'>>): void {
  const fetch = turn.draft.fetches.find(({ ticket }) => ticket === message.ticket);
  if (fetch === undefined) return;
  const { fetched, bytes } = message;
  const index = fetch.request.partitions.findIndex((it) => it.partition === fetched.partition && it.topic === fetched.topic);
  conclude(turn, { ...fetch, outstanding: fetch.outstanding - 1, found: [...fetch.found, { index, fetched, bytes }] });
}

const NONE: readonly Fresh[] = [];

/** Something happened at these replicas: parked fetches that can be answered now are. */
export function wakeFetches(turn: Turn, slots: readonly number[], fresh = NONE): void {
  for (const fetch of turn.draft.fetches) {
    if (fetch.outstanding > 0) continue;
    const hit = slots.some((slot) => {
      const wanted = fetch.request.partitions[fetch.slots.indexOf(slot)];
      if (wanted === undefined) return false;
      const source = sourceOf(turn.draft, slot, wanted);
      return typeof source === 'string' || hasRecords(source, wanted, fetch.request.replicaId);
    });
    if (hit) attempt(turn, fetch, fresh);
  }
}

/** Time is up for these: they are answered with what there is. */
export function expireFetches(turn: Turn): void {
  for (const fetch of turn.draft.fetches) if (fetch.outstanding === 0 && isDue(fetch.deadline, turn.at)) attempt(turn, fetch, NONE);
}

function attempt(turn: Turn, fetch: PendingFetch, fresh: readonly Fresh[]): void {
  const { draft } = turn;
  const { request, ticket, slots } = fetch;
  const { replicaId, partitions } = request;
  const found: Found[] = [];
  let outstanding = 0;
  partitions.forEach((wanted, index) => {
    const source = sourceOf(draft, slots[index] ?? -1, wanted);
    if (typeof source === 'string') {
      found.push(failed(draft, index, wanted, source));
      return;
    }
    if (!hasRecords(source, wanted, replicaId)) return;
    const slot = slots[index];
    const ready = replicaId === null ? undefined : fresh.find((it) => it.slot === slot && it.records[0]?.offset === wanted.fetchOffset);
    if (ready === undefined) {
      outstanding += 1;
      say(turn, source.actor, { type: 'replica.read', ticket, replicaId, arrived: false, fetch: wanted });
    } else found.push({ index, fetched: offered(source, ready.records), bytes: ready.records.reduce((sum, { bytes }) => sum + bytes, 0) });
  });
  conclude(turn, { ...fetch, outstanding, found });
}

const offered = ({ topic, partition, highWatermark, logStartOffset }: Hosted, records: FetchedPartition['records']): FetchedPartition => ({
  topic,
  partition,
  error: null,
  records,
  highWatermark,
  lastStableOffset: highWatermark,
  logStartOffset,
});

const isOtherThanSent = (
  { highWatermark, logStartOffset }: Hosted,
  { sentHighWatermarks, sentLogStarts }: FetchSession,
  i: number,
): boolean => highWatermark !== sentHighWatermarks[i] || logStartOffset !== sentLogStarts[i];

/** Only partitions with something to tell are in the answer; the size limit never keeps the first records back. */
function answer(turn: Turn, { from, connection, request, slots, found }: PendingFetch): void {
  const { draft } = turn;
  const session = channelOf(draft, { from, connection })?.session;
  if (session === null || session === undefined) return;
  const partitions: FetchedPartition[] = [];
  let sent: number[] | null = null;
  let starts: number[] | null = null;
  let bytes = 0;
  request.partitions.forEach((_, i) => {
    const got = found.length === 0 ? undefined : found.find(({ index }) => index === i);
    const hosted = draft.hosted[slots[i] as number];
    let fetched = got?.fetched;
    if (fetched === undefined && hosted?.role === 'leader' && isOtherThanSent(hosted, session, i)) fetched = offered(hosted, []);
    if (fetched === undefined) return;
    const size = got?.bytes ?? 0;
    if (bytes > 0 && bytes + size > request.maxBytes) fetched = { ...fetched, records: [] };
    else bytes += size;
    if (fetched.error === null) (sent ??= [...session.sentHighWatermarks])[i] = fetched.highWatermark;
    if (fetched.error === null && fetched.logStartOffset !== session.sentLogStarts[i])
      (starts ??= [...session.sentLogStarts])[i] = fetched.logStartOffset;
    partitions.push(fetched);
  });
  if (sent !== null)
    setChannel(
      turn,
      { from, connection },
      { session: { ...session, sentHighWatermarks: sent, sentLogStarts: starts ?? session.sentLogStarts } },
    );
  reply(turn, { from, connection }, { type: 'FetchResponse', correlationId: request.correlationId, partitions });
}

/** When followers last asked for this partition (by broker): the leader may have been spared hearing it. */
export function followersSeen(context: BrokerContext, slot: number): Record<number, number> {
  const seen: Record<number, number> = {};
  for (const { session } of context.channels) {
    if (session === null || session.replicaId === null) continue;
    const index = session.slots.indexOf(slot);
    if (index >= 0 && session.reported[index] !== null) seen[session.replicaId] = session.heardAt;
  }
  return seen;
}

/** How far a follower's last fetch says that its log goes; -1 if it was never heard. */
export function heldBy(context: BrokerContext, slot: number, follower: number): number {
  const session = context.channels.find((it) => it.session?.replicaId === follower)?.session;
  return session?.reported[session.slots.indexOf(slot)]?.fetchOffset ?? -1;
}
