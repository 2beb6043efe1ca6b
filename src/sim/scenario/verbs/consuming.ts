/** Calls of a consumer's API. */
import { consumerActor, type TopicPartition } from '../../address.ts';
import type { CommandMessage } from '../../messages.ts';
import type { ReadContext } from '../context.ts';
import { int, items, type Cursor } from '../cursor.ts';
import { readTopicList } from '../groups.ts';
import { member, mustLive, partition, topic } from './arguments.ts';
import { defineVerb, type Parameter, type Verb } from './types.ts';

const MEMBER: Parameter = { name: 'member', type: 'member', aliases: ['target'] };

/** A verb that makes one call in a member's process. */
const call = (
  name: string,
  act: string,
  more: readonly Parameter[],
  read: (command: Cursor, context: ReadContext) => CommandMessage | null,
): Verb =>
  defineVerb<{ readonly id: string; readonly message: CommandMessage }>({
    name,
    parameters: [MEMBER, ...more],
    read(command, context) {
      const id = member(command.at('member'), context);
      const message = read(command, context);
      return id === null || message === null ? null : { id, message };
    },
    check: ({ id }, view) => [mustLive(view, id, act)],
    plan: ({ id, message }) => [{ op: 'tell', actor: consumerActor(id), message }],
  });

/** Some partitions of a topic, or all of them. */
function partitions(command: Cursor, context: ReadContext): readonly TopicPartition[] | null {
  const name = topic(command.at('topic'), context);
  if (name === null) return null;
  const all = Array.from({ length: context.names.topics.get(name) ?? 0 }, (_, i) => i);
  const given = command.at('partitions').missing
    ? all
    : items(command.at('partitions'), 'partition numbers', true).map((at) => partition(at, name, context));
  return given.includes(null) ? null : given.map((number) => ({ topic: name, partition: number ?? 0 }));
}

const somePartitions: readonly Parameter[] = [
  { name: 'topic', type: 'topic' },
  { name: 'partitions', type: 'ints', optional: true, aliases: ['partition'] },
];

const pausing = (name: string, type: 'command.pausePartitions' | 'command.resumePartitions', act: string): Verb =>
  call(name, act, somePartitions, (command, context) => {
    const list = partitions(command, context);
    return list === null ? null : { type, partitions: list };
  });

export const consuming: readonly Verb[] = [
  call('subscribe', 'subscribe', [{ name: 'topics', type: 'topics', aliases: ['topic'] }], (command, context) => ({
    type: 'command.subscribe',
    topics: readTopicList(command.at('topics'), context.names.topics.keys()),
  })),
  call(
    'seek',
    'seek',
    [
      { name: 'topic', type: 'topic' },
      { name: 'partition', type: 'int' },
      { name: 'to', type: 'offset' },
    ],
    (command, context) => {
      const name = topic(command.at('topic'), context);
      const number = name === null ? null : partition(command.at('partition'), name, context);
      const { value } = command.at('to');
      const to = value === 'beginning' || value === 'end' ? value : int(command.at('to'), null, 0);
      return name === null || number === null || to === null ? null : { type: 'command.seek', topic: name, partition: number, to };
    },
  ),
  call('commit', 'commit', [], () => ({ type: 'command.commit' })),
  pausing('pausePartitions', 'command.pausePartitions', 'pause partitions'),
  pausing('resumePartitions', 'command.resumePartitions', 'resume partitions'),
];
