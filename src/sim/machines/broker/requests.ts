/** What a broker is asked for over the network, each kind with its own family of rules. Models Kafka's KafkaApis.handle. */
import type { ErrorCode, MessageOf } from '../../messages.ts';
import { admit, channelId, channelOf, reply, setChannel } from './channels.ts';
import { ledAt } from './turn.ts';
import type { ChannelId, RequestEvent } from './context.ts';
import type { Turn } from './turn.ts';
import { findCoordinator, takeGroupRequest } from './coordinating.ts';
import { takeFetch } from './fetching.ts';
import { describeCluster } from './metadata.ts';
import { giveProducerId, takeProduce } from './producing.ts';

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
      return takeProduce(turn, id, message);
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

/** F2: where a consumer may begin. By time it comes later (F3). */
function listOffsets(turn: Turn, id: ChannelId, { correlationId, partitions }: MessageOf<'ListOffsets'>): void {
  const answers = partitions.map(({ topic, partition, timestamp }) => {
    const led = ledAt(turn.draft, topic, partition);
    const refused = (error: ErrorCode) => ({ topic, partition, error, offset: -1 });
    if (typeof led === 'string') return refused(led);
    if (timestamp === EARLIEST) return { topic, partition, error: null, offset: led.logStartOffset };
    if (timestamp !== LATEST) return refused('INVALID_REQUEST');
    // R4: a new leader's HW may lag; what it would call the end could lie before records a consumer has seen.
    return led.highWatermark < led.epochStart
      ? refused('LEADER_NOT_AVAILABLE')
      : { topic, partition, error: null, offset: led.highWatermark };
  });
  reply(turn, id, { type: 'ListOffsetsResponse', correlationId, partitions: answers });
}

const EARLIEST = -2;
const LATEST = -1;
