/** What travels, in the present language. Apart from the other words of the stage: nothing travels before somebody plays. */
import type { MessageWords } from '../geometry/words.ts';
import { locale } from '../i18n/locale.svelte.ts';
import { m } from '../i18n/paraglide/messages.js';

export function messageKind(type: string): string {
  switch (type) {
    case 'Produce':
      return m.stage_message_produce();
    case 'ProduceResponse':
      return m.stage_message_produce_response();
    case 'Fetch':
      return m.stage_message_fetch();
    case 'FetchResponse':
      return m.stage_message_fetch_response();
    case 'Heartbeat':
    case 'HeartbeatResponse':
      return m.stage_message_heartbeat();
    case 'JoinGroup':
      return m.stage_message_join();
    case 'JoinGroupResponse':
      return m.stage_message_join_response();
    case 'SyncGroup':
      return m.stage_message_sync();
    case 'SyncGroupResponse':
      return m.stage_message_sync_response();
    case 'LeaveGroup':
      return m.stage_message_leave();
    case 'LeaveGroupResponse':
      return m.stage_message_leave_response();
    case 'OffsetCommit':
      return m.stage_message_commit();
    case 'OffsetCommitResponse':
      return m.stage_message_commit_response();
    case 'Metadata':
    case 'MetadataResponse':
    case 'MetadataUpdate':
      return m.stage_message_metadata();
    case 'FindCoordinator':
    case 'FindCoordinatorResponse':
      return m.stage_message_find_coordinator();
    case 'OffsetFetch':
    case 'OffsetFetchResponse':
      return m.stage_message_offset_fetch();
    case 'ListOffsets':
    case 'ListOffsetsResponse':
      return m.stage_message_list_offsets();
    case 'AlterPartition':
    case 'AlterPartitionResponse':
      return m.stage_message_isr();
    case 'BrokerHeartbeat':
    case 'BrokerHeartbeatResponse':
      return m.stage_message_broker_heartbeat();
    default:
      return type.endsWith('Response') ? m.stage_message_reply() : m.stage_message_admin();
  }
}

const bare = (actor: string) => actor.slice(actor.indexOf(':') + 1);

/** Read it where the language may be tracked. */
export const messageWords = (): MessageWords => ({
  locale: locale.value,
  nameMessage: ({ type, from, to }) => m.stage_name_message({ kind: messageKind(type), type, from: bare(from), to: bare(to) }),
  messageKind,
});
