/**
 * The client's connections, one per broker: what is in flight there, and how long to leave the broker alone after it was lost.
 * Models Kafka's NetworkClient, InFlightRequests and ClusterConnectionStates. Simplified: a first connection needs no time to be set up; after
 * a lost one the next begins with a `probe` (a Metadata request in place of ApiVersions), so that no batch is risked on a dead broker.
 */
import type { Batch } from '../accumulator.ts';

export interface InFlight {
  readonly correlationId: number;
  readonly purpose: 'produce' | 'metadata' | 'identity' | 'probe';
  readonly sentAt: number;
  readonly batches: readonly Batch[];
}

export interface Connection {
  readonly broker: number;
  /** Counts the connections to this broker: answers on an earlier one are not for us any more. */
  readonly ordinal: number;
  /** Oldest first. */
  readonly inFlight: readonly InFlight[];
  /** Connections lost in a row. */
  readonly failures: number;
  /** Reconnect back-off: not before this time. */
  readonly blockedUntil: number;
  /** Produce requests sent, to rotate where draining begins. */
  readonly turn: number;
}

export type Connections = Readonly<Record<number, Connection>>;

export const connectionOf = (connections: Connections, broker: number): Connection =>
  connections[broker] ?? { broker, ordinal: 1, inFlight: [], failures: 0, blockedUntil: 0, turn: 0 };

export const connectionName = ({ ordinal }: Connection): string => (ordinal === 1 ? 'main' : `main#${ordinal}`);

/** A connection was lost and the next one has not been answered on yet. */
export const isUnproven = ({ failures }: Connection): boolean => failures > 0;

/** P5: at most `max.in.flight.requests.per.connection` unanswered Produce requests, and none before a lost connection is replaced. */
export const canProduce = (connection: Connection, maxInFlight: number): boolean =>
  !isUnproven(connection) && connection.inFlight.reduce((n, { purpose }) => n + (purpose === 'produce' ? 1 : 0), 0) < maxInFlight;

export const withRequest = (connection: Connection, request: InFlight): Connection => ({
  ...connection,
  inFlight: [...connection.inFlight, request],
});

/** An answer came: the broker is well. */
export const answered = (connection: Connection, correlationId: number): Connection => ({
  ...connection,
  failures: 0,
  inFlight: connection.inFlight.filter((it) => it.correlationId !== correlationId),
});

/** The connection is gone with everything in flight on it; the next one has another name. */
export const lost = (connection: Connection, blockedUntil: number): Connection => ({
  ...connection,
  ordinal: connection.ordinal + 1,
  inFlight: [],
  failures: connection.failures + 1,
  blockedUntil,
});

/** Every batch in flight, oldest request first per broker. */
export const flyingBatches = (connections: Connections): Batch[] =>
  Object.values(connections).flatMap(({ inFlight }) => inFlight.flatMap(({ batches }) => batches));
