/**
 * One copy of one partition on one broker (R1–R6). Models Kafka's Partition with its UnifiedLog, and that part of a ReplicaFetcherThread
 * that concerns one partition. It speaks to its broker alone, which brings it requests and carries its answers.
 *
 * Simplified: no segments, retention, compaction (L3, L4) and transactions, so the last stable offset is the high watermark.
 */
import { setup } from 'xstate';
import type { ReplicaMessage } from '../messages.ts';
import { act, effects } from './contract.ts';
import type { ControlMessage, Delivered, EventOf } from './contract.ts';
import type { ReplicaInput } from './inputs.ts';
import { appendBatch, refuseAppend } from './replica/appending.ts';
import { afterCrash, newReplica, turnOf } from './replica/context.ts';
import type { ReplicaContext } from './replica/context.ts';
import { copyRecords, follow, stepDown, truncateToLeader } from './replica/following.ts';
import { hearVerdict, leadOn, shrinkIsrIfNeeded, takeTheLead } from './replica/leading.ts';
import { hearFetch, refuseRead, serveRead } from './replica/serving.ts';

export type { ReplicaContext, WaitingProduce } from './replica/context.ts';

type ReplicaEvent = EventOf<ReplicaMessage | ControlMessage>;

export const replicaMachine = setup({
  types: { context: {} as ReplicaContext, events: {} as ReplicaEvent, input: {} as ReplicaInput },
  actions: {
    ...effects,
    'take the lead': act(turnOf(takeTheLead)),
    'note the ISR and who is alive': act(turnOf(leadOn)),
    'append the batch': act(turnOf(appendBatch)),
    'read for the fetcher': act(turnOf(serveRead)),
    'hear where the follower stands': act(turnOf(hearFetch)),
    'propose to drop who lags': act(turnOf(shrinkIsrIfNeeded)),
    "hear the controller's verdict on the ISR": act(turnOf(hearVerdict)),
    'follow the leader': act(turnOf(follow)),
    'step down and follow': act(turnOf(stepDown)),
    'copy the records': act(turnOf(copyRecords)),
    'truncate to where the logs agree': act(turnOf(truncateToLeader)),
    'refuse to append': act(turnOf(refuseAppend)),
    'refuse to read': act(turnOf(refuseRead)),
    'keep only what is on disk': act((context: ReplicaContext, { at }: Delivered<ControlMessage>) => ({
      context: afterCrash(context, at),
    })),
  },
}).createMachine({
  id: 'replica',
  context: ({ input }) => newReplica(input),
  initial: 'offline',
  on: {
    crash: { target: '.offline', actions: 'keep only what is on disk' },
    'replica.append': { actions: 'refuse to append' },
    'replica.read': { actions: 'refuse to read' },
  },
  states: {
    // Not told its role yet: at the beginning and after a crash.
    offline: {
      on: {
        'replica.lead': { target: 'leader', actions: 'take the lead' },
        'replica.follow': { target: 'follower', actions: 'follow the leader' },
      },
    },
    leader: {
      on: {
        'replica.append': { actions: 'append the batch' },
        'replica.read': { actions: 'read for the fetcher' },
        'replica.fetched': { actions: 'hear where the follower stands' },
        'replica.checkIsr': { actions: 'propose to drop who lags' },
        'replica.isrAltered': { actions: "hear the controller's verdict on the ISR" },
        'replica.lead': { actions: 'note the ISR and who is alive' },
        'replica.follow': { target: 'follower', actions: 'step down and follow' },
      },
    },
    follower: {
      on: {
        'replica.copy': { actions: 'copy the records' },
        'replica.truncate': { actions: 'truncate to where the logs agree' },
        'replica.lead': { target: 'leader', actions: 'take the lead' },
        'replica.follow': { actions: 'follow the leader' },
      },
    },
  },
});
