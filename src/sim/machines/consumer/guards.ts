/** What the consumer's chart can ask: each guard as the sentence it is called by. */
import { bringsRecords, hasRecords } from '../../kafka/consumer/fetching.ts';
import type { ConsumerContext } from '../../kafka/consumer/state.ts';
import { isDone } from '../../kafka/consumer/working.ts';
import type { Message, MessageOf } from '../../messages.ts';
import type { AnyMessage, Delivered } from '../contract.ts';
import { lacksPositions, needsCoordinator } from './positions.ts';
import { rejoinGuards } from './rejoining.ts';
import { inFlightAs } from './wire.ts';

type On<T extends Message['type']> = Delivered<MessageOf<T>>;
interface Given {
  readonly context: ConsumerContext;
}
interface GivenEvent extends Given {
  readonly event: Delivered<AnyMessage>;
}

export const guards = {
  'its time has come': ({ context, event }: GivenEvent) => context.self.joinAt <= event.at,
  'close was asked for': ({ context }: Given) => context.loop.closeAsked,
  'poll throws': ({ context }: Given) => context.loop.failure !== null,
  'the coordinator is unknown': ({ context }: Given) => context.member.coordinator === null && needsCoordinator(context),
  'the coordinator is known': ({ context }: Given) => context.member.coordinator !== null,
  ...rejoinGuards,
  'positions are missing': ({ context }: Given) => lacksPositions(context),
  'records are there': ({ context }: Given) => hasRecords(context),
  'it brings records': ({ context, event }: GivenEvent) => {
    const { message } = event as On<'FetchResponse'>;
    const request = inFlightAs(context, message.correlationId, 'Fetch');
    return request !== undefined && bringsRecords(context, request.fetch ?? [], message.partitions);
  },
  'poll has something else to do': ({ context }: Given) =>
    context.member.rejoin !== null || (context.member.coordinator === null && needsCoordinator(context)) || context.loop.failure !== null,
  'nothing is awaited': ({ context }: Given) => context.member.awaited === null,
  'it is what poll waits for': ({ context, event }: GivenEvent) => {
    const { message } = event as On<'JoinGroupResponse' | 'SyncGroupResponse'>;
    return message.error === null && context.member.awaited?.id === message.correlationId;
  },
  'the commit is settled': ({ context }: Given) => context.loop.commit === null,
  'it comes to a stop': ({
    context: {
      loop: { work },
    },
  }: Given) => work === null || (work.due !== 'retry' && (work.due !== null || isDone(work))),
  'the record kills it': ({ context }: Given) => context.loop.work?.due === 'failure' && context.self.app.onError === 'crash',
  'the record makes it give up': ({ context }: Given) => context.loop.work?.due === 'failure',
  'a commit is due': ({ context }: Given) => context.loop.work?.due === 'commit',
  'records are left': ({
    context: {
      loop: { work },
    },
  }: Given) => work !== null && !isDone(work),
  'it begins anew': ({ context }: Given) => context.loop.restartWith !== null,
};
