/** A link is slow (N4): everything on it takes longer, and nobody is told. Only the patience of the waiting side decides what follows. */
import type { NodeId } from '../address.ts';
import { ADMIN } from '../address.ts';
import { linkName, type Slowness } from '../network.ts';
import type { Fault } from './fault.ts';

export const slowLink: Fault<Slowness & { readonly between: readonly [NodeId, NodeId] }> = (draft, slowness, cause) => {
  const { between } = slowness;
  const fault = draft.note(ADMIN, { kind: 'link.slowed', ...slowness }, cause);
  draft.world.slowLinks = { ...draft.world.slowLinks, [linkName(...between)]: { ...slowness, fault } };
};
