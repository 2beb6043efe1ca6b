/** What travelled, in the present language. */
import type { SentMessage } from '../../../sim/index.ts';
import type { WireKind } from '../../geometry/spaceTimeKinds.ts';
import { duration } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';

/** A kind of request in plain words, and the names Kafka has for it. */
export function kindWords(kind: WireKind): { readonly text: string; readonly terms: string } {
  switch (kind) {
    case 'produce':
      return { text: m.charts_kind_produce(), terms: 'Produce' };
    case 'fetch':
      return { text: m.charts_kind_fetch(), terms: 'Fetch' };
    case 'replicate':
      return { text: m.charts_kind_replicate(), terms: 'Fetch (replica)' };
    case 'join':
      return { text: m.charts_kind_join(), terms: 'JoinGroup · SyncGroup · LeaveGroup' };
    case 'heartbeat':
      return { text: m.charts_kind_heartbeat(), terms: 'Heartbeat' };
    case 'commit':
      return { text: m.charts_kind_commit(), terms: 'OffsetCommit · OffsetFetch · ListOffsets' };
    case 'metadata':
      return { text: m.charts_kind_metadata(), terms: 'Metadata' };
    case 'beat':
      return { text: m.charts_kind_beat(), terms: 'BrokerHeartbeat' };
    case 'cluster':
      return { text: m.charts_kind_cluster(), terms: 'AlterPartition · BrokerRegistration' };
  }
}

/** What became of a message. */
export function fateWords({ fate, lostTo, endedAt, arrivesAt }: SentMessage): string {
  if (fate === 'underway') return m.charts_fate_underway();
  if (fate === 'held') return m.charts_fate_held();
  if (fate === 'delivered')
    return endedAt !== null && endedAt > arrivesAt
      ? m.charts_fate_late({ duration: duration(endedAt - arrivesAt) })
      : m.charts_fate_delivered();
  switch (lostTo) {
    case 'cut':
      return m.charts_fate_cut();
    case 'stale connection':
      return m.charts_fate_stale();
    default:
      return m.charts_fate_crashed();
  }
}

type Loose = Readonly<Record<string, unknown>>;
const list = (value: unknown): readonly Loose[] => (Array.isArray(value) ? (value as readonly Loose[]) : []);

/** The keys of the records a message carries, null for a record without one. */
export function keysIn({ message }: SentMessage): readonly (string | null)[] {
  return [...list(message['batches']), ...list(message['partitions'])].flatMap((it) =>
    list(it['records']).map((record) => (record['key'] ?? null) as string | null),
  );
}
