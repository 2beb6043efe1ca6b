/** What nodes, actors, partitions and offsets are called in sentences. */
import { kindOf, nameOf, nodeOf } from '../../sim/index.ts';
import type { ActorId, NodeId, TopicPartition } from '../../sim/index.ts';
import { m } from './paraglide/messages.js';

const isBroker = (node: NodeId): boolean => /^\d+$/.test(node);

/** `broker 1`, `billing-2`. `start`: at the start of a sentence. */
export const nodeName = (node: NodeId, start = false): string =>
  isBroker(node) ? (start ? m.fact_broker_start({ id: node }) : m.fact_broker({ id: node })) : node;

export function actorName(actor: ActorId): string {
  const kind = kindOf(actor);
  if (kind === 'admin') return m.fact_admin();
  if (kind === 'replica' || kind === 'group') return `${nameOf(actor)} · ${nodeName(nodeOf(actor))}`;
  return nodeName(nodeOf(actor), true);
}

export const partitionsName = (partitions: readonly TopicPartition[]): string =>
  partitions.map(({ topic, partition }) => `${topic}-${partition}`).join(', ');

/** `7`, `7–9`. */
export const rangeName = (from: number, count: number): string => (count <= 1 ? String(from) : `${from}–${from + count - 1}`);

/** `orders-0@5, orders-1@8`. */
export const offsetsName = (offsets: readonly (TopicPartition & { readonly offset: number })[]): string =>
  offsets.map(({ topic, partition, offset }) => `${topic}-${partition}@${offset}`).join(', ');
