/** Links between nodes: how long a message travels, that it keeps its order, and that a cut link delivers nothing (N2, N3). */
import type { ActorId, NodeId } from './address.ts';
import { draw, hash, hashText } from './kernel/luck.ts';
import type { LinkSpec, Scenario } from './scenario/types.ts';
import { roundMs } from './time.ts';

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

/** The dice of a connection (N1): what happens on others does not touch them. */
export const wireDice = (from: ActorId, to: NodeId, connection: string): number => hashText(`${from}>${to}|${connection}`);

/**
 * When a message sent now arrives: latency, plus the share of the jitter of the `messageNumber`-th message on its `wire` (see
 * {@link wireDice}), but never before what was sent earlier on it.
 */
export function arrivalAt(
  scenario: Scenario,
  link: LinkSpec,
  now: number,
  wire: number,
  messageNumber: number,
  lastArrival: number,
): number {
  const jitter = link.jitterMs === 0 ? 0 : link.jitterMs * draw(hash(scenario.seed, wire, messageNumber));
  return Math.max(lastArrival, roundMs(now + link.latencyMs + jitter));
}
