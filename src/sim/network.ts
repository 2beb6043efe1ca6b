/** Links between nodes: how long a message travels, that it keeps its order, and that a cut link delivers nothing (N2, N3). */
import type { NodeId } from './address.ts';
import { draw, hash, hashText } from './kernel/luck.ts';
import type { LinkSpec, Scenario } from './scenario/types.ts';
import { roundMs } from './time.ts';

/** The name of the pair of nodes a link joins. */
export const linkName = (a: NodeId, b: NodeId): string => (a < b ? `${a}|${b}` : `${b}|${a}`);

const isServer = (scenario: Scenario, node: NodeId): boolean => /^\d+$/.test(node) || scenario.controllers.includes(node);

/** The class of a link: between servers of the cluster, or between a client and the cluster. */
export function linkClass(scenario: Scenario, a: NodeId, b: NodeId): LinkSpec {
  return isServer(scenario, a) && isServer(scenario, b) ? scenario.network.brokers : scenario.network.clients;
}

/**
 * When a message sent now arrives: latency, plus this message's own share of the jitter, but never before what was sent
 * earlier on the same connection.
 */
export function arrivalAt(
  scenario: Scenario,
  link: LinkSpec,
  now: number,
  messageNumber: number,
  sender: NodeId,
  lastArrival: number,
): number {
  const jitter = link.jitterMs === 0 ? 0 : link.jitterMs * draw(hash(scenario.seed, hashText(sender), messageNumber));
  return Math.max(lastArrival, roundMs(now + link.latencyMs + jitter));
}
