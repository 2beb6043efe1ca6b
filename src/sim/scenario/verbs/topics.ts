/** T1, T2: what an admin client asks the controller for. */
import { whyNotCreate } from '../../kafka/topicRules.ts';
import type { MessageOf } from '../../messages.ts';
import { MOST_PARTITIONS, readPlacement, topicNameProblem } from '../cluster.ts';
import { int, text } from '../cursor.ts';
import { readConfig } from '../settings.ts';
import type { TopicSpec } from '../types.ts';
import { topic } from './arguments.ts';
import { imageOf, mustHaveController, topicProblem } from './judging.ts';
import { defineVerb, type Verb } from './types.ts';

/** Metadata carries single values. */
function plainConfig(config: TopicSpec['config']): MessageOf<'CreateTopic'>['config'] {
  const plain: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(config)) plain[name] = typeof value === 'object' ? value.join(',') : value;
  return plain;
}

const createTopic = defineVerb<TopicSpec>({
  name: 'createTopic',
  parameters: [
    { name: 'topic', type: 'newTopic', aliases: ['name'] },
    { name: 'partitions', type: 'int', optional: true },
    { name: 'replicationFactor', type: 'int', optional: true },
    { name: 'replicas', type: 'replicas', optional: true },
    { name: 'config', type: 'config', optional: true },
  ],
  read(command, context) {
    const name = text(command.at('topic'), null);
    if (name === null) return null;
    const wrong = topicNameProblem(name);
    if (wrong !== null) return command.at('topic').fail(wrong, null, { code: 'INVALID_TOPIC_EXCEPTION' });
    return { name, ...readPlacement(command, context), config: readConfig(command.at('config'), 'topic', context) };
  },
  check: ({ name, ...spec }, view) => [mustHaveController(view), topicProblem(whyNotCreate(imageOf(view), { topic: name, ...spec }), name)],
  plan: ({ name, config, ...placement }) => [
    { op: 'admin', message: { type: 'CreateTopic', correlationId: 0, topic: name, ...placement, config: plainConfig(config) } },
  ],
});

const addPartitions = defineVerb<{ readonly topic: string; readonly partitions: number }>({
  name: 'addPartitions',
  parameters: [
    { name: 'topic', type: 'topic' },
    { name: 'partitions', type: 'int' },
  ],
  read(command, context) {
    const name = topic(command.at('topic'), context);
    const partitions = int(command.at('partitions'), null, 1, MOST_PARTITIONS, { code: 'INVALID_PARTITIONS' });
    return name === null || partitions === null ? null : { topic: name, partitions };
  },
  check(args, view) {
    const now = view.topics[args.topic]?.partitions ?? 0;
    const message = `${args.topic} has ${now} partitions; ${args.partitions} would not be more, and partitions can only be added`;
    return [mustHaveController(view), args.partitions > now ? null : { code: 'INVALID_PARTITIONS', message }];
  },
  plan: (args) => [{ op: 'admin', message: { type: 'CreatePartitions', correlationId: 0, ...args } }],
});

export const topics: readonly Verb[] = [createTopic, addPartitions];
