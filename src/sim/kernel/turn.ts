/** One turn: the earliest queue entry and everything it leads to within its node. Only its end is a world. */
import { ADMIN, nodeOf } from '../address.ts';
import { stop } from '../faults/crash.ts';
import type { ControlMessage } from '../machines/contract.ts';
import type { Draft } from './draft.ts';
import { earliest, remove } from './queue.ts';
import { isCut } from './wire.ts';
import type { DisconnectEntry, Entry, MessageEntry, NodeRecord, TimerEntry, World } from './world.ts';

/** The time of the next turn, or null if nothing will ever happen by itself. */
export const nextAt = (world: World): number | null => earliest(world.queue)?.at ?? null;

/** Carries out the earliest entry. Turns of one instant may share a draft. */
export function takeTurn(draft: Draft): void {
  const { world } = draft;
  const entry = earliest(world.queue);
  if (entry === null) throw new Error('nothing is due');
  world.queue = remove(world.queue, entry);
  world.at = entry.at;
  draft.reacted = false;
  carryOut(draft, entry);
  draft.settle();
  if (draft.exiting.length > 0) for (const { node, cause } of draft.exiting.splice(0)) stop(draft, node, cause);
  world.turn += 1;
  if (draft.reacted) world.actorTurns += 1;
}

function carryOut(draft: Draft, entry: Entry): void {
  const node = draft.world.nodes[nodeOf(entry.to)];
  if (node?.state === 'paused') {
    draft.setNode({ ...node, stalled: { entry, next: node.stalled } });
    return;
  }
  switch (entry.kind) {
    case 'timer':
      return expire(draft, entry);
    case 'message':
      return arrive(draft, entry);
    case 'disconnect':
      return disconnect(draft, entry);
  }
}

function expire(draft: Draft, entry: TimerEntry): void {
  draft.forgetTimer(entry.to, entry.id);
  draft.tell(entry.to, entry.to, null, entry.message, entry.cause);
}

function arrive(draft: Draft, entry: MessageEntry): void {
  const { counters } = draft.world;
  const here = nodeOf(entry.to);
  const reason = isCut(draft.world, nodeOf(entry.from), here) ? 'cut' : refusal(draft, entry);
  if (reason === null) {
    draft.world.counters = { ...counters, delivered: counters.delivered + 1 };
    if (entry.to !== ADMIN) draft.tell(entry.to, entry.from, entry.connection, entry.message, entry.cause);
    return;
  }
  draft.world.counters = { ...counters, dropped: counters.dropped + 1 };
  const fact = { kind: 'message.dropped', from: entry.from, to: entry.to, message: entry.message.type, reason } as const;
  const cause = draft.note(entry.from, fact, entry.cause);
  if (reason !== 'cut') draft.announceDisconnect(entry.from, here, entry.connection, entry.incarnation, cause);
}

const isDown = ({ state }: NodeRecord): boolean => state === 'crashed' || state === 'stopped';

/** Why the receiving process does not take a message: it is dead, or has died since the connection was opened. */
function refusal(draft: Draft, entry: MessageEntry): 'crashed' | 'stale connection' | null {
  if (entry.to === ADMIN) return null;
  const node = draft.world.nodes[nodeOf(entry.to)];
  // A bootstrap list may name what does not exist (C5).
  if (node === undefined || isDown(node)) return 'crashed';
  return node.incarnation === entry.incarnation ? null : 'stale connection';
}

function disconnect(draft: Draft, entry: DisconnectEntry): void {
  const cell = draft.cell(entry.to);
  if (cell === null || isDown(draft.node(nodeOf(entry.to)))) return;
  const key = `${entry.node}|${entry.connection}`;
  const peer = cell.peers[key];
  // A connection opened since then leads to a later life of the process and is still good.
  if (peer !== undefined && peer.incarnation > entry.incarnation) return;
  const { [key]: _closed, ...peers } = cell.peers;
  draft.setCell({ ...cell, peers });
  const message: ControlMessage = { type: 'disconnected', node: entry.node, connection: entry.connection };
  draft.tell(entry.to, entry.to, entry.connection, message, entry.cause);
}
