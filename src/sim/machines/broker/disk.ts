/**
 * N4: a slow disk. Requests to write, a coordinator's too, and copies of followers wait for it, one after another. Kafka's threads would
 * block in the append just so: a producer's connection is not read meanwhile, and a follower does not fetch on.
 */
import type { MessageOf } from '../../messages.ts';
import type { Delivered } from '../contract.ts';
import { startTimer } from '../contract.ts';
import { channelId, hold } from './channels.ts';
import type { BrokerTimer, Write } from './context.ts';
import { writeOffsets } from './coordinating.ts';
import { takeProduce } from './producing.ts';
import { takeFetchResponse } from './replicating.ts';
import { nextTicket, type Turn } from './turn.ts';

/** What is being written already takes the time it was given. */
export function slowDown({ draft }: Turn, { message }: Delivered<MessageOf<'disk.slowed'>>): void {
  draft.disk = { ...draft.disk, appendMs: message.appendMs };
}

/** Writes at once, or when the disk has come to it. */
export function write(turn: Turn, event: Write): void {
  const { draft, at, intents } = turn;
  const { appendMs, freeAt } = draft.disk;
  if (appendMs === 0 && freeAt <= at) return append(turn, event);
  if (event.type === 'FetchResponse' && event.message.partitions.every(({ records }) => records.length === 0)) return append(turn, event);
  if (event.type === 'Produce') hold(turn, channelId(event));
  const done = Math.max(at, freeAt) + appendMs;
  draft.disk = { appendMs, freeAt: done };
  const written: BrokerTimer = { type: 'timer.disk', write: event };
  intents.push(startTimer(`disk:${nextTicket(turn)}`, done - at, written));
}

export function append(turn: Turn, event: Write): void {
  switch (event.type) {
    case 'Produce':
      return takeProduce(turn, channelId(event), event.message);
    case 'FetchResponse':
      return takeFetchResponse(turn, event);
    case 'offsets.append':
      return writeOffsets(turn, event);
  }
}
