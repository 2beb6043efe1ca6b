/** Group coordinators. */
import type { TopicPartition } from '../address.ts';
import type { CommittedOffset, ErrorCode } from '../messages.ts';

export type RebalanceReason =
  | 'join' // a new member
  | 'rejoin' // a member came back to Join while Stable (new subscription, metadata, owner change)
  | 'leave' // LeaveGroup, or a member replaced
  | 'expired' // session.timeout.ms
  | 'syncTimeout' // no SyncGroup within the rebalance timeout
  | 'storeFailed' // the assignment could not be written to __consumer_offsets
  | 'coordinatorLoaded';

export type GroupFact =
  | {
      readonly kind: 'coordinator.loaded';
      readonly group: string;
      readonly broker: number;
      readonly generation: number;
      readonly members: number;
    }
  | { readonly kind: 'group.changed'; readonly group: string; readonly from: string; readonly to: string; readonly generation: number }
  | {
      readonly kind: 'rebalance.started';
      readonly group: string;
      readonly reason: RebalanceReason;
      readonly member: string;
      readonly generation: number;
    }
  | {
      readonly kind: 'rebalance.completed';
      readonly group: string;
      readonly generation: number;
      readonly protocol: string;
      readonly leader: string;
      readonly assignment: Readonly<Record<string, readonly TopicPartition[]>>;
    }
  | { readonly kind: 'member.idGiven'; readonly group: string; readonly member: string; readonly memberId: string }
  | { readonly kind: 'member.joined'; readonly group: string; readonly member: string; readonly memberId: string; readonly members: number }
  /** G10: a static member's process began anew and took over the place of the one before. */
  | {
      readonly kind: 'member.replaced';
      readonly group: string;
      readonly member: string;
      readonly memberId: string;
      readonly instance: string;
      /** The member id that is fenced from now on. */
      readonly replaced: string;
    }
  | { readonly kind: 'member.left'; readonly group: string; readonly member: string; readonly memberId: string; readonly reason: string }
  | {
      readonly kind: 'member.expired';
      readonly group: string;
      readonly member: string;
      readonly memberId: string;
      readonly silentMs: number;
      readonly reason: 'session' | 'rebalance' | 'sync' | 'pending';
    }
  | {
      readonly kind: 'heartbeat.received';
      readonly group: string;
      readonly member: string;
      readonly generation: number;
      readonly error: ErrorCode | null;
    }
  | {
      readonly kind: 'join.refused';
      readonly group: string;
      readonly member: string;
      readonly error: ErrorCode;
      /** G5, where no assignor of the newcomer is known to every member: its list, and those that all members know. */
      readonly assignors?: { readonly offered: readonly string[]; readonly known: readonly string[] };
    }
  | {
      readonly kind: 'offsets.committed';
      readonly group: string;
      readonly member: string;
      readonly generation: number;
      readonly offsets: readonly CommittedOffset[];
    }
  /** O5: nobody uses them any more. */
  | { readonly kind: 'offsets.expired'; readonly group: string; readonly partitions: readonly TopicPartition[] }
  | {
      readonly kind: 'commit.refused';
      readonly group: string;
      readonly member: string;
      readonly generation: number;
      readonly error: ErrorCode;
      readonly offsets: readonly CommittedOffset[];
    };
