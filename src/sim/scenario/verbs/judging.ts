/** The world as readers of commands see it, and what settings or Kafka's rules forbid in it. */
import { conflictsIn, type SettingScope } from '../../config/index.ts';
import type { ErrorCode, MetadataImage } from '../../messages.ts';
import type { ReadContext } from '../context.ts';
import { Names } from '../names.ts';
import type { ConfigOverrides } from '../types.ts';
import type { CommandProblem } from './refusal.ts';
import type { VerbView } from './types.ts';

/** Who and what can be named in a command now. */
export function contextOf(view: VerbView): ReadContext {
  const names = new Names();
  for (const id of view.brokers) names.ids.set(String(id), 'broker');
  for (const [id, { kind }] of Object.entries(view.nodes)) names.ids.set(id, kind === 'consumer' ? 'member' : kind);
  for (const [id, { members }] of Object.entries(view.groups)) {
    names.ids.set(id, 'group');
    for (const member of members) names.members.set(member, id);
  }
  for (const [topic, { partitions }] of Object.entries(view.topics)) names.topics.set(topic, partitions);
  const groups = new Map(Object.entries(view.groups).map(([id, { spec }]) => [id, spec]));
  return { profile: view.profile, cluster: view.cluster, names, groups };
}

/** Settings with which a client would refuse to start (P6, P7, G7). */
export const conflicts = (scope: SettingScope, view: VerbView, config: ConfigOverrides): readonly CommandProblem[] =>
  conflictsIn(scope, view.profile, config).map(({ exception, reason }) => ({ code: exception ?? 'INVALID_CONFIG', message: reason }));

/** C1: without a majority of the controllers nothing in the metadata changes; the client's request runs into its timeout. */
export const mustHaveController = (view: VerbView): CommandProblem | null =>
  view.controllerAvailable
    ? null
    : { code: 'REQUEST_TIMED_OUT', message: 'no controller answers: without a majority of them no metadata changes' };

/** As much of the metadata as the rules of topics look at. */
export function imageOf(view: VerbView): MetadataImage {
  return {
    version: 0,
    controllerEpoch: 0,
    controller: null,
    brokers: Object.fromEntries(view.brokers.map((id) => [id, { id, rack: null, fenced: false }])),
    topics: Object.fromEntries(Object.keys(view.topics).map((name) => [name, { name, partitions: [], config: {} }])),
  };
}

const WORDS: Readonly<Partial<Record<ErrorCode, (topic: string) => string>>> = {
  TOPIC_ALREADY_EXISTS: (topic) => `the topic "${topic}" already exists`,
  INVALID_TOPIC_EXCEPTION: (topic) => `"${topic}" cannot be the name of a topic here; "." and "_" count as the same`,
  INVALID_PARTITIONS: (topic) => `"${topic}" cannot have that number of partitions`,
  INVALID_REPLICATION_FACTOR: (topic) => `"${topic}" cannot have more replicas than there are brokers`,
};

export const topicProblem = (code: ErrorCode | null, topic: string): CommandProblem | null =>
  code === null ? null : { code, message: WORDS[code]?.(topic) ?? `Kafka refuses this for "${topic}" (${code})` };
