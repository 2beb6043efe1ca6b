/**
 * F4: the callbacks of asynchronous commits. The answers come whenever they come; the application's thread runs the callbacks, in their
 * order, the next time it calls the consumer. Models ConsumerCoordinator.invokeCompletedOffsetCommitCallbacks.
 */
import { commitException } from '../../kafka/consumer/offsets.ts';
import type { Callback, InFlight } from '../../kafka/consumer/state.ts';
import { change, noted, type Turn } from './turn.ts';

/** An asynchronous commit is settled. Automatic ones have no callback of the application: a failure goes to the client's own log at once. */
export function settleAsync(turn: Turn, commit: InFlight['commit'], outcome: Omit<Callback, 'offsets'>): void {
  const callback = { offsets: commit?.offsets ?? [], ...outcome };
  if (commit?.by !== 'async') {
    if (outcome.error !== null) run(turn, callback);
  } else if (turn.context.loop.work === null) run(turn, callback);
  else change(turn, 'loop', { callbacks: [...turn.context.loop.callbacks, callback] });
}

/** The thread is back in the consumer's code. */
export function runCallbacks(turn: Turn): void {
  const { callbacks } = turn.context.loop;
  if (callbacks.length === 0) return;
  change(turn, 'loop', { callbacks: [] });
  for (const callback of callbacks) run(turn, callback);
}

function run(turn: Turn, { offsets, error, retriable, blame }: Callback): void {
  const {
    self: { group, id: member, profile },
  } = turn.context;
  if (error === null) noted(turn, { kind: 'commit.completed', group, member, offsets });
  else {
    const exception = commitException(profile, error, retriable, true);
    noted(turn, { kind: 'commit.failed', group, member, error, exception, offsets }, blame);
  }
}
