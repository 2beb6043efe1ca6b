/**
 * G8, cooperative: a rebalance that goes on behind the application. Its members read and process what they own while JoinGroup and SyncGroup
 * are on their way; each poll() takes one step further (Kafka's joinGroupIfNeeded with a timer of 0, KAFKA-8421).
 */
import { atLeast } from '../../config/profiles.ts';
import { isCooperative, takenAway } from '../../kafka/consumer/cooperating.ts';
import { processedOffsets } from '../../kafka/consumer/offsets.ts';
import type { ConsumerContext } from '../../kafka/consumer/state.ts';
import type { MessageOf } from '../../messages.ts';
import { commitSync } from './commits.ts';
import { shouldLookAtTopics } from './pattern.ts';
import { hearJoinRefusal, takePlace } from './joining.ts';
import { change, type Turn } from './turn.ts';
import { inFlightAs } from './wire.ts';

/** The network is only read inside poll() while a member joins: the answer waits in its socket. */
export function keepPlace(turn: Turn, answer: MessageOf<'JoinGroupResponse'>): void {
  if (inFlightAs(turn.context, answer.correlationId, 'JoinGroup') !== undefined) change(turn, 'member', { kept: answer });
}

/** The next poll() hears it. */
export function hearKeptPlace(turn: Turn): void {
  const {
    member: { kept },
  } = turn.context;
  if (kept?.type !== 'JoinGroupResponse') return;
  change(turn, 'member', { kept: null });
  if (kept.error === null) takePlace(turn, kept);
  else hearJoinRefusal(turn, kept);
}

/** It was to ask again, but the application was busy when the time came: the next poll() asks. */
export function stopWaitingToAsk(turn: Turn): void {
  const { awaited, toAssign } = turn.context.member;
  if (awaited?.id === null && toAssign === null) change(turn, 'member', { awaited: null });
}

/** F4: an application that commits in onPartitionsRevoked does so before what moves is taken from it. */
export function commitBeforeRevoking(turn: Turn): void {
  commitSync(turn, processedOffsets(turn.context), 'revoke', turn.context.self.config.maxPollIntervalMs);
}

interface Given {
  readonly context: ConsumerContext;
}

/** What a poll() finds of a rebalance under way, in the order it asks. */
export const rejoinGuards = {
  'a rebalance asks for it': ({ context: { member } }: Given) => member.rejoin !== null || member.kept !== null,
  'its place was kept': ({ context: { member } }: Given) => member.kept?.type === 'JoinGroupResponse' && member.kept.error === null,
  'a refusal was kept': ({ context: { member } }: Given) => member.kept?.type === 'JoinGroupResponse',
  'an assignment was kept': ({ context: { member } }: Given) => member.kept?.type === 'SyncGroupResponse',
  'it commits before the assignment takes something away': ({ context }: Given) =>
    context.self.app.commitOnRevoke &&
    context.member.phase === 'stable' &&
    context.member.kept?.type === 'SyncGroupResponse' &&
    takenAway(context, context.member.kept.assignment).length > 0,
  'it should look at the topics first': ({ context, event }: Given & { readonly event: { readonly at: number } }) =>
    shouldLookAtTopics({ context, at: event.at }),
  'its JoinGroup is on its way': ({ context: { member } }: Given) => member.awaited !== null && member.phase === 'preparing',
  'its SyncGroup is on its way': ({ context: { member } }: Given) => member.awaited !== null && member.phase === 'completing',
  'it has prepared': ({ context: { member } }: Given) => member.prepared,
  'it is preparing': ({ context: { member } }: Given) => member.preparing,
  /** Before 3.x a cooperative member, too, waited for the answer to that commit. */
  'it reads on while it commits': ({ context }: Given) => isCooperative(context) && atLeast(context.self.profile, '3.9'),
};
