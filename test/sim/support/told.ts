/** A story told in facts, for what is folded from them. */
import type { Fact, FactBody } from '../../../src/sim/facts.ts';
import { weightOf } from '../../../src/sim/facts.ts';

/** `[when, what, cause?]` in order of time; ids count up. */
export type Told = readonly [at: number, body: FactBody, cause?: number | null];

export const tell = (...story: readonly Told[]): Fact[] =>
  story.map(([at, body, cause = null], id) => ({ ...body, id, at, actor: 'admin:admin', weight: weightOf(body.kind), cause }));

const at = { topic: 'orders', partition: 0 };

export const sent = (number: number, key: string | null = null, partition = 0): FactBody => ({
  kind: 'record.sent',
  producer: 'web',
  number,
  key,
  bytes: 80,
  by: key === null ? 'sticky' : 'key',
  topic: 'orders',
  partition,
});
const run = (numbers: readonly number[]) => ({ ...at, producer: 'web', numbers });
export const appended = (baseOffset: number, numbers: readonly number[], leaderEpoch = 0, broker = 1): FactBody => ({
  kind: 'batch.appended',
  ...run(numbers),
  broker,
  leaderEpoch,
  baseOffset,
  bytes: 80 * numbers.length,
});
export const acknowledged = (baseOffset: number, numbers: readonly number[], acks: -1 | 0 | 1 = 1): FactBody => ({
  kind: 'batch.acknowledged',
  ...run(numbers),
  baseOffset,
  acks,
  latencyMs: 40,
});
export const led = (logEndOffset: number, leaderEpoch: number, broker = 2): FactBody => ({
  kind: 'replica.led',
  ...at,
  broker,
  leaderEpoch,
  logEndOffset,
  highWatermark: logEndOffset,
});
export const processed = (number: number, offset: number, group = 'billing', partition = 0): FactBody => ({
  kind: 'record.processed',
  group,
  member: 'm1',
  topic: 'orders',
  partition,
  offset,
  producer: 'web',
  number,
});
export const committed = (offset: number, group = 'billing'): FactBody => ({
  kind: 'offsets.committed',
  group,
  member: 'm1',
  generation: 1,
  offsets: [{ ...at, offset }],
});
