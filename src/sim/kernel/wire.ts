/** The wire between two nodes as it is now: its class (N3), what slows it (N4), and the socket buffers at its ends (P11). */
import type { NodeId } from '../address.ts';
import { linkClass, linkName, narrowed, slowed } from '../network.ts';
import type { LinkSpec } from '../scenario/types.ts';
import type { World } from './world.ts';

/** No slow links, no sockets: what a world begins with. Asked for with every message, so it is known by its identity. */
export const NONE: Readonly<Record<string, never>> = {};

/**
 * Nearly always the class's own object: faults and buffers are looked up only where there are any. `workMs`: something holds the message
 * up before it leaves, so that what is sent later has to be counted behind it.
 */
export function linkNow({ scenario, slowLinks, sockets }: World, from: NodeId, to: NodeId, workMs = 0): LinkSpec {
  let link = linkClass(scenario, from, to);
  if (workMs > 0) link = slowed(link, { latencyMs: 0, bandwidthBytesPerMs: null });
  if (slowLinks !== NONE) {
    const slow = slowLinks[linkName(from, to)];
    if (slow !== undefined) link = slowed(link, slow);
  }
  return sockets === NONE ? link : narrowed(link, sockets[from], sockets[to]);
}

export function isCut({ cuts }: World, a: NodeId, b: NodeId): boolean {
  for (const _any in cuts) return cuts[linkName(a, b)] !== undefined;
  return false;
}
