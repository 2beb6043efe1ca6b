/** Whom silence is blamed on. */
import type { NodeId } from '../address.ts';
import type { World } from './world.ts';

/** The fact to blame for a node's silence: its last fault, or a link of its that is cut or slow. */
export function faultOf({ nodes, cuts, slowLinks }: World, node: NodeId): number | null {
  const fault = nodes[node]?.fault ?? null;
  if (fault !== null) return fault;
  const links = [...Object.values(cuts), ...Object.values(slowLinks)];
  return links.find(({ between }) => between.includes(node))?.fault ?? null;
}
