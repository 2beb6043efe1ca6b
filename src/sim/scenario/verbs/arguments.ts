/** Reading the parameters that verbs share: who is meant, by id. */
import type { NodeId } from '../../address.ts';
import type { ReadContext } from '../context.ts';
import { int, items, text, type Cursor } from '../cursor.ts';
import { noSuch, type NamedKind } from '../names.ts';
import type { CommandProblem } from './refusal.ts';
import type { NodeView, VerbView } from './types.ts';

const PROCESSES: readonly NamedKind[] = ['broker', 'controller', 'producer', 'member'];
const CALLED: Readonly<Record<NamedKind, string>> = {
  broker: 'broker',
  controller: 'controller',
  producer: 'producer',
  member: 'member',
  group: 'group',
};

function named(cursor: Cursor, { names }: ReadContext, kinds: readonly NamedKind[], what: string): string | null {
  const id = text(cursor, null);
  if (id === null) return null;
  const kind = names.ids.get(id);
  if (kind !== undefined && kinds.includes(kind)) return id;
  const reason = kind === undefined ? noSuch(what, id, names.of(...kinds)) : `"${id}" is a ${CALLED[kind]}, not a ${what}`;
  return cursor.fail(reason, null, { code: 'unknownTarget' });
}

export const process = (cursor: Cursor, context: ReadContext): NodeId | null =>
  named(cursor, context, PROCESSES, 'broker, producer, member or controller');
export const client = (cursor: Cursor, context: ReadContext): string | null =>
  named(cursor, context, ['producer', 'member'], 'producer or member');
export const producer = (cursor: Cursor, context: ReadContext): string | null => named(cursor, context, ['producer'], 'producer');
export const member = (cursor: Cursor, context: ReadContext): string | null => named(cursor, context, ['member'], 'member');
export const group = (cursor: Cursor, context: ReadContext): string | null => named(cursor, context, ['group'], 'group');

export function topic(cursor: Cursor, { names }: ReadContext): string | null {
  const name = text(cursor, null);
  if (name === null || names.topics.has(name)) return name;
  return cursor.fail(noSuch('topic', name, names.topics.keys()), null, { code: 'UNKNOWN_TOPIC_OR_PARTITION' });
}

/** A partition of this topic, if it exists. */
export function partition(cursor: Cursor, ofTopic: string, { names }: ReadContext): number | null {
  const number = int(cursor, null, 0);
  const partitions = names.topics.get(ofTopic) ?? 0;
  if (number === null || number < partitions) return number;
  return cursor.fail(`${ofTopic} has partitions 0 to ${partitions - 1}`, null, { code: 'UNKNOWN_TOPIC_OR_PARTITION' });
}

/** Two sides of a link: a process, or a list of them, each. */
export function sides(cursor: Cursor, context: ReadContext): readonly (readonly [NodeId, NodeId])[] | null {
  const ends = items(cursor, 'two processes, like [1, web-1]');
  if (ends.length !== 2) return Array.isArray(cursor.value) ? cursor.fail('a link has two ends: between: [a, b]', null) : null;
  const [left = [], right = []] = ends.map((end) => items(end, 'processes', true).map((it) => process(it, context)));
  if ([...left, ...right].includes(null)) return null;
  const pairs = left.flatMap((a) => right.map((b) => [a ?? '', b ?? ''] as const));
  if (pairs.length === 0) return cursor.fail('an end of the link names nobody', null);
  const self = pairs.find(([a, b]) => a === b);
  if (self !== undefined) return cursor.fail(`"${self[0]}" has no link to itself`, null);
  const servers = [...context.names.of('broker'), ...context.names.of('controller')];
  const links = pairs.filter((pair) => pair.some((end) => servers.includes(end)));
  return links.length > 0 ? links : cursor.fail('clients have links to brokers only, not to each other', null);
}

/** What the world may forbid: an act on a process in the wrong state. */
export function mustBe(view: VerbView, node: NodeId, states: readonly NodeView['state'][], act: string): CommandProblem | null {
  const state = view.nodes[node]?.state;
  if (state === undefined) return { code: 'unknownTarget', message: `there is no process "${node}"` };
  if (states.includes(state)) return null;
  const is: Readonly<Record<NodeView['state'], string>> = {
    running: 'is running',
    crashed: 'has crashed',
    paused: 'is paused',
    stopped: 'has stopped',
  };
  return { code: 'wrongState', message: `${/^\d+$/.test(node) ? `broker ${node}` : node} ${is[state]}: it cannot ${act}` };
}

/** Calls of a client's API need its process; a paused one answers when it goes on. */
export const mustLive = (view: VerbView, node: NodeId, act: string): CommandProblem | null =>
  mustBe(view, node, ['running', 'paused'], act);
