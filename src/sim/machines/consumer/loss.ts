/** What becomes of requests whose connection is gone: refused, closed by the other side, or given up after `request.timeout.ms` (N2). */
import { partitionName } from '../../address.ts';
import { exponentialBackoff } from '../../kafka/backoff.ts';
import type { ConnectionKind, InFlight, OwnedPartition } from '../../kafka/consumer/state.ts';
import { draw } from '../../kernel/luck.ts';
import { settleAsync } from './callbacks.ts';
import { lookUpLater } from './lookup.ts';
import { refreshMetadata } from './metadata.ts';
import { change, later, wake, type Turn } from './turn.ts';
import { connectionName } from './wire.ts';

export type Loss =
  | 'closed' // by the other side, which is dead
  | 'timeout' // the other side said nothing for request.timeout.ms
  | 'given up'; // the other side is not the coordinator any more

/** Drops a connection; every request on it fails. */
export function loseConnection(turn: Turn, broker: number, kind: ConnectionKind, loss: Loss): void {
  const {
    client: { inFlight, dropped },
  } = turn.context;
  const gone = inFlight.filter((it) => it.broker === broker && it.kind === kind);
  const name = `${broker}/${kind}`;
  change(turn, 'client', {
    inFlight: inFlight.filter((it) => !gone.includes(it)),
    dropped: loss === 'closed' ? dropped : { ...dropped, [name]: (dropped[name] ?? 0) + 1 },
  });
  if (loss !== 'given up') leaveAlone(turn, broker);
  for (const request of gone) fail(turn, request);
  if (kind === 'coordinator' && turn.context.member.coordinator === broker) {
    change(turn, 'member', { coordinator: null, awaited: null });
    lookUpLater(turn);
  }
  if (kind === 'main') refreshMetadata(turn);
}

/** `reconnect.backoff.ms`: the broker is not asked again at once. */
function leaveAlone(turn: Turn, broker: number): void {
  const {
    self: { config },
    client: { reconnects },
  } = turn.context;
  const failures = reconnects[broker]?.failures ?? 0;
  const wait = exponentialBackoff(config.reconnectBackoffMs, config.reconnectBackoffMaxMs, failures, draw(turn.luck, 3));
  change(turn, 'client', { reconnects: { ...reconnects, [broker]: { until: later(turn, wait), failures: failures + 1 } } });
  wake(turn, 'reconnect', wait);
}

/** What the loss of one request means; what poll() waits for is asked again by the poll itself. */
function fail(turn: Turn, request: InFlight): void {
  const { context } = turn;
  switch (request.type) {
    case 'FindCoordinator':
      lookUpLater(turn);
      return;
    case 'ListOffsets': {
      const partitions: Record<string, OwnedPartition> = { ...context.reading.partitions };
      for (const { topic, partition } of request.listed ?? []) {
        const owned = partitions[partitionName(topic, partition)];
        if (owned !== undefined) partitions[partitionName(topic, partition)] = { ...owned, asked: false };
      }
      change(turn, 'reading', { partitions });
      return;
    }
    case 'OffsetCommit': {
      if (context.loop.commit?.id === request.id) {
        change(turn, 'loop', { commit: { ...context.loop.commit, id: null, failures: context.loop.commit.failures + 1 } });
        wake(turn, 'commit', context.self.config.retryBackoffMs);
        return;
      }
      settleAsync(turn, request.commit, { error: 'NETWORK_EXCEPTION', retriable: true, blame: request.broker });
      return;
    }
    default:
  }
}

/** The kernel says that a connection was closed; a name that is not in use any more means nothing. */
export function hearOfDisconnect(turn: Turn, node: string, connection: string): void {
  const broker = Number(node);
  for (const kind of ['main', 'coordinator'] as const)
    if (connectionName(turn.context, broker, kind) === connection) loseConnection(turn, broker, kind, 'closed');
}

/** Requests that are `request.timeout.ms` old take their whole connection with them. */
export function giveUpSilentBrokers(turn: Turn): void {
  for (;;) {
    const late = turn.context.client.inFlight.find(({ deadline }) => deadline <= turn.at);
    if (late === undefined) break;
    loseConnection(turn, late.broker, late.kind, 'timeout');
  }
  const due = Math.min(...turn.context.client.inFlight.map(({ deadline }) => deadline));
  if (due === Infinity) change(turn, 'client', { requestsDueAt: null });
  else {
    change(turn, 'client', { requestsDueAt: due });
    wake(turn, 'requests', due - turn.at);
  }
}

/** The coordinator said that it is not, or was silent for a whole session: forget it and look again (O4). */
export function forgetCoordinator(turn: Turn): void {
  const {
    member: { coordinator },
  } = turn.context;
  if (coordinator !== null) loseConnection(turn, coordinator, 'coordinator', 'given up');
}
