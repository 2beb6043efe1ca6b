/** Who is told of on which lane of the timeline, and which facts are faults. */
import type { ActorId, Fact } from '../../sim/index.ts';
import { nodeOf } from './anchors.ts';

const FAULTS: ReadonlySet<Fact['kind']> = new Set(['node.crashed', 'node.paused', 'link.cut', 'producer.failed', 'consumer.failed']);
const MENDS: ReadonlySet<Fact['kind']> = new Set(['node.restarted', 'node.resumed', 'link.healed']);

export const isFault = ({ kind }: Fact): boolean => FAULTS.has(kind);
/** What mends a fault. */
export const mends = ({ kind }: Fact): boolean => MENDS.has(kind);

/** Which lane tells of a fact: `producers`, `brokers` or a group's. Null: none. */
export function laneOf(fact: Fact, groupOf: ReadonlyMap<string, string>): string | null {
  if ('group' in fact) return fact.group;
  const kind = fact.actor.slice(0, fact.actor.indexOf(':'));
  if (kind === 'producer') return 'producers';
  if (kind === 'consumer') return groupOf.get(nodeOf(fact.actor)) ?? null;
  if (kind === 'admin') return fact.kind === 'link.cut' || fact.kind === 'link.healed' ? laneOfLink(fact.between, groupOf) : null;
  return 'brokers';
}

function laneOfLink(between: readonly [string, string], groupOf: ReadonlyMap<string, string>): string {
  const client = between.find((node) => !/^\d+$/.test(node));
  return client === undefined ? 'brokers' : (groupOf.get(client) ?? 'producers');
}

/** `fact.actor` → its lane, for facts without a group: asked for thousands of facts, answered once. */
export function laneFinder(groupOf: ReadonlyMap<string, string>) {
  const known = new Map<ActorId, string | null>();
  return (fact: Fact): string | null => {
    if ('group' in fact || fact.actor.startsWith('admin')) return laneOf(fact, groupOf);
    let lane = known.get(fact.actor);
    if (lane === undefined) known.set(fact.actor, (lane = laneOf(fact, groupOf)));
    return lane;
  };
}
