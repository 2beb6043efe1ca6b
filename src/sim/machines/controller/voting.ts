/** C1: how a controller becomes the active one, and how it stops being it. The arithmetic is in `kafka/controller/quorum`. */
import { controllerActor, nameOf } from '../../address.ts';
import type { FactBody } from '../../facts.ts';
import { OFFSETS_TOPIC } from '../../kafka/topicConfig.ts';
import { tellFirstLeaders } from '../../kafka/controller/topics.ts';
import { nextSessionCheck, openSessions } from '../../kafka/controller/fencing.ts';
import {
  BEAT_MS,
  ELECTION_TIMEOUT_MS,
  TRUST_ACTIVE_MS,
  hearsMajority,
  isAsNew,
  majorityOf,
  majorityVersion,
} from '../../kafka/controller/quorum.ts';
import type { Message, MetadataImage } from '../../messages.ts';
import { draw } from '../../kernel/luck.ts';
import { note, startFreshTimer, startTimer, stopTimer } from '../contract.ts';
import type { AnyMessage, Delivered, Intent, Outcome } from '../contract.ts';
import { answer, beat, commitUpTo, propose, say } from './commit.ts';
import type { ControllerContext, Got } from './context.ts';
import { expectBalance } from './leaders.ts';

type Next = Outcome<ControllerContext>;
type Turn = Delivered<AnyMessage>;

const electionTimer = (luck: number): Intent =>
  startTimer('election', Math.round(ELECTION_TIMEOUT_MS * (1 + draw(luck))), { type: 'timer.election' });

/** With ZooKeeper the servers elect their leader, and the brokers their controller. */
const elected = ({ id, epoch, image }: ControllerContext): FactBody =>
  image.brokerController === undefined
    ? { kind: 'controller.elected', controller: id, controllerEpoch: epoch }
    : { kind: 'zookeeper.led', node: id, epoch };

/** The broker that holds the controller node when the story begins. */
const holder = ({ brokerController }: MetadataImage): FactBody[] =>
  brokerController === undefined
    ? []
    : [{ kind: 'controller.elected', controller: String(brokerController.broker), controllerEpoch: brokerController.epoch }];

/** Every live broker gets a fresh session: when the last active controller heard it went with that one's memory. */
function openOffice(context: ControllerContext, at: number): { readonly context: ControllerContext; readonly intents: Intent[] } {
  const { image } = context.log;
  const sessions = openSessions(image, at);
  const delay = nextSessionCheck(image, sessions, at, context.settings.sessionTimeoutMs);
  const heard = Object.fromEntries(context.voters.map((voter) => [voter, { version: 0, at }]));
  const intents: Intent[] = delay === null ? [] : [startFreshTimer('sessions', delay, { type: 'timer.sessions' })];
  intents.push(...expectBalance(context));
  if (context.voters.length > 1) intents.push(startFreshTimer('beat', BEAT_MS, { type: 'timer.beat' }));
  return { context: { ...context, active: context.id, candidacy: null, sessions, heard, watchesSessions: delay !== null }, intents };
}

/** t = 0: the cluster is up already; what stands is told, once. Internal topics are not. */
export function beginActive(context: ControllerContext, { at }: Turn): Next {
  const opened = openOffice(context, at);
  const routine = { weight: 'routine' } as const;
  const topics = Object.values(context.image.topics).filter(({ name }) => name !== OFFSETS_TOPIC);
  const told = topics.flatMap(({ name, partitions }) => [
    note({ kind: 'topic.created', topic: name, replicas: partitions.map(({ replicas }) => replicas) }, routine),
    ...tellFirstLeaders(name, partitions).map(({ fact }) => note(fact, routine)),
  ]);
  return {
    context: opened.context,
    intents: [note(elected(context), routine), ...holder(context.image).map((fact) => note(fact, routine)), ...told, ...opened.intents],
  };
}

/** A new controller epoch begins with a log entry of its own, which commits all that came before it. */
export function takeOver(context: ControllerContext, at: number, epoch: number): Next {
  const opened = openOffice({ ...context, epoch, votedFor: context.id }, at);
  const image = { ...context.log.image, controllerEpoch: epoch, controller: controllerActor(context.id) };
  const next = propose(opened.context, at, { image, told: [] });
  return {
    context: next.context,
    intents: [stopTimer('election'), note(elected(opened.context)), ...opened.intents, ...(next.intents ?? [])],
  };
}

/** The only voter needs nobody's vote. */
export const restartAlone = (context: ControllerContext, { at }: Turn): Next => takeOver(context, at, context.epoch + 1);

export const standBy = (context: ControllerContext, { at, luck }: Turn): Next => ({
  context: { ...context, activeHeardAt: at },
  intents: [electionTimer(luck)],
});

/** t = 0: the first voter is the active one. */
export function beginStandby(context: ControllerContext, event: Turn): Next {
  const { controller } = context.image;
  return standBy({ ...context, active: controller === null ? null : nameOf(controller) }, event);
}

/** Asks the others for the next epoch; again for the same one while no majority can be reached at all. */
export function askForVotes(context: ControllerContext, { luck }: Turn): Next {
  const { id, voters, log, candidacy } = context;
  const answers = candidacy ? candidacy.granted.length + candidacy.refused.length : 0;
  const last = candidacy && answers >= majorityOf(voters) ? candidacy.epoch : context.epoch;
  const epoch = Math.max(last, context.epoch) + 1;
  const message: Message = {
    type: 'QuorumVote',
    controllerEpoch: epoch,
    logEpoch: log.image.controllerEpoch,
    logVersion: log.image.version,
  };
  return {
    context: { ...context, active: null, candidacy: { epoch, granted: [id], refused: [] } },
    intents: [...voters.filter((it) => it !== id).map((it) => say(controllerActor(it), message)), electionTimer(luck)],
  };
}

/** One vote per epoch, never for a log that lacks something, and not while the active controller is well. */
export function mayVoteFor(context: ControllerContext, { message, from, at }: Got<'QuorumVote'>): boolean {
  const { controllerEpoch, logEpoch, logVersion } = message;
  const free = controllerEpoch > context.epoch || (controllerEpoch === context.epoch && context.votedFor === nameOf(from));
  const trusts = context.active !== null && (context.active === context.id || at - context.activeHeardAt < TRUST_ACTIVE_MS);
  const rival = context.candidacy !== null && context.candidacy.epoch >= controllerEpoch;
  return free && !trusts && !rival && isAsNew(context.log.image, logEpoch, logVersion);
}

const vote = ({ from, connection, message }: Got<'QuorumVote'>, granted: boolean) =>
  say(from, { type: 'QuorumVoteResponse', controllerEpoch: message.controllerEpoch, granted }, connection);

export const grantVote = (context: ControllerContext, event: Got<'QuorumVote'>): Next => ({
  context: { ...context, epoch: event.message.controllerEpoch, votedFor: nameOf(event.from), active: null, candidacy: null },
  intents: [vote(event, true), electionTimer(event.luck)],
});

export const refuseVote = (context: ControllerContext, event: Got<'QuorumVote'>): Next => ({ context, intents: [vote(event, false)] });

/** Votes so far, this one included; answers to an earlier candidacy do not count. */
function counted({ candidacy }: ControllerContext, { message, from }: Got<'QuorumVoteResponse'>) {
  if (!candidacy || candidacy.epoch !== message.controllerEpoch) return candidacy;
  const voter = nameOf(from);
  const others = (list: readonly string[]) => list.filter((it) => it !== voter);
  return message.granted
    ? { ...candidacy, granted: [...others(candidacy.granted), voter] }
    : { ...candidacy, refused: [...others(candidacy.refused), voter] };
}

export const votesMakeMajority = (context: ControllerContext, event: Got<'QuorumVoteResponse'>): boolean =>
  (counted(context, event)?.granted.length ?? 0) >= majorityOf(context.voters);

export const countVote = (context: ControllerContext, event: Got<'QuorumVoteResponse'>): Next => ({
  context: { ...context, candidacy: counted(context, event) },
});

export const winElection = (context: ControllerContext, { at }: Turn): Next =>
  takeOver(context, at, context.candidacy?.epoch ?? context.epoch + 1);

/** Requests that never found their majority are answered as by one who is not the controller. */
function leaveOffice(context: ControllerContext): { readonly context: ControllerContext; readonly intents: Intent[] } {
  const unanswered = context.pending.flatMap(({ replies }) => replies);
  const refused = unanswered.map((reply) => answer({ ...reply, message: { ...reply.message, error: 'NOT_CONTROLLER' } }));
  return {
    context: { ...context, active: null, candidacy: null, sessions: {}, watchesSessions: false, pending: [], heard: {} },
    intents: [stopTimer('sessions'), stopTimer('beat'), stopTimer('balance'), ...refused],
  };
}

export function resign(context: ControllerContext, { luck }: Turn): Next {
  const left = leaveOffice(context);
  return { context: left.context, intents: [...left.intents, electionTimer(luck)] };
}

/** A voter has moved on to a newer epoch: this controller's time is over. */
export const resignToNewer = (context: ControllerContext, event: Got<'QuorumBeatResponse'>): Next =>
  resign({ ...context, epoch: event.message.controllerEpoch, votedFor: null }, event);

/** The active controller's log replaces one's own, and with it whatever no majority ever acknowledged. */
export function follow(context: ControllerContext, { message, from, connection, at, luck }: Got<'QuorumBeat'>): Next {
  const { controllerEpoch, image, brokerEpochs, committed } = message;
  const left = context.active === context.id ? leaveOffice(context) : { context, intents: [] };
  return {
    context: {
      ...left.context,
      image: committed === image.version ? image : left.context.image,
      log: { image, brokerEpochs },
      epoch: controllerEpoch,
      votedFor: controllerEpoch === context.epoch ? context.votedFor : null,
      active: nameOf(from),
      activeHeardAt: at,
      candidacy: null,
    },
    intents: [
      ...left.intents,
      say(from, { type: 'QuorumBeatResponse', controllerEpoch, version: image.version }, connection),
      electionTimer(luck),
    ],
  };
}

/** Tells a controller of an older epoch that its time is over. */
export const refuseBeat = (context: ControllerContext, { from, connection }: Got<'QuorumBeat'>): Next => ({
  context,
  intents: [say(from, { type: 'QuorumBeatResponse', controllerEpoch: context.epoch, version: 0 }, connection)],
});

/** A voter acknowledged the log: what a majority now holds is committed (C1). */
export function hearVoter(context: ControllerContext, { message, from, at }: Got<'QuorumBeatResponse'>): Next {
  if (message.controllerEpoch < context.epoch) return { context };
  const heard = { ...context.heard, [nameOf(from)]: { version: message.version, at } };
  const version = majorityVersion(context.voters, context.id, context.log.image.version, heard);
  return commitUpTo({ ...context, heard }, at, version);
}

export const stillHeard = ({ voters, id, heard }: ControllerContext, { at }: Turn): boolean => hearsMajority(voters, id, at, heard);

export const sendBeat = (context: ControllerContext): Next => ({
  context,
  intents: [...beat(context), startFreshTimer('beat', BEAT_MS, { type: 'timer.beat' })],
});
