/**
 * R1, R4: this broker's followers copy from other brokers. Models Kafka's ReplicaFetcherThread: one per leader, one fetch at a time for all
 * partitions followed there, the next one as soon as the last is answered.
 */
import { brokerActor, brokerNode, partitionName } from '../../address.ts';
import type { FetchedPartition, FetchPartition, MessageOf, PartitionMetadata } from '../../messages.ts';
import { isDue } from '../../time.ts';
import type { Delivered } from '../contract.ts';
import { startTimer } from '../contract.ts';
import { hostedAt, nextCorrelationId, say } from './turn.ts';
import type { BrokerTimer, Fetcher } from './context.ts';
import type { Turn } from './turn.ts';

/** Kafka's replica.fetch.max.bytes and replica.fetch.response.max.bytes. */
const PARTITION_MAX_BYTES = 1_048_576;
const RESPONSE_MAX_BYTES = 10_485_760;

const isAt = (topic: string, partition: number) => (it: FetchPartition) => it.partition === partition && it.topic === topic;

const fetcherOf = ({ draft }: Turn, leader: number): Fetcher | undefined => draft.fetchers.find((it) => it.leader === leader);

function set({ draft }: Turn, fetcher: Fetcher): void {
  const index = draft.fetchers.findIndex((it) => it.leader === fetcher.leader);
  draft.fetchers = index < 0 ? [...draft.fetchers, fetcher] : draft.fetchers.with(index, fetcher);
}

const newFetcher = (leader: number): Fetcher => ({
  leader,
  connection: 1,
  inFlight: null,
  sentAt: 0,
  sent: [],
  partitions: [],
  delayed: {},
  watched: false,
});

const connectionName = ({ connection }: Fetcher): string => (connection === 1 ? 'replication' : `replication#${connection}`);

/** The partition is not followed (from there) any more. */
export function stopFetching({ draft }: Turn, topic: string, { partition }: PartitionMetadata): void {
  const there = isAt(topic, partition);
  if (draft.fetchers.some(({ partitions }) => partitions.some(there)))
    draft.fetchers = draft.fetchers.map((it) => ({ ...it, partitions: it.partitions.filter((fetch) => !there(fetch)) }));
}

/** A follower knows where to go on: it is part of its leader's next fetch. */
export function takePosition(turn: Turn, { message }: Delivered<MessageOf<'replica.positioned'>>): void {
  const { topic, partition, leaderEpoch, logEndOffset, lastEpoch } = message;
  const hosted = hostedAt(turn.draft, topic, partition);
  if (hosted?.role !== 'follower' || hosted.metadata.leaderEpoch !== leaderEpoch) return;
  stopFetching(turn, topic, hosted.metadata);
  const { leader } = hosted.metadata;
  if (leader === null || leader === turn.draft.id) return;
  const fetch: FetchPartition = {
    topic,
    partition,
    fetchOffset: logEndOffset,
    currentLeaderEpoch: leaderEpoch,
    lastFetchedEpoch: lastEpoch,
    maxBytes: PARTITION_MAX_BYTES,
  };
  const fetcher = fetcherOf(turn, leader) ?? newFetcher(leader);
  const { [partitionName(topic, partition)]: _over, ...delayed } = fetcher.delayed;
  set(turn, { ...fetcher, partitions: [...fetcher.partitions, fetch], delayed });
  // The other partitions this turn brings shall come along.
  fetchAfter(turn, leader, 0);
}

function fetchAfter({ intents }: Turn, leader: number, delayMs: number): void {
  const message: BrokerTimer = { type: 'timer.fetch', leader };
  intents.push(startTimer(`fetch:${leader}`, Math.max(0, delayMs), message));
}

function checkAfter({ intents }: Turn, leader: number, delayMs: number): void {
  const message: BrokerTimer = { type: 'timer.fetchTimeout', leader };
  intents.push(startTimer(`fetchTimeout:${leader}`, Math.max(0, delayMs), message));
}

export function fetchFrom(turn: Turn, leader: number): void {
  const fetcher = fetcherOf(turn, leader);
  if (fetcher === undefined || fetcher.inFlight !== null) return;
  const { draft, at } = turn;
  const { delayed, ready } = sortOut(fetcher, at);
  if (ready.length === 0) {
    const first = Math.min(...Object.values(delayed));
    if (first < Infinity) fetchAfter(turn, leader, first - at);
    set(turn, { ...fetcher, delayed });
    return;
  }
  const { fetchWaitMs, fetchMinBytes, socketTimeoutMs } = draft.config;
  const correlationId = nextCorrelationId(turn);
  set(turn, { ...fetcher, delayed, inFlight: correlationId, sentAt: at, sent: ready, watched: true });
  if (!fetcher.watched) checkAfter(turn, leader, socketTimeoutMs);
  const request: MessageOf<'Fetch'> = {
    type: 'Fetch',
    correlationId,
    replicaId: draft.id,
    maxWaitMs: fetchWaitMs,
    minBytes: fetchMinBytes,
    maxBytes: RESPONSE_MAX_BYTES,
    isolationLevel: 'read_uncommitted',
    partitions: ready,
  };
  say(turn, brokerActor(leader), request, connectionName(fetcher));
}

const NOTHING_DELAYED = {};

/** Who may be fetched now, and who has to wait because of an error. */
function sortOut({ partitions, delayed }: Fetcher, at: number): { ready: readonly FetchPartition[]; delayed: Fetcher['delayed'] } {
  const names = Object.keys(delayed);
  if (names.length === 0) return { ready: partitions, delayed };
  const waiting = new Set(names.filter((name) => !isDue(delayed[name] as number, at)));
  const isWaiting = ({ topic, partition }: FetchPartition) => waiting.has(partitionName(topic, partition));
  const still = partitions.filter(isWaiting).map(({ topic, partition }) => partitionName(topic, partition));
  return {
    ready: partitions.filter((it) => !isWaiting(it)),
    delayed: still.length === 0 ? NOTHING_DELAYED : Object.fromEntries(still.map((name) => [name, delayed[name] as number])),
  };
}

/** Records are handed to the replicas, and the next fetch goes out: it says how far they now are (R1). */
export function takeFetchResponse(turn: Turn, { message, from }: Delivered<MessageOf<'FetchResponse'>>): void {
  const fetcher = turn.draft.fetchers.find(({ leader, inFlight }) => inFlight === message.correlationId && brokerActor(leader) === from);
  if (fetcher === undefined) return;
  const partitions = fetcher.partitions.slice();
  const failed: FetchPartition[] = [];
  for (const fetched of message.partitions) {
    const index = partitions.findIndex(isAt(fetched.topic, fetched.partition));
    const fetch = partitions[index];
    // Meanwhile it may have got another leader, or been told where to begin anew: the answer is about the past then.
    if (fetch === undefined || !fetcher.sent.includes(fetch)) continue;
    const next = takePartition(turn, fetch, fetched);
    if (next === null) failed.push(fetch);
    else partitions[index] = next;
  }
  set(turn, { ...fetcher, inFlight: null, sent: [], partitions, delayed: delay(turn, fetcher, failed) });
  // Replicas that truncate say where they stand within this turn, and come along in the next fetch.
  if (message.partitions.some(({ divergingEpoch }) => divergingEpoch !== undefined)) fetchAfter(turn, fetcher.leader, 0);
  else fetchFrom(turn, fetcher.leader);
}

/** Where the partition goes on, or null after an error. */
function takePartition(turn: Turn, fetch: FetchPartition, fetched: FetchedPartition): FetchPartition | null {
  const { topic, partition, currentLeaderEpoch: leaderEpoch, fetchOffset } = fetch;
  const replica = hostedAt(turn.draft, topic, partition)?.actor;
  const { records, highWatermark, logStartOffset, divergingEpoch, error } = fetched;
  if (replica === undefined) return null;
  // L3: the leader has deleted what would come next. Kafka's follower asks it with ListOffsets where its log begins; the answer says so already.
  if (error === 'OFFSET_OUT_OF_RANGE' && fetchOffset < logStartOffset)
    say(turn, replica, { type: 'replica.startAt', leaderEpoch, logStartOffset });
  if (error !== null) return null;
  if (divergingEpoch !== undefined) {
    say(turn, replica, { type: 'replica.truncate', leaderEpoch, divergingEpoch });
    return null;
  }
  say(turn, replica, { type: 'replica.copy', leaderEpoch, fetchOffset, records, highWatermark, logStartOffset });
  const last = records.at(-1);
  return last === undefined ? fetch : { ...fetch, fetchOffset: last.offset + 1, lastFetchedEpoch: last.leaderEpoch };
}

/** `replica.fetch.backoff.ms` before these are asked for again. */
function delay({ draft, at }: Turn, { delayed }: Fetcher, failed: readonly FetchPartition[]): Fetcher['delayed'] {
  if (failed.length === 0) return delayed;
  const until = at + draft.config.fetchBackoffMs;
  return { ...delayed, ...Object.fromEntries(failed.map(({ topic, partition }) => [partitionName(topic, partition), until])) };
}

/** The leader is gone or silent: a new connection, after the back-off. */
function giveUp(turn: Turn, fetcher: Fetcher): void {
  const delayed = delay(turn, fetcher, fetcher.sent);
  set(turn, { ...fetcher, connection: fetcher.connection + 1, inFlight: null, sent: [], delayed });
  fetchFrom(turn, fetcher.leader);
}

export function loseLeader(turn: Turn, node: string, connection: string): void {
  const fetcher = turn.draft.fetchers.find((it) => brokerNode(it.leader) === node && connectionName(it) === connection);
  if (fetcher !== undefined && fetcher.inFlight !== null) giveUp(turn, fetcher);
}

/** `replica.socket.timeout.ms`: looked at rarely, as nearly every fetch is answered in time. */
export function checkFetch(turn: Turn, leader: number): void {
  const fetcher = fetcherOf(turn, leader);
  if (fetcher === undefined) return;
  const deadline = fetcher.sentAt + turn.draft.config.socketTimeoutMs;
  const overdue = fetcher.inFlight !== null && isDue(deadline, turn.at);
  if (overdue || fetcher.inFlight === null) set(turn, { ...fetcher, watched: false });
  else checkAfter(turn, leader, deadline - turn.at);
  if (overdue) giveUp(turn, { ...fetcher, watched: false });
}
