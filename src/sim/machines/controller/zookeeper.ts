/**
 * C1: what a ZooKeeper server does that a KRaft controller does not: it keeps the controller node. The brokers are its clients; their sessions
 * end as in `requests.ts`, and whoever of them holds the node is told of every change and tells the others.
 */
import { brokerActor } from '../../address.ts';
import { fenceBrokers, silentBrokers } from '../../kafka/controller/fencing.ts';
import { whyStale } from '../../kafka/controller/registration.ts';
import { isVacant, takeOffice, vacate } from '../../kafka/controller/zookeeper.ts';
import type { MetadataImage } from '../../messages.ts';
import type { Intent, Outcome } from '../contract.ts';
import { propose, say } from './commit.ts';
import { rulesOf } from './context.ts';
import type { ControllerContext, Got, Reply } from './context.ts';

type Next = Outcome<ControllerContext>;

/** Brokers watch the node: those alive hear that it is gone, and try to create it. */
const tellWatchers = ({ brokers }: MetadataImage, except: readonly number[]): Intent[] =>
  Object.values(brokers)
    .filter(({ id, fenced }) => !fenced && !except.includes(id))
    .map(({ id }) => say(brokerActor(id), { type: 'ControllerNodeDeleted' }));

/** The controller's own session is over. Everything else waits for the next controller. */
export function loseOffice(
  context: ControllerContext,
  at: number,
  image: MetadataImage,
  except: readonly number[],
  replies: readonly Reply[] = [],
): Next {
  const next = propose(context, at, { image: vacate(image), told: [] }, replies);
  return { context: next.context, intents: [...(next.intents ?? []), ...tellWatchers(image, except)] };
}

/** C1: the first one wins; who comes later goes on watching. */
export function createControllerNode(context: ControllerContext, { message, at }: Got<'ControllerNodeCreate'>): Next {
  const { image, brokerEpochs } = context.log;
  const { broker, brokerEpoch } = message;
  if (!isVacant(image) || whyStale(brokerEpochs, broker, brokerEpoch) !== null) return { context };
  const heard = { ...context, sessions: { ...context.sessions, [broker]: at } };
  const silent = silentBrokers(image, heard.sessions, at, heard.settings.sessionTimeoutMs);
  const rules = rulesOf(context);
  const taken = takeOffice(image, broker, rules);
  const fenced = fenceBrokers(taken.image, silent, rules);
  return propose(heard, at, { image: fenced.image, told: [...taken.told, ...fenced.told] });
}
