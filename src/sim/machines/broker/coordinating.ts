/** O4: group coordinators live on the leader of their `__consumer_offsets` partition. Models KafkaApis' group requests and GroupCoordinator.onElection. */
import { controllerActor, groupActor } from '../../address.ts';
import { groupOfKey } from '../../kafka/offsetsTopic.ts';
import { coordinatorPartition } from '../../kafka/javaHash.ts';
import { OFFSETS_TOPIC } from '../../kafka/topicConfig.ts';
import type { CommittedOffset, ErrorCode, GroupRequest, GroupResponse, LogRecord, MessageOf, MetadataImage } from '../../messages.ts';
import type { Delivered } from '../contract.ts';
import { hold, reply } from './channels.ts';
import { ledAt, metadataOf, nextTicket, say, slotOf } from './turn.ts';
import type { ChannelId } from './context.ts';
import type { Turn } from './turn.ts';
import { write } from './producing.ts';

/** Kafka's offsets.commit.timeout.ms. */
const COMMIT_TIMEOUT_MS = 5000;

const NO_RECORDS: readonly LogRecord[] = [];

/** A partition nobody used yet is created on demand (simplification: Kafka creates all of them at the first use). */
export function findCoordinator(turn: Turn, id: ChannelId, { group, correlationId }: MessageOf<'FindCoordinator'>): void {
  const { draft } = turn;
  const partition = coordinatorPartition(group, draft.config.offsetsPartitions);
  const metadata = metadataOf(draft.image, OFFSETS_TOPIC, partition);
  const leader = metadata?.leader ?? null;
  const found = leader !== null && draft.image.brokers[leader]?.fenced === false;
  if (metadata === undefined)
    say(turn, controllerActor(draft.controllers[draft.controller] ?? ''), { type: 'EnsureOffsetsPartition', partition });
  const error = found ? null : 'COORDINATOR_NOT_AVAILABLE';
  const response = { type: 'FindCoordinatorResponse', correlationId, group, error, coordinator: found ? leader : -1 } as const;
  reply(turn, id, response);
}

export function takeGroupRequest(turn: Turn, id: ChannelId, request: GroupRequest): void {
  const { draft } = turn;
  const { group } = request;
  const offsetsPartition = coordinatorPartition(group, draft.config.offsetsPartitions);
  const led = ledAt(draft, OFFSETS_TOPIC, offsetsPartition);
  if (typeof led === 'string') {
    reply(turn, id, refusal(request, 'NOT_COORDINATOR'));
    return;
  }
  if (draft.groups[group] === undefined) elect(turn, group, offsetsPartition, led.metadata.leaderEpoch, NO_RECORDS);
  const ticket = nextTicket(turn);
  draft.groupRequests = [...draft.groupRequests, { from: id.from, connection: id.connection, ticket }];
  hold(turn, id);
  const known = request.type === 'OffsetCommit' ? ofExistingTopics(draft.image, request) : request;
  say(turn, groupActor(group, draft.id), { type: 'group.request', ticket, clientActor: id.from, request: known });
}

/** T3: nothing is committed for a topic that is not there. Kafka says so partition by partition; here such a partition is passed over. */
function ofExistingTopics({ topics }: MetadataImage, request: MessageOf<'OffsetCommit'>): MessageOf<'OffsetCommit'> {
  const exists = ({ topic }: CommittedOffset) => topics[topic] !== undefined;
  return request.offsets.every(exists) ? request : { ...request, offsets: request.offsets.filter(exists) };
}

export function takeGroupResponse(turn: Turn, { message }: Delivered<MessageOf<'group.response'>>): void {
  const { draft } = turn;
  const asked = draft.groupRequests.find(({ ticket }) => ticket === message.ticket);
  if (asked === undefined) return;
  draft.groupRequests = draft.groupRequests.filter((it) => it !== asked);
  reply(turn, asked, message.response);
}

function elect(turn: Turn, group: string, offsetsPartition: number, leaderEpoch: number, records: readonly LogRecord[]): void {
  turn.draft.groups = { ...turn.draft.groups, [group]: offsetsPartition };
  say(turn, groupActor(group, turn.draft.id), { type: 'group.elected', offsetsPartition, leaderEpoch, records });
}

/** A replica leads now. If it is one of `__consumer_offsets`, its groups have their coordinators here. */
export function hearLeading(turn: Turn, { message }: Delivered<MessageOf<'replica.leading'>>): void {
  const { draft } = turn;
  const { topic, partition, leaderEpoch, logStartOffset, logEndOffset, highWatermark, records } = message;
  const slot = slotOf(draft, topic, partition);
  const hosted = draft.hosted[slot];
  if (hosted === undefined) return;
  draft.hosted = draft.hosted.with(slot, { ...hosted, epochStart: logEndOffset, logStartOffset, logEndOffset, highWatermark });
  const groups = new Map<string, LogRecord[]>();
  for (const record of records) {
    if (record.key === null) continue;
    const group = groupOfKey(record.key);
    groups.set(group, [...(groups.get(group) ?? []), record]);
  }
  for (const [group, own] of groups) elect(turn, group, partition, leaderEpoch, own);
}

/** The partition is led elsewhere now, and with it its groups are coordinated elsewhere. */
export function giveGroupsUp(turn: Turn, topic: string, partition: number): void {
  if (topic !== OFFSETS_TOPIC) return;
  const { draft } = turn;
  const all = Object.entries(draft.groups);
  for (const [group, at] of all) if (at === partition) say(turn, groupActor(group, draft.id), { type: 'group.resigned' });
  draft.groups = Object.fromEntries(all.filter(([, at]) => at !== partition));
}

/** O1: a coordinator writes, durably: acks=all whatever the clients use. */
export function writeOffsets(turn: Turn, { message, from }: Delivered<MessageOf<'offsets.append'>>): void {
  const { offsetsPartition: partition, ticket, records } = message;
  const batch = { topic: OFFSETS_TOPIC, partition, records, producerId: null, producerEpoch: -1, baseSequence: -1 };
  write(turn, { kind: 'coordinator', actor: from, ticket }, [batch], -1, COMMIT_TIMEOUT_MS);
}

/** The answer of a broker that does not coordinate this group. */
function refusal(request: GroupRequest, error: ErrorCode): GroupResponse {
  const { correlationId } = request;
  switch (request.type) {
    case 'JoinGroup': {
      const { memberId } = request;
      return { type: 'JoinGroupResponse', correlationId, error, generation: -1, protocol: null, leader: '', memberId, members: [] };
    }
    case 'SyncGroup':
      return { type: 'SyncGroupResponse', correlationId, error, assignment: [] };
    case 'OffsetFetch':
      return { type: 'OffsetFetchResponse', correlationId, error, offsets: [] };
    case 'Heartbeat':
      return { type: 'HeartbeatResponse', correlationId, error };
    case 'LeaveGroup':
      return { type: 'LeaveGroupResponse', correlationId, error };
    case 'OffsetCommit':
      return { type: 'OffsetCommitResponse', correlationId, error };
  }
}
