/** What one may ask of a message on its way: what it is for, and why it takes so long. */
import type { MessageModel } from '../../sim/index.ts';
import { kindOf, nodeOf } from '../../sim/index.ts';
import { ask, say, type Clause, type Question } from './answer.ts';
import { last, told, type Now } from './now.ts';

/** What a kind of message is for, and the rule that says so. */
const PURPOSES = {
  Produce: ['for_produce', 'P5'],
  ProduceResponse: ['for_produce_response', 'R5'],
  Fetch: ['for_fetch', 'F1'],
  FetchResponse: ['for_fetch_response', 'F1'],
  Heartbeat: ['for_heartbeat', 'G7'],
  HeartbeatResponse: ['for_heartbeat_response', 'G6'],
  JoinGroup: ['for_join', 'G2'],
  JoinGroupResponse: ['for_join_response', 'G3'],
  SyncGroup: ['for_sync', 'G4'],
  SyncGroupResponse: ['for_sync_response', 'G6'],
  LeaveGroup: ['for_leave', 'G2'],
  LeaveGroupResponse: ['for_leave', 'G2'],
  OffsetCommit: ['for_commit', 'O1'],
  OffsetCommitResponse: ['for_commit_response', 'O1'],
  OffsetFetch: ['for_offset_fetch', 'F2'],
  OffsetFetchResponse: ['for_offset_fetch', 'F2'],
  ListOffsets: ['for_list_offsets', 'F2'],
  ListOffsetsResponse: ['for_list_offsets', 'F2'],
  FindCoordinator: ['for_coordinator', 'O4'],
  FindCoordinatorResponse: ['for_coordinator', 'O4'],
  Metadata: ['for_metadata', 'C5'],
  MetadataResponse: ['for_metadata', 'C5'],
  MetadataUpdate: ['for_metadata_update', 'C5'],
  BrokerHeartbeat: ['for_broker_heartbeat', 'C2'],
  BrokerHeartbeatResponse: ['for_broker_heartbeat', 'C2'],
  BrokerRegistration: ['for_registration', 'C2'],
  BrokerRegistrationResponse: ['for_registration', 'C2'],
  AlterPartition: ['for_isr', 'R3'],
  AlterPartitionResponse: ['for_isr', 'R3'],
  InitProducerId: ['for_producer_id', 'P7'],
  InitProducerIdResponse: ['for_producer_id', 'P7'],
  QuorumBeat: ['for_quorum', 'C1'],
  QuorumBeatResponse: ['for_quorum', 'C1'],
  QuorumVote: ['for_vote', 'C1'],
  QuorumVoteResponse: ['for_vote', 'C1'],
} as const;

export const purposeOf = ({ type, from }: MessageModel): Clause => {
  if (type === 'Fetch' && kindOf(from) === 'broker') return say('for_replica_fetch', {}, { rules: ['R1'] });
  const known = Object.entries(PURPOSES).find(([name]) => name === type)?.[1];
  return known === undefined ? say('for_administration', {}, { rules: ['T1'] }) : say(known[0], {}, { rules: [known[1]] });
};

export function messageQuestions(now: Now, id: number): readonly Question[] {
  const message = now.model.messages.find((it) => it.id === id);
  if (message === undefined) return [];
  return [ask('ask_message', {}, () => [purposeOf(message)]), ask('ask_arrives', {}, () => arrives(now, message))];
}

/** The way it takes: the link's latency, a fault on it, and what will befall it. */
function arrives(now: Now, { from, to, sentAt, arrivesAt }: MessageModel): readonly Clause[] {
  const ends = [nodeOf(from), nodeOf(to)];
  const link = now.model.links.find(({ between }) => ends.every((end) => between.map(String).includes(end)));
  const fault =
    link === undefined
      ? undefined
      : last(now, link.cut ? 'link.cut' : 'link.slowed', (it) => ends.every((end) => it.between.map(String).includes(end)));
  return [
    say('arrives_latency', { sent: { at: sentAt }, arrives: { at: arrivesAt }, took: { ms: arrivesAt - sentAt } }, { rules: ['N2', 'N3'] }),
    ...told(fault, ['N4']),
    ...(link?.cut === true ? [say('arrives_never', {}, { fact: fault, rules: ['N2'] })] : []),
  ];
}
