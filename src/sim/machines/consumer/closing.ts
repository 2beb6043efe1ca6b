/** The end of a process: close() as the application calls it (also after an exception), or death in the middle of everything. */
import { ownedPartitions } from '../../kafka/consumer/assigning.ts';
import type { MessageOf } from '../../messages.ts';
import { runCallbacks } from './callbacks.ts';
import { commitBeforeRevoking } from './commits.ts';
import { endProducer } from './forwarding.ts';
import { fresh } from './life.ts';
import { change, noted, TIMERS, unwake, wake, type Turn } from './turn.ts';
import { answered, ask } from './wire.ts';

/** close() waits that long for the coordinator (Consumer.DEFAULT_CLOSE_TIMEOUT_MS). */
const CLOSE_TIMEOUT_MS = 30_000;

/** O2: an automatic commit covers everything earlier polls returned, also what the application never got to. */
export function beginToClose(turn: Turn): void {
  const { context } = turn;
  change(turn, 'loop', { closeAsked: false, work: null, commit: null });
  change(turn, 'member', { awaited: null });
  wake(turn, 'close', CLOSE_TIMEOUT_MS);
  runCallbacks(turn);
  commitBeforeRevoking(turn, 'close', context.self.assigned === null, CLOSE_TIMEOUT_MS);
}

/** An exception that poll() or the application's code threw; its `finally` closes the consumer. */
export function failAndClose(turn: Turn): void {
  const {
    self: { group, id: member },
    loop: { failure },
  } = turn.context;
  const error = failure ?? 'RuntimeException';
  change(turn, 'loop', { failure: error });
  noted(turn, { kind: 'consumer.failed', group, member, error });
  beginToClose(turn);
}

/** Everything is handed back and the coordinator is told, so that the others need not wait for the session to expire. */
export function leaveGroup(turn: Turn): void {
  const {
    member: { coordinator, memberId, generation, phase },
    self: { group, id: member, assigned, config },
  } = turn.context;
  const partitions = ownedPartitions(turn.context);
  if (partitions.length > 0 && assigned === null)
    noted(turn, { kind: generation < 0 || phase !== 'stable' ? 'partitions.lost' : 'partitions.revoked', group, member, partitions });
  change(turn, 'reading', { partitions: {}, held: [] });
  change(turn, 'loop', { processed: {} });
  // G10: a static member does not say goodbye; it may come back before its session ends.
  if (coordinator === null || phase === 'unjoined' || memberId === '' || config.instanceId !== null) return;
  const id = ask(turn, coordinator, 'coordinator', 'LeaveGroup', { group, memberId, reason: 'close' });
  change(turn, 'member', { phase: 'unjoined', awaited: { id } });
}

export function hearLeave(turn: Turn, { correlationId }: MessageOf<'LeaveGroupResponse'>): void {
  if (answered(turn, correlationId, 'LeaveGroup') === undefined) return;
  if (turn.context.member.awaited?.id === correlationId) change(turn, 'member', { awaited: null });
}

/** The process is gone in good order. */
export function stop(turn: Turn): void {
  const {
    self: { group, id: member },
  } = turn.context;
  noted(turn, { kind: 'consumer.closed', group, member });
  endProducer(turn, 'close');
  forgetEverything(turn);
}

/** The application's code brought the whole process down: no commit, no goodbye; the coordinator will notice by its silence. */
export function die(turn: Turn): void {
  const {
    self: { group, id: member },
  } = turn.context;
  const failure = turn.context.loop.failure ?? 'RuntimeException';
  noted(turn, { kind: 'consumer.failed', group, member, error: failure });
  endProducer(turn, 'crash');
  forgetEverything(turn);
  change(turn, 'loop', { failure });
}

function forgetEverything(turn: Turn): void {
  const { failure, restartWith } = turn.context.loop;
  for (const timer of TIMERS) unwake(turn, timer);
  turn.context = fresh(turn.context, turn.context.self.settings);
  change(turn, 'loop', { failure, restartWith });
}
