/** A process dies and begins again (N2, N4). */
import type { NodeId } from '../address.ts';
import type { Draft } from '../kernel/draft.ts';
import { stalledEntries } from '../kernel/world.ts';
import type { Fault } from './fault.ts';
import { spokesman } from './fault.ts';

/** Its memory and timers are gone, its connections break, and what was on its way to it will be refused. */
export const crash: Fault<NodeId> = (draft, id, cause) => end(draft, id, cause, false);

/** The same, but in order: what a process writes when it shuts down is on disk. */
export const stop = (draft: Draft, id: NodeId, cause: number | null): void => end(draft, id, cause, true);

function end(draft: Draft, id: NodeId, cause: number | null, clean: boolean): void {
  const fault = draft.note(spokesman(draft, id), { kind: clean ? 'node.stopped' : 'node.crashed', node: id }, cause);
  const node = draft.node(id);
  const lost = stalledEntries(node.stalled).filter((entry) => entry.kind === 'message').length;
  const { counters } = draft.world;
  draft.world.counters = { ...counters, dropped: counters.dropped + lost };
  for (const actor of node.actors) draft.kill(actor, fault, clean);
  draft.setNode({ ...draft.node(id), state: clean ? 'stopped' : 'crashed', incarnation: node.incarnation + 1, stalled: null, fault });
  for (const actor of node.actors) {
    const cell = draft.cell(actor);
    if (cell !== null) draft.setCell({ ...cell, peers: {} });
  }
  breakConnections(draft, id, fault);
}

function breakConnections(draft: Draft, id: NodeId, fault: number): void {
  for (const row of draft.world.cells)
    for (const cell of row)
      for (const peer of Object.values(cell.peers))
        if (peer.node === id) draft.announceDisconnect(cell.id, id, peer.connection, peer.incarnation, fault);
}

export const restart: Fault<NodeId> = (draft, id, cause) => {
  const fact = draft.note(spokesman(draft, id), { kind: 'node.restarted', node: id }, cause);
  const node = draft.node(id);
  draft.setNode({ ...node, state: 'running' });
  for (const actor of node.actors) draft.tell(actor, actor, null, { type: 'restart' }, fact);
};
