/** What a broker is asked for over the network, each kind with its own family of rules. Models Kafka's KafkaApis.handle. */
import type { Delivered } from '../contract.ts';
import { admit, channelId, channelOf, setChannel } from './channels.ts';
import type { RequestEvent } from './context.ts';
import type { Turn } from './turn.ts';
import { findCoordinator, takeGroupRequest } from './coordinating.ts';
import { takeFetch } from './fetching.ts';
import { describeCluster } from './metadata.ts';
import { write } from './disk.ts';
import { listOffsets } from './listing.ts';
import { giveProducerId } from './producing.ts';

export function takeRequest(turn: Turn, event: RequestEvent): void {
  if (admit(turn, event)) handle(turn, event);
}

/** The next request of every connection that was answered in this turn (N2). */
export function goOn(turn: Turn): void {
  for (let id = turn.freed.shift(); id !== undefined; id = turn.freed.shift()) {
    const channel = channelOf(turn.draft, id);
    const next = channel?.queue[0];
    if (channel === undefined || next === undefined || channel.busy) continue;
    setChannel(turn, id, { queue: channel.queue.slice(1) });
    handle(turn, next);
  }
}

/** The broker has started: whoever has been waiting since is served. */
export function open(turn: Turn): void {
  const { draft } = turn;
  draft.open = true;
  turn.freed.push(...draft.channels);
}

function handle(turn: Turn, event: RequestEvent): void {
  const { message } = event;
  const id = channelId(event);
  switch (message.type) {
    case 'Produce':
      return write(turn, event as Delivered<typeof message>);
    case 'Fetch':
      return takeFetch(turn, id, message);
    case 'ListOffsets':
      return listOffsets(turn, id, message);
    case 'Metadata':
      return describeCluster(turn, id, message);
    case 'InitProducerId':
      return giveProducerId(turn, id, message);
    case 'FindCoordinator':
      return findCoordinator(turn, id, message);
    case 'JoinGroup':
    case 'SyncGroup':
    case 'Heartbeat':
    case 'LeaveGroup':
    case 'OffsetCommit':
    case 'OffsetFetch':
      return takeGroupRequest(turn, id, message);
  }
}
