/** A broker's disk is slow (N4): each append takes this long, one after another. A disk outlives the process: so does its slowness. */
import { brokerActor, type NodeId } from '../address.ts';
import type { MessageOf } from '../messages.ts';
import type { Fault } from './fault.ts';

export const slowDisk: Fault<{ readonly node: NodeId; readonly appendMs: number }> = (draft, { node, appendMs }, cause) => {
  const actor = brokerActor(Number(node));
  const weight = appendMs === 0 ? 'notable' : undefined;
  const fault = draft.note(actor, { kind: 'disk.slowed', broker: Number(node), appendMs }, cause, weight);
  if (appendMs > 0) draft.setNode({ ...draft.node(node), fault });
  const message: MessageOf<'disk.slowed'> = { type: 'disk.slowed', appendMs };
  draft.tell(actor, actor, null, message, fault);
};
