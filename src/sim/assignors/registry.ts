/**
 * The assignors that are there. Range, Kafka's default, always is; `index.ts` brings the others, and whoever reads settings imports that: so
 * a page that shows a group with the default need not carry them.
 */
import { range } from './range.ts';
import type { Assignor } from './types.ts';

/** What a consumer can name in `partition.assignment.strategy`. */
export const assignorNames = ['range', 'roundrobin', 'sticky', 'cooperative-sticky'] as const;

const present: Assignor[] = [range];

export function bring(...others: readonly Assignor[]): readonly Assignor[] {
  present.push(...others);
  return present;
}

/** By the name members vote with (`sticky`) or by Kafka's class name, in full or without its package; undefined if unknown. */
export function assignorNamed(name: string): Assignor | undefined {
  return present.find((assignor) => assignor.name === name || assignor.kafkaClass === name || assignor.kafkaClass.endsWith(`.${name}`));
}
