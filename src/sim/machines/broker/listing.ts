/** F2, F3: where a consumer may begin: the ends of a log, or the first record of a time. Models ReplicaManager.fetchOffset. */
import type { ErrorCode, MessageOf } from '../../messages.ts';
import type { Delivered } from '../contract.ts';
import { hold, reply } from './channels.ts';
import type { ChannelId, PendingListing } from './context.ts';
import { ledAt, nextTicket, say, type Turn } from './turn.ts';

const EARLIEST = -2;
const LATEST = -1;

export function listOffsets(turn: Turn, id: ChannelId, { correlationId, partitions }: MessageOf<'ListOffsets'>): void {
  const { draft } = turn;
  const tickets: number[] = [];
  const answers = partitions.map(({ topic, partition, timestamp }) => {
    const led = ledAt(draft, topic, partition);
    const about = (error: ErrorCode | null, offset: number) => ({ topic, partition, error, offset });
    if (typeof led === 'string') return about(led, -1);
    if (timestamp === EARLIEST) return about(null, led.logStartOffset);
    // R4: a new leader's HW may lag; what it would call the end could lie before records a consumer has seen.
    if (led.highWatermark < led.epochStart) return about('LEADER_NOT_AVAILABLE', -1);
    if (timestamp === LATEST) return about(null, led.highWatermark);
    const ticket = nextTicket(turn);
    tickets.push(ticket);
    say(turn, led.actor, { type: 'replica.lookUp', ticket, timestamp });
    return about(null, -1 - ticket);
  });
  if (tickets.length === 0) return reply(turn, id, { type: 'ListOffsetsResponse', correlationId, partitions: answers });
  hold(turn, id);
  draft.listings = [...draft.listings, { from: id.from, connection: id.connection, correlationId, answers, tickets }];
}

/** A replica has looked; the answer goes out when all have. Until then an answer's offset stands for its ticket. */
export function takeFound(turn: Turn, { message: { ticket, offset, error } }: Delivered<MessageOf<'replica.found'>>): void {
  const { draft } = turn;
  const listing = draft.listings.find(({ tickets }) => tickets.includes(ticket));
  if (listing === undefined) return;
  const found: PendingListing = {
    ...listing,
    tickets: listing.tickets.filter((it) => it !== ticket),
    answers: listing.answers.map((it) => (it.offset === -1 - ticket ? { ...it, offset, error } : it)),
  };
  const others = draft.listings.filter((it) => it !== listing);
  draft.listings = found.tickets.length > 0 ? [...others, found] : others;
  const { correlationId, answers: partitions } = found;
  if (found.tickets.length === 0) reply(turn, found, { type: 'ListOffsetsResponse', correlationId, partitions });
}
