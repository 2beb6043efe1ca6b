/** The replicas of a partition as chips with their brokers' numbers: the leader starred, out of sync or not running dashed. */
import type { Box } from './box.ts';
import type { Draft } from './draft.ts';
import { label, type Label } from './label.ts';
import type { PartitionModel } from './model.ts';

export interface Chip {
  readonly broker: number;
  readonly box: Box;
  readonly leader: boolean;
  readonly inSync: boolean;
  /** Its broker does not run. */
  readonly down: boolean;
  readonly text: Label;
}

export function chipsOf(
  partition: PartitionModel,
  down: ReadonlySet<number>,
  x: number,
  y: number,
  width: number,
  { scale, measure }: Draft,
): { chips: Chip[]; rest: Label | null } {
  const height = scale.tiny + 5;
  const chips: Chip[] = [];
  let at = x;
  for (const [index, broker] of partition.replicas.entries()) {
    const leader = broker === partition.leader;
    const text = leader ? `${broker}★` : String(broker);
    const wide = Math.max(height, Math.ceil(measure(text, { size: scale.tiny, weight: 600, mono: true })) + 6);
    const last = index === partition.replicas.length - 1;
    if (at + wide + (last ? 0 : scale.tiny * 2) > x + width) {
      return { chips, rest: label(at, y + scale.tiny, `+${partition.replicas.length - index}`, scale.tiny, { tone: 'muted', mono: true }) };
    }
    const inSync = partition.isr.includes(broker);
    const tone = inSync && !down.has(broker) ? 'ink' : 'alert';
    chips.push({
      broker,
      box: { x: at, y, width: wide, height },
      leader,
      inSync,
      down: down.has(broker),
      text: label(at + wide / 2, y + scale.tiny + 0.5, text, scale.tiny, {
        anchor: 'middle',
        mono: true,
        weight: leader ? 700 : 500,
        tone,
      }),
    });
    at += wide + 3;
  }
  return { chips, rest: null };
}
