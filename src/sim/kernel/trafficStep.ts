/** What one turn or command did to the messages on the wire, told from the worlds before and after it. */
import { nodeOf } from '../address.ts';
import type { Fact } from '../facts.ts';
import { earliest, entriesOf } from './queue.ts';
import type { Entry, MessageEntry, NodeRecord, World } from './world.ts';
import { stalledEntries } from './world.ts';

/** A message was taken, lost, or has to wait at a process that stands still. */
export interface Ending {
  readonly seq: number;
  readonly at: number;
  readonly fate: 'held' | 'delivered' | 'lost';
  readonly lostTo: 'cut' | 'crashed' | 'stale connection' | null;
  /** The fact it was lost by. */
  readonly loss: number | null;
}

export interface Noted {
  readonly sent: MessageEntry[];
  readonly endings: Ending[];
  /** New number → old number of messages that waited at a process and are due again. */
  readonly renamed: Map<number, number>;
}

export function compare(before: World, after: World, facts: readonly Fact[], told: Noted): void {
  if (after.turn > before.turn) {
    const entry = earliest(before.queue);
    if (entry?.kind === 'message') told.endings.push(endingOf(entry, before, after, facts));
  }
  const waiting: Entry[] = [];
  if (after.nodes !== before.nodes) for (const node of Object.values(before.nodes)) waiting.push(...released(node, after, told));
  for (const entry of entriesOf(after.queue)) {
    if (entry.seq < before.seq || entry.kind !== 'message') continue;
    const old = waiting.findIndex((it) => it.kind === 'message' && it.to === entry.to && it.message === entry.message);
    if (old < 0) told.sent.push(entry);
    else told.renamed.set(entry.seq, (waiting.splice(old, 1)[0] as Entry).seq);
  }
}

/** What has become of a message that waits at a process that stands still. */
export const heldBack = ({ seq, at }: MessageEntry): Ending => ({ seq, at, fate: 'held', lostTo: null, loss: null });

function endingOf(entry: MessageEntry, before: World, { at }: World, facts: readonly Fact[]): Ending {
  const { seq, from, to } = entry;
  if (before.nodes[nodeOf(to)]?.state === 'paused') return heldBack(entry);
  const dropped = facts.find((fact) => fact.kind === 'message.dropped' && fact.from === from && fact.to === to);
  if (dropped?.kind !== 'message.dropped') return { seq, at, fate: 'delivered', lostTo: null, loss: null };
  return { seq, at, fate: 'lost', lostTo: dropped.reason, loss: dropped.id };
}

/** What waited at a process that goes on, so that it comes again; at one that died it is lost. */
function released(node: NodeRecord, after: World, { endings }: Noted): Entry[] {
  const now = after.nodes[node.id];
  if (node.stalled === null || now === undefined || now.state === 'paused') return [];
  const entries = stalledEntries(node.stalled);
  if (now.state === 'running') return entries;
  for (const { kind, seq } of entries)
    if (kind === 'message') endings.push({ seq, at: after.at, fate: 'lost', lostTo: 'crashed', loss: now.fault });
  return [];
}
