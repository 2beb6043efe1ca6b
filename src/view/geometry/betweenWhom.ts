/** What is on its way in numbers: how many messages of which kind go from whom to whom, most first. */
import { nodeOf } from './anchors.ts';
import type { MessageModel } from './model.ts';

export interface BetweenWhom {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export function betweenWhom(messages: readonly MessageModel[]): BetweenWhom[] {
  const counts = new Map<string, BetweenWhom>();
  for (const message of messages) {
    const [from, to] = [nodeOf(message.from), nodeOf(message.to)];
    const key = `${message.type} ${from} ${to}`;
    counts.set(key, { type: message.type, from, to, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count);
}
