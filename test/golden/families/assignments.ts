import { expect } from 'vitest';
import { assignorNamed, type Assignment, type AssignmentInput, type TopicPartition } from '../../../src/sim/assignors';
import { javaStringOrder } from '../../../src/sim/assignors/javaHashMap';

export type Pair = readonly [topic: string, partition: number];
export type Pairs = Readonly<Record<string, readonly Pair[]>>;

/** One rebalance as recorded: who was there with which claims, and who got what. */
export interface Rebalance {
  readonly topics: Readonly<Record<string, number>>;
  readonly replicaRacks?: AssignmentInput['replicaRacks'];
  readonly members: readonly {
    readonly id: string;
    readonly subscription: readonly string[];
    readonly groupInstanceId: string | null;
    readonly owned: readonly Pair[];
    readonly generation: number | null;
    readonly subscriptionGeneration?: number | null;
    readonly rack?: string;
  }[];
  readonly javaHashOrder: { readonly members: readonly string[] };
  readonly assignment: Pairs;
}

export function run(assignorName: string, rebalance: Rebalance): Pairs {
  const assignor = assignorNamed(assignorName);
  if (!assignor) throw new Error(`no assignor is called ${assignorName}`);
  return asPairs(assignor.assign(inputOf(rebalance)));
}

/** The JVM's walk over the members, which decides ties (A3), is computed, not read from the vector. */
export function expectJavaOrder({ members, javaHashOrder }: Rebalance): void {
  expect(javaStringOrder(members.map((member) => member.id))).toEqual(javaHashOrder.members);
}

export function expectSameOwners(actual: Pairs, expected: Pairs): void {
  expect(sortedPairs(actual)).toEqual(sortedPairs(expected));
}

/** Partitions per member without regard to their order in the list. */
function sortedPairs(pairs: Pairs): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(pairs).map(([id, list]) => [id, list.map(([topic, partition]) => `${topic}-${partition}`).sort()]),
  );
}

function inputOf({ topics, replicaRacks, members }: Rebalance): AssignmentInput {
  return {
    partitionsPerTopic: topics,
    ...(replicaRacks && { replicaRacks }),
    members: members.map(({ id, subscription, owned, ...member }) => ({
      ...member,
      memberId: id,
      topics: subscription,
      owned: owned.map(([topic, partition]): TopicPartition => ({ topic, partition })),
    })),
  };
}

function asPairs(assignment: Assignment): Pairs {
  return Object.fromEntries(
    Object.entries(assignment).map(([id, list]) => [id, list.map(({ topic, partition }): Pair => [topic, partition])]),
  );
}
