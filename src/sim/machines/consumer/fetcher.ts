/** F1: fetching, which the classic consumer does only inside poll(). Models Fetcher and FetchCollector. */
import { partitionName } from '../../address.ts';
import { atLeast } from '../../config/profiles.ts';
import { isCurrent, planFetches } from '../../kafka/consumer/fetching.ts';
import { sampled } from '../../kafka/consumer/metrics.ts';
import type { HeldRecords, OwnedPartition } from '../../kafka/consumer/state.ts';
import type { FetchedPartition, MessageOf } from '../../messages.ts';
import { refreshMetadata } from './metadata.ts';
import { askOffsets, believeNewLeader, resetTo } from './positions.ts';
import { change, type Turn } from './turn.ts';
import { answered, ask } from './wire.ts';

/** Sends what may be sent: questions for missing positions, and one fetch to every broker that has none outstanding. */
export function fetch(turn: Turn): void {
  if (turn.context.member.rejoin !== null && turn.context.member.phase === 'unjoined') return;
  askOffsets(turn);
  const {
    self: { config },
  } = turn.context;
  for (const { broker, partitions } of planFetches(turn.context, turn.at)) {
    const limits = { maxWaitMs: config.fetchMaxWaitMs, minBytes: config.fetchMinBytes, maxBytes: config.fetchMaxBytes };
    ask(
      turn,
      broker,
      'main',
      'Fetch',
      { replicaId: null, ...limits, isolationLevel: 'read_uncommitted', partitions },
      { fetch: partitions },
    );
  }
}

/** Keeps the records of an answer until poll() returns them; errors change what is known of the partition. */
export function keep(turn: Turn, { correlationId, partitions }: MessageOf<'FetchResponse'>): void {
  const entry = answered(turn, correlationId, 'Fetch');
  if (entry === undefined) return;
  const arrived: HeldRecords[] = [];
  let clean = true;
  for (const fetched of partitions) {
    const { topic, partition, records, error } = fetched;
    if (!isCurrent(turn.context, fetched, entry.fetch ?? [])) continue;
    if (error !== null) {
      clean = false;
      hearFetchError(turn, fetched);
    } else if (records.length > 0) {
      const position = turn.context.reading.partitions[partitionName(topic, partition)]?.position ?? 0;
      const next = records.findIndex(({ offset }) => offset >= position);
      if (next >= 0) arrived.push({ topic, partition, broker: entry.broker, position, records, next });
    }
  }
  const {
    reading: { held, fetchLatency },
    self: { config },
  } = turn.context;
  change(turn, 'reading', {
    held: arrived.length > 0 ? [...held, ...arrived] : held,
    fetchLatency: sampled(fetchLatency, turn.at - entry.deadline + config.requestTimeoutMs, turn.at),
  });
  if (clean && turn.context.client.metadataFailures > 0) change(turn, 'client', { metadataFailures: 0 });
}

function hearFetchError(turn: Turn, { topic, partition, error, leader }: FetchedPartition): void {
  const {
    reading: { partitions },
    self: { config },
  } = turn.context;
  const name = partitionName(topic, partition);
  const owned = partitions[name];
  if (owned === undefined) return;
  const become = (next: OwnedPartition) => change(turn, 'reading', { partitions: { ...turn.context.reading.partitions, [name]: next } });
  if (error === 'OFFSET_OUT_OF_RANGE') {
    // F2: the position points at what is gone, or never was.
    if (config.offsetReset === 'none') change(turn, 'loop', { failure: 'OffsetOutOfRangeException' });
    else become({ ...owned, position: null, startFrom: resetTo(config.offsetReset), asked: false });
    return;
  }
  if (leader !== undefined && atLeast(turn.context.self.profile, '3.9') && believeNewLeader(turn, topic, partition, leader)) return;
  become({ ...owned, misled: true });
  refreshMetadata(turn);
}
