/** Parts of worlds that invariants look at, and what a world breaks. */
import { expect } from 'vitest';
import { createChecker } from '../../../src/sim/invariants/index.ts';
import { append, EMPTY_LOG } from '../../../src/sim/kafka/log.ts';
import type { World } from '../../../src/sim/kernel/world.ts';
import type { LogRecord, MetadataImage, PartitionMetadata } from '../../../src/sim/messages.ts';
import type { Told } from './told.ts';
import { tell } from './told.ts';
import { actor, worldOf } from './worlds.ts';

/** Which claims the last of these worlds breaks, each judged after the one before. */
export function broken(...worlds: readonly World[]): string[] {
  const check = createChecker();
  const verdicts = worlds.map((world, turn) => check({ ...world, turn, scenario: worlds[0]?.scenario ?? world.scenario }, []));
  for (const earlier of verdicts.slice(0, -1)) expect(earlier).toEqual([]);
  return [...new Set(verdicts.at(-1)?.map(({ invariant }) => invariant))];
}

export const log = (...records: readonly LogRecord[]) => append(EMPTY_LOG, records);
export const replica = (broker: number, context: object, state = 'follower') =>
  actor(
    `replica:orders-0@${broker}`,
    {
      topic: 'orders',
      partition: 0,
      broker,
      log: EMPTY_LOG,
      highWatermark: 0,
      leaderEpoch: 0,
      replicas: [1, 2],
      isr: { isr: [1, 2], partitionEpoch: 0, proposed: null },
      ...context,
    },
    state,
  );
export const controller = (image: Partial<MetadataImage>, context: object = {}, state = 'active') =>
  actor(
    'controller:controller-1',
    { image: { ...emptyImage, ...image }, log: { image: { ...emptyImage, ...image } }, epoch: 1, ...context },
    state,
  );
export const emptyImage: MetadataImage = { version: 1, controllerEpoch: 1, controller: 'controller:controller-1', brokers: {}, topics: {} };
export const partition = (more: Partial<PartitionMetadata>): Pick<MetadataImage, 'topics'> => ({
  topics: {
    orders: {
      name: 'orders',
      config: {},
      partitions: [{ partition: 0, leader: 1, leaderEpoch: 3, partitionEpoch: 5, replicas: [1, 2], isr: [1, 2], ...more }],
    },
  },
});

export const group = (context: object, state = 'Stable') =>
  actor('group:billing@1', { state, generation: 4, members: {}, writes: {}, committed: {}, ...context }, state);
export const member = (id: string, { partitions = {}, generation = 4 }: { partitions?: object; generation?: number }) =>
  actor(
    `consumer:${id}`,
    {
      self: { id, group: 'billing', config: { instanceId: null } },
      member: { memberId: id, generation, phase: 'stable' },
      reading: { partitions },
    },
    'processing',
  );
export const owned = (position: number | null) => ({ 'orders-0': { topic: 'orders', partition: 0, position } });
export const belongs = (process: string) => ({ [process]: { process, assignment: [{ topic: 'orders', partition: 0 }] } });

export const batch = { ordinal: 0, memory: 100, topic: 'orders', partition: 0, records: [] };
export const producer = (context: object) =>
  actor('producer:web', {
    accumulator: { queues: { orders: [{ batches: [batch] }] }, memoryUsed: 100 },
    connections: {},
    client: { config: { maxInFlight: 1, bufferMemory: 150 } },
    ...context,
  });

/** Which claims these facts break, in an empty world or in one given. */
export const judged = (...story: readonly Told[]): string[] => judgedIn(worldOf(), ...story);
export function judgedIn(world: World, ...story: readonly Told[]): string[] {
  const facts = tell(...story);
  return [...new Set(createChecker()({ ...world, factCount: facts.length }, facts).map(({ invariant }) => invariant))];
}
