/** What can be written down for a verb, a workload, an application: names and types, from which readers, forms and completion all take them. */

export type ParameterType =
  | 'process' // a broker's number, or the id of a producer, member or controller
  | 'processes' // two of them, or two lists of them
  | 'client' // a producer or a member
  | 'producer'
  | 'member'
  | 'group'
  | 'topic'
  | 'topics'
  | 'newId'
  | 'newTopic'
  | 'int'
  | 'ints'
  | 'flag'
  | 'text'
  | 'choice' // one of `choices`
  | 'offset' // a number, beginning or end
  | 'partitions' // like orders-0
  | 'config'
  | 'replicas'
  | 'workload'
  | 'members'
  | 'app'
  | 'keys' // a list, or a pattern like user_{1..20}
  | 'value' // { bytes }, a text or any JSON
  | 'commitPolicy' // one of `choices`, or { every: N }
  | 'failing' // { key, value, offset, topic, partition, times }
  | 'time'
  | 'times';

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly optional?: boolean;
  /** Other names people write for it. */
  readonly aliases?: readonly string[];
  /** What stands inside it. */
  readonly parts?: readonly Parameter[];
  readonly choices?: readonly string[];
}

export const namesOf = (parameters: readonly Parameter[]): readonly string[] => parameters.map(({ name }) => name);

/** What a producer's application sends. Either everyMs or atMs is needed. */
export const workloadParts: readonly Parameter[] = [
  { name: 'topic', type: 'topic' },
  { name: 'everyMs', type: 'time', optional: true },
  { name: 'atMs', type: 'times', optional: true },
  { name: 'count', type: 'int', optional: true },
  { name: 'startAt', type: 'time', optional: true },
  { name: 'stopAt', type: 'time', optional: true },
  { name: 'keys', type: 'keys', optional: true },
  { name: 'pick', type: 'choice', optional: true, choices: ['turn', 'random'] },
  { name: 'value', type: 'value', optional: true },
  { name: 'partition', type: 'int', optional: true },
  { name: 'mode', type: 'choice', optional: true, choices: ['fire', 'sync', 'async'] },
  { name: 'poison', type: 'ints', optional: true },
];

/** F4: the application around poll(). */
export const appParts: readonly Parameter[] = [
  { name: 'perRecordMs', type: 'time', optional: true },
  { name: 'commit', type: 'commitPolicy', optional: true, choices: ['auto', 'syncPerPoll', 'syncPerRecord', 'asyncPerPoll', 'none'] },
  { name: 'commitOnRevoke', type: 'flag', optional: true },
  { name: 'failOn', type: 'failing', optional: true },
  { name: 'onError', type: 'choice', optional: true, choices: ['close', 'crash', 'skip', 'retry'] },
  { name: 'forwardTo', type: 'topic', optional: true },
];
