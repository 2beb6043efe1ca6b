/** A link is cut and healed (N2, N4). It delivers nothing meanwhile and closes no connection: only timeouts notice. */
import type { NodeId } from '../address.ts';
import { ADMIN } from '../address.ts';
import { linkName } from '../network.ts';
import type { Fault } from './fault.ts';

type Link = readonly [NodeId, NodeId];

export const cut: Fault<Link> = (draft, between, cause) => {
  const fault = draft.note(ADMIN, { kind: 'link.cut', between }, cause);
  draft.world.cuts = { ...draft.world.cuts, [linkName(...between)]: { between, fault } };
};

export const heal: Fault<Link> = (draft, between, cause) => {
  draft.note(ADMIN, { kind: 'link.healed', between }, cause);
  const { [linkName(...between)]: _healed, ...cuts } = draft.world.cuts;
  draft.world.cuts = cuts;
};
