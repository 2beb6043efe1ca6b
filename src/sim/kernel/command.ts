/** Carrying out commands: what a verb planned, done to the world. Faults have a folder of their own (N4). */
import { assignors } from '../assignors/index.ts';
import { ADMIN, consumerActor, controllerActor, producerActor } from '../address.ts';
import type { Fact } from '../facts.ts';
import { linkFaults, processFaults } from '../faults/index.ts';
import { partitioners } from '../partitioners/index.ts';
import { seenController } from '../read/look.ts';
import type { Operation } from '../scenario/operations.ts';
import type { Command, MemberSpec } from '../scenario/types.ts';
import { checkCommand, planCommand } from '../scenario/verbs/index.ts';
import type { Commands } from './advance.ts';
import { Draft } from './draft.ts';
import { entriesOf } from './queue.ts';
import type { World } from './world.ts';
import { stalledEntries } from './world.ts';
import { verbView } from './verbView.ts';

/** The world after a command at `at`. A script's command that cannot be carried out any more says so in its fact and changes nothing. */
function obey(world: World, command: Command, at: number, facts: Fact[] | null): World {
  const plan = planCommand(command, verbView(world));
  const draft = new Draft(world, facts);
  draft.world.at = at;
  const { do: verb, at: _at, ...args } = command;
  if (!plan.ok) draft.note(ADMIN, { kind: 'command.refused', do: verb, args, error: plan.error.code }, null);
  else {
    const cause = draft.note(ADMIN, { kind: 'command.issued', do: verb, args }, null);
    for (const operation of plan.operations) carryOut(draft, operation, cause);
    draft.settle();
  }
  draft.world.turn += 1;
  if (draft.reacted) draft.world.actorTurns += 1;
  return draft.world;
}

/** Every verb there is. */
export const commands: Commands = {
  check: (world, command) => checkCommand(command, verbView(world)),
  obey,
  choices: [...assignors, ...partitioners],
};

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

/** Messages on the wire and waiting at paused nodes: sent = delivered + dropped + these. */
export function messagesUnderway(world: World): number {
  const waiting = Object.values(world.nodes).flatMap((node) => stalledEntries(node.stalled));
  return [...entriesOf(world.queue), ...waiting].filter((entry) => entry.kind === 'message').length;
}
