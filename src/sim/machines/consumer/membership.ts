/** Losing, and being told to renew, one's place in the group (G6, G7). Models AbstractCoordinator.requestRejoin and resetStateAndGeneration. */
import { atLeast } from '../../config/profiles.ts';
import { change, type Turn } from './turn.ts';

/** At its next poll(); the first reason is kept. */
export function mustRejoin(turn: Turn, reason: string): void {
  if (turn.context.member.rejoin === null) change(turn, 'member', { rejoin: reason });
}

/**
 * The place is gone. Since 3.x a member whose generation was refused keeps its id and comes back under it; before, and when the id itself
 * is unknown, it starts with none.
 */
export function resetMembership(turn: Turn, mayKeepId: boolean): void {
  const {
    self: { profile },
    member: { memberId, rejoin, toAssign, awaited },
  } = turn.context;
  const keeps = mayKeepId && atLeast(profile, '3.9');
  change(turn, 'member', {
    memberId: keeps ? memberId : '',
    generation: -1,
    phase: 'unjoined',
    rejoin: rejoin ?? 'lost',
    toAssign: null,
    // A leader that was still to compute the assignment waits for nothing any more.
    awaited: toAssign === null ? awaited : null,
    // What it kept while it rejoined is lost: to be given up at its next poll().
    prepared: false,
    preparing: false,
  });
}
