/** G2, O4: finding the group's coordinator. Any broker knows it; until it is found nothing about the group can be asked. */
import type { MessageOf } from '../../messages.ts';
import { change, wake, type Turn } from './turn.ts';
import { answered, anyBroker, ask, retryBackoff } from './wire.ts';

export function lookUp(turn: Turn): void {
  if (turn.context.member.coordinator !== null || turn.context.member.lookup === 'asking') return;
  change(turn, 'member', { lookup: 'asking' });
  ask(turn, anyBroker(turn), 'main', 'FindCoordinator', { group: turn.context.self.group });
}

/** After a failure the client waits before it asks again, as poll() and the heartbeat thread both do. */
export function lookUpLater(turn: Turn): void {
  const {
    member: { coordinatorFailures },
  } = turn.context;
  change(turn, 'member', { lookup: 'backing off', coordinatorFailures: coordinatorFailures + 1 });
  wake(turn, 'lookup', retryBackoff(turn, coordinatorFailures));
}

/**
 * Returns whether the coordinator is known now. Being told of it counts as a sign of life (Heartbeat.resetSessionTimeout). A broker that
 * has just refused a connection is not believed to coordinate anything yet.
 */
export function hearOfCoordinator(turn: Turn, { correlationId, error, coordinator }: MessageOf<'FindCoordinatorResponse'>): boolean {
  if (answered(turn, correlationId, 'FindCoordinator') === undefined) return false;
  const unavailable = (turn.context.client.reconnects[coordinator]?.until ?? 0) > turn.at;
  if (error !== null || unavailable) {
    lookUpLater(turn);
    return false;
  }
  change(turn, 'member', { coordinator, lookup: 'idle', heardAt: turn.at });
  return true;
}
