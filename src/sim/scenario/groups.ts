/** Consumer groups, their members, and the application around poll(). */
import { shown } from '../config/index.ts';
import type { ReadContext } from './context.ts';
import { duration, fields, flag, int, isRecord, items, oneOf, required, text, type Cursor } from './cursor.ts';
import { noSuch } from './names.ts';
import { appParts, namesOf } from './parameters.ts';
import { checkConflicts, readConfig } from './settings.ts';
import { readSubscription, type Subscribed } from './subscription.ts';
import { parsePartitionName } from '../address.ts';
import type { AppSpec, CommitPolicy, ConfigOverrides, GroupSpec, MemberSpec, TopicPartition } from './types.ts';

const POLICIES = ['auto', 'syncPerPoll', 'syncPerRecord', 'asyncPerPoll', 'none'] as const;
/** A record takes a moment; a scene that is about slowness says more. */
export const USUAL_APP: AppSpec = { perRecordMs: 1, commit: 'auto', commitOnRevoke: false, failOn: null, onError: 'close' };

/** What all members of a group share. */
export type GroupBase = Pick<GroupSpec, 'id' | 'config' | 'topics' | 'topicPattern' | 'app'>;

/** A group of this id; `also`: names that stand beside its own (those of a command). */
export function readGroup(id: string, cursor: Cursor, context: ReadContext, also: readonly string[] = []): GroupSpec {
  fields(cursor, ['config', 'topics', 'members', 'app', ...also]);
  const base: GroupBase = { id, ...readTopicNames(cursor, context, ownTopics(cursor)), ...readClient(cursor, {}, USUAL_APP, context) };
  const members = items(cursor.at('members'), 'members: ids, or { id, joinAt, config, app, assign }').flatMap((at) => {
    const name = isRecord(at.value) ? at.at('id') : at;
    if (name.missing) return at.fail('the member has no id', []);
    const member = text(name, null);
    if (member === null) return [];
    context.names.declare(name, member, 'member');
    if (!context.names.members.has(member)) context.names.members.set(member, id);
    return [readMember(member, isRecord(at.value) ? at : at.with(undefined), base, context, ['id'])];
  });
  // Where all members assign() what they read, that is what the group reads.
  const topics = base.topics.length > 0 ? base.topics : [...new Set(members.flatMap((member) => member.topics))];
  const group = { ...base, topics, members };
  context.groups.set(id, group);
  return group;
}

export function readMember(id: string, cursor: Cursor, base: GroupBase, context: ReadContext, also: readonly string[] = []): MemberSpec {
  fields(cursor, ['joinAt', 'config', 'app', 'topics', 'assign', ...also]);
  const own = !cursor.at('config').missing || !cursor.at('app').missing;
  const { config, app } = own ? readClient(cursor, base.config, base.app, context) : base;
  const start = { id, joinAt: duration(cursor.at('joinAt'), 0), config, app };
  const assign = readPartitionNames(cursor.at('assign'), context);
  if (assign === null) {
    const subscribed = readTopicNames(cursor, context, base);
    const { topics } = subscribed;
    const loop = app.forwardTo !== undefined && topics.includes(app.forwardTo.topic);
    if (loop) cursor.fail(`${id} would read what it forwards to ${app.forwardTo?.topic}, without end`, undefined, { onKey: true });
    return { ...start, ...subscribed };
  }
  if (!cursor.at('topics').missing)
    cursor
      .at('topics')
      .fail('IllegalStateException: a consumer either subscribes to topics or is assigned partitions', undefined, { onKey: true });
  return { ...start, topics: [...new Set(assign.map(({ topic }) => topic))], assign };
}

/** A group of members that all assign() need name no topics. */
function ownTopics(cursor: Cursor): Subscribed | null {
  const members = items(cursor.at('members'), 'members', true);
  return members.length > 0 && members.every((at) => !at.at('assign').missing) ? { topics: [] } : null;
}

/** F3: partitions as Kafka writes them, `orders-0`, in a list or a text; null: none are named. */
function readPartitionNames(cursor: Cursor, { names }: ReadContext): readonly TopicPartition[] | null {
  if (cursor.missing) return null;
  const words = typeof cursor.value === 'string' ? cursor.with(cursor.value.split(',').map((it) => it.trim())) : cursor;
  const list = items(words, 'partitions, like orders-0').flatMap((at) => {
    const name = text(words === cursor ? at : cursor.with(at.value), '');
    const { topic, partition } = parsePartitionName(name);
    const partitions = names.topics.get(topic);
    if (/-\d+$/.test(name) && partitions !== undefined && partition < partitions) return [{ topic, partition }];
    const reason =
      partitions === undefined ? noSuch('topic', topic, names.topics.keys()) : `${topic} has partitions 0 to ${partitions - 1}`;
    return at.fail(`"${name}" is no partition: ${reason}`, []);
  });
  return list.length === 0 && Array.isArray(words.value) && words.value.length === 0
    ? cursor.fail('name at least one partition', [])
    : list;
}

/** The subscription. A topic that the script creates later may be named: it is noticed when it exists (G11). */
function readTopicNames(cursor: Cursor, { names }: ReadContext, usual: Subscribed | null): Subscribed {
  const at = cursor.at('topics');
  if (at.missing && usual !== null)
    return usual.topicPattern === undefined ? { topics: usual.topics } : { topics: usual.topics, topicPattern: usual.topicPattern };
  if (!required(at, 'the list of topics to read')) return { topics: [] };
  return readSubscription(at, names.topics.keys());
}

/** Settings and application of a client, on top of those of its group, brought into agreement about commits. */
function readClient(cursor: Cursor, config: ConfigOverrides, usual: AppSpec, context: ReadContext): Pick<MemberSpec, 'config' | 'app'> {
  const own = readConfig(cursor.at('config'), 'consumer', context);
  const app = readApp(cursor.at('app'), usual, context);
  const merged = { ...config, ...own };
  checkConflicts(cursor.at('config'), 'consumer', merged, context, config);
  return agreeOnCommits(cursor, own, merged, app);
}

/** O2: enable.auto.commit and the application's policy say the same; whichever was left out follows the other. */
function agreeOnCommits(cursor: Cursor, own: ConfigOverrides, config: ConfigOverrides, app: AppSpec): Pick<MemberSpec, 'config' | 'app'> {
  const saysCommit = !cursor.at('app').at('commit').missing;
  const auto = own['enable.auto.commit'];
  if (!saysCommit) {
    if (auto === false && app.commit === 'auto') return { config, app: { ...app, commit: 'none' } };
    if (auto === true && app.commit !== 'auto') return { config, app: { ...app, commit: 'auto' } };
    return { config, app };
  }
  if (auto !== undefined && auto !== (app.commit === 'auto')) {
    const reason = `commit: ${shown(app.commit)} contradicts enable.auto.commit: ${String(auto)}; leave one of them out`;
    cursor.at('app').at('commit').fail(reason, undefined);
  }
  const usual = config['enable.auto.commit'] === undefined && app.commit === 'auto';
  return { config: usual ? config : { ...config, 'enable.auto.commit': app.commit === 'auto' }, app };
}

/** F4. */
export function readApp(cursor: Cursor, usual: AppSpec, context: ReadContext): AppSpec {
  fields(cursor, namesOf(appParts));
  const forwardTo = readForwarding(cursor.at('forwardTo'), usual.forwardTo, context);
  return {
    perRecordMs: duration(cursor.at('perRecordMs'), usual.perRecordMs),
    commit: readPolicy(cursor.at('commit'), usual.commit),
    commitOnRevoke: flag(cursor.at('commitOnRevoke'), usual.commitOnRevoke),
    failOn: readFailOn(cursor.at('failOn'), usual.failOn),
    onError: oneOf(cursor.at('onError'), ['close', 'crash', 'skip', 'retry'], usual.onError),
    ...(forwardTo !== undefined && { forwardTo }),
  };
}

/** A topic, or { topic, config } with the settings of the producer. */
function readForwarding(cursor: Cursor, usual: AppSpec['forwardTo'], context: ReadContext): AppSpec['forwardTo'] {
  if (cursor.missing) return usual;
  const named = isRecord(cursor.value);
  if (named) fields(cursor, ['topic', 'config']);
  const at = named ? cursor.at('topic') : cursor;
  const topic = required(at, 'the topic to forward to') ? text(at, null) : null;
  if (topic === null) return usual;
  if (!context.names.topics.has(topic)) return at.fail(noSuch('topic', topic, context.names.topics.keys()), usual);
  const config = named ? readConfig(cursor.at('config'), 'producer', context) : {};
  if (named) checkConflicts(cursor.at('config'), 'producer', config, context);
  return { topic, config };
}

function readPolicy(cursor: Cursor, usual: CommitPolicy): CommitPolicy {
  if (!isRecord(cursor.value)) {
    const word = oneOf(cursor, POLICIES, 'auto');
    return cursor.missing ? usual : word;
  }
  fields(cursor, ['every']);
  return required(cursor.at('every'), 'the number of records') ? { every: int(cursor.at('every'), 1, 1) } : usual;
}

function readFailOn(cursor: Cursor, usual: AppSpec['failOn']): AppSpec['failOn'] {
  if (cursor.missing) return usual;
  if (!fields(cursor, ['key', 'value', 'offset', 'topic', 'partition', 'times'])) return usual;
  const key = text(cursor.at('key'), undefined);
  const value = text(cursor.at('value'), undefined);
  const offset = int(cursor.at('offset'), undefined, 0);
  const topic = text(cursor.at('topic'), undefined);
  const partition = int(cursor.at('partition'), undefined, 0);
  const times = int(cursor.at('times'), undefined, 1);
  if (key === undefined && value === undefined && offset === undefined)
    return cursor.fail('say which record fails: by key, value or offset', usual);
  return {
    ...(key !== undefined && { key }),
    ...(value !== undefined && { value }),
    ...(offset !== undefined && { offset }),
    ...(topic !== undefined && { topic }),
    ...(partition !== undefined && { partition }),
    ...(times !== undefined && { times }),
  };
}
