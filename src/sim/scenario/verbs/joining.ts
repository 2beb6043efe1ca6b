/** Who comes and who goes: producers, groups and their members; and a client that starts anew with other settings. */
import { consumerActor } from '../../address.ts';
import type { SettingScope } from '../../config/index.ts';
import { text, type Cursor } from '../cursor.ts';
import { readGroup, readMember } from '../groups.ts';
import type { NamedKind, Names } from '../names.ts';
import { appParts, workloadParts } from '../parameters.ts';
import { readProducer } from '../producers.ts';
import { readConfig } from '../settings.ts';
import type { ConfigOverrides, GroupSpec, MemberSpec, ProducerSpec } from '../types.ts';
import { client, group, member, mustLive } from './arguments.ts';
import { conflicts } from './judging.ts';
import { clientActor } from './producing.ts';
import { defineVerb, type Verb } from './types.ts';

/** The id given, or else the next free one: `billing-4`. */
function newId(cursor: Cursor, names: Names, kind: NamedKind, prefix: string): string {
  let number = 1;
  while (names.ids.has(`${prefix}-${number}`)) number++;
  const id = text(cursor, `${prefix}-${number}`);
  names.declare(cursor, id, kind);
  return id;
}

const COMMAND = ['at', 'do', 'id'];

const addProducer = defineVerb<ProducerSpec>({
  name: 'addProducer',
  parameters: [
    { name: 'id', type: 'newId', optional: true, aliases: ['producer'] },
    { name: 'config', type: 'config', optional: true },
    { name: 'workload', type: 'workload', optional: true, parts: workloadParts },
  ],
  read: (command, context) => readProducer(newId(command.at('id'), context.names, 'producer', 'producer'), command, context, COMMAND),
  check: () => [],
  plan: (spec) => [{ op: 'addProducer', spec }],
});

const addGroup = defineVerb<GroupSpec>({
  name: 'addGroup',
  parameters: [
    { name: 'id', type: 'newId', optional: true, aliases: ['group'] },
    { name: 'topics', type: 'topics' },
    { name: 'members', type: 'members', optional: true },
    { name: 'config', type: 'config', optional: true },
    { name: 'app', type: 'app', optional: true, parts: appParts },
  ],
  read: (command, context) => readGroup(newId(command.at('id'), context.names, 'group', 'group'), command, context, COMMAND),
  check: () => [],
  plan: (spec) => [{ op: 'addGroup', spec }],
});

/** A member takes over what its group says. */
const addMember = defineVerb<{ readonly group: string; readonly spec: MemberSpec }>({
  name: 'addMember',
  parameters: [
    { name: 'group', type: 'group' },
    { name: 'id', type: 'newId', optional: true, aliases: ['member'] },
    { name: 'topics', type: 'topics', optional: true },
    { name: 'config', type: 'config', optional: true },
    { name: 'app', type: 'app', optional: true, parts: appParts },
    { name: 'joinAt', type: 'time', optional: true },
    { name: 'assign', type: 'partitions', optional: true },
  ],
  read(command, context) {
    const of = group(command.at('group'), context);
    const base = of === null ? undefined : context.groups.get(of);
    if (of === null || base === undefined) return null;
    const id = newId(command.at('id'), context.names, 'member', of);
    context.names.members.set(id, of);
    return { group: of, spec: readMember(id, command, base, context, [...COMMAND, 'group']) };
  },
  check: () => [],
  plan: (args) => [{ op: 'addMember', ...args }],
});

const removeMember = defineVerb<string>({
  name: 'removeMember',
  parameters: [
    { name: 'member', type: 'member', aliases: ['id', 'target'] },
    { name: 'group', type: 'group', optional: true },
  ],
  read(command, context) {
    const id = member(command.at('member'), context);
    const of = command.at('group').missing ? null : group(command.at('group'), context);
    if (id === null || of === null || context.names.members.get(id) === of) return id;
    return command.at('group').fail(`${id} is no member of ${of}`, null, { code: 'unknownTarget' });
  },
  check: (id, view) => [mustLive(view, id, 'leave')],
  plan: (id) => [{ op: 'tell', actor: consumerActor(id), message: { type: 'command.close' } }],
});

const setConfig = defineVerb<{ readonly id: string; readonly scope: SettingScope; readonly config: ConfigOverrides }>({
  name: 'setConfig',
  parameters: [
    { name: 'target', type: 'client', aliases: ['producer', 'member'] },
    { name: 'config', type: 'config' },
  ],
  read(command, context) {
    const id = client(command.at('target'), context);
    if (id === null) return null;
    const scope = context.names.ids.get(id) === 'producer' ? 'producer' : 'consumer';
    return { id, scope, config: readConfig(command.at('config'), scope, context) };
  },
  check: ({ id, scope, config }, view) => [
    mustLive(view, id, 'be restarted with other settings'),
    ...conflicts(scope, view, { ...view.nodes[id]?.config, ...config }),
  ],
  plan: ({ id, config }, view) => [{ op: 'tell', actor: clientActor(id, view), message: { type: 'command.setConfig', config } }],
});

export const joining: readonly Verb[] = [addProducer, addGroup, addMember, removeMember, setConfig];
