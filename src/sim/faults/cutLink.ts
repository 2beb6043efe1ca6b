/** A link is cut and healed (N2, N4). It delivers nothing meanwhile and closes no connection: only timeouts notice. */
import type { NodeId } from '../address.ts';
import { ADMIN, nodeOf } from '../address.ts';
import type { Draft } from '../kernel/draft.ts';
import { linkName } from '../network.ts';
import type { Fault } from './fault.ts';

type Link = readonly [NodeId, NodeId];

export const cut: Fault<Link> = (draft, between, cause) => {
  const fault = draft.note(ADMIN, { kind: 'link.cut', between }, cause);
  draft.world.cuts = { ...draft.world.cuts, [linkName(...between)]: { between, fault } };
};

/** Whatever was wrong with the link is over: cut or slow. */
export const heal: Fault<Link> = (draft, between, cause) => {
  draft.note(ADMIN, { kind: 'link.healed', between }, cause);
  const name = linkName(...between);
  const { [name]: _cut, ...cuts } = draft.world.cuts;
  const { [name]: _slow, ...slowLinks } = draft.world.slowLinks;
  draft.world.cuts = cuts;
  draft.world.slowLinks = slowLinks;
  tellOfDeaths(draft, between, cause);
};

/** Connections to a process that died behind the cut: now its host refuses what is sent again. */
function tellOfDeaths(draft: Draft, [a, b]: Link, cause: number | null): void {
  for (const row of draft.world.cells)
    for (const { id, peers } of row)
      for (const { node, connection, incarnation } of Object.values(peers)) {
        const here = nodeOf(id);
        const across = (here === a && node === b) || (here === b && node === a);
        if (across && incarnation < draft.node(node).incarnation) draft.announceDisconnect(id, node, connection, incarnation, cause);
      }
}
