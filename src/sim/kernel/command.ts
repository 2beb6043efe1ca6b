/** Carrying out commands: what a verb planned, done to the world. Faults have a folder of their own (N4). */
import { ADMIN, brokerActor, brokerNode, consumerActor, controllerActor, producerActor, nodeOf } from '../address.ts';
import type { NodeId } from '../address.ts';
import type { Fact } from '../facts.ts';
import { stop } from '../faults/crash.ts';
import { linkFaults, processFaults, slowFaults } from '../faults/index.ts';
import { seenController } from '../read/look.ts';
import type { Operation } from '../scenario/operations.ts';
import type { Command, MemberSpec } from '../scenario/types.ts';
import type { CommandProblem } from '../scenario/verbs/refusal.ts';
import { checkCommand, planCommand } from '../scenario/verbs/index.ts';
import { Draft } from './draft.ts';
import { entriesOf } from './queue.ts';
import { withSockets } from './sockets.ts';
import type { World } from './world.ts';
import { stalledEntries } from './world.ts';
import { verbView } from './verbView.ts';

/** The world after a command at `at`. A script's command that cannot be carried out any more says so in its fact and changes nothing. */
export function obey(world: World, command: Command, at: number, facts: Fact[] | null): World {
  const plan = planCommand(command, verbView(world));
  const draft = new Draft(world, facts);
  draft.world.at = at;
  const { do: verb, at: _at, ...args } = command;
  if (!plan.ok) draft.note(ADMIN, { kind: 'command.refused', do: verb, args, error: plan.error.code }, null);
  else {
    const cause = draft.note(ADMIN, { kind: 'command.issued', do: verb, args }, null);
    for (const operation of plan.operations) carryOut(draft, operation, cause);
    draft.settle();
    for (const it of draft.exiting) stop(draft, it.node, it.cause);
  }
  draft.world.turn += 1;
  if (draft.reacted) draft.world.actorTurns += 1;
  return draft.world;
}

/** Why a command could not be given in this world; empty if it can. */
export const check = (world: World, command: Command): readonly CommandProblem[] => checkCommand(command, verbView(world));

function carryOut(draft: Draft, operation: Operation, cause: number): void {
  switch (operation.op) {
    case 'crash':
    case 'restart':
    case 'pause':
    case 'resume':
      return processFaults[operation.op](draft, operation.node, cause);
    case 'cut':
    case 'heal':
      return linkFaults[operation.op](draft, operation.between, cause);
    case 'slowLink':
      return slowFaults.slowLink(draft, operation.link, cause);
    case 'slowDisk':
      return slowFaults.slowDisk(draft, operation.disk, cause);
    case 'tell':
      if (operation.message.type === 'command.setConfig') setSockets(draft, nodeOf(operation.actor), operation.message.config);
      return draft.call(operation.actor, operation.message, cause);
    case 'admin': {
      const message = { ...operation.message, correlationId: draft.world.seq };
      return draft.send(ADMIN, controllerActor(seenController(draft.world).id), message, 'admin', cause);
    }
    case 'addBroker':
      draft.world.brokers = [...draft.world.brokers, operation.spec];
      draft.addNode(brokerNode(operation.spec.id));
      draft.create(brokerActor(operation.spec.id), cause);
      return;
    case 'addProducer':
      draft.world.producers = { ...draft.world.producers, [operation.spec.id]: operation.spec };
      draft.addNode(operation.spec.id);
      setSockets(draft, operation.spec.id, operation.spec.config);
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
  setSockets(draft, spec.id, spec.config);
  draft.create(consumerActor(spec.id), cause);
}

function setSockets(draft: Draft, node: NodeId, config: Readonly<Record<string, unknown>>): void {
  draft.world.sockets = withSockets(draft.world.sockets, node, config);
}

/** Messages on the wire and waiting at paused nodes: sent = delivered + dropped + these. */
export function messagesUnderway(world: World): number {
  const waiting = Object.values(world.nodes).flatMap((node) => stalledEntries(node.stalled));
  return [...entriesOf(world.queue), ...waiting].filter((entry) => entry.kind === 'message').length;
}
