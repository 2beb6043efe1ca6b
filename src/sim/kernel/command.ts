/** Carrying out commands: what a verb planned, done to the world. Faults live here (N4): crash, restart, pause, resume, cut, heal. */
import type { NodeId } from '../address.ts';
import { ADMIN, consumerActor, controllerActor, producerActor } from '../address.ts';
import type { Fact } from '../facts.ts';
import { linkName } from '../network.ts';
import { seenController } from '../read/look.ts';
import type { Operation } from '../scenario/operations.ts';
import type { Command, MemberSpec } from '../scenario/types.ts';
import { planCommand } from '../scenario/verbs/index.ts';
import { Draft } from './draft.ts';
import { entriesOf, insert } from './queue.ts';
import type { Entry, Stalled, World } from './world.ts';
import { verbView } from './verbView.ts';

/** The world after a command at `at`. A script's command that cannot be carried out any more says so in its fact and changes nothing. */
export function obey(world: World, command: Command, at: number, facts: Fact[] | null): World {
  const plan = planCommand(command, verbView(world));
  const draft = new Draft(world, facts);
  draft.world.at = at;
  const { do: verb, at: _at, ...args } = command;
  const error = plan.ok ? {} : { error: plan.error.code };
  const cause = draft.note(ADMIN, { kind: 'command.issued', do: verb, args: { ...args, ...error } }, null);
  if (plan.ok) {
    for (const operation of plan.operations) carryOut(draft, operation, cause);
    draft.settle();
  }
  draft.world.turn += 1;
  if (draft.reacted) draft.world.actorTurns += 1;
  return draft.world;
}

function carryOut(draft: Draft, operation: Operation, cause: number): void {
  switch (operation.op) {
    case 'crash':
      return crash(draft, operation.node, cause);
    case 'restart':
      return restart(draft, operation.node, cause);
    case 'pause':
      return pause(draft, operation.node, cause);
    case 'resume':
      return resume(draft, operation.node, cause);
    case 'cut':
      return cut(draft, operation.between, cause);
    case 'heal':
      return heal(draft, operation.between, cause);
    case 'tell':
      return draft.call(operation.actor, operation.message, cause);
    case 'admin': {
      const message = { ...operation.message, correlationId: draft.world.seq };
      return draft.send(ADMIN, controllerActor(seenController(draft.world).id), message, 'admin', cause);
    }
    case 'addProducer':
      draft.world.producers = { ...draft.world.producers, [operation.spec.id]: operation.spec };
      draft.addNode(operation.spec.id);
      draft.create(producerActor(operation.spec.id), cause);
      return;
    case 'addGroup':
      draft.world.groups = { ...draft.world.groups, [operation.spec.id]: operation.spec };
      for (const spec of operation.spec.members) addMember(draft, operation.spec.id, spec, cause);
      return;
    case 'addMember':
      return addMember(draft, operation.group, operation.spec, cause);
  }
}

function addMember(draft: Draft, group: string, spec: MemberSpec, cause: number): void {
  draft.world.members = { ...draft.world.members, [spec.id]: { group, spec } };
  draft.addNode(spec.id);
  draft.create(consumerActor(spec.id), cause);
}

/** The actor that speaks for a node: its first. */
const mainActor = (draft: Draft, node: NodeId): string => draft.node(node).actors[0] ?? ADMIN;

/** The process dies: its memory and timers are gone, its connections break, what was on its way to it will be refused. */
function crash(draft: Draft, id: NodeId, cause: number): void {
  const fault = draft.note(mainActor(draft, id), { kind: 'node.crashed', node: id }, cause);
  const node = draft.node(id);
  const lost = stalledEntries(node.stalled).filter((entry) => entry.kind === 'message').length;
  const { counters } = draft.world;
  draft.world.counters = { ...counters, dropped: counters.dropped + lost };
  for (const actor of node.actors) draft.kill(actor, fault);
  draft.setNode({ ...draft.node(id), state: 'crashed', incarnation: node.incarnation + 1, stalled: null, fault });
  for (const actor of node.actors) {
    const cell = draft.cell(actor);
    if (cell !== null) draft.setCell({ ...cell, peers: {} });
  }
  for (const row of draft.world.cells)
    for (const cell of row)
      for (const peer of Object.values(cell.peers))
        if (peer.node === id) draft.announceDisconnect(cell.id, id, peer.connection, peer.incarnation, fault);
}

function restart(draft: Draft, id: NodeId, cause: number): void {
  const fact = draft.note(mainActor(draft, id), { kind: 'node.restarted', node: id }, cause);
  const node = draft.node(id);
  draft.setNode({ ...node, state: 'running' });
  for (const actor of node.actors) draft.tell(actor, actor, null, { type: 'restart' }, fact);
}

function pause(draft: Draft, id: NodeId, cause: number): void {
  const fault = draft.note(mainActor(draft, id), { kind: 'node.paused', node: id }, cause);
  draft.setNode({ ...draft.node(id), state: 'paused', pausedAt: draft.world.at, fault });
}

/** The process wakes: everything that waited is due now, in its old order. */
function resume(draft: Draft, id: NodeId, cause: number): void {
  const node = draft.node(id);
  draft.note(mainActor(draft, id), { kind: 'node.resumed', node: id, pausedMs: draft.world.at - node.pausedAt }, cause);
  draft.setNode({ ...node, state: 'running', stalled: null });
  for (const waiting of stalledEntries(node.stalled)) {
    const entry: Entry = { ...waiting, at: draft.world.at, seq: draft.world.seq++ };
    draft.world.queue = insert<Entry>(draft.world.queue, entry);
    if (entry.kind !== 'timer') continue;
    const cell = draft.cell(entry.to);
    if (cell !== null) draft.setCell({ ...cell, timers: { ...cell.timers, [entry.id]: { at: entry.at, seq: entry.seq } } });
  }
}

/** Oldest first. */
function stalledEntries(stalled: Stalled | null): Entry[] {
  const entries: Entry[] = [];
  for (let waiting = stalled; waiting !== null; waiting = waiting.next) entries.push(waiting.entry);
  return entries.reverse();
}

function cut(draft: Draft, between: readonly [NodeId, NodeId], cause: number): void {
  const fault = draft.note(ADMIN, { kind: 'link.cut', between }, cause);
  draft.world.cuts = { ...draft.world.cuts, [linkName(...between)]: { between, fault } };
}

function heal(draft: Draft, between: readonly [NodeId, NodeId], cause: number): void {
  draft.note(ADMIN, { kind: 'link.healed', between }, cause);
  const { [linkName(...between)]: _healed, ...cuts } = draft.world.cuts;
  draft.world.cuts = cuts;
}

/** Messages on the wire and waiting at paused nodes: sent = delivered + dropped + these. */
export function messagesUnderway(world: World): number {
  const waiting = Object.values(world.nodes).flatMap((node) => stalledEntries(node.stalled));
  return [...entriesOf(world.queue), ...waiting].filter((entry) => entry.kind === 'message').length;
}
