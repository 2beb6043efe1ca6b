/** Calls of a producer's API, and close() of any client. */
import { consumerActor, producerActor } from '../../address.ts';
import type { ActorId } from '../../address.ts';
import { duration, text, type Cursor } from '../cursor.ts';
import { valueText } from '../producers.ts';
import { client, mustLive, partition, producer, topic } from './arguments.ts';
import { defineVerb, type Verb, type VerbView } from './types.ts';

interface Send {
  readonly producer: string;
  readonly topic: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly partition: number | null;
}

/** Where a client's machine is reached. */
export const clientActor = (id: string, view: VerbView): ActorId =>
  view.nodes[id]?.kind === 'producer' ? producerActor(id) : consumerActor(id);

const valueOf = (cursor: Cursor): string | null => (cursor.missing ? null : valueText(cursor.value));

const send = defineVerb<Send>({
  name: 'send',
  parameters: [
    { name: 'producer', type: 'producer', aliases: ['target'] },
    { name: 'topic', type: 'topic' },
    { name: 'key', type: 'text', optional: true },
    { name: 'value', type: 'text', optional: true },
    { name: 'partition', type: 'int', optional: true },
  ],
  read(command, context) {
    const from = producer(command.at('producer'), context);
    const to = topic(command.at('topic'), context);
    const key = text(command.at('key'), null);
    const number = to === null ? null : partition(command.at('partition'), to, context);
    return from === null || to === null ? null : { producer: from, topic: to, key, value: valueOf(command.at('value')), partition: number };
  },
  check: (args, view) => [mustLive(view, args.producer, 'send')],
  plan: ({ producer: id, ...record }) => [{ op: 'tell', actor: producerActor(id), message: { type: 'command.send', ...record } }],
});

const flush = defineVerb<string>({
  name: 'flush',
  parameters: [{ name: 'producer', type: 'producer', aliases: ['target'] }],
  read: (command, context) => producer(command.at('producer'), context),
  check: (id, view) => [mustLive(view, id, 'flush')],
  plan: (id) => [{ op: 'tell', actor: producerActor(id), message: { type: 'command.flush' } }],
});

/** P9: `timeout` is that of a producer's close(Duration). */
const close = defineVerb<{ readonly id: string; readonly timeoutMs: number | null }>({
  name: 'close',
  parameters: [
    { name: 'target', type: 'client', aliases: ['producer', 'member'] },
    { name: 'timeout', type: 'time', optional: true },
  ],
  read(command, context) {
    const id = client(command.at('target'), context);
    const timeoutMs = duration(command.at('timeout'), null);
    if (timeoutMs !== null && id !== null && context.names.ids.get(id) !== 'producer')
      return command.at('timeout').fail(`"${id}" is a consumer: only close() of a producer takes a timeout here`, null);
    return id === null ? null : { id, timeoutMs };
  },
  check: ({ id }, view) => [mustLive(view, id, 'be closed')],
  plan({ id, timeoutMs }, view) {
    const message = { type: 'command.close', ...(timeoutMs !== null && { timeoutMs }) } as const;
    return [{ op: 'tell', actor: clientActor(id, view), message }];
  },
});

export const producing: readonly Verb[] = [send, flush, close];
