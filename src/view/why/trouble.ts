/** What keeps a process, or the way to it, from working: told as facts, for answers about those who wait for it. */
import type { FactOf } from '../../sim/index.ts';
import { say, type Clause } from './answer.ts';
import { faultOf, last, told, type Now } from './now.ts';

/** The cut link between two processes, as the fact that cut it. */
export function cutBetween(now: Now, a: string, b: string): FactOf<'link.cut'> | undefined {
  const between = (pair: readonly string[]) => pair.includes(a) && pair.includes(b);
  return now.model.links.some((link) => link.cut && between(link.between))
    ? last(now, 'link.cut', (fact) => between(fact.between.map(String)))
    : undefined;
}

/** A broker that does not answer now: why, as facts; empty if it is well. */
export function trouble(now: Now, broker: number): readonly Clause[] {
  const state = now.model.brokers.find(({ id }) => id === broker)?.state;
  if (state === 'running') return [];
  const fault = faultOf(now, String(broker)) ?? last(now, 'broker.fenced', (it) => it.broker === broker);
  return told(fault, ['C2']);
}

/** What holds a follower up: its process, its link, its disk; or nothing but the way. */
export function hindrance(now: Now, leader: number, follower: number): readonly Clause[] {
  const down = trouble(now, follower);
  if (down.length > 0) return down;
  const ends = [String(leader), String(follower)];
  const link = now.model.links.find(({ between }) => ends.every((end) => between.includes(end)));
  if (link !== undefined) {
    const fact = last(now, link.cut ? 'link.cut' : 'link.slowed', ({ between }) => ends.every((end) => between.map(String).includes(end)));
    return told(fact, ['N2', 'N4']);
  }
  const disk = last(now, 'disk.slowed', ({ broker }) => broker === follower);
  if (disk !== undefined && disk.appendMs > 0) return told(disk, ['N4']);
  return [say('hw_on_its_way', { broker: { node: String(follower) } }, { rules: ['R1'] })];
}
