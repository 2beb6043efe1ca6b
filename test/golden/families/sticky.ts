import { expect } from 'vitest';
import { readVectors, type Family } from '../vectors';
import { expectJavaOrder, expectSameOwners, run, type Pair, type Pairs, type Rebalance } from './assignments';

interface StickyStep extends Rebalance {
  readonly event: string;
  /** Kafka assigns a topic the member does not subscribe to; ours never does. */
  readonly kafkaQuirk?: string;
  readonly revoked?: Pairs;
  readonly added?: Pairs;
  readonly unassigned?: readonly Pair[];
  readonly needsRejoin?: boolean;
}

interface StickyCase {
  readonly name: string;
  readonly steps: readonly StickyStep[];
}

/** A3, A4: every step is a call by itself, with the owned partitions and generations that its members report. */
export function sequences(file: string, assignor: string): Family {
  return () =>
    readVectors<StickyCase>(file).map(({ name, steps }) => ({
      name,
      steps: steps.length,
      excepted: steps.filter((step) => step.kafkaQuirk !== undefined).map((step) => `${name} / ${step.event}`),
      check: () => steps.filter((step) => !checkStep(assignor, step)).map((step) => `${name} / ${step.event}`),
    }));
}

/** Throws unless every member gets what Kafka gives it; tells whether the lists are in Kafka's order as well. */
function checkStep(assignor: string, step: StickyStep): boolean {
  const actual = run(assignor, step);
  expectJavaOrder(step);
  expectOnlySubscribed(actual, step);
  if (step.kafkaQuirk !== undefined) {
    expectEveryPartitionOnce(actual, step);
    return true;
  }
  expectSameOwners(actual, step.assignment);
  if (step.needsRejoin !== undefined) expectCooperativeFollowUp(actual, step);
  return step.members.every(({ id }) => String(actual[id]) === String(step.assignment[id]));
}

function expectOnlySubscribed(actual: Pairs, { members }: StickyStep): void {
  for (const { id, subscription } of members) for (const [topic] of actual[id] ?? []) expect(subscription).toContain(topic);
}

function expectEveryPartitionOnce(actual: Pairs, step: StickyStep): void {
  const given = Object.values(actual).flat().map(String).sort();
  expect(given).toEqual(subscribedPartitions(step).map(String).sort());
}

/** A4: what a member lacks it revokes, any revocation means another round, and what moves belongs to nobody until then. */
function expectCooperativeFollowUp(actual: Pairs, step: StickyStep): void {
  const changes = step.members.map(({ id, owned }) => ({
    id,
    revoked: without(owned, actual[id] ?? []),
    added: without(actual[id] ?? [], owned),
  }));
  expectSameOwners(present(changes.map(({ id, revoked }) => [id, revoked])), step.revoked ?? {});
  expectSameOwners(present(changes.map(({ id, added }) => [id, added])), step.added ?? {});
  expectSameOwners({ nobody: without(subscribedPartitions(step), Object.values(actual).flat()) }, { nobody: step.unassigned ?? [] });
  expect(changes.some(({ revoked }) => revoked.length > 0)).toBe(step.needsRejoin);
}

function subscribedPartitions({ members, topics }: StickyStep): Pair[] {
  const subscribed = new Set(members.flatMap((member) => member.subscription));
  return Object.entries(topics)
    .filter(([topic]) => subscribed.has(topic))
    .flatMap(([topic, count]) => Array.from({ length: count }, (_, partition): Pair => [topic, partition]));
}

function without(pairs: readonly Pair[], removed: readonly Pair[]): Pair[] {
  const keys = new Set(removed.map(String));
  return pairs.filter((pair) => !keys.has(String(pair)));
}

function present(entries: readonly (readonly [string, readonly Pair[]])[]): Pairs {
  return Object.fromEntries(entries.filter(([, pairs]) => pairs.length > 0));
}
