/** A process stands still, as in a long garbage collection, and goes on (N4). Nobody is told; only its silence shows. */
import type { NodeId } from '../address.ts';
import { insert } from '../kernel/queue.ts';
import type { Entry } from '../kernel/world.ts';
import { stalledEntries } from '../kernel/world.ts';
import type { Fault } from './fault.ts';
import { spokesman } from './fault.ts';

export const pause: Fault<NodeId> = (draft, id, cause) => {
  const fault = draft.note(spokesman(draft, id), { kind: 'node.paused', node: id }, cause);
  draft.setNode({ ...draft.node(id), state: 'paused', pausedAt: draft.world.at, fault });
};

/** Everything that waited for it is due now, in its old order. */
export const resume: Fault<NodeId> = (draft, id, cause) => {
  const node = draft.node(id);
  draft.note(spokesman(draft, id), { kind: 'node.resumed', node: id, pausedMs: draft.world.at - node.pausedAt }, cause);
  draft.setNode({ ...node, state: 'running', stalled: null });
  for (const waiting of stalledEntries(node.stalled)) {
    const entry: Entry = { ...waiting, at: draft.world.at, seq: draft.world.seq++ };
    draft.world.queue = insert<Entry>(draft.world.queue, entry);
    if (entry.kind !== 'timer') continue;
    const cell = draft.cell(entry.to);
    if (cell !== null) draft.setCell({ ...cell, timers: { ...cell.timers, [entry.id]: { at: entry.at, seq: entry.seq } } });
  }
};
