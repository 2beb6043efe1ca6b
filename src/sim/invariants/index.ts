/** D2: the register of invariants, and judging a world by all of them. */
import type { Fact } from '../facts.ts';
import type { World } from '../kernel/world.ts';
import { epochsRise, generationsRise, oneActiveController } from './epochs.ts';
import { acceptedCommitsCurrent, oneOwner } from './groups.ts';
import { factsFollowCauses, messagesConserved, timeMovesOn, timersKnown } from './kernel.ts';
import { offsetsDense, offsetsInOrder } from './log.ts';
import { positionsBetween } from './positions.ts';
import { memoryAccountedFor, oneFate, withinBounds } from './producers.ts';
import { copiesAgree, isrWithinReplicas, oneLeaderPerEpoch } from './replication.ts';
import type { Invariant, Violation } from './view.ts';
import { viewOf } from './view.ts';

export type { Invariant, Violation } from './view.ts';

export const invariants: readonly Invariant[] = [
  offsetsInOrder,
  offsetsDense,
  isrWithinReplicas,
  oneLeaderPerEpoch,
  copiesAgree,
  epochsRise,
  generationsRise,
  oneActiveController,
  oneOwner,
  acceptedCommitsCurrent,
  positionsBetween,
  withinBounds,
  memoryAccountedFor,
  oneFate,
  messagesConserved,
  timersKnown,
  timeMovesOn,
  factsFollowCauses,
];

/** Judges every world that a turn leads to; made to be called from `watch`. */
export function createChecker(chosen: readonly Invariant[] = invariants): (world: World, facts: readonly Fact[]) => readonly Violation[] {
  const checks = chosen.map(({ name, begin }) => ({ name, check: begin() }));
  let last: World | null = null;
  return (world, facts) => {
    const follows =
      last !== null &&
      last.scenario === world.scenario &&
      last.turn + 1 === world.turn &&
      last.factCount + facts.length === world.factCount;
    // After going back in time the world before is another one: then everything is new.
    const previous = follows ? last : null;
    last = world;
    const view = viewOf(world, previous, facts);
    const broken: Violation[] = [];
    for (const { name, check } of checks) for (const detail of check(view)) broken.push({ invariant: name, detail });
    return broken;
  };
}

/** Judges one world; what takes a memory is judged by these facts alone. */
export function checkWorld(world: World, previous: World | null, facts: readonly Fact[]): readonly Violation[] {
  const view = viewOf(world, previous, facts);
  return invariants.flatMap(({ name, begin }) => begin()(view).map((detail) => ({ invariant: name, detail })));
}
