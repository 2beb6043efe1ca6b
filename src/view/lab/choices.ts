/** Who and what can be named in a field, as the world stands. */
import { settingsIn, type Parameter, type ReadModel, type Scenario, type SettingScope, type Verb } from '../../sim/index.ts';
import type { FormValues } from './formValues.ts';

const membersOf = ({ groups }: ReadModel): readonly string[] =>
  groups.flatMap(({ members, absent }) => [...members.map(({ id }) => id), ...absent.map(({ id }) => id)]);

/** Everything with a process of its own: brokers by number, then controllers, producers and consumers. */
export function processesOf(model: ReadModel, scenario: Scenario): readonly string[] {
  const brokers = model.brokers.map(({ id }) => String(id));
  const controllers = scenario.controllers.filter((id) => !brokers.includes(id));
  return [...brokers, ...controllers, ...model.producers.map(({ id }) => id), ...membersOf(model)];
}

/** Of a field that is chosen from a list. */
export function choicesOf(parameter: Parameter, verb: string, model: ReadModel, scenario: Scenario): readonly string[] {
  const brokers = model.brokers.map(({ id }) => String(id));
  switch (parameter.type) {
    case 'process':
      if (verb === 'slowDisk') return brokers;
      return processesOf(model, scenario).filter((id) => verb !== 'shutdown' || !scenario.controllers.includes(id) || brokers.includes(id));
    case 'processes':
      return processesOf(model, scenario);
    case 'client':
      return [...model.producers.map(({ id }) => id), ...membersOf(model)];
    case 'producer':
      return model.producers.map(({ id }) => id);
    case 'member':
      return membersOf(model);
    case 'group':
      return model.groups.map(({ id }) => id);
    case 'topic':
    case 'topics':
      return model.topics.map(({ name }) => name);
    case 'flag':
      return ['true', 'false'];
    default:
      return parameter.choices ?? [];
  }
}

/** Whose settings a verb takes: those of a topic, a broker or a client. */
export function scopeOf(verb: string, values: FormValues, model: ReadModel): SettingScope {
  if (verb === 'addBroker') return 'broker';
  if (verb === 'createTopic' || verb === 'alterConfig') return 'topic';
  const isProducer = verb === 'addProducer' || model.producers.some(({ id }) => id === values['target']);
  return isProducer ? 'producer' : 'consumer';
}

export const settingNames = (scope: SettingScope): readonly string[] => settingsIn(scope).map(({ name }) => name);

/** Optional fields that are asked for at once; the others wait behind "more". */
const FIRST: Readonly<Record<string, readonly string[]>> = {
  createTopic: ['partitions', 'replicationFactor'],
  addBroker: ['id'],
  addProducer: ['id', 'workload'],
  addGroup: ['id', 'members'],
  addMember: ['id'],
  send: ['key', 'value'],
  slowLink: ['latencyMs'],
  slowDisk: ['appendMs'],
  seek: ['to'],
  electLeaders: ['topic', 'election'],
  pausePartitions: ['partitions'],
  resumePartitions: ['partitions'],
  workload: ['everyMs', 'keys'],
  app: ['perRecordMs', 'commit'],
};

export const isFirst = (within: string, { name, optional }: Parameter): boolean =>
  optional !== true || (FIRST[within]?.includes(name) ?? false);

/** Required choices begin with the first there is, so that a form can be sent as it stands. */
export function filled(verb: Verb, values: FormValues, model: ReadModel, scenario: Scenario): FormValues {
  const rest = verb.parameters.flatMap((it): [string, string | readonly string[]][] => {
    const [first] = it.optional === true || values[it.name] !== undefined ? [] : choicesOf(it, verb.name, model, scenario);
    if (first === undefined || it.type === 'processes') return [];
    return [[it.name, it.type === 'topics' ? [first] : first]];
  });
  return { ...Object.fromEntries(rest), ...values };
}
