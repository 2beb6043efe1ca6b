/**
 * F4: poll() throws at a record that cannot be deserialized, and again at every further poll(), because the position stays before it: a
 * poison pill, until the application seeks past it. Models CompletedFetch.fetchRecords.
 */
import type { TopicPartition } from '../../address.ts';
import { atLeast } from '../../config/profiles.ts';
import { nothingBut } from '../../kafka/consumer/working.ts';
import { seek } from './positions.ts';
import { change, noted, wake, type Turn } from './turn.ts';

/** An application that tries again logs the exception and sleeps first. */
export const RETRY_PAUSE_MS = 1000;

export function throwAt(turn: Turn, { topic, partition, offset }: TopicPartition & { readonly offset: number }): void {
  const { group, id: member, app, profile } = turn.context.self;
  // 2.3 said it in the message of a SerializationException only, so that nobody could seek without reading it (KIP-334).
  const error = atLeast(profile, '2.8') ? 'RecordDeserializationException' : 'SerializationException';
  noted(turn, { kind: 'poll.failed', group, member, topic, partition, offset, error, then: app.onError });
  change(turn, 'loop', { polledAt: turn.at });
  switch (app.onError) {
    case 'skip':
      return seek(turn, { type: 'command.seek', topic, partition, to: offset + 1 });
    case 'retry':
      return rest(turn);
    default:
      change(turn, 'loop', { failure: error, work: nothingBut('failure') });
  }
}

function rest(turn: Turn): void {
  change(turn, 'loop', { work: nothingBut('retry') });
  wake(turn, 'processed', RETRY_PAUSE_MS);
}
