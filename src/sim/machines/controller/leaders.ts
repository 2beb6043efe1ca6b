/** C4, N4: what the active controller does to leaders although nobody failed: elections on request and by the clock, and a broker that leaves. */
import { setFenced } from '../../kafka/controller/fencing.ts';
import { balanceLeaders, beginShutdown, electLeaders, whyNotElect } from '../../kafka/controller/leaders.ts';
import { isVacant } from '../../kafka/controller/zookeeper.ts';
import { controllerActor } from '../../address.ts';
import { startFreshTimer } from '../contract.ts';
import type { Delivered, Intent, Outcome } from '../contract.ts';
import { answer, propose, replyTo } from './commit.ts';
import { rulesOf } from './context.ts';
import type { ControllerContext, Got, TimerMessage } from './context.ts';
import { loseOffice } from './zookeeper.ts';

type Next = Outcome<ControllerContext>;

export function electOnRequest(context: ControllerContext, event: Got<'ElectLeaders'>): Next {
  const { image } = context.log;
  const error = isVacant(image) ? 'REQUEST_TIMED_OUT' : whyNotElect(image, event.message);
  const reply = replyTo(event, { type: 'AdminResponse', correlationId: event.message.correlationId, error });
  if (error !== null) return { context, intents: [answer(reply)] };
  const change = electLeaders(image, event.message, rulesOf(context));
  return change.image === image ? { context, intents: [answer(reply)] } : propose(context, event.at, change, [reply]);
}

export const expectBalance = ({ settings }: ControllerContext): Intent[] =>
  settings.balanceEveryMs === null ? [] : [startFreshTimer('balance', settings.balanceEveryMs, { type: 'timer.balance' })];

export function balance(context: ControllerContext, { at }: Delivered<TimerMessage>): Next {
  const { image } = context.log;
  const change = balanceLeaders(image, context.settings.imbalance);
  const next: Next = change.image === image || isVacant(image) ? { context } : propose(context, at, change);
  return { context: next.context, intents: [...(next.intents ?? []), ...expectBalance(context)] };
}

/**
 * N4: first its leaderships move and it leaves the ISRs; once it has learned of that it may go, and is fenced without waiting for its session.
 * Kafka waits until every live broker has learned of it.
 */
export function letGo(context: ControllerContext, event: Got<'BrokerHeartbeat'>): Next {
  const { image } = context.log;
  const { broker, correlationId, metadataVersion } = event.message;
  const controller = context.active === null ? null : controllerActor(context.active);
  const reply = (more: { readonly fenced: boolean; readonly shouldShutDown?: true }) =>
    replyTo(event, { type: 'BrokerHeartbeatResponse', correlationId, error: null, controller, ...more });
  const known = image.brokers[broker];
  if (known?.fenced === true) return { context, intents: [answer(reply({ fenced: true, shouldShutDown: true }))] };
  if (isVacant(image)) return { context, intents: [answer(reply({ fenced: false }))] };
  if (known?.inControlledShutdown !== true)
    return propose(context, event.at, beginShutdown(image, broker, rulesOf(context)), [reply({ fenced: false })]);
  if (metadataVersion < image.version) return { context, intents: [answer(reply({ fenced: false }))] };
  const left = setFenced(image, [broker], true);
  const letting = [reply({ fenced: true, shouldShutDown: true })];
  return image.brokerController?.broker === broker
    ? loseOffice(context, event.at, left, [broker], letting)
    : propose(context, event.at, { image: left, told: [] }, letting);
}
