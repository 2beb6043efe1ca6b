/** Groups and their members in the words of the scenario language: of a member only what differs from its group. */
import { partitionName } from '../address.ts';
import { USUAL_APP } from './groups.ts';
import type { Json, JsonRecord } from './plain.ts';
import { given } from './plain.ts';
import type { AppSpec, ConfigOverrides, GroupSpec, MemberSpec } from './types.ts';

const AUTO_COMMIT = 'enable.auto.commit';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export function groupValue(group: GroupSpec): Json {
  const { topics, members } = group;
  return given({
    topics: topics.length === 0 && group.topicPattern === undefined ? null : topicsValue(group),
    ...clientValue(group, { config: {}, app: USUAL_APP }),
    members: members.length === 0 ? null : members.map((member) => memberValue(member, group)),
  });
}

const topicsValue = ({ topics, topicPattern }: Pick<GroupSpec, 'topics' | 'topicPattern'>): Json =>
  topicPattern === undefined ? [...topics] : { pattern: topicPattern };

function memberValue(member: MemberSpec, group: GroupSpec): Json {
  const { id, joinAt, assign } = member;
  const subscribes =
    member.topicPattern === undefined
      ? same(member.topics, group.topics) && group.topicPattern === undefined
      : same(member.topicPattern, group.topicPattern);
  const value = given({
    id,
    joinAt: joinAt === 0 ? null : joinAt,
    assign: assign === undefined ? null : assign.map(({ topic, partition }) => partitionName(topic, partition)),
    topics: assign !== undefined || subscribes ? null : topicsValue(member),
    ...clientValue(member, group),
  });
  return Object.keys(value).length === 1 ? id : value;
}

/** Settings and application on top of `base`. */
function clientValue({ config, app }: Pick<MemberSpec, 'config' | 'app'>, base: Pick<MemberSpec, 'config' | 'app'>): JsonRecord {
  const own = Object.fromEntries(Object.entries(config).filter(([name, value]) => !same(value, base.config[name])));
  const { commit, ...written } = appValue(app, base.app);
  // O2: enable.auto.commit follows from the policy, unless it was said as well.
  const follows = commit !== undefined && (AUTO_COMMIT in base.config || Object.keys(config).at(-1) === AUTO_COMMIT);
  const { [AUTO_COMMIT]: _follows, ...others } = own;
  const said: ConfigOverrides = follows ? others : own;
  const all = commit === undefined ? written : { ...written, commit };
  return given({
    config: Object.keys(said).length === 0 ? null : { ...said },
    app: Object.keys(all).length === 0 ? null : all,
  });
}

function appValue(app: AppSpec, base: AppSpec): JsonRecord {
  const differs = (name: keyof AppSpec, value: Json): Json => (same(app[name], base[name]) ? null : value);
  const { forwardTo } = app;
  const forwards =
    forwardTo === undefined
      ? null
      : Object.keys(forwardTo.config).length === 0
        ? forwardTo.topic
        : { topic: forwardTo.topic, config: { ...forwardTo.config } };
  return given({
    perRecordMs: differs('perRecordMs', app.perRecordMs),
    commit: differs('commit', typeof app.commit === 'string' ? app.commit : { every: app.commit.every }),
    commitOnRevoke: differs('commitOnRevoke', app.commitOnRevoke),
    failOn: differs('failOn', app.failOn === null ? null : { ...app.failOn }),
    onError: differs('onError', app.onError),
    forwardTo: differs('forwardTo', forwards),
  });
}
