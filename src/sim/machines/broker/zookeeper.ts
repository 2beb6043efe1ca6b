/**
 * C1 in the ZooKeeper profiles: a broker that is the controller, or would like to be. Models KafkaController's election, its UpdateMetadata
 * requests to the other brokers, and (2.8) the AlterIsr requests it takes from them. In 2.3 a leader writes its ISR into ZooKeeper by itself.
 */
import { brokerActor, controllerActor, kindOf } from '../../address.ts';
import { atLeast } from '../../config/profiles.ts';
import type { MessageOf, MetadataImage } from '../../messages.ts';
import type { Delivered } from '../contract.ts';
import { nextCorrelationId, say } from './turn.ts';
import type { Turn } from './turn.ts';

/** Brokers speak to the controller, and it to them, on connections of their own. */
const CONNECTION = 'controller';

const isController = ({ brokerController }: MetadataImage, id: number): boolean => brokerController?.broker === id;

/** Where this broker's proposals of ISRs go: null, to the keeper of the metadata itself. */
export function proposesTo({ profile, image, id }: Turn['draft']): number | null {
  const controller = image.brokerController?.broker ?? null;
  return controller === id || !atLeast(profile, '2.8') ? null : controller;
}

export const sendToController = (turn: Turn, controller: number, message: MessageOf<'AlterPartition'>): void =>
  say(turn, brokerActor(controller), message, CONNECTION);

/** News from ZooKeeper reach the controller, and from it the other brokers whose sessions live: of the rest it knows nothing. */
export function passOn(turn: Turn, { message, from }: Delivered<MessageOf<'MetadataUpdate'>>): void {
  const { id } = turn.draft;
  if (kindOf(from) !== 'controller' || !isController(message.image, id)) return;
  for (const other of Object.values(message.image.brokers))
    if (other.id !== id && !other.fenced) say(turn, brokerActor(other.id), message, CONNECTION);
}

/** The controller's node is gone: the first broker to create it anew is the controller. */
export function runForController(turn: Turn): void {
  const { id: broker, brokerEpoch, controllers, controller } = turn.draft;
  if (brokerEpoch === null) return;
  say(turn, controllerActor(controllers[controller] ?? ''), { type: 'ControllerNodeCreate', broker, brokerEpoch });
}

/** 2.8: a leader asks the controller, which writes for it. */
export function relayAlteration(turn: Turn, { message, from, connection }: Delivered<MessageOf<'AlterPartition'>>): void {
  const { draft } = turn;
  const { topic, partition } = message;
  const theirs = { to: from, connection: connection ?? CONNECTION, correlationId: message.correlationId };
  if (!isController(draft.image, draft.id)) {
    const error = 'NOT_CONTROLLER';
    const refusal = {
      type: 'AlterPartitionResponse',
      correlationId: theirs.correlationId,
      error,
      topic,
      partition,
      metadata: null,
    } as const;
    say(turn, from, refusal, theirs.connection);
    return;
  }
  const correlationId = nextCorrelationId(turn);
  draft.relayed = { ...draft.relayed, [correlationId]: theirs };
  say(turn, controllerActor(draft.controllers[draft.controller] ?? ''), { ...message, correlationId });
}

/** True if the answer was for another broker, and has been sent there. */
export function relayVerdict(turn: Turn, message: MessageOf<'AlterPartitionResponse'>): boolean {
  const { draft } = turn;
  const { [message.correlationId]: theirs, ...others } = draft.relayed;
  if (theirs === undefined) return false;
  draft.relayed = others;
  say(turn, theirs.to, { ...message, correlationId: theirs.correlationId }, theirs.connection);
  return true;
}
