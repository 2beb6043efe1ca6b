/**
 * A world in the making. A turn edits a draft, which then is the next world; what it did not touch is shared.
 * Everything a turn can do to the world is a method here: note, tell, settle, send, start and stop timers.
 */
import type { ActorId, NodeId } from '../address.ts';
import { ADMIN, nodeOf } from '../address.ts';
import type { Fact, FactBody, Weight } from '../facts.ts';
import { weightOf } from '../facts.ts';
import type { AnyMessage, ControlMessage, Intent } from '../machines/contract.ts';
import { messageBytes } from '../kafka/messageSize.ts';
import { arrivalAt, leavesAt, wireDice } from '../network.ts';
import { ringsAt, roundMs } from '../time.ts';
import { inputOf, machineOf } from './actors.ts';
import { faultOf } from './blame.ts';
import { dieOf, hash } from './luck.ts';
import type { Due } from './queue.ts';
import { insert, remove } from './queue.ts';
import { TableDraft, tableGet } from './table.ts';
import { beginMachine, react } from './transition.ts';
import { isCut, linkNow } from './wire.ts';
import type { Cell, Entry, NodeRecord, World } from './world.ts';

/** More local messages than this within one turn is two actors talking in circles. */
const CASCADE_LIMIT = 100_000;

const CRASH: ControlMessage = { type: 'crash' };
const STOP: ControlMessage = { type: 'crash', clean: true };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type OpenCell = Mutable<Cell>;

/** A message within one node and turn. */
interface Local {
  readonly to: ActorId;
  readonly from: ActorId;
  readonly connection: string | null;
  readonly message: AnyMessage;
  readonly cause: number | null;
  /** What was told after it. */
  next: Local | null;
}

const wires = new Map<NodeId, string>();

/** `node|connection`, the name of a connection among those of its owner. Nearly all are called `main`. */
function wireName(node: NodeId, connection: string): string {
  if (connection !== 'main') return `${node}|${connection}`;
  let name = wires.get(node);
  if (name === undefined) wires.set(node, (name = `${node}|main`));
  return name;
}

export class Draft {
  readonly world: Mutable<World>;
  /** Whether any machine was given an event in this turn. */
  reacted = false;
  /** Processes that end by themselves when the turn is over. */
  readonly exiting: { readonly node: NodeId; readonly cause: number | null }[] = [];
  private firstTold: Local | null = null;
  private lastTold: Local | null = null;
  private readonly cells: TableDraft<Cell>;
  /** Where facts go; null where they are already known (replaying under kept facts). */
  private readonly facts: Fact[] | null;
  /** A process that is dying may note what it leaves behind, but sends nothing any more. */
  private muted: NodeId | null = null;

  constructor(world: World, facts: Fact[] | null) {
    this.world = { ...world };
    this.facts = facts;
    this.cells = new TableDraft(world.cells);
  }

  // ── Facts ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Records a fact and returns its id. */
  note(actor: ActorId, body: FactBody, cause: number | null, weight?: Weight): number {
    const id = this.world.factCount++;
    if (this.facts !== null) this.facts.push({ ...body, id, at: this.world.at, actor, weight: weight ?? weightOf(body.kind), cause });
    return id;
  }

  // ── Nodes and actors ───────────────────────────────────────────────────────────────────────────────────────────────────────

  node(id: NodeId): NodeRecord {
    const node = this.world.nodes[id];
    if (node === undefined) throw new Error(`there is no node ${id}`);
    return node;
  }

  setNode(node: NodeRecord): void {
    this.world.nodes = { ...this.world.nodes, [node.id]: node };
  }

  addNode(id: NodeId): void {
    this.setNode({ id, state: 'running', incarnation: 0, actors: [], stalled: null, fault: null, pausedAt: 0 });
  }

  cell(actor: ActorId): Cell | null {
    const slot = this.world.slots[actor];
    return slot === undefined ? null : tableGet(this.world.cells, slot);
  }

  setCell(cell: Cell): void {
    const slot = this.world.slots[cell.id];
    if (slot === undefined) throw new Error(`there is no actor ${cell.id}`);
    this.put(slot, cell);
  }

  private put(slot: number, cell: Cell): void {
    this.cells.set(slot, cell);
    this.world.cells = this.cells.table;
  }

  /** An actor's cell as a copy that belongs to this turn: it may be written. */
  private open(actor: ActorId): OpenCell {
    const slot = this.world.slots[actor];
    if (slot === undefined) throw new Error(`there is no actor ${actor}`);
    const cell = tableGet(this.world.cells, slot);
    if (this.cells.changed(slot)) return cell;
    const copy: OpenCell = { ...cell };
    this.put(slot, copy);
    return copy;
  }

  /** Brings an actor into being on its node and tells it to start. */
  create(actor: ActorId, cause: number | null): Cell {
    const { snapshot, intents } = beginMachine(machineOf(actor), inputOf(this.world, actor));
    const slot = Object.keys(this.world.slots).length;
    const cell: Cell = { id: actor, snapshot, turns: 0, timers: {}, peers: {} };
    this.world.slots = { ...this.world.slots, [actor]: slot };
    this.put(slot, cell);
    const node = this.node(nodeOf(actor));
    this.setNode({ ...node, actors: [...node.actors, actor] });
    this.carryOut(actor, intents, cause);
    return this.deliver(cell.id, actor, null, { type: 'start' }, cause);
  }

  /** Puts a message for an actor of a running node at the end of this turn's cascade. */
  tell(to: ActorId, from: ActorId, connection: string | null, message: AnyMessage, cause: number | null): void {
    const told: Local = { to, from, connection, message, cause, next: null };
    if (this.lastTold === null) this.firstTold = told;
    else this.lastTold.next = told;
    this.lastTold = told;
  }

  /** Delivers everything told within this turn, in order, until nothing is left. */
  settle(): void {
    let delivered = 0;
    for (let local = this.firstTold; local !== null; local = local.next) {
      if (++delivered > CASCADE_LIMIT) throw new Error(`one turn at ${this.world.at} ms told more than ${CASCADE_LIMIT} local messages`);
      if (this.world.slots[local.to] === undefined) this.create(local.to, local.cause);
      this.deliver(local.to, local.from, local.connection, local.message, local.cause);
    }
    this.firstTold = this.lastTold = null;
  }

  /** Tells an actor that its process dies: it may note, nothing it sends leaves the process. */
  kill(actor: ActorId, cause: number | null, clean: boolean): void {
    this.stopTimers(actor);
    this.muted = nodeOf(actor);
    this.deliver(actor, actor, null, clean ? STOP : CRASH, cause);
    this.muted = null;
  }

  /** Gives one event to one machine and carries out what it asks for. */
  private deliver(to: ActorId, from: ActorId, connection: string | null, message: AnyMessage, cause: number | null): Cell {
    const cell = this.open(to);
    const luck = hash(this.world.scenario.seed, dieOf(to), cell.turns);
    const event = { type: message.type, message, from, connection, at: this.world.at, luck };
    const { snapshot, intents } = react(machineOf(to), cell.snapshot, event);
    this.reacted = true;
    cell.snapshot = snapshot;
    cell.turns += 1;
    if (intents.length > 0) this.carryOut(to, intents, cause);
    return cell;
  }

  private carryOut(actor: ActorId, intents: readonly Intent[], cause: number | null): void {
    let because = cause;
    for (const intent of intents) {
      switch (intent.type) {
        case 'note': {
          const blamed = intent.blame === undefined ? null : faultOf(this.world, intent.blame);
          because = this.note(actor, intent.fact, blamed ?? because, intent.weight);
          break;
        }
        case 'send':
          if (this.muted !== nodeOf(actor))
            this.send(actor, intent.to, intent.message, intent.connection ?? 'main', because, intent.workMs);
          break;
        case 'startTimer':
          if (this.muted !== nodeOf(actor))
            this.startTimer(actor, intent.id, intent.delay, intent.message, intent.fresh === true ? null : because);
          break;
        case 'stopTimer':
          this.stopTimer(actor, intent.id);
          break;
        case 'exit':
          this.exiting.push({ node: nodeOf(actor), cause: because });
      }
    }
  }

  // ── Timers ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  private startTimer(to: ActorId, id: string, delay: number, message: AnyMessage, cause: number | null): void {
    if (!(delay >= 0)) throw new Error(`${to} started its timer ${id} with a delay of ${delay} ms`);
    const cell = this.open(to);
    const running = cell.timers[id];
    if (running !== undefined) this.world.queue = remove(this.world.queue, running);
    const at = ringsAt(this.world.at, delay);
    const entry = { kind: 'timer', at, seq: this.world.seq++, to, id, message, cause } as const;
    this.world.queue = insert<Entry>(this.world.queue, entry);
    cell.timers = { ...cell.timers, [id]: entry };
  }

  private stopTimer(actor: ActorId, id: string): void {
    const running = this.cell(actor)?.timers[id];
    if (running === undefined) return;
    this.world.queue = remove(this.world.queue, running);
    this.forgetTimer(actor, id);
  }

  /** A timer that has run out is no longer running. */
  forgetTimer(actor: ActorId, id: string): void {
    const cell = this.open(actor);
    const timers: Record<string, Due> = {};
    for (const other in cell.timers) if (other !== id) timers[other] = cell.timers[other] as Due;
    cell.timers = timers;
  }

  private stopTimers(actor: ActorId): void {
    const cell = this.open(actor);
    for (const running of Object.values(cell.timers)) this.world.queue = remove(this.world.queue, running);
    cell.timers = {};
  }

  // ── Network (N2) ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Sends a message: told within the node, or put on the wire of a connection. */
  send(from: ActorId, to: ActorId, message: AnyMessage, connection: string, cause: number | null, workMs?: number): void {
    const here = nodeOf(from);
    const there = nodeOf(to);
    if (here === there) {
      this.tell(to, from, null, message, cause);
      return;
    }
    this.world.counters = { ...this.world.counters, sent: this.world.counters.sent + 1 };
    const seq = this.world.seq++;
    const link = linkNow(this.world, here, there, workMs);
    const cell = from === ADMIN ? null : this.cell(from);
    const key = wireName(there, connection);
    const peer = cell?.peers[key];
    const incarnation = peer?.incarnation ?? this.world.nodes[there]?.incarnation ?? 0;
    const messages = peer?.messages ?? 0;
    const wire = link.jitterMs === 0 ? 0 : wireDice(from, there, connection);
    const { bandwidthBytesPerMs: rate } = link;
    const now = this.world.at;
    const leaves = rate === undefined ? now : leavesAt(rate, messageBytes(message), now + (workMs ?? 0), peer?.busyUntil ?? 0);
    const at = arrivalAt(this.world.scenario, link, leaves, wire, messages, peer?.lastArrival ?? 0);
    if (cell !== null && (peer === undefined || link.jitterMs > 0 || rate !== undefined)) {
      const after = { node: there, connection, incarnation, lastArrival: at, busyUntil: leaves, messages: messages + 1 };
      this.setCell({ ...cell, peers: { ...cell.peers, [key]: after } });
    }
    this.world.queue = insert<Entry>(this.world.queue, {
      kind: 'message',
      at,
      seq,
      from,
      to,
      message,
      connection,
      sentAt: now,
      incarnation,
      cause,
    });
  }

  /** A call of a person's in a process: made at once, or, if the process is held up, when it goes on. */
  call(to: ActorId, message: AnyMessage, cause: number | null): void {
    const node = this.node(nodeOf(to));
    if (node.state !== 'paused') return this.tell(to, ADMIN, null, message, cause);
    const { at, counters } = this.world;
    this.world.counters = { ...counters, sent: counters.sent + 1 };
    const { incarnation } = node;
    const seq = this.world.seq++;
    const entry: Entry = { kind: 'message', at, seq, from: ADMIN, to, message, connection: 'admin', sentAt: at, incarnation, cause };
    this.world.queue = insert<Entry>(this.world.queue, entry);
  }

  /** The news that a connection is gone travels to its other end, unless the link is cut: then only a timeout can tell. */
  announceDisconnect(to: ActorId, node: NodeId, connection: string, incarnation: number, cause: number | null): void {
    const here = nodeOf(to);
    if (to === ADMIN || isCut(this.world, here, node)) return;
    const at = roundMs(this.world.at + linkNow(this.world, here, node).latencyMs);
    const seq = this.world.seq++;
    this.world.queue = insert<Entry>(this.world.queue, { kind: 'disconnect', at, seq, to, node, connection, incarnation, cause });
  }
}
