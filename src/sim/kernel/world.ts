/** A world: everything there is at one instant of the simulation, as plain data that shares structure with the worlds before it. */
import type { AnyMachineSnapshot } from 'xstate';
import type { ActorId, NodeId } from '../address.ts';
import type { AnyMessage } from '../machines/contract.ts';
import type { MetadataImage } from '../messages.ts';
import type { Slowness, Sockets } from '../network.ts';
import type { BrokerSpec, GroupSpec, MemberSpec, ProducerSpec, Scenario } from '../scenario/types.ts';
import type { Due, Queue } from './queue.ts';
import type { Table } from './table.ts';

/** A message on the wire. `incarnation` is that of the receiving process when the connection was opened (N2). */
export interface MessageEntry extends Due {
  readonly kind: 'message';
  readonly from: ActorId;
  readonly to: ActorId;
  readonly message: AnyMessage;
  readonly connection: string;
  readonly sentAt: number;
  readonly incarnation: number;
  readonly cause: number | null;
}

export interface TimerEntry extends Due {
  readonly kind: 'timer';
  readonly to: ActorId;
  readonly id: string;
  readonly message: AnyMessage;
  readonly cause: number | null;
}

/** The news that a connection was closed, on its way to the side that is still alive. */
export interface DisconnectEntry extends Due {
  readonly kind: 'disconnect';
  readonly to: ActorId;
  readonly node: NodeId;
  readonly connection: string;
  /** Which life of the node the connection led to. */
  readonly incarnation: number;
  readonly cause: number | null;
}

export type Entry = MessageEntry | TimerEntry | DisconnectEntry;

/** One end of a connection as its owner knows it. */
export interface Peer {
  readonly node: NodeId;
  readonly connection: string;
  readonly incarnation: number;
  /** Arrival of the last message sent on it: later ones may not overtake it (N2). Counted only where links have jitter or a bandwidth. */
  readonly lastArrival: number;
  /** When its last byte had left: the next message goes behind it (N3). */
  readonly busyUntil: number;
  /** How many messages were sent on it: its own dice (N1). */
  readonly messages: number;
}

/** An actor: its machine's snapshot and what the kernel keeps for it. */
export interface Cell {
  readonly id: ActorId;
  readonly snapshot: AnyMachineSnapshot;
  /** How many events it has handled: its own dice (N1). */
  readonly turns: number;
  readonly timers: Readonly<Record<string, Due>>;
  /** By `node|connection`. */
  readonly peers: Readonly<Record<string, Peer>>;
}

/** What is due at a paused node waits here, newest first, until it resumes. */
export interface Stalled {
  readonly entry: Entry;
  readonly next: Stalled | null;
}

/** Oldest first. */
export function stalledEntries(stalled: Stalled | null): Entry[] {
  const entries: Entry[] = [];
  for (let waiting = stalled; waiting !== null; waiting = waiting.next) entries.push(waiting.entry);
  return entries.reverse();
}

export interface NodeRecord {
  readonly id: NodeId;
  readonly state: 'running' | 'paused' | 'crashed' | 'stopped';
  /** Raised by every crash: messages for an earlier life of the process are refused. */
  readonly incarnation: number;
  readonly actors: readonly ActorId[];
  readonly stalled: Stalled | null;
  /** The fact of its last fault, for "why?". */
  readonly fault: number | null;
  readonly pausedAt: number;
}

export interface LinkRecord {
  readonly between: readonly [NodeId, NodeId];
  readonly fault: number;
}

export interface SlowLinkRecord extends LinkRecord, Slowness {}

export interface Counters {
  readonly sent: number;
  readonly delivered: number;
  readonly dropped: number;
}

export interface World {
  readonly scenario: Scenario;
  /** The instant of the last turn, virtual ms. */
  readonly at: number;
  readonly turn: number;
  /** Turns in which a machine was given an event (the others only hold or drop a message). */
  readonly actorTurns: number;
  readonly seq: number;
  readonly factCount: number;
  /** How many script entries and how many logged commands were carried out. */
  readonly scriptDone: number;
  readonly commandsDone: number;
  readonly queue: Queue<Entry>;
  readonly slots: Readonly<Record<ActorId, number>>;
  readonly cells: Table<Cell>;
  readonly nodes: Readonly<Record<NodeId, NodeRecord>>;
  /** Cut links by `a|b` (a < b). */
  readonly cuts: Readonly<Record<string, LinkRecord>>;
  /** Slow links by the same names (N4). */
  readonly slowLinks: Readonly<Record<string, SlowLinkRecord>>;
  /** Clients whose socket buffers were set (P11). */
  readonly sockets: Readonly<Record<NodeId, Sockets>>;
  readonly counters: Counters;
  /** The cluster at t = 0 (every broker registered, every topic placed). */
  readonly image: MetadataImage;
  /** Brokers of the scenario and those added since. */
  readonly brokers: readonly BrokerSpec[];
  /** Clients of the scenario and those added since. */
  readonly producers: Readonly<Record<string, ProducerSpec>>;
  readonly groups: Readonly<Record<string, GroupSpec>>;
  /** Member process → its group. */
  readonly members: Readonly<Record<string, { readonly group: string; readonly spec: MemberSpec }>>;
}
