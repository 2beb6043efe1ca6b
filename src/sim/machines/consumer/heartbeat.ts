/** Signs of life (G6, G7), sent by a thread of their own also while the application is busy. Models AbstractCoordinator.HeartbeatThread. */
import { fatal } from '../../kafka/consumer/fatal.ts';
import { COORDINATOR_GONE } from '../../kafka/consumer/state.ts';
import type { MessageOf } from '../../messages.ts';
import { forgetCoordinator } from './loss.ts';
import { mustRejoin, resetMembership } from './membership.ts';
import { change, elapsed, noted, wake, type Turn } from './turn.ts';
import { answered, ask, instanceOf } from './wire.ts';

/** How many heartbeats are remembered for looking at. */
const SHOWN = 12;

/** Not while joining: a member parked in JoinGroup does not expire (G3). */
export function beat(turn: Turn): void {
  const { context } = turn;
  const {
    member: { phase, coordinator, memberId, generation },
    self: { group, id: member, config },
    loop: { failure },
  } = context;
  if (phase === 'unjoined' || phase === 'preparing' || failure !== null) return;
  if (coordinator === null) return wake(turn, 'heartbeat', config.retryBackoffMs);
  noted(turn, { kind: 'heartbeat.sent', group, member, generation });
  ask(turn, coordinator, 'coordinator', 'Heartbeat', { group, memberId, ...instanceOf(turn), generation });
  wake(turn, 'heartbeat', config.heartbeatIntervalMs);
  const heartbeats = [...context.member.heartbeats, turn.at];
  change(turn, 'member', { heartbeats: heartbeats.length > SHOWN ? heartbeats.slice(-SHOWN) : heartbeats });
}

export function hearHeartbeat(turn: Turn, { correlationId, error }: MessageOf<'HeartbeatResponse'>): void {
  const entry = answered(turn, correlationId, 'Heartbeat');
  if (entry === undefined) return;
  if (error === null || error === 'REBALANCE_IN_PROGRESS') change(turn, 'member', { heardAt: turn.at, coordinatorFailures: 0 });
  if (error === null) return;
  const {
    member: { phase, rejoin, generation },
    self: { group, id: member },
  } = turn.context;
  if (error === 'REBALANCE_IN_PROGRESS') {
    // G6: it goes on processing, committing and beating until its next poll().
    if (phase !== 'stable' || rejoin !== null) return;
    mustRejoin(turn, 'rejoin');
    noted(turn, { kind: 'rebalance.noticed', group, member, by: 'heartbeat' });
  } else if (COORDINATOR_GONE.has(error)) forgetCoordinator(turn);
  else if (error === 'FENCED_INSTANCE_ID') change(turn, 'loop', { failure: fatal(error) });
  else if (entry.generation === generation) resetMembership(turn, error === 'ILLEGAL_GENERATION');
}

/** The client's own session timer: silent for `session.timeout.ms`, the coordinator is taken for dead and looked up again. */
export function checkSession(turn: Turn): void {
  const {
    member: { phase, heardAt },
    self: { config },
  } = turn.context;
  if (phase === 'unjoined' || phase === 'preparing') return;
  const silentMs = elapsed(turn, heardAt);
  if (silentMs < config.sessionTimeoutMs) return wake(turn, 'session', config.sessionTimeoutMs - silentMs);
  forgetCoordinator(turn);
  wake(turn, 'session', config.sessionTimeoutMs);
}

/**
 * G7: no poll() for `max.poll.interval.ms`. The client does not wait to be thrown out: it leaves by itself, so that others can go on with
 * its partitions. A static member only falls silent: its place is kept until its session ends (G10). The application learns of it at its next commit or poll().
 */
export function checkPollInterval(turn: Turn): void {
  const {
    member: { phase, coordinator, memberId },
    loop: { polledAt },
    self: { config, group, id: member },
  } = turn.context;
  if (phase === 'unjoined' || phase === 'preparing') return;
  const silentMs = elapsed(turn, polledAt);
  if (silentMs < config.maxPollIntervalMs) return wake(turn, 'maxPoll', config.maxPollIntervalMs - silentMs);
  noted(turn, { kind: 'poll.expired', group, member, silentMs });
  if (coordinator !== null && memberId !== '' && config.instanceId === null)
    ask(turn, coordinator, 'coordinator', 'LeaveGroup', { group, memberId, reason: 'poll timeout' });
  resetMembership(turn, false);
}
