/** What the active controller does with the requests of brokers and people: judge, decide, propose. The deciding is in `kafka/controller`. */
import { controllerActor } from '../../address.ts';
import { partitionOf } from '../../kafka/controller/change.ts';
import { fenceBrokers, nextSessionCheck, silentBrokers, unfenceBroker } from '../../kafka/controller/fencing.ts';
import { alterPartition, whyNotAlter } from '../../kafka/controller/isrChange.ts';
import { isStillThere, registerBroker, whyStale } from '../../kafka/controller/registration.ts';
import { createPartitions, createTopic, ensureOffsetsPartition } from '../../kafka/controller/topics.ts';
import { whyNotCreate, whyNotGrow } from '../../kafka/topicRules.ts';
import type { ErrorCode, PartitionMetadata } from '../../messages.ts';
import { startFreshTimer } from '../contract.ts';
import type { Delivered, Outcome } from '../contract.ts';
import { isVacant } from '../../kafka/controller/zookeeper.ts';
import { answer, propose, push, replyTo, say } from './commit.ts';
import { rulesOf } from './context.ts';
import { letGo } from './leaders.ts';
import { createControllerNode, loseOffice } from './zookeeper.ts';
import type { ControllerContext, Got, Request, TimerMessage } from './context.ts';

type Next = Outcome<ControllerContext>;

const whoIsActive = ({ active }: ControllerContext) => (active === null ? null : controllerActor(active));

/** One timer watches all sessions: it looks again when the next broker could be overdue, so heartbeats never touch it. */
function watchSessions({ context, intents = [] }: Next, at: number): Next {
  const delay = nextSessionCheck(context.log.image, context.sessions, at, context.settings.sessionTimeoutMs);
  const watchesSessions = delay !== null;
  return {
    context: watchesSessions === context.watchesSessions ? context : { ...context, watchesSessions },
    intents: delay === null ? intents : [...intents, startFreshTimer('sessions', delay, { type: 'timer.sessions' })],
  };
}

/** C2: whoever was silent for too long is fenced. */
/** Nobody decides anything: sessions are looked at again when there is a controller. */
const withoutWatch = ({ context, intents = [] }: Next): Next => ({ context: { ...context, watchesSessions: false }, intents });

/** C1: whoever of the brokers is first becomes the controller. */
export const takeControllerNode = (context: ControllerContext, event: Got<'ControllerNodeCreate'>): Next =>
  watchSessions(createControllerNode(context, event), event.at);

export function checkSessions(context: ControllerContext, { at }: Delivered<TimerMessage>): Next {
  const { image } = context.log;
  const silent = silentBrokers(image, context.sessions, at, context.settings.sessionTimeoutMs);
  if (silent.length === 0) return watchSessions({ context }, at);
  const gone = silent.map(({ broker }) => broker);
  const holder = image.brokerController?.broker ?? null;
  if (holder !== null && gone.includes(holder)) return withoutWatch(loseOffice(context, at, image, gone));
  if (isVacant(image)) return withoutWatch({ context });
  return watchSessions(propose(context, at, fenceBrokers(image, silent, rulesOf(context))), at);
}

/** C2: keeps the session alive, unfences a broker that has caught up with its registration, and heals a lost push. */
export function hearBroker(context: ControllerContext, event: Got<'BrokerHeartbeat'>): Next {
  const { broker, brokerEpoch, metadataVersion, correlationId } = event.message;
  const reply = (error: ErrorCode | null, fenced: boolean) =>
    replyTo(event, { type: 'BrokerHeartbeatResponse', correlationId, error, fenced, controller: whoIsActive(context) });
  const stale = whyStale(context.log.brokerEpochs, broker, brokerEpoch);
  if (stale) return { context, intents: [answer(reply(stale, true))] };

  const heard: ControllerContext = { ...context, sessions: { ...context.sessions, [broker]: event.at } };
  if (event.message.wantShutDown === true) return letGo(heard, event);
  if (isVacant(context.log.image))
    return { context: heard, intents: [answer(reply(null, true)), say(event.from, { type: 'ControllerNodeDeleted' })] };
  // ZooKeeper knows no fencing: who has a session lives, and hears the rest from the controller.
  const mayLive = context.log.image.brokerController !== undefined || metadataVersion >= brokerEpoch;
  if (context.log.image.brokers[broker]?.fenced === true && mayLive) {
    const unfenced = unfenceBroker(context.log.image, broker, rulesOf(context));
    const next = propose(heard, event.at, unfenced, [reply(null, false)]);
    return context.watchesSessions ? next : watchSessions(next, event.at);
  }
  const { image, pushedAt, settings } = context;
  const intents = [answer(reply(null, image.brokers[broker]?.fenced ?? true))];
  // What was pushed within the last interval may still be on its way.
  const lost = metadataVersion < image.version && event.at - pushedAt >= settings.heartbeatIntervalMs;
  return {
    context: heard,
    intents: lost
      ? [...intents, ...(image.brokerController ? push(image) : [say(event.from, { type: 'MetadataUpdate', image })])]
      : intents,
  };
}

export function register(context: ControllerContext, event: Got<'BrokerRegistration'>): Next {
  const { broker, correlationId } = event.message;
  const { image, brokerEpochs } = context.log;
  const silentMs = event.at - (context.sessions[broker] ?? event.at);
  const controller = whoIsActive(context);
  if (isStillThere(image, broker, silentMs, context.settings.sessionTimeoutMs)) {
    const error = 'DUPLICATE_BROKER_REGISTRATION';
    return {
      context,
      intents: [answer(replyTo(event, { type: 'BrokerRegistrationResponse', correlationId, error, brokerEpoch: -1, controller }))],
    };
  }
  const registered = registerBroker(image, brokerEpochs, event.message, silentMs, rulesOf(context));
  const { brokerEpoch } = registered;
  const reply = replyTo(event, { type: 'BrokerRegistrationResponse', correlationId, error: null, brokerEpoch, controller });
  return propose({ ...context, sessions: { ...context.sessions, [broker]: event.at } }, event.at, registered, [reply]);
}

export function changeIsr(context: ControllerContext, event: Got<'AlterPartition'>): Next {
  const { topic, partition, broker, brokerEpoch, correlationId } = event.message;
  const { image, brokerEpochs } = context.log;
  const reply = (error: ErrorCode | null, metadata: PartitionMetadata | null) =>
    replyTo(event, { type: 'AlterPartitionResponse', correlationId, error, topic, partition, metadata });
  const error = whyStale(brokerEpochs, broker, brokerEpoch) ?? whyNotAlter(image, event.message);
  if (error) return { context, intents: [answer(reply(error, null))] };

  const change = alterPartition(image, event.message, rulesOf(context));
  const accepted = reply(null, partitionOf(change.image.topics[topic], partition) ?? null);
  return change.image === image ? { context, intents: [answer(accepted)] } : propose(context, event.at, change, [accepted]);
}

/** T1. */
export function addTopic(context: ControllerContext, event: Got<'CreateTopic'>): Next {
  const { image } = context.log;
  const { settings } = context;
  const { correlationId, partitions, replicationFactor } = event.message;
  const request = {
    ...event.message,
    partitions: partitions === -1 ? settings.partitions : partitions,
    replicationFactor: replicationFactor === -1 ? settings.replicationFactor : replicationFactor,
  };
  const error = isVacant(image) ? 'REQUEST_TIMED_OUT' : whyNotCreate(image, request);
  const reply = replyTo(event, { type: 'AdminResponse', correlationId, error });
  return error ? { context, intents: [answer(reply)] } : propose(context, event.at, createTopic(image, request), [reply]);
}

/** T2. */
export function addPartitions(context: ControllerContext, event: Got<'CreatePartitions'>): Next {
  const { image } = context.log;
  const { topic: name, partitions, correlationId } = event.message;
  const topic = image.topics[name];
  const error = isVacant(image) ? 'REQUEST_TIMED_OUT' : whyNotGrow(image, name, partitions);
  const reply = replyTo(event, { type: 'AdminResponse', correlationId, error });
  if (error || !topic) return { context, intents: [answer(reply)] };
  return propose(context, event.at, createPartitions(image, topic, partitions), [reply]);
}

/** O4. */
export function addOffsetsPartition(context: ControllerContext, event: Got<'EnsureOffsetsPartition'>): Next {
  if (isVacant(context.log.image)) return { context };
  const change = ensureOffsetsPartition(context.log.image, event.message.partition, context.settings.offsetsReplicationFactor);
  return change ? propose(context, event.at, change) : { context };
}

/** A controller that is not active changes nothing and says who is, if it knows. People ask every voter: only the active one answers them. */
export function sendElsewhere(context: ControllerContext, event: Delivered<Request>): Next {
  const { message } = event;
  const error = 'NOT_CONTROLLER';
  const controller = whoIsActive(context);
  switch (message.type) {
    case 'BrokerRegistration': {
      const { correlationId } = message;
      return {
        context,
        intents: [answer(replyTo(event, { type: 'BrokerRegistrationResponse', correlationId, error, brokerEpoch: -1, controller }))],
      };
    }
    case 'BrokerHeartbeat': {
      const { correlationId } = message;
      return {
        context,
        intents: [answer(replyTo(event, { type: 'BrokerHeartbeatResponse', correlationId, error, fenced: true, controller }))],
      };
    }
    case 'AlterPartition': {
      const { correlationId, topic, partition } = message;
      return {
        context,
        intents: [answer(replyTo(event, { type: 'AlterPartitionResponse', correlationId, error, topic, partition, metadata: null }))],
      };
    }
    default:
      return { context };
  }
}
