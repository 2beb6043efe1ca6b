/** N2: one request per connection at a time. Models Kafka's SocketServer, which mutes a channel until its response is sent. */
import { nodeOf } from '../../address.ts';
import type { NodeId } from '../../address.ts';
import type { Message } from '../../messages.ts';
import { say } from './turn.ts';
import type { BrokerContext, Channel, ChannelId, RequestEvent } from './context.ts';
import type { Turn } from './turn.ts';

export function channelIndex({ channels }: BrokerContext, { from, connection }: ChannelId): number {
  for (let i = 0; i < channels.length; i++) {
    const channel = channels[i] as Channel;
    if (channel.from === from && channel.connection === connection) return i;
  }
  return -1;
}

export const channelOf = (context: BrokerContext, id: ChannelId): Channel | undefined => context.channels[channelIndex(context, id)];

export function setChannel({ draft }: Turn, id: ChannelId, change: Partial<Channel>): void {
  const index = channelIndex(draft, id);
  const channel = draft.channels[index];
  if (channel !== undefined) draft.channels = draft.channels.with(index, { ...channel, ...change });
}

/** Over the network a message always names its connection. */
export const channelId = ({ from, connection }: RequestEvent): ChannelId => ({ from, connection: connection ?? 'main' });

/** Whether the request can be worked on now; otherwise it waits behind the one before it. */
export function admit(turn: Turn, event: RequestEvent): boolean {
  const { draft } = turn;
  const id = channelId(event);
  if (channelIndex(draft, id) < 0) {
    closeOlder(turn, id);
    draft.channels = [...draft.channels, { ...id, busy: false, queue: [], session: null }];
  }
  const channel = channelOf(draft, id) as Channel;
  if (draft.open && !channel.busy && channel.queue.length === 0) return true;
  setChannel(turn, id, { queue: [...channel.queue, event] });
  return false;
}

export const hold = (turn: Turn, id: ChannelId): void => setChannel(turn, id, { busy: true });

/** The connection is free for its next request. */
export function release(turn: Turn, id: ChannelId): void {
  const channel = channelOf(turn.draft, id);
  if (channel === undefined) return;
  if (channel.busy) setChannel(turn, id, { busy: false });
  if (channel.queue.length > 0) turn.freed.push(id);
}

/** Answers a request, unless its connection is gone by now. */
export function reply(turn: Turn, id: ChannelId, message: Message): void {
  if (channelIndex(turn.draft, id) < 0) return;
  say(turn, id.from, message, id.connection);
  release(turn, id);
}

const baseName = (connection: string): string => connection.replace(/#\d+$/, '');

/** A client that opens `main#2` has given up `main`: its socket was closed. */
function closeOlder(turn: Turn, { from, connection }: ChannelId): void {
  const name = baseName(connection);
  for (const it of turn.draft.channels) if (it.from === from && baseName(it.connection) === name) close(turn, it);
}

/** Whatever was asked on a closed connection needs no answer; what was written stays written. */
export function close({ draft }: Turn, { from, connection }: ChannelId): void {
  const other = (it: ChannelId) => it.from !== from || it.connection !== connection;
  draft.channels = draft.channels.filter(other);
  draft.fetches = draft.fetches.filter(other);
  draft.groupRequests = draft.groupRequests.filter(other);
  draft.listings = draft.listings.filter(other);
}

export function closeAllOf(turn: Turn, node: NodeId, connection: string): void {
  for (const it of turn.draft.channels) if (it.connection === connection && nodeOf(it.from) === node) close(turn, it);
}
