/** T1–T3: what an admin client asks the controller for. */
import { settingNamed } from '../../config/index.ts';
import { whyNotCreate } from '../../kafka/topicRules.ts';
import type { MessageOf } from '../../messages.ts';
import { MOST_PARTITIONS, readPlacement, topicNameProblem } from '../cluster.ts';
import { int, isRecord, text } from '../cursor.ts';
import { readConfig } from '../settings.ts';
import type { TopicSpec } from '../types.ts';
import { topic } from './arguments.ts';
import { imageOf, mustHaveController, topicProblem } from './judging.ts';
import type { CommandProblem } from './refusal.ts';
import { defineVerb, type Verb, type VerbView } from './types.ts';

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

const mayDelete = ({ cluster }: VerbView): CommandProblem | null =>
  cluster['delete.topic.enable'] === false
    ? { code: 'TOPIC_DELETION_DISABLED', message: 'topics cannot be deleted here: delete.topic.enable is false' }
    : null;

const deleteTopic = defineVerb<string>({
  name: 'deleteTopic',
  parameters: [{ name: 'topic', type: 'topic', aliases: ['name'] }],
  read: (command, context) => topic(command.at('topic'), context),
  check: (name, view) => [mustHaveController(view), mayDelete(view), mustExist(name, view)],
  plan: (name) => [{ op: 'admin', message: { type: 'DeleteTopic', correlationId: 0, topic: name } }],
});

type Alteration = Pick<MessageOf<'AlterConfig'>, 'topic' | 'set' | 'remove'>;

/** A setting given as null falls back to the broker's. */
const alterConfig = defineVerb<Alteration>({
  name: 'alterConfig',
  parameters: [
    { name: 'topic', type: 'topic' },
    { name: 'config', type: 'config' },
  ],
  read(command, context) {
    const name = topic(command.at('topic'), context);
    const given = command.at('config');
    const all = Object.entries(isRecord(given.value) ? given.value : {});
    const remove = all.flatMap(([setting, value]) => (value === null ? [setting] : []));
    for (const setting of remove)
      if (settingNamed('topic', setting) === undefined) readConfig(given.with({ [setting]: '' }), 'topic', context);
    const rest = given.with(isRecord(given.value) ? Object.fromEntries(all.filter(([, value]) => value !== null)) : given.value);
    const set = plainConfig(readConfig(rest, 'topic', context));
    return name === null ? null : { topic: name, set, remove };
  },
  check: (args, view) => [mustHaveController(view), mustExist(args.topic, view)],
  plan: (args) => [{ op: 'admin', message: { type: 'AlterConfig', correlationId: 0, ...args } }],
});

/** A script may name a topic that another entry deletes before. */
const mustExist = (name: string, view: VerbView): CommandProblem | null =>
  view.topics[name] === undefined ? { code: 'UNKNOWN_TOPIC_OR_PARTITION', message: `there is no topic "${name}" any more` } : null;

export const topics: readonly Verb[] = [createTopic, addPartitions, deleteTopic, alterConfig];
