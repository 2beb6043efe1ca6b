/** Links between nodes: how long a message travels, that it keeps its order, and that a cut link delivers nothing (N2, N3). */
import type { ActorId, NodeId } from './address.ts';
import { draw, hash, hashText } from './kernel/luck.ts';
import type { LinkSpec, Scenario } from './scenario/types.ts';
import { roundMs } from './time.ts';

/** What makes a link slow for a while (N4): time on top of its latency, and another bandwidth. */
export interface Slowness {
  readonly latencyMs: number;
  /** Null: as before. */
  readonly bandwidthBytesPerMs: number | null;
}

/** Socket buffers a client was given (P11), in bytes; null: the operating system's, which never are the bottleneck. */
export interface Sockets {
  readonly send: number | null;
  readonly receive: number | null;
}

/** The name of the pair of nodes a link joins. */
export const linkName = (a: NodeId, b: NodeId): string => (a < b ? `${a}|${b}` : `${b}|${a}`);

/** A broker's node is its number. */
function isBroker(node: NodeId): boolean {
  for (let i = 0; i < node.length; i++) if (node.charCodeAt(i) < 48 || node.charCodeAt(i) > 57) return false;
  return true;
}

const isServer = (scenario: Scenario, node: NodeId): boolean => isBroker(node) || scenario.controllers.includes(node);

/** The class of a link: between servers of the cluster, or between a client and the cluster. */
export function linkClass(scenario: Scenario, a: NodeId, b: NodeId): LinkSpec {
  return isServer(scenario, a) && isServer(scenario, b) ? scenario.network.brokers : scenario.network.clients;
}

/**
 * A link that is slow (N4). Its bandwidth is always said, if only as unlimited: where it is said, messages are counted, and so keep their
 * order when the link is mended.
 */
export const slowed = (link: LinkSpec, { latencyMs, bandwidthBytesPerMs }: Slowness): LinkSpec => ({
  latencyMs: link.latencyMs + latencyMs,
  jitterMs: link.jitterMs,
  bandwidthBytesPerMs: bandwidthBytesPerMs ?? link.bandwidthBytesPerMs ?? Infinity,
});

/** P11: TCP has at most a socket buffer under way without an acknowledgement, so no more than that passes in a round trip. */
export function narrowed(link: LinkSpec, sender: Sockets | undefined, receiver: Sockets | undefined): LinkSpec {
  const window = Math.min(sender?.send ?? Infinity, receiver?.receive ?? Infinity);
  if (window === Infinity || link.latencyMs === 0) return link;
  return { ...link, bandwidthBytesPerMs: Math.min(link.bandwidthBytesPerMs ?? Infinity, window / (2 * link.latencyMs)) };
}

/** The dice of a connection (N1): what happens on others does not touch them. */
export const wireDice = (from: ActorId, to: NodeId, connection: string): number => hashText(`${from}>${to}|${connection}`);

/** N3: when the last byte of a message has left, behind what was sent earlier on its connection. */
export const leavesAt = (bytesPerMs: number, bytes: number, now: number, busyUntil: number): number =>
  Math.max(now, busyUntil) + bytes / bytesPerMs;

/**
 * When a message that leaves at `leaves` arrives: latency, plus the share of the jitter of the `messageNumber`-th message on its `wire`
 * (see {@link wireDice}), but never before what was sent earlier on it.
 */
export function arrivalAt(
  scenario: Scenario,
  link: LinkSpec,
  leaves: number,
  wire: number,
  messageNumber: number,
  lastArrival: number,
): number {
  const jitter = link.jitterMs === 0 ? 0 : link.jitterMs * draw(hash(scenario.seed, wire, messageNumber));
  return Math.max(lastArrival, roundMs(leaves + link.latencyMs + jitter));
}
