/** Calls of a consumer's API. */
import { consumerActor, type TopicPartition } from '../../address.ts';
import type { CommandMessage, SeekTarget } from '../../messages.ts';
import type { ReadContext } from '../context.ts';
import { duration, int, items, type Cursor } from '../cursor.ts';
import { readSubscription } from '../subscription.ts';
import { member, mustLive, partition, topic } from './arguments.ts';
import type { CommandProblem } from './refusal.ts';
import { defineVerb, type Parameter, type Verb, type VerbView } from './types.ts';

const MEMBER: Parameter = { name: 'member', type: 'member', aliases: ['target'] };

/** A verb that makes one call in a member's process. */
const call = (
  name: string,
  act: string,
  more: readonly Parameter[],
  read: (command: Cursor, context: ReadContext) => CommandMessage | null,
  forbidden: (id: string, view: VerbView) => CommandProblem | null = () => null,
): Verb =>
  defineVerb<{ readonly id: string; readonly message: CommandMessage }>({
    name,
    parameters: [MEMBER, ...more],
    read(command, context) {
      const id = member(command.at('member'), context);
      const message = read(command, context);
      return id === null || message === null ? null : { id, message };
    },
    check: ({ id }, view) => [mustLive(view, id, act), forbidden(id, view)],
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

/** Where to: an offset, an end, or the first record of a time or later (offsetsForTimes). */
function seekTarget(command: Cursor): SeekTarget | null {
  const offset = command.at('to');
  const time = command.at('time');
  if (offset.missing === time.missing)
    return command.fail('say where to seek: either "to" (an offset, beginning or end) or "time"', null, { onKey: true });
  if (offset.missing) {
    const at = duration(time, null);
    return at === null ? null : { time: at };
  }
  return offset.value === 'beginning' || offset.value === 'end' ? offset.value : int(offset, null, 0);
}

export const consuming: readonly Verb[] = [
  call(
    'subscribe',
    'subscribe',
    [{ name: 'topics', type: 'topics', aliases: ['topic'] }],
    (command, context) => {
      const { topics, topicPattern } = readSubscription(command.at('topics'), context.names.topics.keys());
      return { type: 'command.subscribe', topics, ...(topicPattern !== undefined && { topicPattern }) };
    },
    (id, view) =>
      view.nodes[id]?.assigned === true
        ? { code: 'IllegalStateException', message: `${id} has assigned itself partitions: it cannot subscribe to topics as well` }
        : null,
  ),
  call(
    'seek',
    'seek',
    [
      { name: 'topic', type: 'topic' },
      { name: 'partition', type: 'int' },
      { name: 'to', type: 'offset', optional: true },
      { name: 'time', type: 'time', optional: true },
    ],
    (command, context) => {
      const name = topic(command.at('topic'), context);
      const number = name === null ? null : partition(command.at('partition'), name, context);
      const to = seekTarget(command);
      return name === null || number === null || to === null ? null : { type: 'command.seek', topic: name, partition: number, to };
    },
  ),
  call('commit', 'commit', [], () => ({ type: 'command.commit' })),
  pausing('pausePartitions', 'command.pausePartitions', 'pause partitions'),
  pausing('resumePartitions', 'command.resumePartitions', 'resume partitions'),
];
