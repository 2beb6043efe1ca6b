/** N4, C1, C4: what an operator does to the cluster: a broker shuts down in order, a broker joins, leaders are elected. */
import { brokerActor, consumerActor, producerActor } from '../../address.ts';
import type { ActorId, NodeId } from '../../address.ts';
import { atLeast } from '../../config/index.ts';
import type { CommandMessage, MessageOf } from '../../messages.ts';
import { int, oneOf, text } from '../cursor.ts';
import type { Names } from '../names.ts';
import { readConfig } from '../settings.ts';
import type { BrokerSpec } from '../types.ts';
import { mustBe, partition, process, topic } from './arguments.ts';
import { mustHaveController } from './judging.ts';
import { defineVerb, type Verb, type VerbView } from './types.ts';

const kindIn = (view: VerbView, id: NodeId) => view.nodes[id]?.kind;

/** Whom to tell what: a client is closed, a broker asks the controller to be let go. */
function wayOut(id: NodeId, view: VerbView): { readonly actor: ActorId; readonly message: CommandMessage } {
  const kind = kindIn(view, id);
  if (kind === 'broker') return { actor: brokerActor(Number(id)), message: { type: 'command.shutdown' } };
  return { actor: kind === 'producer' ? producerActor(id) : consumerActor(id), message: { type: 'command.close' } };
}

const shutdown = defineVerb<NodeId>({
  name: 'shutdown',
  parameters: [{ name: 'target', type: 'process' }],
  read: (command, context) => process(command.at('target'), context),
  check: (id, view) => [
    mustBe(view, id, ['running', 'paused'], 'be shut down'),
    kindIn(view, id) === 'controller' ? { code: 'wrongState', message: `${id} keeps the metadata: crash it instead` } : null,
  ],
  plan: (id, view) => [{ op: 'tell', ...wayOut(id, view) }],
});

/** The number after the largest. */
const nextBrokerId = (names: Names): number => Math.max(0, ...names.of('broker').map(Number)) + 1;

/** It joins with nothing: topics that come later are placed on it too, existing ones stay where they are. */
const addBroker = defineVerb<BrokerSpec>({
  name: 'addBroker',
  parameters: [
    { name: 'id', type: 'int', optional: true, aliases: ['broker'] },
    { name: 'rack', type: 'text', optional: true },
    { name: 'config', type: 'config', optional: true },
  ],
  read(command, context) {
    const id = int(command.at('id'), nextBrokerId(context.names), 0);
    context.names.declare(command.at('id'), String(id), 'broker');
    return { id, rack: text(command.at('rack'), null), config: readConfig(command.at('config'), 'broker', context) };
  },
  check: () => [],
  plan: (spec) => [{ op: 'addBroker', spec }],
});

const electLeaders = defineVerb<Pick<MessageOf<'ElectLeaders'>, 'topic' | 'partition' | 'election'>>({
  name: 'electLeaders',
  parameters: [
    { name: 'topic', type: 'topic', optional: true },
    { name: 'partition', type: 'int', optional: true },
    { name: 'election', type: 'choice', optional: true, aliases: ['type'], choices: ['preferred', 'unclean'] },
  ],
  read(command, context) {
    const name = command.at('topic').missing ? null : topic(command.at('topic'), context);
    const election = oneOf(command.at('election'), ['preferred', 'unclean'], 'preferred');
    if (election === 'unclean' && !atLeast(context.profile, '2.8'))
      command.at('election').fail(`Kafka ${context.profile} elects only preferred leaders on request`, undefined);
    if (!command.at('partition').missing && name === null)
      return command.at('partition').fail('a partition is one of a topic: name the topic too', null);
    const number = name === null || command.at('partition').missing ? null : partition(command.at('partition'), name, context);
    return { topic: name, partition: number, election };
  },
  check: (_args, view) => [mustHaveController(view)],
  plan: (args) => [{ op: 'admin', message: { type: 'ElectLeaders', correlationId: 0, ...args } }],
});

export const cluster: readonly Verb[] = [shutdown, addBroker, electLeaders];
