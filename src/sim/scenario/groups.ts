/** Consumer groups, their members, and the application around poll(). */
import { shown } from '../config/index.ts';
import type { ReadContext } from './context.ts';
import { duration, fields, flag, int, isRecord, items, oneOf, required, text, type Cursor } from './cursor.ts';
import { noSuch } from './names.ts';
import { checkConflicts, readConfig } from './settings.ts';
import type { AppSpec, CommitPolicy, ConfigOverrides, GroupSpec, MemberSpec } from './types.ts';

const POLICIES = ['auto', 'syncPerPoll', 'syncPerRecord', 'asyncPerPoll', 'none'] as const;
/** A record takes a moment; a scene that is about slowness says more. */
const USUAL_APP: AppSpec = { perRecordMs: 1, commit: 'auto', commitOnRevoke: false, failOn: null, onError: 'close' };

/** What all members of a group share. */
export type GroupBase = Pick<GroupSpec, 'id' | 'config' | 'topics' | 'app'>;

/** A group of this id; `also`: names that stand beside its own (those of a command). */
export function readGroup(id: string, cursor: Cursor, context: ReadContext, also: readonly string[] = []): GroupSpec {
  fields(cursor, ['config', 'topics', 'members', 'app', ...also]);
  const base: GroupBase = { id, topics: readTopicNames(cursor, context, null), ...readClient(cursor, {}, USUAL_APP, context) };
  const members = items(cursor.at('members'), 'members: ids, or { id, joinAt, config, app }').flatMap((at) => {
    const name = isRecord(at.value) ? at.at('id') : at;
    if (name.missing) return at.fail('the member has no id', []);
    const member = text(name, null);
    if (member === null) return [];
    context.names.declare(name, member, 'member');
    if (!context.names.members.has(member)) context.names.members.set(member, id);
    return [readMember(member, isRecord(at.value) ? at : at.with(undefined), base, context, ['id'])];
  });
  const group = { ...base, members };
  context.groups.set(id, group);
  return group;
}

export function readMember(id: string, cursor: Cursor, base: GroupBase, context: ReadContext, also: readonly string[] = []): MemberSpec {
  fields(cursor, ['joinAt', 'config', 'app', 'topics', ...also]);
  const own = !cursor.at('config').missing || !cursor.at('app').missing;
  const { config, app } = own ? readClient(cursor, base.config, base.app, context) : base;
  const topics = readTopicNames(cursor, context, base.topics);
  return { id, joinAt: duration(cursor.at('joinAt'), 0), config, app, topics };
}

/** The subscription. A topic that the script creates later may be named: it is noticed when it exists (G11). */
function readTopicNames(cursor: Cursor, { names }: ReadContext, usual: readonly string[] | null): readonly string[] {
  const at = cursor.at('topics');
  if (at.missing && usual !== null) return usual;
  if (!required(at, 'the list of topics to read')) return [];
  return readTopicList(at, names.topics.keys());
}

export function readTopicList(cursor: Cursor, known: Iterable<string>): readonly string[] {
  const all = [...known];
  const list = items(cursor, 'topics', true);
  if (list.length === 0 && Array.isArray(cursor.value)) cursor.fail('name at least one topic', undefined);
  const topics = list.flatMap((at) => {
    const name = text(at, null);
    if (name === null) return at.missing ? at.fail('an empty entry: write the name of a topic', []) : [];
    return all.includes(name) ? [name] : at.fail(noSuch('topic', name, all), []);
  });
  return [...new Set(topics)];
}

/** Settings and application of a client, on top of those of its group, brought into agreement about commits. */
function readClient(cursor: Cursor, config: ConfigOverrides, usual: AppSpec, context: ReadContext): Pick<MemberSpec, 'config' | 'app'> {
  const own = readConfig(cursor.at('config'), 'consumer', context);
  const app = readApp(cursor.at('app'), usual);
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
export function readApp(cursor: Cursor, usual: AppSpec): AppSpec {
  fields(cursor, ['perRecordMs', 'commit', 'commitOnRevoke', 'failOn', 'onError'], { forwardTo: 'applications only read and commit yet' });
  return {
    perRecordMs: duration(cursor.at('perRecordMs'), usual.perRecordMs),
    commit: readPolicy(cursor.at('commit'), usual.commit),
    commitOnRevoke: flag(cursor.at('commitOnRevoke'), usual.commitOnRevoke),
    failOn: readFailOn(cursor.at('failOn'), usual.failOn),
    onError: oneOf(cursor.at('onError'), ['close', 'crash', 'skip'], usual.onError),
  };
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
  if (!fields(cursor, ['key', 'value', 'offset', 'topic', 'partition'])) return usual;
  const key = text(cursor.at('key'), undefined);
  const value = text(cursor.at('value'), undefined);
  const offset = int(cursor.at('offset'), undefined, 0);
  const topic = text(cursor.at('topic'), undefined);
  const partition = int(cursor.at('partition'), undefined, 0);
  if (key === undefined && value === undefined && offset === undefined)
    return cursor.fail('say which record fails: by key, value or offset', usual);
  return {
    ...(key !== undefined && { key }),
    ...(value !== undefined && { value }),
    ...(offset !== undefined && { offset }),
    ...(topic !== undefined && { topic }),
    ...(partition !== undefined && { partition }),
  };
}
