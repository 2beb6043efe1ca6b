/**
 * A keeper of the metadata (C1–C4, T1–T3): the process that decides who leads and who is in sync, and that makes topics.
 *
 * Models Kafka's QuorumController with its ClusterControlManager and ReplicationControlManager. Several controllers are voters of the metadata
 * quorum: one is active, the others stand by with a copy of its log. A single one is active from the first moment, without votes and beats.
 * In 2.3 and 2.8 it is a server of ZooKeeper: it keeps the controller node too, and tells the broker that holds it what changed.
 * Simplified: metadata travels as whole images; the cluster is up at t = 0; ZooKeeper computes what its controller would decide.
 */
import { setup } from 'xstate';
import { controllerActor } from '../address.ts';
import { forget, newController } from './controller/context.ts';
import type { ControllerContext, ControllerEvent, Got } from './controller/context.ts';
import {
  addOffsetsPartition,
  addPartitions,
  addTopic,
  changeIsr,
  checkSessions,
  hearBroker,
  register,
  sendElsewhere,
  takeControllerNode,
} from './controller/requests.ts';
import {
  askForVotes,
  beginActive,
  beginStandby,
  countVote,
  follow,
  grantVote,
  hearVoter,
  mayVoteFor,
  refuseBeat,
  refuseVote,
  resign,
  resignToNewer,
  restartAlone,
  sendBeat,
  standBy,
  stillHeard,
  votesMakeMajority,
  winElection,
} from './controller/voting.ts';
import { balance, electOnRequest } from './controller/leaders.ts';
import { changeConfig, removeTopic } from './controller/topics.ts';
import { act, effects } from './contract.ts';
import type { ControllerInput } from './inputs.ts';

export type { ControllerContext } from './controller/context.ts';

interface Asked {
  readonly context: ControllerContext;
  readonly event: ControllerEvent;
}

/** A guard about one kind of event, used only on its transitions. */
const about =
  <E>(holds: (context: ControllerContext, event: E) => boolean) =>
  ({ context, event }: Asked) =>
    holds(context, event as unknown as E);

export const controllerMachine = setup({
  types: {
    context: {} as ControllerContext,
    events: {} as ControllerEvent,
    input: {} as ControllerInput,
  },
  actions: {
    ...effects,
    'take the chair and tell what stands': act(beginActive),
    'watch the active controller': act(beginStandby),
    'forget what is not on disk': act((context: ControllerContext) => ({ context: forget(context) })),
    'take the chair alone': act(restartAlone),
    'wait for an active controller': act(standBy),
    'ask the others for their votes': act(askForVotes),
    'count the vote': act(countVote),
    'take the chair in a new epoch': act(winElection),
    'give it my vote': act(grantVote),
    'refuse my vote': act(refuseVote),
    'follow the active controller': act(follow),
    'tell it that its time is over': act(refuseBeat),
    'beat for the others': act(sendBeat),
    'commit what a majority holds': act(hearVoter),
    'step down': act(resign),
    'step down for a newer epoch': act(resignToNewer),
    'send it to the active controller': act(sendElsewhere),
    'fence silent brokers': act(checkSessions),
    'register the broker': act(register),
    'keep its session alive': act(hearBroker),
    'judge the new ISR': act(changeIsr),
    'create the topic': act(addTopic),
    'add partitions': act(addPartitions),
    'delete the topic': act(removeTopic),
    'alter its settings': act(changeConfig),
    'add the offsets partition': act(addOffsetsPartition),
    'give the controller node to whoever is first': act(takeControllerNode),
    'elect leaders': act(electOnRequest),
    'give preferred leaders their seats': act(balance),
  },
  guards: {
    'it is active from the first moment': ({ context }) => context.image.controller === controllerActor(context.id),
    'it is the only voter': ({ context }) => context.voters.length === 1,
    'it may vote for it': about(mayVoteFor),
    'the votes make a majority': about(votesMakeMajority),
    'its epoch is not older': about(({ epoch }, { message }: Got<'QuorumBeat'>) => message.controllerEpoch >= epoch),
    'its epoch is newer': about(({ epoch }, { message }: Got<'QuorumBeat' | 'QuorumBeatResponse'>) => message.controllerEpoch > epoch),
    'a majority is still heard': about(stillHeard),
  },
}).createMachine({
  id: 'controller',
  context: ({ input }) => newController(input),
  initial: 'standby',
  on: {
    crash: { target: '.crashed', actions: 'forget what is not on disk' },
    BrokerRegistration: { actions: 'send it to the active controller' },
    BrokerHeartbeat: { actions: 'send it to the active controller' },
    AlterPartition: { actions: 'send it to the active controller' },
    CreateTopic: { actions: 'send it to the active controller' },
    CreatePartitions: { actions: 'send it to the active controller' },
    DeleteTopic: { actions: 'send it to the active controller' },
    AlterConfig: { actions: 'send it to the active controller' },
    EnsureOffsetsPartition: { actions: 'send it to the active controller' },
    ElectLeaders: { actions: 'send it to the active controller' },
    ControllerNodeCreate: { actions: 'send it to the active controller' },
    // Only silence counts; a closed connection tells nothing a timeout would not, and answers to what is over mean nothing.
    disconnected: {},
    QuorumVoteResponse: {},
    QuorumBeatResponse: {},
  },
  states: {
    standby: {
      on: {
        start: [
          { guard: 'it is active from the first moment', target: 'active', actions: 'take the chair and tell what stands' },
          { actions: 'watch the active controller' },
        ],
        'timer.election': { target: 'candidate', actions: 'ask the others for their votes' },
        QuorumVote: [{ guard: 'it may vote for it', actions: 'give it my vote' }, { actions: 'refuse my vote' }],
        QuorumBeat: [
          { guard: 'its epoch is not older', actions: 'follow the active controller' },
          { actions: 'tell it that its time is over' },
        ],
      },
    },
    candidate: {
      on: {
        'timer.election': { actions: 'ask the others for their votes' },
        QuorumVoteResponse: [
          { guard: 'the votes make a majority', target: 'active', actions: ['count the vote', 'take the chair in a new epoch'] },
          { actions: 'count the vote' },
        ],
        QuorumVote: [{ guard: 'it may vote for it', target: 'standby', actions: 'give it my vote' }, { actions: 'refuse my vote' }],
        QuorumBeat: [
          { guard: 'its epoch is not older', target: 'standby', actions: 'follow the active controller' },
          { actions: 'tell it that its time is over' },
        ],
      },
    },
    active: {
      on: {
        'timer.sessions': { actions: 'fence silent brokers' },
        'timer.beat': [
          { guard: 'a majority is still heard', actions: 'beat for the others' },
          { target: 'standby', actions: 'step down' },
        ],
        QuorumBeatResponse: [
          { guard: 'its epoch is newer', target: 'standby', actions: 'step down for a newer epoch' },
          { actions: 'commit what a majority holds' },
        ],
        QuorumBeat: [
          { guard: 'its epoch is newer', target: 'standby', actions: 'follow the active controller' },
          { actions: 'tell it that its time is over' },
        ],
        QuorumVote: { actions: 'refuse my vote' },
        BrokerRegistration: { actions: 'register the broker' },
        BrokerHeartbeat: { actions: 'keep its session alive' },
        AlterPartition: { actions: 'judge the new ISR' },
        CreateTopic: { actions: 'create the topic' },
        CreatePartitions: { actions: 'add partitions' },
        DeleteTopic: { actions: 'delete the topic' },
        AlterConfig: { actions: 'alter its settings' },
        EnsureOffsetsPartition: { actions: 'add the offsets partition' },
        ElectLeaders: { actions: 'elect leaders' },
        ControllerNodeCreate: { actions: 'give the controller node to whoever is first' },
        'timer.balance': { actions: 'give preferred leaders their seats' },
      },
    },
    crashed: {
      on: {
        restart: [
          { guard: 'it is the only voter', target: 'active', actions: 'take the chair alone' },
          { target: 'standby', actions: 'wait for an active controller' },
        ],
      },
    },
  },
});
